// What a name in a policy can stand for, and one place where it stands. The service speaks of these; editors see them through a shell.
import type { Span } from '../source/span.ts';

type Plain<K extends string> = K extends string ? { readonly kind: K; readonly name: string } : never;

export type NamedThing =
  | Plain<'let' | 'class' | 'rule' | 'event' | 'detector' | 'transform' | 'test' | 'attribute'>
  | { readonly kind: 'member'; readonly className: string; readonly name: string }
  /** A value of an enumeration; `type` is the name of the enumeration. */
  | { readonly kind: 'enum_word'; readonly type: string; readonly name: string }
  /** What `import` or `schema` names, as a path from the project root. */
  | Plain<'file'>;

export type ThingKind = NamedThing['kind'];

export interface Occurrence {
  readonly thing: NamedThing;
  readonly span: Span;
  readonly isDefinition: boolean;
}

/** Equal exactly for one and the same thing. */
export function keyOf(thing: NamedThing): string {
  switch (thing.kind) {
    case 'member':
      return `member ${thing.className}.${thing.name}`;
    case 'enum_word':
      return `enum_word ${thing.type}.${thing.name}`;
    default:
      return `${thing.kind} ${thing.name}`;
  }
}

export const occurrence = (thing: NamedThing, span: Span, isDefinition = false): Occurrence => ({
  thing,
  span,
  isDefinition,
});
