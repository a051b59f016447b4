// What the masks that fire concede beside their transforms. Of several masks each must concede it: the strictest wins, and a mask that the
// metadata does not know, such as one of a Rego policy, concedes nothing.
import type { Decision } from '../../../compiler/abi/decision.ts';
import type { MaskTerms, PolicyMetadata } from '../../../compiler/abi/metadata.ts';
import { DEFAULT_PREDICATES, strictestPredicates, type PredicateLevel } from '../../../lang/vocabulary/predicates.ts';

export interface MemberConcessions {
  readonly predicates: PredicateLevel;
  readonly reveals: ReadonlySet<string>;
}

interface FiringMasks {
  readonly known: readonly MaskTerms[];
  /** True when a rule fires that the metadata does not know: it may be a mask on any member. */
  readonly hasOthers: boolean;
}

function firingMasks({ rules, masks }: Decision, metadata: PolicyMetadata): FiringMasks {
  const names = new Set([...rules, ...masks.map(({ rule }) => rule)]);
  const found = metadata.rules.filter(({ name }) => names.has(name));
  const known = found.flatMap(({ mask }) => (mask === null ? [] : [mask]));
  return { known, hasOthers: found.length < names.size };
}

/** The names that every list holds; none when there is no list. */
const common = (lists: readonly (readonly string[])[]): ReadonlySet<string> =>
  new Set(lists[0]?.filter((name) => lists.every((list) => list.includes(name))));

/** What holds for one member, over all masks that fire on it. */
export function concessionsOf(decision: Decision, metadata: PolicyMetadata, member: string): MemberConcessions {
  const { known, hasOthers } = firingMasks(decision, metadata);
  const terms = known.filter(({ members }) => members.includes(member));
  const levels = terms.map(({ predicates }) => predicates);
  return {
    predicates: strictestPredicates(hasOthers ? [...levels, DEFAULT_PREDICATES] : levels),
    reveals: common(hasOthers ? [] : terms.map(({ reveals }) => reveals)),
  };
}

/** The functions that every mask that fires trusts: what one of them reads could be a value of any member. */
export function trustedFunctions(decision: Decision, metadata: PolicyMetadata): ReadonlySet<string> {
  const { known, hasOthers } = firingMasks(decision, metadata);
  return common(hasOthers ? [] : known.map(({ trusts }) => trusts));
}

/** True when a name decides what is shown: then nobody for whom data is masked may give it another meaning. */
export function concedesFunctions(decision: Decision, metadata: PolicyMetadata): boolean {
  const { known } = firingMasks(decision, metadata);
  return known.some(({ trusts, reveals }) => trusts.length + reveals.length > 0);
}
