// Masks a chunk of PostgreSQL DataRow messages by a plan: `D`, int32 length with itself, int16 column count, then per column
// int32 length (-1 is NULL) and the bytes. layout.ts has the plan and the status. Bytes between masked
// values are copied in runs, which reach over message boundaries. Every length is checked before anything behind it is read.
import { copyRun } from './copy';
import {
  OPERATION_PASS as PASS,
  PLAN_BYTES as PLAN_HEADER,
  PLAN_COLUMN_BYTES as PLAN_COLUMN,
  STATUS_MALFORMED as MALFORMED,
  STATUS_NEED_INPUT as NEED_INPUT,
  STATUS_NEED_OUTPUT as NEED_OUTPUT,
  STATUS_OTHER_MESSAGE as OTHER_MESSAGE,
} from './layout';
import { maskValue } from './mask-value';
import { NO_ROOM } from './outcome';

const COMPLETE: i32 = -1;

const DATA_ROW: u8 = 0x44;
/** Lengths beyond what PostgreSQL itself can send are lies. */
const MAX_LENGTH: u32 = 0x3fffffff;

export let hpol_rows_consumed: i32 = 0;
export let hpol_rows_produced: i32 = 0;

/** Where the next masked byte goes, where the output ends, and where the run starts that is read but not yet copied. */
let out: usize = 0;
let limit: usize = 0;
let runStart: usize = 0;

/** Copies the run up to `end`, then writes the masked value that stands there; false when the output has no room. */
function replace(entry: usize, end: usize, length: usize): bool {
  const run = end - runStart;
  if (limit - out < run + 4) return false;
  copyRun(out, runStart, run);
  const header = out + run;
  const written = maskValue(entry, end + 4, length, header + 4, limit);
  if (written == NO_ROOM) return false;
  store<i32>(header, bswap(written));
  out = header + 4 + (written < 0 ? 0 : <usize>written);
  return true;
}

/** Masks the message at `at`, which ends at `end`. On anything but COMPLETE, `out` and `runStart` are as if it was not seen. */
function maskMessage(plan: usize, at: usize, end: usize): i32 {
  const columns = load<u32>(plan);
  if (<u32>bswap(load<u16>(at, 5)) != columns) return MALFORMED;
  const outBefore = out;
  const runBefore = runStart;
  let status = COMPLETE;
  let column = at + 7;
  const entriesEnd = plan + PLAN_HEADER + <usize>columns * PLAN_COLUMN;
  for (let entry = plan + PLAN_HEADER; entry < entriesEnd; entry += PLAN_COLUMN) {
    if (end - column < 4) {
      status = MALFORMED;
      break;
    }
    const length = bswap(load<u32>(column));
    let next = column + 4;
    if (length != 0xffffffff) {
      if (length > <u32>(end - next)) {
        status = MALFORMED;
        break;
      }
      next += length;
      if (load<u32>(entry) != PASS) {
        if (!replace(entry, column, length)) {
          status = NEED_OUTPUT;
          break;
        }
        runStart = next;
      }
    }
    column = next;
  }
  if (status == COMPLETE) {
    if (column != end) status = MALFORMED;
    else if (limit - out < end - runStart) status = NEED_OUTPUT;
  }
  if (status != COMPLETE) {
    out = outBefore;
    runStart = runBefore;
  } else if (out != outBefore) {
    const header = outBefore + (at - runBefore);
    store<u32>(header, bswap(<u32>(out + (end - runStart) - header - 1)), 1);
  }
  return status;
}

export function hpol_rows(plan: usize, input: usize, inputLength: u32, output: usize, outputCapacity: u32): i32 {
  const inputEnd = input + inputLength;
  out = output;
  limit = output + outputCapacity;
  runStart = input;
  let at = input;
  let status = COMPLETE;
  while (status == COMPLETE) {
    const have = <u32>(inputEnd - at);
    if (have > 0 && load<u8>(at) != DATA_ROW) status = OTHER_MESSAGE;
    else if (have < 5) status = NEED_INPUT;
    else {
      const length = bswap(load<u32>(at, 1));
      if (length < 6 || length > MAX_LENGTH) status = MALFORMED;
      else if (have - 1 < length) status = NEED_INPUT;
      else {
        const end = at + 1 + length;
        status = maskMessage(plan, at, end);
        if (status == COMPLETE) at = end;
      }
    }
  }
  // INVARIANT: each complete message checked that the run up to its end fits (rows.test.ts, "every output capacity").
  const run = at - runStart;
  copyRun(out, runStart, run);
  hpol_rows_consumed = <i32>(at - input);
  hpol_rows_produced = <i32>(out + run - output);
  return status;
}
