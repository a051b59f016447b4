// Every check on what the rules of a policy mean. A new one is a file and a line here. The order matters where two could
// say that the same rule changes nothing: the first one says it.
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { beatenMask, redundantMask } from './idle-mask.ts';
import { clashingMembers } from './clashing-members.ts';
import { contradictingUnless } from './contradicting-unless.ts';
import { idleCondition } from './idle-condition.ts';
import { idlePart } from './idle-part.ts';
import { impossibleCondition } from './impossible-condition.ts';
import { pointlessAllow } from './pointless-allow.ts';
import { redundantRule } from './redundant-rule.ts';
import { type CheckedPolicy, type Study, studyPolicy } from './study.ts';
import { unreachableRule } from './unreachable-rule.ts';
import { vainApproval } from './vain-approval.ts';

const CHECKS: readonly ((study: Study) => readonly Diagnostic[])[] = [
  impossibleCondition,
  contradictingUnless,
  idleCondition,
  idlePart,
  pointlessAllow,
  unreachableRule,
  beatenMask,
  redundantRule,
  redundantMask,
  clashingMembers,
  vainApproval,
];

/** For a policy without errors. */
export function lintMeaning(policy: CheckedPolicy): readonly Diagnostic[] {
  const study = studyPolicy(policy);
  return CHECKS.flatMap((check) => check(study));
}
