// Expressions as they are written, before any name is resolved. `group` keeps the author's parentheses.
import type { Span } from '../source/span.ts';

export type CompareOperator = '==' | '!=' | '<' | '<=' | '>' | '>=';
export type TextOperator = 'starts_with' | 'ends_with' | 'contains';

/** A word or string with its place. For a string, `text` is its value and the span covers the quotes. */
export interface Word {
  readonly text: string;
  readonly span: Span;
}

export interface PatternNode {
  readonly source: string;
  readonly flags: string;
  readonly span: Span;
}

/** `identity.groups`, the name of a `let`, or an enum word. */
export interface PathNode {
  readonly kind: 'path';
  readonly segments: readonly Word[];
  readonly span: Span;
}

/** `08:00..18:00 "Europe/Berlin"` or `mon..fri "Europe/Berlin"`; the words are not yet understood. */
export interface WindowNode {
  readonly unit: 'clock' | 'weekday';
  readonly from: Word;
  readonly to: Word;
  readonly zone: Word;
  readonly span: Span;
}

/** `phi` or `phi.ssn`. */
export interface MemberReference {
  readonly className: Word;
  readonly member: Word | null;
  readonly span: Span;
}

export type ExpressionNode =
  | { readonly kind: 'bool'; readonly value: boolean; readonly span: Span }
  | { readonly kind: 'int'; readonly value: number; readonly span: Span }
  | { readonly kind: 'string'; readonly value: string; readonly span: Span }
  /** Milliseconds. */
  | { readonly kind: 'duration'; readonly value: number; readonly span: Span }
  /** Bytes. */
  | { readonly kind: 'size'; readonly value: number; readonly span: Span }
  /** Milliseconds since 1970, UTC. */
  | { readonly kind: 'time'; readonly value: number; readonly span: Span }
  /** What stands for each element inside `any` and `all`. It has no text of its own. */
  | { readonly kind: 'element'; readonly span: Span }
  | PathNode
  | { readonly kind: 'index'; readonly path: PathNode; readonly key: Word; readonly span: Span }
  | {
      readonly kind: 'call';
      readonly path: PathNode;
      readonly references: readonly MemberReference[];
      readonly span: Span;
    }
  | { readonly kind: 'group'; readonly value: ExpressionNode; readonly span: Span }
  | { readonly kind: 'not'; readonly value: ExpressionNode; readonly span: Span }
  | { readonly kind: 'and'; readonly parts: readonly ExpressionNode[]; readonly span: Span }
  | { readonly kind: 'or'; readonly parts: readonly ExpressionNode[]; readonly span: Span }
  | { readonly kind: 'default'; readonly parts: readonly ExpressionNode[]; readonly span: Span }
  | { readonly kind: 'minus'; readonly left: ExpressionNode; readonly right: ExpressionNode; readonly span: Span }
  | {
      readonly kind: 'compare';
      readonly operator: CompareOperator;
      readonly left: ExpressionNode;
      readonly right: ExpressionNode;
      readonly span: Span;
    }
  | {
      readonly kind: 'in_constants';
      readonly value: ExpressionNode;
      readonly constants: readonly ExpressionNode[];
      readonly span: Span;
    }
  | {
      readonly kind: 'in_attribute';
      readonly value: ExpressionNode;
      readonly set: ExpressionNode;
      readonly span: Span;
    }
  /** `session.client_address in "10.0.0.0/8"`. */
  | {
      readonly kind: 'in_text';
      readonly value: ExpressionNode;
      readonly text: ExpressionNode;
      readonly span: Span;
    }
  /** `now in 08:00..18:00 "Europe/Berlin"`. */
  | { readonly kind: 'in_window'; readonly value: ExpressionNode; readonly window: WindowNode; readonly span: Span }
  /** `command.arguments any starts with "/"`; `test` asks about the `element`. */
  | {
      readonly kind: 'quantified';
      readonly quantifier: 'any' | 'all';
      readonly set: ExpressionNode;
      readonly test: ExpressionNode;
      readonly span: Span;
    }
  | { readonly kind: 'presence'; readonly value: ExpressionNode; readonly isPresent: boolean; readonly span: Span }
  | {
      readonly kind: 'text';
      readonly operator: TextOperator;
      readonly value: ExpressionNode;
      readonly operand: ExpressionNode;
      readonly span: Span;
    }
  | { readonly kind: 'matches'; readonly value: ExpressionNode; readonly pattern: PatternNode; readonly span: Span };
