// The common case of `keep`: ASCII text, starred 16 bytes a step. What a step does hardly depends on what the bytes are, because a
// branch that the processor guesses wrong costs more than a whole step. Nothing outside the value is read or written.
import { loadPart, storePart } from './part';

const STAR: i8 = 0x2a;
const STEP: usize = 16;

/** All ones where the byte is an ASCII letter or digit. */
function lettersOf(bytes: v128): v128 {
  const alphabet = i8x16.sub(v128.or(bytes, i8x16.splat(0x20)), i8x16.splat(0x61));
  const digits = i8x16.sub(bytes, i8x16.splat(0x30));
  return v128.or(i8x16.le_u(alphabet, i8x16.splat(25)), i8x16.le_u(digits, i8x16.splat(9)));
}

/** For each byte the number of letters up to and with it. */
function countUp(letters: v128): v128 {
  const zero = i8x16.splat(0);
  let sum = i8x16.neg(letters);
  sum = i8x16.add(sum, i8x16.shuffle(zero, sum, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30));
  sum = i8x16.add(sum, i8x16.shuffle(zero, sum, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29));
  sum = i8x16.add(sum, i8x16.shuffle(zero, sum, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27));
  return i8x16.add(sum, i8x16.shuffle(zero, sum, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23));
}

/** For each byte the number of letters from it to the end. */
function countDown(letters: v128): v128 {
  const zero = i8x16.splat(0);
  let sum = i8x16.neg(letters);
  sum = i8x16.add(sum, i8x16.shuffle(sum, zero, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16));
  sum = i8x16.add(sum, i8x16.shuffle(sum, zero, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17));
  sum = i8x16.add(sum, i8x16.shuffle(sum, zero, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19));
  return i8x16.add(sum, i8x16.shuffle(sum, zero, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23));
}

/** The bytes with every letter starred whose number is above `kept`. */
function starred(bytes: v128, letters: v128, numbers: v128, kept: i32): v128 {
  const stars = v128.and(letters, i8x16.gt_s(numbers, i8x16.splat(<i8>min(kept, 16))));
  return v128.bitselect(i8x16.splat(STAR), bytes, stars);
}

/**
 * Writes the value with every letter and digit starred but the first `count`. Gives how many there are, or -1 when a byte is not ASCII:
 * what was written then is to be written again. The two places must not overlap.
 */
export function keepFirstAscii(source: usize, length: usize, out: usize, count: i32): i32 {
  let at: usize = 0;
  let found: i32 = 0;
  for (; length - at >= STEP; at += STEP) {
    const bytes = v128.load(source + at);
    if (i8x16.bitmask(bytes) != 0) return -1;
    const letters = lettersOf(bytes);
    v128.store(out + at, starred(bytes, letters, countUp(letters), max(count - found, 0)));
    found += popcnt(i8x16.bitmask(letters));
  }
  const part = length - at;
  if (part == 0) return found;
  const bytes = loadPart(source + at, part);
  if (i8x16.bitmask(bytes) != 0) return -1;
  const letters = lettersOf(bytes);
  storePart(out + at, starred(bytes, letters, countUp(letters), max(count - found, 0)), part);
  return found + popcnt(i8x16.bitmask(letters));
}

/** The same from the other end: the last `count` stay. */
export function keepLastAscii(source: usize, length: usize, out: usize, count: i32): i32 {
  let left = length;
  let found: i32 = 0;
  while (left >= STEP) {
    left -= STEP;
    const bytes = v128.load(source + left);
    if (i8x16.bitmask(bytes) != 0) return -1;
    const letters = lettersOf(bytes);
    v128.store(out + left, starred(bytes, letters, countDown(letters), max(count - found, 0)));
    found += popcnt(i8x16.bitmask(letters));
  }
  if (left == 0) return found;
  const bytes = loadPart(source, left);
  if (i8x16.bitmask(bytes) != 0) return -1;
  const letters = lettersOf(bytes);
  storePart(out, starred(bytes, letters, countDown(letters), max(count - found, 0)), left);
  return found + popcnt(i8x16.bitmask(letters));
}
