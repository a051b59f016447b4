// Replaces hits in a stream of text, chunk by chunk. What more text may still make a hit of, or a part of one, is held back;
// everything else leaves at once. Bytes that are not UTF-8 become U+FFFD first. layout.ts has the record.
import { firstBreak, lastBreak } from './breaks';
import { copyRun } from './copy';
import { CONTEXT_BYTES, isTooMuch, openText } from './detection';
import { alloc, mark, restore } from './heap';
import { TABLE_DETECTORS, policy_table } from './hooks';
import { copied, replaceHits, written } from './scrub';
import {
  SCAN_BYTES as KEPT,
  SCAN_CONTEXT_LENGTH as CONTEXT_LENGTH,
  SCAN_HOLD_BYTES as HOLD_BYTES,
  SCAN_FLAGS as FLAGS,
  SCAN_HELD_LENGTH as HELD_LENGTH,
  SCAN_UNFINISHED as UNFINISHED,
  SCAN_UNFINISHED_LENGTH as UNFINISHED_LENGTH,
} from './layout';
import { OPEN, leftmost, simulate } from './simulate';
import { decodeUtf8, decodedTo } from './utf8';

const NO_ROOM: i32 = -1;

/** `[withheld]` */
const withheld: usize = memory.data<u8>([0x5b, 0x77, 0x69, 0x74, 0x68, 0x68, 0x65, 0x6c, 0x64, 0x5d]);
const WITHHELD_BYTES: usize = 10;

/** How far the chunk in work is decided, where its output ends, and whether text is being withheld. */
let at: usize = 0;
let out: usize = 0;
let isWithholding: bool = false;

/** One chunk; gives the bytes written, or -1 when there is no room, and then the record is as it was. */
export function hpol_scan(
  record: usize,
  input: usize,
  length: usize,
  output: usize,
  capacity: usize,
  isLast: bool,
): i32 {
  if (policy_table(TABLE_DETECTORS) == 0) {
    if (length > capacity) return NO_ROOM;
    memory.copy(output, input, length);
    return <i32>length;
  }
  const top = mark();
  const hasRoom = scanChunk(record, input, length, output, capacity, isLast);
  restore(top);
  return hasRoom ? <i32>(out - output) : NO_ROOM;
}

function scanChunk(record: usize, input: usize, length: usize, output: usize, capacity: usize, isLast: bool): bool {
  let raw = input;
  const unfinished = <usize>load<u32>(record, UNFINISHED_LENGTH);
  if (unfinished != 0) {
    raw = alloc(unfinished + length);
    memory.copy(raw, record + UNFINISHED, unfinished);
    memory.copy(raw + unfinished, input, length);
  }
  const rawEnd = raw + unfinished + length;
  const context = <usize>load<u32>(record, CONTEXT_LENGTH);
  const kept = context + <usize>load<u32>(record, HELD_LENGTH);
  const text = alloc(kept + 3 * (rawEnd - raw));
  memory.copy(text, record + KEPT, kept);
  const end = decodeUtf8(raw, rawEnd, text + kept, isLast);
  openText(policy_table(TABLE_DETECTORS), text, end, isLast);
  at = text + context;
  out = output;
  isWithholding = load<u32>(record, FLAGS) != 0;
  if (!release(end, output + capacity, isLast)) return false;
  const before = min<usize>(at - text, CONTEXT_BYTES);
  store<u32>(record, isWithholding, FLAGS);
  store<u32>(record, <u32>before, CONTEXT_LENGTH);
  store<u32>(record, <u32>(end - at), HELD_LENGTH);
  store<u32>(record, <u32>(rawEnd - decodedTo), UNFINISHED_LENGTH);
  memory.copy(record + UNFINISHED, decodedTo, rawEnd - decodedTo);
  memory.copy(record + KEPT, at - before, before + (end - at));
  return true;
}

/** Writes all that is decided and moves `at` behind it; false when there is no room. */
function release(end: usize, limit: usize, isLast: bool): bool {
  if (isWithholding) {
    at = firstBreak(at, end);
    if (at == end) return true;
    isWithholding = false;
  }
  const first = at;
  const firstOut = out;
  let until: usize;
  do {
    until = end;
    if (!isLast) {
      simulate(lastBreak(at, end), end, OPEN);
      if (leftmost != 0) until = leftmost;
    }
    if (!replaceHits(at, until, out, limit)) return false;
    at = copied;
    out = written;
    // A hit that reaches over what was open makes that pointless; something behind the hit may be open.
  } while (at != until);
  if (isTooMuch()) {
    at = first;
    out = firstOut;
  } else if (end - at <= HOLD_BYTES) return true;
  if (limit - out < WITHHELD_BYTES) return false;
  copyRun(out, withheld, WITHHELD_BYTES);
  out += WITHHELD_BYTES;
  at = end;
  isWithholding = true;
  return true;
}
