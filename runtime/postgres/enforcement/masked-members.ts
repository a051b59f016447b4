// Which base columns are masked for this identity, by which member, rule and transform.
import type { Decision } from '../../../compiler/abi/decision.ts';
import type { PolicyMetadata } from '../../../compiler/abi/metadata.ts';
import type { PredicateLevel } from '../../../lang/vocabulary/predicates.ts';
import { TRANSFORM_STRENGTH, printTransform } from '../../../lang/vocabulary/transforms.ts';
import type { Transform } from '../../../lang/vocabulary/transforms.ts';
import { concessionsOf } from './concessions.ts';

export interface MaskedMember {
  readonly member: string;
  readonly transform: Transform;
  readonly rule: string;
  /** The strictest level of the masks that fire on the member. */
  readonly predicates: PredicateLevel;
  /** Functions whose result every mask that fires on the member lets people see. */
  readonly reveals: ReadonlySet<string>;
}

/** The masked members that a column belongs to; empty when it is not masked. */
export type MasksOf = (column: string) => readonly MaskedMember[];

/** A transform by its written form. One that the policy does not list is a fault, so the strongest stands in. */
function transformOf(text: string, metadata: PolicyMetadata): Transform {
  return metadata.transforms.find((transform) => printTransform(transform) === text) ?? { kind: 'redact' };
}

/** Looks columns up in the decision's masks. `members` gives the numbers of the members of a column. */
export function masksOf(
  decision: Decision,
  metadata: PolicyMetadata,
  members: (column: string) => readonly number[],
): MasksOf {
  const masks = new Map(
    decision.masks.map((mask) => [
      mask.member,
      {
        member: mask.member,
        transform: transformOf(mask.transform, metadata),
        rule: mask.rule,
        ...concessionsOf(decision, metadata, mask.member),
      },
    ]),
  );
  const known = new Map<string, readonly MaskedMember[]>();
  return (column) => {
    const before = known.get(column);
    if (before !== undefined) return before;
    const found = members(column).flatMap((number) => masks.get(metadata.members[number]?.name ?? '') ?? []);
    known.set(column, found);
    return found;
  };
}

/** The strongest of the masks on one column; null where two different transforms are equally strong. */
export function strongest(masks: readonly MaskedMember[]): MaskedMember | null {
  const top = Math.max(...masks.map((mask) => TRANSFORM_STRENGTH[mask.transform.kind]));
  const best = masks.filter((mask) => TRANSFORM_STRENGTH[mask.transform.kind] === top);
  const first = best[0];
  if (first === undefined) return null;
  return best.every((mask) => printTransform(mask.transform) === printTransform(first.transform)) ? first : null;
}
