// The hot path: rows and copy data from the target to the client, as runs of bytes. Nothing here costs more per row than
// reading its header.
import { ROWS_STATUS } from '../../../compiler/abi/rows.ts';
import type { CopyStream } from '../../engine/engine.ts';
import { copyData } from '../wire/backend-messages.ts';
import type { BackendReader } from '../wire/backend-reader.ts';
import { COPY_DATA, type DATA_ROW } from '../wire/backend-reader.ts';
import { planRun } from './plan-run.ts';
import { SessionFault } from './session-fault.ts';
import type { SessionState } from './session-state.ts';
import type { StatementRun } from './session-types.ts';

const HEADER_BYTES = 5;

/** The statement whose result is being received, or null. */
export function currentRun(state: SessionState): StatementRun | null {
  const head = state.queue.head;
  if (head?.kind === 'execute') return head.run;
  // What was refused has no result, so whatever the target sends for it is nobody's.
  if (head?.kind !== 'query' || head.refusal || head.hasFailed) return null;
  return head.runs[head.at] ?? null;
}

/** Relays what is at the front of the reader. False when the rest must wait for more bytes. */
export function relayRows(
  state: SessionState,
  reader: BackendReader,
  type: typeof DATA_ROW | typeof COPY_DATA,
): boolean {
  const run = currentRun(state);
  if (!run) throw new SessionFault('the target sent rows that nobody asked for');
  if (type === COPY_DATA) {
    if (!run.isCopyingOut) throw new SessionFault('the target sent copy data that nobody asked for');
    return run.copy ? maskCopy(state, run, run.copy, reader) : relayRun(state, run, reader, type);
  }
  if (run.plan === null) {
    const head = state.queue.head;
    if (head?.kind === 'execute') run.fields = head.portal.fields;
    planRun(state, run);
  }
  return run.plan === 'pass' ? relayRun(state, run, reader, type) : maskRun(state, run, reader);
}

function relayRun(state: SessionState, run: StatementRun, reader: BackendReader, type: number): boolean {
  const { bytes, count } = reader.takeRun(type);
  run.rows += count;
  state.toClient.push(bytes);
  return true;
}

/** Message by message, so that one row still comes in one message, as clients of COPY expect. */
function maskCopy(state: SessionState, run: StatementRun, copy: CopyStream, reader: BackendReader): boolean {
  const message = reader.takeMessage();
  if (!message) return false;
  const { output, rows, status } = copy.mask(message.subarray(HEADER_BYTES));
  if (status === 'malformed') throw new SessionFault('the target sent copy data that cannot be masked');
  run.rows += rows;
  if (output.length > 0)
    state.toClient.push(copyData(Buffer.from(output.buffer, output.byteOffset, output.byteLength)));
  return true;
}

function maskRun(state: SessionState, run: StatementRun, reader: BackendReader): boolean {
  const { plan, decided } = run;
  if (plan === null || plan === 'pass') throw new SessionFault('a result has no plan');
  if (!reader.isComplete()) return false;
  const { consumed, rows, output, status } = decided.engine.maskRows(plan, reader.waiting);
  // A whole row is there, so no progress is a failure, too.
  if (status === ROWS_STATUS.malformed || consumed === 0)
    throw new SessionFault('the target sent a row that cannot be masked');
  reader.take(consumed);
  run.rows += rows;
  state.toClient.push(Buffer.from(output.buffer, output.byteOffset, output.byteLength));
  return true;
}
