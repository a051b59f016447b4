// Two masks may both fire on one member. The stronger transform wins; two different ones of equal strength are an
// error, because neither may be preferred by the order of the file. Only masks that provably never fire together may differ.
import type { CheckedRule } from '../lint/study.ts';
import { createReasoner, type Reasoner } from '../logic/reasoner.ts';
import { printTransform, TRANSFORM_STRENGTH } from '../vocabulary/transforms.ts';
import type { PlacedEntry } from './check-mask.ts';
import type { ClassMember, Expression } from './program.ts';
import type { Reporter } from './reporter.ts';

interface Conditioned extends PlacedEntry {
  readonly condition: Expression;
}

export function reportTransformConflicts(
  rules: readonly CheckedRule[],
  members: readonly ClassMember[],
  reporter: Reporter,
): void {
  const seen = new Map<string, Conditioned[]>();
  let reasoner: Reasoner | undefined;
  for (const { rule, entries } of rules) {
    for (const entry of entries) {
      const key = `${entry.member} ${TRANSFORM_STRENGTH[entry.transform.kind]}`;
      const same = seen.get(key) ?? [];
      seen.set(key, same);
      const one = { ...entry, condition: rule.condition };
      const second = printTransform(entry.transform);
      const differing = same.filter(({ transform }) => printTransform(transform) !== second);
      same.push(one);
      if (differing.length === 0) continue;
      reasoner ??= createReasoner();
      const meets = meetingWith(one, reasoner);
      const other = differing.find(meets);
      if (!other) continue;
      const first = printTransform(other.transform);
      const member = String(members[entry.member]?.name);
      const labels = [{ span: other.span, text: `\`${first}\` is here` }];
      reporter.report('HPOL2015', entry.span, { member, first, second }, { labels });
    }
  }
}

/** Whether another mask may fire together with this one. */
function meetingWith({ condition }: Conditioned, reasoner: Reasoner): (other: Conditioned) => boolean {
  const formula = reasoner.formulaOf(condition);
  return (other) => !reasoner.exclude([formula, reasoner.formulaOf(other.condition)]);
}
