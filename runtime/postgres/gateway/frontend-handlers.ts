// What the gateway does with each message of the client, by type. A handler forwards, replaces or holds; it never lets a
// statement pass that was not decided on.
import type { ServerReport } from '../wire/backend-messages.ts';
import type { FrontendMessage } from '../wire/frontend-reader.ts';
import { describePortal } from '../wire/frontend-messages.ts';
import { ProtocolFault } from '../wire/protocol-fault.ts';
import { readBind, readExecute, readNamed, readParse, readQuery } from '../wire/read-frontend.ts';
import type { StatementFacts } from '../analysis/facts.ts';
import { emptyFacts } from '../analysis/empty-facts.ts';
import { readInParts } from '../analysis/read-in-parts.ts';
import { analyzeText, isUnsettling } from './analyze-text.ts';
import { decide, decideExecution, openRun, refusalReport } from './decide-statement.ts';
import type { HoldRequest } from './hold.ts';
import { definitionChange, newPortal } from './query-names.ts';
import { NO_STATEMENT, QUERY_CHANGES, absent, refuseExtended, refuseQuery } from './refuse-statement.ts';
import type { SessionState } from './session-state.ts';
import type { NameChange, Portal, StatementRun } from './session-types.ts';

/** `wait`: the same message must be handled again when the target has answered. `end`: the client said goodbye. */
export type Handled = 'done' | 'wait' | 'end' | HoldRequest;

type Handler = (state: SessionState, message: FrontendMessage) => Handled;

const HANDLERS: Readonly<Record<string, Handler>> = {
  Q: handleQuery,
  P: handleParse,
  B: handleBind,
  D: handleDescribe,
  E: handleExecute,
  C: handleClose,
  S: handleSync,
  H: handleFlush,
  F: handleFunctionCall,
  d: forward,
  c: handleCopyEnd,
  f: handleCopyEnd,
  X: handleTerminate,
};

export function handleFrontend(state: SessionState, message: FrontendMessage): Handled {
  const handler = HANDLERS[message.type];
  if (!handler) throw new ProtocolFault('the client sent a password after login');
  // After an error the server ignores everything up to Sync, so nothing else is sent and nothing is asked.
  if (state.queue.isSkipping && message.type !== 'S' && message.type !== 'X') return 'done';
  return handler(state, message);
}

function forward(state: SessionState, message: FrontendMessage): Handled {
  state.toTarget.push(message.raw);
  return 'done';
}

function handleQuery(state: SessionState, message: FrontendMessage): Handled {
  const text = readQuery(message.body);
  const found = analyzeText(state, text);
  if (found === 'wait') return 'wait';
  const facts = found.length === 0 ? [emptyFacts(text)] : found;
  const runs = facts.map((one) => openRun(state, decide(state, one), 'query'));
  const refusal = runs.map((run) => run.decided.enforcement.refusal).find((one) => one !== null);
  if (refusal) {
    refuseQuery(state, refusalReport(refusal), runs);
    return 'done';
  }
  const send = (): void => {
    if (facts.some(isUnsettling)) state.unsettledUntil = state.queue.boundariesSent + 1;
    state.toTarget.push(message.raw);
    const changes = [...QUERY_CHANGES, ...runs.flatMap(definitions)];
    state.queue.push({ kind: 'query', refusal: null, runs, at: 0, hasFailed: false, changes });
  };
  if (!runs.some(isHeld)) {
    send();
    return 'done';
  }
  return { runs, text, parameters: [], send, refuse: (report) => refuseQuery(state, report, runs) };
}

const isHeld = (run: StatementRun): boolean => run.decided.enforcement.action === 'hold';
const definitions = (run: StatementRun): NameChange[] =>
  run.decided.facts.defines ? [definitionChange(run.decided.facts.defines)] : [];

/** Approvals are asked at Execute, where parameters are known; Parse runs nothing. */
function handleParse(state: SessionState, message: FrontendMessage): Handled {
  const { statement, text } = readParse(message.body);
  const found = analyzeText(state, text);
  if (found === 'wait') return 'wait';
  const facts = found.length === 0 ? [emptyFacts(text)] : found;
  const runs = facts.map((one) => openRun(state, decide(state, one), 'parse'));
  const refusal = runs.map((run) => run.decided.enforcement.refusal).find((one) => one !== null);
  if (refusal) {
    refuseExtended(state, refusalReport(refusal), { runs, statementName: statement });
    return 'done';
  }
  const [first] = facts;
  // The server rejects several statements in one Parse.
  const isOne = facts.length === 1 && first !== undefined;
  const value = isOne ? { text, facts: first, number: runs[0]?.number ?? 0 } : null;
  state.toTarget.push(message.raw);
  state.queue.push({ kind: 'parse', refusal: null, runs, changes: [{ map: 'statement', name: statement, value }] });
  return 'done';
}

function handleBind(state: SessionState, message: FrontendMessage): Handled {
  const { portal: name, statement, parameters } = readBind(message.body);
  const prepared = state.names.statement(statement, state.queue);
  if (prepared === 'unsettled') return 'wait';
  if (prepared === 'absent') {
    refuseExtended(state, absent('statement', statement), { runs: [], statementName: NO_STATEMENT });
    return 'done';
  }
  // The server plans the statement now, so names mean what they mean now.
  const found = analyzeText(state, prepared.text);
  if (found === 'wait') return 'wait';
  const portal = newPortal({ ...prepared, facts: found[0] ?? emptyFacts(prepared.text) }, parameters);
  state.toTarget.push(message.raw);
  state.queue.push({ kind: 'bind', portal, changes: [{ map: 'portal', name, value: portal }] });
  return 'done';
}

