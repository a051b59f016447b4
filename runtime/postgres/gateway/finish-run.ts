// The end of one statement at the target: its plan is given back, what it named holds from here on, and the recording says
// how much was masked.
import type { ResultEnded } from '../../recording/records.ts';
import { printTransform } from '../../../lang/vocabulary/transforms.ts';
import { definitionChange } from './query-names.ts';
import type { SessionState } from './session-state.ts';
import type { StatementRun } from './session-types.ts';

export function finishRun(
  state: SessionState,
  run: StatementRun,
  end: { readonly outcome: ResultEnded['outcome']; readonly tag: string },
): void {
  const { decided } = run;
  if (run.plan !== null && run.plan !== 'pass') decided.engine.release(run.plan);
  run.plan = null;
  run.isCopyingOut = false;
  state.results.push({
    statement: run.number,
    outcome: end.outcome,
    tag: end.tag,
    rows: run.rows,
    masked: maskedValues(run),
  });
  if (end.outcome !== 'complete') return;
  if (decided.facts.defines) state.names.apply([definitionChange(decided.facts.defines)]);
  if (decided.facts.category === 'schema') state.hasChangedSchema = true;
}

function maskedValues(run: StatementRun): { readonly [memberAndTransform: string]: number } {
  const counts: { [name: string]: number } = {};
  if (run.rows === 0) return counts;
  for (const column of run.decided.enforcement.columns ?? []) {
    if (column.kind === 'pass') continue;
    const name =
      column.kind === 'mask'
        ? `${column.member} ${printTransform(column.transform)}`
        : `${column.members.join('+')} redact`;
    counts[name] = (counts[name] ?? 0) + run.rows;
  }
  return counts;
}
