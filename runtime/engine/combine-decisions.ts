// Several policies on one event: block before approve before allow, the strongest mask on each member, all firing rules. No policy can
// take away what another asks for.
import type { Decision, Effect, MemberMask } from '../../compiler/abi/decision.ts';
import { TRANSFORM_STRENGTH } from '../../lang/vocabulary/transforms.ts';
import { parseTransform } from './transform-text.ts';

const RANK: Readonly<Record<Effect, number>> = { allow: 0, approve: 1, block: 2 };

/** The first is asked first: it gives the reason where several would. `members` is the order of the masks. */
export function combineDecisions(first: Decision, others: readonly Decision[], members: readonly string[]): Decision {
  const all = [first, ...others];
  const winner = all.reduce((best, next) => (RANK[next.effect] > RANK[best.effect] ? next : best));
  return {
    effect: winner.effect,
    decided_by: winner.decided_by,
    reason: winner.reason,
    doc: winner.doc,
    // A mask says with its rule that it was there, even where a stronger one beats it.
    rules: [...new Set(all.flatMap(({ rules, masks }) => [...rules, ...masks.map(({ rule }) => rule)]))],
    approvals: winner.effect === 'approve' ? all.flatMap(({ approvals }) => approvals) : [],
    masks: combineMasks(
      all.flatMap(({ masks }) => masks),
      members,
    ),
  };
}

/** At most one mask for each member, in the order of `members`. */
export function combineMasks(masks: readonly MemberMask[], members: readonly string[]): readonly MemberMask[] {
  const byMember = new Map<string, MemberMask>();
  for (const mask of masks) {
    const known = byMember.get(mask.member);
    byMember.set(mask.member, known === undefined ? mask : stronger(known, mask));
  }
  return members.flatMap((member) => byMember.get(member) ?? []);
}

function stronger(left: MemberMask, right: MemberMask): MemberMask {
  const [one, other] = [parseTransform(left.transform), parseTransform(right.transform)];
  // Nobody can say how strong an unknown transform is, so nothing weaker than everything will do.
  if (one === null || other === null) return { ...left, transform: 'redact' };
  const difference = TRANSFORM_STRENGTH[one.kind] - TRANSFORM_STRENGTH[other.kind];
  if (difference !== 0) return difference > 0 ? left : right;
  if ('count' in one && 'count' in other && one.kind === other.kind) return one.count <= other.count ? left : right;
  // `keep first` against `keep last`: each hides what the other shows, so both are hidden.
  if (one.kind !== other.kind && 'count' in one) return { ...left, transform: 'redact' };
  return left;
}
