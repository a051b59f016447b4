// The kinds of difference that a policy change can make to an event, most dangerous first, and one difference as data.
import type { RuleReference } from './outcome.ts';

export const DIFFERENCE_KINDS = ['exposed', 'blocked', 'needs_approval', 'masked', 'changed'] as const;

/**
 * `exposed`: more reaches the client: a member less masked, a block or an approval gone or weaker. `blocked`, `needs_approval`,
 * `masked`: less does. `changed`: the same reaches it, for another reason or in another form of the same strength.
 */
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/** One side of a difference: what happens, and the rule that says so; `rule` is null for the default and the contract. */
export interface Side {
  readonly text: string;
  readonly rule: RuleReference | null;
}

export interface Difference {
  readonly kind: DifferenceKind;
  /** The class member concerned, `phi.ssn`; null when it is the event as a whole. */
  readonly member: string | null;
  readonly before: Side;
  readonly after: Side;
}
