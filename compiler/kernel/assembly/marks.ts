// Finds the bytes of a COPY stream that may mean something, 16 bytes a step: newline, carriage return, the delimiter, and two more that
// the format says.
import { loadPart } from './part';

let delimiters: v128 = i8x16.splat(0);
let firsts: v128 = i8x16.splat(0);
let seconds: v128 = i8x16.splat(0);

/** The marks among the 16 bytes at `block` that are still to be looked at. */
let marks: u32 = 0;
let block: usize = 0;
let next: usize = 0;
/** Bytes before this one belong to an escape. */
let from: usize = 0;

export function beginMarks(at: usize, delimiter: u8, first: u8, second: u8): void {
  delimiters = i8x16.splat(delimiter);
  firsts = i8x16.splat(first);
  seconds = i8x16.splat(second);
  marks = 0;
  block = at;
  next = at;
  from = at;
}

function marksOf(bytes: v128): u32 {
  const ends = v128.or(i8x16.eq(bytes, i8x16.splat(0x0a)), i8x16.eq(bytes, i8x16.splat(0x0d)));
  const others = v128.or(i8x16.eq(bytes, firsts), i8x16.eq(bytes, seconds));
  return i8x16.bitmask(v128.or(v128.or(ends, others), i8x16.eq(bytes, delimiters)));
}

/** Looks at the next bytes until some mean something; false at `end`. */
function findMarks(end: usize): bool {
  while (next < end) {
    const left = end - next;
    block = next;
    if (left < 16) {
      marks = marksOf(loadPart(next, left)) & ((1 << left) - 1);
      next = end;
    } else {
      marks = marksOf(v128.load(next));
      next += 16;
    }
    if (from > block) marks &= (<u32>-1) << (from - block);
    if (marks != 0) return true;
  }
  return false;
}

/** The next one, or `end` when there is none. */
export function nextMark(end: usize): usize {
  if (marks == 0 && !findMarks(end)) return end;
  const at = block + ctz(marks);
  marks &= marks - 1;
  return at;
}

/** Whether any of the bytes is a mark. */
export function hasMark(at: usize, length: usize): bool {
  const end = at + length;
  for (; end - at >= 16; at += 16) {
    if (marksOf(v128.load(at)) != 0) return true;
  }
  const part = end - at;
  return part > 0 && (marksOf(loadPart(at, part)) & ((1 << part) - 1)) != 0;
}

/** What lies before `at`, which is at most two bytes behind the last mark, means nothing more. */
export function skipMarks(at: usize): void {
  from = at;
  marks &= (<u32>-1) << (at - block);
}
