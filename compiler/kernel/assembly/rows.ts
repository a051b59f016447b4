// Masks a chunk of PostgreSQL DataRow messages by a plan: `D`, int32 length with itself, int16 column count, then per column
// int32 length (-1 is NULL) and the bytes. layout.ts has the plan and the status. Every length is checked before
// anything behind it is read.
import { copyRun } from './copy';
import { OPERATION_PASS as PASS, PLAN_BYTES as PLAN_HEADER, PLAN_COLUMN_BYTES as PLAN_COLUMN } from './layout';
import { maskValue } from './mask-value';
import { NO_ROOM } from './outcome';
import {
  COMPLETE,
  MALFORMED,
  NEED_INPUT,
  NEED_OUTPUT,
  OTHER_MESSAGE,
  beginWalk,
  done,
  endWalk,
  limit,
  out,
  rows,
  runStart,
} from './walk';

const DATA_ROW: u8 = 0x44;
/** Lengths beyond what PostgreSQL itself can send are lies. */
const MAX_LENGTH: u32 = 0x3fffffff;

/**
 * Masks the columns from `column` to `end`: int32 length, then the bytes, for each column of the plan and no more. On anything but
 * COMPLETE the marks are as if the row was not seen. The way from one column to the next is kept short, since no column can be read
 * before the one in front of it: a length below 256 is one byte.
 */
export function maskColumns(plan: usize, column: usize, end: usize): i32 {
  const columns = load<u32>(plan);
  if (end - column < (<usize>columns) << 2) return MALFORMED;
  // The last place where the length of the column in hand may stand, so that those behind it have room for theirs.
  let roof = end - ((<usize>columns) << 2);
  let to = out;
  let run = runStart;
  let entry = plan + PLAN_HEADER;
  const entriesEnd = entry + <usize>columns * PLAN_COLUMN;
  while (true) {
    for (; entry < entriesEnd && load<u32>(entry) == PASS; entry += PLAN_COLUMN) {
      roof += 4;
      column = behindColumn(column, roof);
      if (column > roof) return MALFORMED;
    }
    if (entry >= entriesEnd) break;
    roof += 4;
    const next = behindColumn(column, roof);
    if (next > roof) return MALFORMED;
    if (load<u32>(column) != 0xffffffff) {
      const length = column - run;
      if (limit - to < length + 4) return NEED_OUTPUT;
      copyRun(to, run, length);
      const header = to + length;
      const written = maskValue(entry, column + 4, next - column - 4, header + 4, limit);
      if (written == NO_ROOM) return NEED_OUTPUT;
      store<i32>(header, bswap(written));
      to = header + 4 + (written < 0 ? 0 : <usize>written);
      run = next;
    }
    column = next;
    entry += PLAN_COLUMN;
  }
  if (column != end) return MALFORMED;
  if (limit - to < end - run) return NEED_OUTPUT;
  out = to;
  runStart = run;
  return COMPLETE;
}

/** Where the column behind this one starts, or an address behind `roof`, which is at least 4 bytes on. */
export function behindColumn(column: usize, roof: usize): usize {
  if ((load<u32>(column) & 0xffffff) == 0) return column + 4 + load<u8>(column, 3);
  const length = bswap(load<u32>(column));
  if (length == 0xffffffff) return column + 4;
  return length > roof - column - 4 ? usize.MAX_VALUE : column + 4 + length;
}

/** Masks the message at `at`, which ends at `end`, and gives it the length that it has then. */
function maskMessage(plan: usize, at: usize, end: usize): i32 {
  if (<u32>bswap(load<u16>(at, 5)) != load<u32>(plan)) return MALFORMED;
  const outBefore = out;
  const header = outBefore + (at - runStart);
  const status = maskColumns(plan, at + 7, end);
  if (status == COMPLETE && out != outBefore) {
    store<u32>(header, bswap(<u32>(out + (end - runStart) - header - 1)), 1);
  }
  return status;
}

export function hpol_rows(plan: usize, input: usize, inputLength: u32, output: usize, outputCapacity: u32): i32 {
  if (!beginWalk(input, inputLength, output, outputCapacity)) return MALFORMED;
  const inputEnd = input + inputLength;
  let at = input;
  let count: i32 = 0;
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
        if (status == COMPLETE) {
          at = end;
          count++;
        }
      }
    }
  }
  done = at;
  rows = count;
  endWalk(input, output);
  return status;
}
