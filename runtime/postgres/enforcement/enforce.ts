// The module's decision combined with the no-leak contract: what the gateway does about one statement. Pure.
import type { Decision } from '../../../compiler/abi/decision.ts';
import type { PolicyMetadata } from '../../../compiler/abi/metadata.ts';
import type { ColumnUse, StatementFacts } from '../analysis/facts.ts';
import { channelRefusal } from './channels.ts';
import type { Enforcement, Refusal } from './enforcement.ts';
import { maskColumns } from './mask-columns.ts';
import { masksOf } from './masked-members.ts';
import type { MasksOf } from './masked-members.ts';
import { blockedByPolicy, isRefusedUse, refusedByContract, refusedComparison, refusedUse } from './refusals.ts';
import type { RefusedUse } from './refusals.ts';
import { systemUseRefusal, withSystemMembers } from './system-members.ts';

export interface EnforceInput {
  readonly decision: Decision;
  readonly facts: StatementFacts;
  /** Numbers of the class members that a base column belongs to: `Engine.membersOf`. */
  readonly members: (column: string) => readonly number[];
  readonly metadata: PolicyMetadata;
}

const refuse = (refusal: Refusal, hideServerText: boolean): Enforcement => ({
  action: 'refuse',
  refusal,
  columns: null,
  hideServerText,
});

/** The most telling refusals first, so that the message names what is worst. */
const ORDER: readonly RefusedUse[] = ['copy', 'pattern', 'range', 'order', 'expression'];

/** A comparison with a column that is not masked: who can write that one could fill it with guesses and see which of them match. */
function comparisonRefusal({ facts, metadata }: EnforceInput, masks: MasksOf): Refusal | null {
  for (const use of facts.uses) {
    const mask = use.comparedWith.length === 0 ? undefined : masks(use.column)[0];
    const clear =
      mask === undefined
        ? undefined
        : use.comparedWith.find((names) => names.every((column) => masks(column).length === 0))?.[0];
    if (mask !== undefined && clear !== undefined) return refusedComparison(facts, { use, clear }, mask, metadata);
  }
  return null;
}

function useRefusal({ facts, metadata }: EnforceInput, masks: MasksOf): Refusal | null {
  const refused = facts.uses
    .filter((use): use is ColumnUse & { how: RefusedUse } => isRefusedUse(use.how) && masks(use.column).length > 0)
    .toSorted((left, right) => ORDER.indexOf(left.how) - ORDER.indexOf(right.how));
  const first = refused[0];
  const mask = first === undefined ? undefined : masks(first.column)[0];
  return first === undefined || mask === undefined ? null : refusedUse(facts, first, mask, metadata);
}

/** What the no-leak contract forbids while masks apply, whatever the policy allows. */
function contractRefusal(input: EnforceInput, masks: MasksOf): Refusal | null {
  const { decision, facts } = input;
  const rule = decision.masks[0]?.rule ?? null;
  if (!facts.analyzed) {
    return refusedByContract(
      rule,
      `data is masked for you, and what this statement does with it is not known: ${facts.unanalyzedBecause ?? 'it was not analyzed'}`,
      'Write it with plain columns, built-in functions and names with their schema.',
    );
  }
  if (facts.hazard !== null) {
    return refusedByContract(
      rule,
      `data is masked for you, and ${facts.command} is refused: ${facts.hazard.because}`,
      '',
    );
  }
  return (
    systemUseRefusal(facts, rule) ??
    useRefusal(input, masks) ??
    comparisonRefusal(input, masks) ??
    channelRefusal(facts, masks)
  );
}

/** Whether the server's own words could show masked values. Writes and commits check constraints, and errors of these quote rows. */
const mayShowValues = (facts: StatementFacts, masks: MasksOf): boolean =>
  !facts.analyzed ||
  facts.category === 'write' ||
  facts.category === 'transaction' ||
  [...facts.reads, ...facts.writes].some((column) => masks(column).length > 0);

/**
 * What to do about one statement. A block of the policy comes first, then the contract, then approval: nobody is asked to approve
 * what would be refused anyway. Without a mask for this identity nothing but the policy's effect counts.
 */
export function enforce(input: EnforceInput): Enforcement {
  const { decision, facts, members, metadata } = input;
  const isMasked = decision.masks.length > 0;
  if (decision.effect === 'block') return refuse(blockedByPolicy(decision), isMasked);
  if (facts.hazard?.always === true)
    return refuse(refusedByContract(null, `refused for everybody: ${facts.hazard.because}`, ''), isMasked);
  const action = decision.effect === 'approve' ? 'hold' : 'forward';
  if (!isMasked) return { action, refusal: null, columns: null, hideServerText: false };
  const masks = withSystemMembers(masksOf(decision, metadata, members), decision.masks[0]?.rule ?? '');
  const refusal = contractRefusal(input, masks);
  if (refusal !== null) return refuse(refusal, true);
  return { action, refusal: null, columns: maskColumns(facts, masks), hideServerText: mayShowValues(facts, masks) };
}
