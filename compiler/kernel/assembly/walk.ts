// Where a walker of rows stands: what it has written and which run of bytes it has read but not yet copied. Bytes between masked
// values are copied in such runs, which reach over the ends of rows. A walker moves these marks only when a whole row is done, so
// that nothing of a row comes out that is damaged, incomplete or without room.
import { copyRun } from './copy';
import { isInMemory } from './heap';

/** A row is done: what a walker says to itself, beside the statuses that it gives back. */
export const COMPLETE: i32 = -1;
export {
  STATUS_MALFORMED as MALFORMED,
  STATUS_NEED_INPUT as NEED_INPUT,
  STATUS_NEED_OUTPUT as NEED_OUTPUT,
  STATUS_OTHER_MESSAGE as OTHER_MESSAGE,
} from './layout';

/** Where the next masked byte goes, where the output ends, and where the run starts. */
export let out: usize = 0;
export let limit: usize = 0;
export let runStart: usize = 0;

/** Where the last whole row ends, and how many rows there were. */
export let done: usize = 0;
export let rows: i32 = 0;

/** Of the last call: bytes read, bytes written, rows. */
export let hpol_rows_consumed: i32 = 0;
export let hpol_rows_produced: i32 = 0;
export let hpol_rows_messages: i32 = 0;

/** Sets the marks; false when a range does not lie in memory. */
export function beginWalk(input: usize, inputLength: usize, output: usize, capacity: usize): bool {
  hpol_rows_consumed = 0;
  hpol_rows_produced = 0;
  hpol_rows_messages = 0;
  out = output;
  limit = output + capacity;
  runStart = input;
  done = input;
  rows = 0;
  return isInMemory(input, inputLength) && isInMemory(output, capacity);
}

/** Copies the last run and counts. */
export function endWalk(input: usize, output: usize): void {
  // INVARIANT: each row that is done checked that the run up to its end fits (rows.test.ts, "every output capacity").
  const run = done - runStart;
  copyRun(out, runStart, run);
  hpol_rows_consumed = <i32>(done - input);
  hpol_rows_produced = <i32>(out + run - output);
  hpol_rows_messages = rows;
}
