// Two masks may both fire on one member. The stronger transform wins; two different ones of equal strength are an
// error, because neither may be preferred by the order of the file.
import { printTransform, TRANSFORM_STRENGTH } from '../vocabulary/transforms.ts';
import type { PlacedEntry } from './check-mask.ts';
import type { ClassMember } from './program.ts';
import type { Reporter } from './reporter.ts';

/** `masks` holds the entries of every mask rule, in rule order. */
export function reportTransformConflicts(
  masks: readonly (readonly PlacedEntry[])[],
  members: readonly ClassMember[],
  reporter: Reporter,
): void {
  const seen = new Map<string, PlacedEntry>();
  for (const entry of masks.flat()) {
    const key = `${entry.member} ${TRANSFORM_STRENGTH[entry.transform.kind]}`;
    const other = seen.get(key);
    if (!other) {
      seen.set(key, entry);
      continue;
    }
    const [first, second] = [printTransform(other.transform), printTransform(entry.transform)];
    if (first === second) continue;
    const member = members[entry.member]?.name ?? '';
    const labels = [{ span: other.span, text: `\`${first}\` is here` }];
    reporter.report('HPOL2015', entry.span, { member, first, second }, { labels });
  }
}
