// What the gateway does with each control message of the target, by type. Everything the target sends must answer
// something that was forwarded; anything else ends the session.
import { errorResponse, notificationResponse } from '../wire/backend-messages.ts';
import {
  readNotification,
  readParameterStatus,
  readReady,
  readReport,
  readCopyShape,
  checkParameterDescription,
  readTag,
} from '../wire/read-backend.ts';
import { takeUpEnvironment } from './analyze-text.ts';
import { finishRun, runsOf } from './finish-run.ts';
import { planCopy } from './plan-copy.ts';
import { planRun } from './plan-run.ts';
import { currentRun } from './relay-rows.ts';
import { parseSearchPath } from './search-path.ts';
import { isAboutText, mayQuoteRows, templatedReport, type RecordedPlace } from './server-text.ts';
import { noteBoundary } from './session-settings.ts';
import { SessionFault } from './session-fault.ts';
import type { SessionState } from './session-state.ts';
import type { Expected } from './session-types.ts';

type Handler = (state: SessionState, raw: Buffer) => void;

const HANDLERS: Readonly<Record<string, Handler>> = {
  '1': (state, raw) => confirm(state, raw, 'parse'),
  '2': (state, raw) => confirm(state, raw, 'bind'),
  '3': (state, raw) => confirm(state, raw, 'close'),
  t: handleParameterDescription,
  T: handleRowDescription,
  n: handleNoData,
  C: handleCommandComplete,
  I: handleEmptyQuery,
  s: handleSuspended,
  E: handleError,
  N: handleNotice,
  A: handleNotification,
  S: handleParameterStatus,
  Z: handleReady,
  G: handleCopyIn,
  H: handleCopyOut,
  c: handleCopyDone,
};

export function handleBackend(state: SessionState, type: string, raw: Buffer): void {
  const handler = HANDLERS[type];
  if (!handler) throw new SessionFault('the target sent a message that the gateway does not let through');
  checkLayout(type, raw);
  handler(state, raw);
}

/** Messages without fields, and the few with fixed ones, must not carry anything else past the gateway. */
function checkLayout(type: string, raw: Buffer): void {
  const isEmpty = '123nsIc'.includes(type);
  if (isEmpty && raw.length !== 5) throw new SessionFault('the target sent a message that is longer than its fields');
  if (type === 't') checkParameterDescription(raw.subarray(5));
  if (type === 'G') readCopyShape(raw.subarray(5));
}

function unexpected(what: string): never {
  throw new SessionFault(`the target sent ${what} that nobody asked for`);
}

/** ParseComplete, BindComplete, CloseComplete: what the message named holds from here on. */
function confirm(state: SessionState, raw: Buffer, kind: 'parse' | 'bind' | 'close'): void {
  const head = state.queue.head;
  if (head?.kind !== kind) unexpected('a confirmation');
  // A text that must be refused was accepted: the statement would be another one than the client asked for.
  if (head.kind === 'parse' && head.refusal) throw new SessionFault('the target accepted a statement that was refused');
  state.queue.complete();
  state.names.apply(head.changes);
  state.toClient.push(raw);
}

/** ParameterDescription: types only. */
function handleParameterDescription(state: SessionState, raw: Buffer): void {
  if (state.queue.head?.kind !== 'describe') unexpected('a description');
  state.toClient.push(raw);
}

function handleRowDescription(state: SessionState, raw: Buffer): void {
  const head = state.queue.head;
  if (head?.kind === 'describe') {
    if (head.portal) head.portal.fields = state.descriptions.read(raw);
    state.queue.complete();
    if (!head.isOurs) state.toClient.push(raw);
    return;
  }
  const run = head?.kind === 'query' ? currentRun(state) : null;
  if (!run || run.plan !== null) unexpected('a description');
  run.fields = state.descriptions.read(raw);
  planRun(state, run);
  state.toClient.push(raw);
}

function handleNoData(state: SessionState, raw: Buffer): void {
  const head = state.queue.head;
  if (head?.kind !== 'describe') unexpected('a description');
  state.queue.complete();
  if (!head.isOurs) state.toClient.push(raw);
}

function handleCommandComplete(state: SessionState, raw: Buffer): void {
  endRun(state, { outcome: 'complete', tag: readTag(raw.subarray(5)) });
  state.toClient.push(raw);
}

function handleEmptyQuery(state: SessionState, raw: Buffer): void {
  endRun(state, { outcome: 'complete', tag: '' });
  state.toClient.push(raw);
}

function handleSuspended(state: SessionState, raw: Buffer): void {
  if (state.queue.head?.kind !== 'execute') unexpected('a suspension');
  endRun(state, { outcome: 'suspended', tag: '' });
  state.toClient.push(raw);
}

function endRun(state: SessionState, end: Parameters<typeof finishRun>[2]): void {
  const run = currentRun(state);
  const head = state.queue.head;
  if (!run || !head) unexpected('a result');
  finishRun(state, run, end);
  if (head.kind === 'query') head.at += 1;
  else state.queue.complete();
}

