// The row of a COPY stream that is being read, in the two text formats: its next column, and what is written of it. The marks of walk.ts
// follow when the row is whole.
import { copyRun } from './copy';
import { MAX_ROW, NEWLINE, PLAN } from './copy-state';
import { PLAN_BYTES as PLAN_HEADER, PLAN_COLUMN_BYTES as PLAN_COLUMN } from './layout';
import { COMPLETE, MALFORMED, NEED_INPUT, NEED_OUTPUT, done, limit, out, rows, runStart } from './walk';

let first: usize = 0;
let entriesEnd: usize = 0;
let entry: usize = 0;
/** As `out` and `runStart`, for the row in hand. */
let to: usize = 0;
let run: usize = 0;

export function beginRows(state: usize): void {
  const plan = <usize>load<u32>(state, PLAN);
  first = plan + PLAN_HEADER;
  entriesEnd = first + <usize>load<u32>(plan) * PLAN_COLUMN;
  entry = first;
  to = out;
  run = runStart;
}

/** A result without columns has empty lines, which hold no field. */
export function isEmptyRow(field: usize, end: usize): bool {
  return first == entriesEnd && field == done && end == done && load<u8>(end) == NEWLINE;
}

/** The plan's entry for the next field, or 0 when the row has a field too many. */
export function nextColumn(): usize {
  if (entry == entriesEnd) return 0;
  const current = entry;
  entry = current + PLAN_COLUMN;
  return current;
}

/** Writes what is before a field that is masked, and gives where its own bytes go; 0 when there is no room. */
export function openField(field: usize): usize {
  const length = field - run;
  if (limit - to < length) return 0;
  copyRun(to, run, length);
  run = field;
  to += length;
  return to;
}

/** The masked field is written: `written` bytes for what ends at `end`. */
export function closeField(written: i32, end: usize): void {
  to += written;
  run = end;
}

/** The row ends at `end`, its newline included. */
export function endRow(end: usize, isHeader: bool): i32 {
  if (entry != entriesEnd || end - done > MAX_ROW) return MALFORMED;
  if (limit - to < end - run) return NEED_OUTPUT;
  entry = first;
  return takeRow(end, isHeader);
}

/** The end marker counts as no row. */
export function endData(end: usize): i32 {
  return limit - to < end - run ? NEED_OUTPUT : takeRow(end, true);
}

function takeRow(end: usize, isUncounted: bool): i32 {
  out = to;
  runStart = run;
  done = end;
  rows += isUncounted ? 0 : 1;
  return COMPLETE;
}

/** The input ends in the row that begins at `done`. */
export function needMore(end: usize): i32 {
  return end - done > MAX_ROW ? MALFORMED : NEED_INPUT;
}
