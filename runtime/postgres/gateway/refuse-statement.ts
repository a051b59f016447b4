// Refusing without losing the target's state: the message is replaced by one that the target must reject, and its error by
// the policy's words. So transaction state, pipelines and ReadyForQuery stay the target's own.
import type { ServerReport } from '../wire/backend-messages.ts';
import { parse, query } from '../wire/frontend-messages.ts';
import type { SessionState } from './session-state.ts';
import type { NameChange, StatementRun } from './session-types.ts';

/** A syntax error in every version of PostgreSQL, and a name in its log that says why. */
const REFUSED_TEXT = 'hpol_refused';

/** A simple Query makes the server forget the unnamed statement and portal, whatever comes of it. */
export const QUERY_CHANGES: readonly NameChange[] = [
  { map: 'statement', name: '', value: null },
  { map: 'portal', name: '', value: null },
];

export function refuseQuery(state: SessionState, refusal: ServerReport, runs: readonly StatementRun[]): void {
  state.toTarget.push(query(REFUSED_TEXT));
  state.queue.push({ kind: 'query', refusal, runs, at: 0, hasFailed: false, changes: QUERY_CHANGES });
}

/** For every message of the extended protocol. A Parse of the unnamed statement would drop the one that is there. */
export function refuseExtended(
  state: SessionState,
  refusal: ServerReport,
  options: { readonly runs: readonly StatementRun[]; readonly statementName: string },
): void {
  state.toTarget.push(parse(options.statementName, REFUSED_TEXT));
  state.queue.push({ kind: 'parse', refusal, runs: options.runs, changes: [] });
}

/** The name of a substituted Parse that takes no statement's place, because it never succeeds. */
export const NO_STATEMENT = 'hpol_refused';

export const absent = (kind: 'statement' | 'portal', name: string): ServerReport => ({
  severity: 'ERROR',
  sqlstate: kind === 'statement' ? '26000' : '34000',
  message: kind === 'statement' ? `prepared statement "${name}" does not exist` : `portal "${name}" does not exist`,
});
