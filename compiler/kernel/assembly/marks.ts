// Finds the bytes of a COPY stream that may mean something: newline, carriage return, the delimiter, and two more that the format says. It
// looks at 64 bytes a step, because each step ends with a branch that the processor cannot guess.
import { loadPart } from './part';

const STEP: usize = 64;

let delimiter: u8 = 0;
let first: u8 = 0;
let second: u8 = 0;

/** The marks among the bytes from `block` on that are still to be looked at. */
let marks: u64 = 0;
let block: usize = 0;
let next: usize = 0;
/** Bytes before this one belong to an escape. */
let from: usize = 0;

export function beginMarks(at: usize, between: u8, one: u8, other: u8): void {
  delimiter = between;
  first = one;
  second = other;
  marks = 0;
  block = at;
  next = at;
  from = at;
}

function marksIn(bytes: v128): u64 {
  const ends = v128.or(i8x16.eq(bytes, i8x16.splat(0x0a)), i8x16.eq(bytes, i8x16.splat(0x0d)));
  const others = v128.or(i8x16.eq(bytes, i8x16.splat(first)), i8x16.eq(bytes, i8x16.splat(second)));
  return <u64>(<u32>i8x16.bitmask(v128.or(v128.or(ends, others), i8x16.eq(bytes, i8x16.splat(delimiter)))));
}

function marksBytewise(at: usize, length: usize): u64 {
  let found: u64 = 0;
  for (let index: usize = 0; index < length; index++) {
    const byte = load<u8>(at + index);
    const isMark = byte == 0x0a || byte == 0x0d || byte == delimiter || byte == first || byte == second;
    found |= (<u64>isMark) << index;
  }
  return found;
}

/** The next 16 bytes. */
function marksOf(at: usize): u64 {
  if (ASC_FEATURE_SIMD) return marksIn(v128.load(at));
  else return marksBytewise(at, 16);
}

/** Fewer than 16 bytes. */
function marksOfPart(at: usize, length: usize): u64 {
  if (length == 0) return 0;
  if (ASC_FEATURE_SIMD) return marksIn(loadPart(at, length)) & ((1 << length) - 1);
  else return marksBytewise(at, length);
}

/** Fewer than 64 bytes. */
function marksOfRest(at: usize, length: usize): u64 {
  let found: u64 = 0;
  let done: usize = 0;
  for (; length - done >= 16; done += 16) found |= marksOf(at + done) << done;
  return done == length ? found : found | (marksOfPart(at + done, length - done) << done);
}

/** Looks at the next bytes until some mean something; false at `end`. */
function findMarks(end: usize): bool {
  while (next < end) {
    block = next;
    if (end - block < STEP) {
      marks = marksOfRest(block, end - block);
      next = end;
    } else {
      const low = marksOf(block) | (marksOf(block + 16) << 16);
      marks = low | (marksOf(block + 32) << 32) | (marksOf(block + 48) << 48);
      next = block + STEP;
    }
    // An escape reaches one byte into this step at most.
    if (from > block) marks &= ~1;
    if (marks != 0) return true;
  }
  return false;
}

/** The next one, or `end` when there is none. */
export function nextMark(end: usize): usize {
  if (marks == 0 && !findMarks(end)) return end;
  const at = block + <usize>ctz(marks);
  marks &= marks - 1;
  return at;
}

/** The byte behind the last mark means nothing: the mark was an escape. */
export function skipMark(at: usize): void {
  from = at + 2;
  // In two steps, because a shift by 64 is none. Behind the last byte of a step no mark is left.
  marks &= ((<u64>-1) << (at + 1 - block)) << 1;
}

/** Whether any of the bytes is a mark. */
export function hasMark(at: usize, length: usize): bool {
  const end = at + length;
  for (; end - at >= 16; at += 16) {
    if (marksOf(at) != 0) return true;
  }
  return marksOfPart(at, end - at) != 0;
}
