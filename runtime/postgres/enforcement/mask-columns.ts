// What happens to each result column: it passes, gets the declared transform, or is redacted because it is derived.
import { printTransform } from '../../../lang/vocabulary/transforms.ts';
import type { OutputColumn, OutputSource, StatementFacts } from '../analysis/facts.ts';
import { systemMember } from '../analysis/value-bearing.ts';
import type { ColumnEnforcement } from './enforcement.ts';
import { strongest } from './masked-members.ts';
import type { MaskedMember, MasksOf } from './masked-members.ts';

const redact = (masks: readonly MaskedMember[]): ColumnEnforcement => ({
  kind: 'redact',
  members: [...new Set(masks.map((mask) => mask.member))].toSorted(),
});

/** True where no mask is on the source, or each lets people see what this function makes of it. */
const isRevealed = ({ through }: OutputSource, masks: readonly MaskedMember[]): boolean =>
  masks.every((mask) => through !== null && mask.reveals.has(through));

/** One column. A value that passes unchanged from masked columns gets their transform where they agree on it. */
function columnEnforcement(output: OutputColumn, masks: MasksOf): ColumnEnforcement {
  // That there are statistics, or how many, tells of values, too.
  const relevant = output.sources.filter((source) => source.how !== 'presence' || systemMember(source.column) !== null);
  const found = relevant
    .map((source) => ({ source, masks: masks(source.column) }))
    .filter((entry) => !isRevealed(entry.source, entry.masks));
  if (found.length === 0) return { kind: 'pass' };
  const all = found.flatMap((entry) => entry.masks);
  if (found.some((entry) => entry.source.how !== 'direct')) return redact(all);
  const choices = found.map((entry) => strongest(entry.masks));
  const first = choices[0];
  if (first === undefined || first === null) return redact(all);
  const agreed = choices.every(
    (choice) =>
      choice !== null &&
      choice.member === first.member &&
      printTransform(choice.transform) === printTransform(first.transform),
  );
  return agreed ? { kind: 'mask', member: first.member, transform: first.transform } : redact(all);
}

/** One entry per result column; null when none needs work. */
export function maskColumns(facts: StatementFacts, masks: MasksOf): readonly ColumnEnforcement[] | null {
  const columns = (facts.outputs ?? []).map((output) => columnEnforcement(output, masks));
  return columns.every((column) => column.kind === 'pass') ? null : columns;
}