function handleError(state: SessionState, raw: Buffer): void {
  state.pathToCome = null;
  state.made.noteFailure();
  const fields = readReport(raw.subarray(5));
  const head = state.queue.head;
  const refusal = head && 'refusal' in head ? head.refusal : null;
  const isHidden = (hidesText(state, head) && !isAboutText(fields)) || (state.isMasked && mayQuoteRows(fields));
  if (refusal) state.toClient.push(errorResponse(refusal));
  else state.toClient.push(isHidden ? templatedReport('E', fields, placeOf(state)) : raw);
  const tag = refusal?.sqlstate ?? fields.get('C') ?? '';
  const dropped = state.queue.fail();
  for (const run of head ? runsOf(head) : []) finishRun(state, run, { outcome: refusal ? 'refused' : 'error', tag });
  for (const entry of dropped.slice(1)) {
    for (const run of runsOf(entry)) finishRun(state, run, { outcome: 'error', tag: 'skipped' });
  }
}

/** Whether the target's words about this entry may carry protected values. Without an entry nothing is known. */
function hidesText(state: SessionState, head: Expected | null): boolean {
  switch (head?.kind) {
    case 'execute':
      return head.run.decided.enforcement.hideServerText;
    case 'bind':
      return state.decided.get(head.portal.prepared.facts)?.enforcement.hideServerText ?? state.isMasked;
    case 'query':
    case 'parse':
      return head.runs.some((run) => run.decided.enforcement.hideServerText);
    default:
      return state.isMasked;
  }
}

/** The statement of an entry, as the recording counts them; null for an entry that has none. */
function statementOf(entry: Expected | null): number | null {
  if (entry === null) return null;
  if (entry.kind === 'parse') return entry.runs[0]?.number ?? null;
  if (entry.kind === 'bind' || entry.kind === 'describe') {
    const number = entry.portal?.prepared.number ?? 0;
    return number === 0 ? null : number;
  }
  return runsOf(entry)[0]?.number ?? null;
}

/** The statement that the target is at, or the last one that it was done with: what the client has sent ahead has no part in it. */
const placeOf = (state: SessionState): RecordedPlace => ({
  sessionId: state.recorder.sessionId,
  statement: statementOf(state.queue.head) ?? state.lastDone,
});

/** Functions raise notices from what they read, so a masked session sees their words only where the statement is harmless. */
function handleNotice(state: SessionState, raw: Buffer): void {
  state.toClient.push(state.isMasked ? templatedReport('N', readReport(raw.subarray(5)), placeOf(state)) : raw);
}

function handleNotification(state: SessionState, raw: Buffer): void {
  if (!state.isMasked) {
    state.toClient.push(raw);
    return;
  }
  const { processId, channel, payload } = readNotification(raw.subarray(5));
  const isOwn = state.sentMessages.has(channel, payload);
  state.toClient.push(notificationResponse(processId, channel, isOwn ? payload : ''));
}

/** PostgreSQL 18 reports search_path, too. */
function handleParameterStatus(state: SessionState, raw: Buffer): void {
  const { name, value } = readParameterStatus(raw.subarray(5));
  if (name === 'client_encoding' && value !== 'UTF8') throw new SessionFault('client_encoding must stay UTF8');
  if (name === 'standard_conforming_strings' && value !== 'on') {
    throw new SessionFault('standard_conforming_strings must stay on');
  }
  if (name === 'search_path') takeUpEnvironment(state, parseSearchPath(value));
  state.toClient.push(raw);
}

function handleReady(state: SessionState, raw: Buffer): void {
  const head = state.queue.head;
  if (head?.kind !== 'sync' && head?.kind !== 'query') unexpected('a readiness');
  if (head.kind === 'query' && head.refusal && !head.hasFailed) {
    throw new SessionFault('the target accepted a statement that was refused');
  }
  state.status = readReady(raw.subarray(5));
  const path = noteBoundary(state);
  if (path !== null) takeUpEnvironment(state, path);
  state.queue.complete();
  if (state.status === 'I') state.made.noteEnd();
  if (state.hasChangedSchema && state.status === 'I') {
    state.hasChangedSchema = false;
    state.refreshCatalog();
  }
  if (head.kind === 'query') state.names.apply(head.changes.filter((change) => change.name === ''));
  state.toClient.push(raw);
}

function handleCopyIn(state: SessionState, raw: Buffer): void {
  if (!currentRun(state)) unexpected('a request for copy data');
  state.queue.startCopyIn();
  state.toClient.push(raw);
}

function handleCopyOut(state: SessionState, raw: Buffer): void {
  const run = currentRun(state);
  if (!run) unexpected('copy data');
  planCopy(state, run, readCopyShape(raw.subarray(5)));
  run.isCopyingOut = true;
  state.toClient.push(raw);
}

function handleCopyDone(state: SessionState, raw: Buffer): void {
  const run = currentRun(state);
  if (!run?.isCopyingOut) unexpected('the end of a copy');
  if (run.copy?.isComplete() === false) throw new SessionFault('the target ended a copy inside a row');
  run.isCopyingOut = false;
  state.toClient.push(raw);
}
