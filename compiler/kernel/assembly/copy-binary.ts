// COPY in binary format: a signature, flags and an extension; per row an int16 column count and the columns as in a DataRow; a trailer of
// -1. Every length is checked before anything behind it is read.
import { ENDED, HEADER, MAX_ROW, PHASE, PLAN, ROWS } from './copy-state';
import { maskColumns } from './rows';
import { COMPLETE, MALFORMED, NEED_INPUT, NEED_OUTPUT, done, limit, out, rows, runStart } from './walk';

/** `PGCOPY`, newline, 0xff, carriage return, newline, 0: three words that overlap. */
const SIGNATURE_START: u64 = 0xff0a59504f434750;
const SIGNATURE_END: u32 = 0x000a0dff;
const HEADER_BYTES: usize = 19;
const TRAILER: u32 = 0xffff;
/** A reader must stop at a flag among these that it does not know, and there is none that it would have to know. */
const CRITICAL_FLAGS: u32 = 0xffff0000;

/** Whatever passes must fit, in one run with what was read before it. */
function pass(end: usize): i32 {
  if (limit - out < end - runStart) return NEED_OUTPUT;
  done = end;
  return COMPLETE;
}

function passHeader(state: usize, end: usize): i32 {
  if (end - done < HEADER_BYTES) return NEED_INPUT;
  if (load<u64>(done) != SIGNATURE_START || load<u32>(done, 7) != SIGNATURE_END) return MALFORMED;
  if ((bswap(load<u32>(done, 11)) & CRITICAL_FLAGS) != 0) return MALFORMED;
  const extension = <usize>bswap(load<u32>(done, 15));
  if (extension > MAX_ROW) return MALFORMED;
  if (end - done - HEADER_BYTES < extension) return NEED_INPUT;
  const status = pass(done + HEADER_BYTES + extension);
  if (status == COMPLETE) store<u32>(state, ROWS, PHASE);
  return status;
}

/** COMPLETE with `tupleEnd` set when all columns have arrived. */
let tupleEnd: usize = 0;
function findTupleEnd(columns: u32, end: usize): i32 {
  let column = done + 2;
  for (let left = columns; left > 0; left--) {
    if (end - column < 4) return NEED_INPUT;
    const length = bswap(load<u32>(column));
    column += 4;
    if (length != 0xffffffff) {
      if (length > <u32>MAX_ROW || column - done + length > MAX_ROW) return MALFORMED;
      if (length > end - column) return NEED_INPUT;
      column += length;
    }
  }
  tupleEnd = column;
  return COMPLETE;
}

function passTrailer(state: usize, end: usize): i32 {
  const status = pass(done + 2);
  if (status != COMPLETE) return status;
  store<u32>(state, ENDED, PHASE);
  return done == end ? NEED_INPUT : MALFORMED;
}

/** Masks the rows between `done` and `end`; a row that is not whole stays. */
export function copyBinary(state: usize, end: usize): i32 {
  if (load<u32>(state, PHASE) == HEADER) {
    const status = passHeader(state, end);
    if (status != COMPLETE) return status;
  }
  const plan = <usize>load<u32>(state, PLAN);
  while (true) {
    if (end - done < 2) return NEED_INPUT;
    const columns = <u32>bswap(load<u16>(done));
    if (columns == TRAILER) return passTrailer(state, end);
    if (columns != load<u32>(plan)) return MALFORMED;
    let status = findTupleEnd(columns, end);
    if (status == COMPLETE) status = maskColumns(plan, done + 2, tupleEnd);
    if (status != COMPLETE) return status;
    done = tupleEnd;
    rows++;
  }
}
