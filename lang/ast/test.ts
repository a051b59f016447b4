// In-language tests as they are written: steps in any order, values not yet typed.
import type { Span } from '../source/span.ts';
import type { Word } from './expression.ts';

/** `flag` is no effect of its own: the event passes, and is marked. */
export type ExpectedEffect = 'allow' | 'approve' | 'block' | 'flag';

export type ValueNode =
  | { readonly kind: 'string'; readonly value: string; readonly span: Span }
  | { readonly kind: 'int'; readonly value: number; readonly span: Span }
  | { readonly kind: 'bool'; readonly value: boolean; readonly span: Span }
  /** Milliseconds since 1970, milliseconds, bytes. */
  | { readonly kind: 'time' | 'duration' | 'size'; readonly value: number; readonly span: Span }
  | { readonly kind: 'null'; readonly span: Span }
  | { readonly kind: 'word'; readonly text: string; readonly span: Span }
  | { readonly kind: 'list'; readonly items: readonly Word[]; readonly span: Span }
  | RecordNode;

export interface RecordNode {
  readonly kind: 'record';
  readonly fields: readonly FieldNode[];
  readonly span: Span;
}

export interface FieldNode {
  readonly name: Word;
  readonly value: ValueNode;
  readonly span: Span;
}

export type TestStep =
  | { readonly kind: 'given'; readonly group: Word; readonly record: RecordNode; readonly span: Span }
  /** `given now 2026-12-31T18:00Z`. */
  | { readonly kind: 'given_value'; readonly name: Word; readonly value: ValueNode; readonly span: Span }
  | { readonly kind: 'on'; readonly event: Word; readonly input: Word | null; readonly span: Span }
  | { readonly kind: 'returning'; readonly record: RecordNode; readonly span: Span }
  | {
      readonly kind: 'expect_effect';
      readonly effect: ExpectedEffect;
      readonly by: Word | null;
      readonly span: Span;
    }
  | { readonly kind: 'expect_row'; readonly record: RecordNode; readonly span: Span };

export interface TestDeclaration {
  readonly kind: 'test';
  readonly name: Word;
  readonly steps: readonly TestStep[];
  readonly span: Span;
}
