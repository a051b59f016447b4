// The end of one statement at the target: its plan is given back, what it named holds from here on, and the recording says
// how much was masked.
import type { ResultEnded } from '../../recording/records.ts';
import { printTransform } from '../../../lang/vocabulary/transforms.ts';
import { takeUpEnvironment } from './analyze-text.ts';
import { definitionChange } from './query-names.ts';
import { noteSuccess } from './session-settings.ts';
import type { SessionState } from './session-state.ts';
import type { Expected, StatementRun } from './session-types.ts';

export function finishRun(
  state: SessionState,
  run: StatementRun,
  end: { readonly outcome: ResultEnded['outcome']; readonly tag: string },
): void {
  const { decided } = run;
  releaseRun(run);
  state.lastDone = run.number;
  state.results.push({
    statement: run.number,
    outcome: end.outcome,
    tag: end.tag,
    rows: run.rows,
    masked: maskedValues(run),
  });
  if (end.outcome !== 'complete') return;
  const { notifies } = decided.facts;
  if (notifies) state.sentMessages.add(notifies.channel, notifies.payload);
  state.made.noteSuccess(decided.facts, decided.engine.digest);
  const path = noteSuccess(state, decided.facts);
  if (path !== null) takeUpEnvironment(state, path);
  if (decided.facts.defines) state.names.apply([definitionChange(decided.facts.defines)]);
  if (decided.facts.category === 'schema' && decided.facts.makes?.isTemporary !== true) state.hasChangedSchema = true;
}

/** Gives back what the run holds of the module's memory. */
export function releaseRun(run: StatementRun): void {
  if (run.plan !== null && run.plan !== 'pass') run.decided.engine.release(run.plan);
  run.copy?.release();
  run.plan = null;
  run.copy = null;
  run.isCopyingOut = false;
}

/** The statements of an entry that have no end yet. */
export function runsOf(entry: Expected): readonly StatementRun[] {
  switch (entry.kind) {
    case 'execute':
      return [entry.run];
    case 'query':
      return entry.runs.slice(entry.at);
    case 'parse':
      return entry.refusal ? entry.runs : [];
    default:
      return [];
  }
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
