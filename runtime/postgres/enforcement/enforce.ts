// The module's decision combined with the no-leak contract: what the gateway does about one statement. Pure.
import type { Decision } from '../../../compiler/abi/decision.ts';
import type { PolicyMetadata } from '../../../compiler/abi/metadata.ts';
import type { PredicateLevel } from '../../../lang/vocabulary/predicates.ts';
import type { ColumnUse, StatementFacts, UseKind } from '../analysis/facts.ts';
import { concedesFunctions, trustedFunctions } from './concessions.ts';
import type { Enforcement, Refusal } from './enforcement.ts';
import { explainRefusal } from './explain-refusal.ts';
import { guessRefusal } from './guesses.ts';
import { maskColumns } from './mask-columns.ts';
import { masksOf } from './masked-members.ts';
import type { MaskedMember, MasksOf } from './masked-members.ts';
import {
  approvalHint,
  because,
  blockedByPolicy,
  isRefusedUse,
  refusedByContract,
  refusedComparison,
  refusedUnknown,
  refusedUse,
} from './refusals.ts';
import { systemUseRefusal, withSystemMembers } from './system-members.ts';
import { copyInRefusal, writtenBackRefusal, type Parameters } from './written-back.ts';

export interface EnforceInput {
  readonly decision: Decision;
  readonly facts: StatementFacts;
  /** Numbers of the class members that a base column belongs to: `Engine.membersOf`. */
  readonly members: (column: string) => readonly number[];
  readonly metadata: PolicyMetadata;
  /** Of Bind, once they are known. */
  readonly parameters?: Parameters;
}

const refuse = (refusal: Refusal, hideServerText: boolean): Enforcement => ({
  action: 'refuse',
  refusal,
  columns: null,
  hideServerText,
});

/** The most telling refusals first, so that the message names what is worst. */
const ORDER: readonly UseKind[] = ['copy', 'pattern', 'range', 'order', 'expression', 'equality', 'group', 'presence'];

/** The mask that forbids to use the column so; undefined where every mask on it allows that. What a function that is revealed gives is public. */
const forbidding = (use: ColumnUse, masks: MasksOf): MaskedMember | undefined =>
  masks(use.column).find(
    (mask) => !(use.through !== null && mask.reveals.has(use.through)) && isForbidden(use.how, mask.predicates),
  );

/** What a trusted function does with its arguments inside it does not tell. */
const isTrusted = ({ inside }: ColumnUse, trusted: ReadonlySet<string>): boolean =>
  inside !== undefined && trusted.has(inside);

function isForbidden(how: UseKind, level: PredicateLevel): boolean {
  if (level === 'block' || how === 'copy') return true;
  return level === 'equality' && isRefusedUse(how);
}

/** A comparison with a column that is not masked: who can write that one could fill it with guesses and see which of them match. */
function comparisonRefusal({ facts, metadata }: EnforceInput, masks: MasksOf): Refusal | null {
  for (const use of facts.uses) {
    const mask =
      use.comparedWith.length === 0 ? undefined : masks(use.column).find(({ predicates }) => predicates !== 'allow');
    const clear =
      mask === undefined
        ? undefined
        : use.comparedWith.find((names) => names.every((column) => masks(column).length === 0))?.[0];
    if (mask !== undefined && clear !== undefined) return refusedComparison(facts, { use, clear }, mask, metadata);
  }
  return null;
}

function useRefusal({ decision, facts, metadata }: EnforceInput, masks: MasksOf): Refusal | null {
  const trusted = trustedFunctions(decision, metadata);
  const refused = facts.uses.flatMap((use) => {
    const mask = isTrusted(use, trusted) ? undefined : forbidding(use, masks);
    return mask === undefined ? [] : [{ use, mask }];
  });
  const [first] = refused.toSorted((left, right) => ORDER.indexOf(left.use.how) - ORDER.indexOf(right.use.how));
  return first === undefined ? null : refusedUse(facts, first.use, first.mask, metadata);
}

/** True where lineage is known, or opaque only in functions that the policy trusts by their names. */
const isKnown = ({ analyzed, opaqueFunctions }: StatementFacts, trusted: ReadonlySet<string>): boolean =>
  analyzed || (opaqueFunctions.length > 0 && opaqueFunctions.every((name) => trusted.has(name)));

/** What the no-leak contract forbids while masks apply, whatever the policy allows. */
function contractRefusal(input: EnforceInput, masks: MasksOf): Refusal | null {
  const { decision, facts, metadata } = input;
  const rule = decision.masks[0]?.rule ?? null;
  const trusted = trustedFunctions(decision, metadata);
  if (!isKnown(facts, trusted)) return refusedUnknown(facts, rule, trusted);
  if (facts.hazard !== null) {
    return refusedByContract(
      rule,
      `data is masked for you, and ${facts.command} is refused: ${facts.hazard.because}`,
      '',
    );
  }
  if (facts.changesFunctions && concedesFunctions(decision, metadata)) {
    return refusedByContract(
      rule,
      'data is masked for you, and functions cannot be made or changed while the policy trusts or reveals some by their names',
      'Ask somebody for whom nothing is masked to do it.',
    );
  }
  return (
    systemUseRefusal(facts, rule) ??
    useRefusal(input, masks) ??
    comparisonRefusal(input, masks) ??
    explainRefusal(facts, masks) ??
    guessRefusal(facts, masks, metadata) ??
    copyInRefusal(facts, masks, metadata) ??
    writtenBackRefusal(facts, masks, metadata, input.parameters ?? null)
  );
}

/** Whether the server's own words could show masked values. Writes and commits check constraints, and errors of these quote rows. */
const mayShowValues = (facts: StatementFacts, masks: MasksOf): boolean =>
  !facts.analyzed ||
  facts.category === 'write' ||
  facts.category === 'transaction' ||
  [...facts.reads, ...facts.writes].some((column) => masks(column).length > 0);

/** Every refusal says why the rule masks. */
const withReason = (refusal: Refusal, metadata: PolicyMetadata): Refusal =>
  refusal.detail === '' ? { ...refusal, detail: because(metadata, refusal.rule) } : refusal;

/**
 * What to do about one statement. A block of the policy comes first, then the contract, then approval: nobody is asked to approve
 * what would be refused anyway. Without a mask for this identity nothing but the policy's effect counts.
 */
export function enforce(input: EnforceInput): Enforcement {
  const { decision, facts, members, metadata } = input;
  const isMasked = decision.masks.length > 0;
  if (decision.effect === 'block') return refuse(blockedByPolicy(decision, approvalHint(decision, metadata)), isMasked);
  if (facts.hazard?.always === true)
    return refuse(refusedByContract(null, `refused for everybody: ${facts.hazard.because}`, ''), isMasked);
  const action = decision.effect === 'approve' ? 'hold' : 'forward';
  if (!isMasked) return { action, refusal: null, columns: null, hideServerText: false };
  const masks = withSystemMembers(masksOf(decision, metadata, members), decision.masks[0]?.rule ?? '');
  const refusal = contractRefusal(input, masks);
  if (refusal !== null) return refuse(withReason(refusal, metadata), true);
  return { action, refusal: null, columns: maskColumns(facts, masks), hideServerText: mayShowValues(facts, masks) };
}
