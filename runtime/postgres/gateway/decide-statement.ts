// From the text of a query to what is done about each statement: analysis, event, decision, enforcement. All of it is
// pure for one session, so the answer for a statement that comes again is kept with its facts.
import { REPEAT_WINDOW, type StatementDecided } from '../../recording/records.ts';
import { clockAt } from '../../engine/clock.ts';
import type { StatementFacts } from '../analysis/facts.ts';
import type { Refusal } from '../enforcement/enforcement.ts';
import type { ServerReport } from '../wire/backend-messages.ts';
import type { SessionState } from './session-state.ts';
import type { Decided, StatementRun } from './session-types.ts';

/** Categories of statements that change nothing which outlives the session. */
const HARMLESS: ReadonlySet<string> = new Set(['read', 'transaction', 'session']);

export function decide(state: SessionState, facts: StatementFacts): Decided {
  const engine = state.services.engine();
  const inTransaction = state.status !== 'I';
  const { clock } = engine.metadata;
  const known = state.decided.get(facts);
  // A policy that asks for the time may decide otherwise a moment later.
  if (known && known.engine === engine && known.inTransaction === inTransaction && !clock.isRead) return known;
  const { inspect } = state.services;
  const moment = { inTransaction, ...clockAt(Date.now(), clock.zones) };
  const event = inspect.statementEvent(state.facts, facts, moment);
  const decision = engine.decide(event);
  const members = (column: string): readonly number[] => engine.membersOf(column);
  const enforcement = inspect.enforce({ decision, facts, members, metadata: engine.metadata });
  const decided: Decided = {
    engine,
    inTransaction,
    facts,
    event,
    decision,
    enforcement,
    passes: null,
    recordedAs: null,
  };
  state.decided.set(facts, decided);
  return decided;
}

/** With the parameters, which may be masks that come back. What is decided without them is kept, and this is not. */
export function decideExecution(
  state: SessionState,
  facts: StatementFacts,
  parameters: readonly (string | null)[],
): Decided {
  const decided = decide(state, facts);
  const { engine, decision, enforcement } = decided;
  const isOpen = decision.masks.length > 0 && enforcement.refusal === null;
  if (!isOpen || !facts.written.some(({ constant }) => constant.kind === 'parameter')) return decided;
  const members = (column: string): readonly number[] => engine.membersOf(column);
  const { inspect } = state.services;
  const judged = inspect.enforce({ decision, facts, members, metadata: engine.metadata, parameters });
  return judged.refusal === null ? decided : { ...decided, enforcement: judged, recordedAs: null };
}

/** Records the decision and opens the statement's run. */
export function openRun(
  state: SessionState,
  decided: Decided,
  via: StatementDecided['via'],
  parameters: readonly (string | null)[] = [],
): StatementRun {
  state.statements += 1;
  // INVARIANT: a block without masks may be a failure to decide, so it never unmasks (decide-statement.test.ts).
  const { effect, masks } = decided.decision;
  if (effect !== 'block' || masks.length > 0) state.isMasked = masks.length > 0;
  if (!HARMLESS.has(decided.facts.category)) state.hasUnseenChange = true;
  state.noteCatalog();
  recordStatement(state, decided, via, parameters);
  return { number: state.statements, decided, fields: null, plan: null, copy: null, rows: 0, isCopyingOut: false };
}

/** A statement that comes again with the same answer is recorded by its number and its parameters. */
function recordStatement(
  state: SessionState,
  decided: Decided,
  via: StatementDecided['via'],
  parameters: readonly (string | null)[],
): void {
  const { statements: statement, searchPath } = state;
  const { engine, event, decision, enforcement, recordedAs } = decided;
  if (recordedAs && recordedAs.searchPath === searchPath && statement - recordedAs.statement <= REPEAT_WINDOW) {
    state.repeats.push({ statement, as: recordedAs.statement, via, parameters });
    return;
  }
  decided.recordedAs = { statement, searchPath };
  const policy = engine.digest;
  state.record({
    kind: 'statement',
    statement,
    via,
    parameters,
    searchPath,
    policy,
    event,
    decision,
    enforcement,
  });
}

/** insufficient_privilege, with the words of the policy. */
export const refusalReport = (refusal: Refusal, sqlstate = '42501'): ServerReport => ({
  severity: 'ERROR',
  sqlstate,
  message: refusal.message,
  detail: refusal.detail,
  hint: refusal.hint,
  position: refusal.position,
});
