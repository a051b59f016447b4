// How a bundle says what the conditions of its rules are made of, so that a host can tell which part stopped a rule. An
// atom is a condition without `and`, `or` and `not`; equal ones of different rules are one. hpol_explain tells which hold.

/** One atom where one rule asks for it: `let`s are followed, so the place may be another declaration's. */
export interface AtomUse {
  readonly kind: 'atom';
  readonly atom: number;
  /** As the policy writes it. */
  readonly text: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

export type ConditionTree =
  | AtomUse
  | { readonly kind: 'always' }
  | { readonly kind: 'never' }
  | { readonly kind: 'not'; readonly value: ConditionTree }
  | { readonly kind: 'and' | 'or'; readonly left: ConditionTree; readonly right: ConditionTree };

/** What hpol_explain says of one atom, one byte each. */
export const ATOM_STATE = {
  false: 0,
  true: 1,
  /** The event does not say, such as the time in a zone that the host did not tell. */
  unknown: 2,
  /** No rule about this event asks for it. */
  unasked: 3,
} as const;

export type AtomState = (typeof ATOM_STATE)[keyof typeof ATOM_STATE];
