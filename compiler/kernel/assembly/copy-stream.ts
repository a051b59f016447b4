// COPY … TO STDOUT as one stream of bytes, in any chunks: compiler/abi/copy.ts says what a host gives and gets.
import { copyBinary } from './copy-binary';
import { copyCsv } from './copy-csv';
import { ENDED, FAILED, FORMAT, PHASE, ROWS, SCANNED, STATE_BYTES } from './copy-state';
import { copyText } from './copy-text';
import { isInMemory } from './heap';
import { COPY_FORMAT_BINARY, COPY_FORMAT_CSV, COPY_FORMAT_TEXT } from './layout';
import { MALFORMED, NEED_INPUT, beginWalk, done, endWalk } from './walk';

function walk(state: usize, end: usize): i32 {
  const phase = load<u32>(state, PHASE);
  if (phase >= FAILED) return MALFORMED;
  if (phase == ENDED) return done == end ? NEED_INPUT : MALFORMED;
  // A host that kept less than was not consumed would shift what is masked.
  if (load<u32>(state, SCANNED) > end - done) return MALFORMED;
  switch (load<u32>(state, FORMAT)) {
    case COPY_FORMAT_TEXT:
      return copyText(state, end);
    case COPY_FORMAT_CSV:
      return copyCsv(state, end);
    case COPY_FORMAT_BINARY:
      return copyBinary(state, end);
    default:
      return MALFORMED;
  }
}

export function hpol_copy(state: usize, input: usize, inputLength: u32, output: usize, outputCapacity: u32): i32 {
  if (!beginWalk(input, inputLength, output, outputCapacity) || !isInMemory(state, STATE_BYTES)) return MALFORMED;
  const status = walk(state, input + inputLength);
  if (status == MALFORMED) store<u32>(state, FAILED, PHASE);
  endWalk(input, output);
  return status;
}

/** Whether the stream may end with `held` bytes that were not consumed: only behind a whole row, and a binary one only behind its trailer. */
export function hpol_copy_end(state: usize, held: u32): i32 {
  if (!isInMemory(state, STATE_BYTES)) return MALFORMED;
  const phase = load<u32>(state, PHASE);
  const isEnd = phase == ENDED || (phase == ROWS && load<u32>(state, FORMAT) != COPY_FORMAT_BINARY);
  return isEnd && held == 0 ? NEED_INPUT : MALFORMED;
}
