// `keep first` and `keep last`: some letters or digits shown, separators too, the others starred. Values that are not UTF-8 become NULL.
import { keepFirstAscii, keepLastAscii } from './keep-ascii';
import { IS_NULL, NO_ROOM } from './outcome';
import { behindCodePoint } from './utf8';

const STAR: u8 = 0x2a;

/** Letters and digits carry the value; every code point beyond ASCII counts as a letter, all other ASCII separates. */
function isSeparator(first: u8): bool {
  if (first >= 0x80) return false;
  const lower = first | 0x20;
  return !((lower >= 0x61 && lower <= 0x7a) || (first >= 0x30 && first <= 0x39));
}

/** The number of letters and digits, or -1 when the bytes are not UTF-8. */
function countLetters(at: usize, end: usize): i32 {
  let letters: i32 = 0;
  while (at < end) {
    if (!isSeparator(load<u8>(at))) letters++;
    at = behindCodePoint(at, end);
    if (at == 0) return -1;
  }
  return letters;
}

/** Copies the value, with the letters numbered `from` up to but not including `to` shown and all others starred. */
function show(at: usize, end: usize, out: usize, from: u32, to: u32): usize {
  let index: u32 = 0;
  while (at < end) {
    const next = behindCodePoint(at, end);
    const first = load<u8>(at);
    if (isSeparator(first)) {
      store<u8>(out++, first);
    } else {
      if (index >= from && index < to) {
        for (let byte = at; byte < next; byte++) store<u8>(out++, load<u8>(byte));
      } else {
        store<u8>(out++, STAR);
      }
      index++;
    }
    at = next;
  }
  return out;
}

/** The common case in one pass from the kept end: stars ASCII letters behind the first `count`. Gives their number, or -1 for other bytes. */
function keepAscii(source: usize, length: usize, out: usize, isFirst: bool, count: i32): i32 {
  if (ASC_FEATURE_SIMD) {
    return isFirst ? keepFirstAscii(source, length, out, count) : keepLastAscii(source, length, out, count);
  } else {
    return keepBytewise(source, length, out, isFirst, count);
  }
}

/** The same where there are no vector instructions. */
function keepBytewise(source: usize, length: usize, out: usize, isFirst: bool, count: i32): i32 {
  const step: usize = isFirst ? 1 : -1;
  let at: usize = isFirst ? 0 : length - 1;
  let letters: i32 = 0;
  for (let left = length; left > 0; left--) {
    const byte = load<u8>(source + at);
    if (byte >= 0x80) return -1;
    const isLetter = <i32>!isSeparator(byte);
    store<u8>(out + at, select<u8>(STAR, byte, <i32>(letters >= count) & isLetter));
    letters += isLetter;
    at += step;
  }
  return letters;
}

/**
 * Keeps `count` letters or digits and every separator and stars the rest. A value with no more letters than would be kept is starred
 * as a whole, and one of separators only becomes NULL: a mask never gives a value back.
 */
function keep(source: usize, length: usize, out: usize, isFirst: bool, count: u32): i32 {
  if (length == 0) return 0;
  const end = source + length;
  let total = keepAscii(source, length, out, isFirst, <i32>min<u32>(count, i32.MAX_VALUE));
  if (total > 0 && <u32>total > count) return <i32>length;
  if (total < 0) total = countLetters(source, end);
  if (total <= 0) return IS_NULL;
  const letters = <u32>total;
  if (letters <= count) return <i32>(show(source, end, out, 0, 0) - out);
  const written = isFirst ? show(source, end, out, 0, count) : show(source, end, out, letters - count, letters);
  return <i32>(written - out);
}

export function keepFirst(source: usize, length: usize, out: usize, limit: usize, count: u32): i32 {
  return limit - out < length ? NO_ROOM : keep(source, length, out, true, count);
}

export function keepLast(source: usize, length: usize, out: usize, limit: usize, count: u32): i32 {
  return limit - out < length ? NO_ROOM : keep(source, length, out, false, count);
}