function handleDescribe(state: SessionState, message: FrontendMessage): Handled {
  const { kind, name } = readNamed(message.body, 'Describe');
  const found = kind === 'statement' ? state.names.statement(name, state.queue) : state.names.portal(name, state.queue);
  if (found === 'unsettled') return 'wait';
  if (found === 'absent') {
    refuseExtended(state, absent(kind, name), { runs: [], statementName: NO_STATEMENT });
    return 'done';
  }
  const portal = 'prepared' in found ? found : null;
  if (portal) portal.isDescribed = true;
  state.toTarget.push(message.raw);
  state.queue.push({ kind: 'describe', portal, isOurs: false, changes: [] });
  return 'done';
}

function handleExecute(state: SessionState, message: FrontendMessage): Handled {
  const { portal: name, rowLimit } = readExecute(message.body);
  const portal = state.names.portal(name, state.queue);
  if (portal === 'unsettled') return 'wait';
  if (portal === 'absent') {
    refuseExtended(state, absent('portal', name), { runs: [], statementName: NO_STATEMENT });
    return 'done';
  }
  const facts = executedFacts(state, portal);
  if (facts === 'wait') return 'wait';
  portal.executed = facts;
  const asked = rowLimit > 0 ? readInParts(facts, 'a row limit of Execute') : facts;
  const run = openRun(state, decideExecution(state, asked, portal.parameters), 'execute', portal.parameters);
  const { action, refusal } = run.decided.enforcement;
  const refuse = (report: ServerReport): void =>
    refuseExtended(state, report, { runs: [run], statementName: NO_STATEMENT });
  if (refusal) {
    refuse(refusalReport(refusal));
    return 'done';
  }
  const send = (): void => sendExecute(state, message, { name, portal, run });
  if (action !== 'hold' || portal.approvedUnder === run.decided.engine.digest) {
    send();
    return 'done';
  }
  const approve = (): void => {
    portal.approvedUnder = run.decided.engine.digest;
    send();
  };
  return { runs: [run], text: portal.prepared.text, parameters: portal.parameters, send: approve, refuse };
}

/** The target plans queries and writes at Bind, and finds out what any other statement means when it runs it. */
const PLANNED_AT_BIND: ReadonlySet<string> = new Set(['SELECT', 'VALUES', 'INSERT', 'UPDATE', 'DELETE', 'MERGE']);

function executedFacts(state: SessionState, { prepared, executed }: Portal): StatementFacts | 'wait' {
  if (executed !== null) return executed;
  if (PLANNED_AT_BIND.has(prepared.facts.command)) return prepared.facts;
  const found = analyzeText(state, prepared.text);
  return found === 'wait' ? 'wait' : (found[0] ?? emptyFacts(prepared.text));
}

interface Execution {
  readonly name: string;
  readonly portal: Portal;
  readonly run: StatementRun;
}

/** Rows can be masked only by their description, so the gateway asks for it where the client did not. */
function sendExecute(state: SessionState, message: FrontendMessage, { name, portal, run }: Execution): void {
  if (run.decided.decision.masks.length > 0 && !portal.isDescribed) {
    portal.isDescribed = true;
    state.toTarget.push(describePortal(name));
    state.queue.push({ kind: 'describe', portal, isOurs: true, changes: [] });
  }
  if (isUnsettling(run.decided.facts)) state.unsettledUntil = state.queue.boundariesSent + 1;
  state.toTarget.push(message.raw);
  state.queue.push({ kind: 'execute', portal, run, changes: definitions(run) });
}

function handleClose(state: SessionState, message: FrontendMessage): Handled {
  const { kind, name } = readNamed(message.body, 'Close');
  state.toTarget.push(message.raw);
  state.queue.push({ kind: 'close', changes: [{ map: kind, name, value: null }] });
  return 'done';
}

function handleSync(state: SessionState, message: FrontendMessage): Handled {
  // While the server reads copy data it ignores Sync: what is not sent cannot be counted wrongly.
  if (state.queue.isCopyingIn) return 'done';
  state.toTarget.push(message.raw);
  state.queue.push({ kind: 'sync', hasFailed: false, changes: [] });
  return 'done';
}

function handleFlush(state: SessionState, message: FrontendMessage): Handled {
  return state.queue.isCopyingIn ? 'done' : forward(state, message);
}

function handleCopyEnd(state: SessionState, message: FrontendMessage): Handled {
  state.queue.push({ kind: 'copy_end', changes: [] });
  return forward(state, message);
}

function handleFunctionCall(state: SessionState): Handled {
  const message = 'the function call protocol is not supported by the gateway';
  const hint = 'Call the function in a SELECT.';
  refuseQuery(state, { severity: 'ERROR', sqlstate: '0A000', message, hint }, []);
  return 'done';
}

function handleTerminate(state: SessionState, message: FrontendMessage): Handled {
  forward(state, message);
  return 'end';
}
