// The members that the contract adds to those of a policy: columns of PostgreSQL's own relations that show what comes out of data. They are
// NULL for everybody for whom anything is masked.
import type { StatementFacts } from '../analysis/facts.ts';
import { systemMember } from '../analysis/value-bearing.ts';
import type { Refusal } from './enforcement.ts';
import type { MasksOf } from './masked-members.ts';
import { refusedByContract } from './refusals.ts';

const NOTHING: ReadonlySet<string> = new Set();

/** The masks of a policy and the contract's own. `rule` is what a refusal names as the reason. */
export const withSystemMembers =
  (masks: MasksOf, rule: string): MasksOf =>
  (column) => {
    const declared = masks(column);
    const member = systemMember(column);
    if (member === null) return declared;
    return [...declared, { member, transform: { kind: 'null' }, rule, predicates: 'block', reveals: NOTHING }];
  };

/**
 * Nothing may be chosen, joined or grouped by such a column, not even by whether it is NULL: a histogram that is missing tells of values,
 * and nobody needs to find rows by it.
 */
export function systemUseRefusal(facts: StatementFacts, rule: string | null): Refusal | null {
  const used = facts.uses.find((use) => systemMember(use.column) !== null);
  if (used === undefined) return null;
  return refusedByContract(
    rule,
    `${used.column} (${systemMember(used.column) ?? ''}) tells of data that is masked for you and cannot be used outside the select list`,
    'Choose rows by other columns of it; in the select list it is NULL.',
  );
}
