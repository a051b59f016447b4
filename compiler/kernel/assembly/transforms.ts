// What a mask does to one value. Every function reads `length` bytes at `source`, writes at `out`, which ends at `limit`,
// and gives the bytes written, IS_NULL where no honest value exists, or NO_ROOM.
import { hasKey, hmac } from './hmac';
import { keepFirstAscii, keepLastAscii } from './keep-ascii';
import { behindCodePoint, isUtf8 } from './utf8';

export const IS_NULL: i32 = -1;
export const NO_ROOM: i32 = -2;

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

/**
 * Keeps `count` letters or digits and every separator and stars the rest. A value with no more letters than would be kept is starred
 * as a whole, and one of separators only becomes NULL: a mask never gives a value back.
 */
function keep(source: usize, length: usize, out: usize, isFirst: bool, count: u32): i32 {
  if (length == 0) return 0;
  const end = source + length;
  const shown = <i32>min<u32>(count, i32.MAX_VALUE);
  let total = isFirst ? keepFirstAscii(source, length, out, shown) : keepLastAscii(source, length, out, shown);
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

/** `p_` and 16 hex digits of the keyed hash. */
export function pseudonym(source: usize, length: usize, out: usize, limit: usize): i32 {
  if (limit - out < 18) return NO_ROOM;
  if (!hasKey() || !isUtf8(source, length)) return IS_NULL;
  // The hash goes to the end of the room and its digits grow towards it; a digit pair is written after its byte is read.
  const hash = out + 10;
  hmac(source, length, hash, 2);
  store<u16>(out, 0x5f70);
  for (let index: usize = 0; index < 8; index++) {
    const byte = load<u8>(hash + index);
    store<u8>(out + 2 + index * 2, hexDigit(byte >> 4));
    store<u8>(out + 3 + index * 2, hexDigit(byte & 15));
  }
  return 18;
}

function hexDigit(value: u8): u8 {
  return value < 10 ? 0x30 + value : 0x57 + value;
}

// Dates.

function digitsAt(at: usize, count: usize): i32 {
  let value: i32 = 0;
  for (let index: usize = 0; index < count; index++) {
    const digit = <u32>load<u8>(at + index) - 0x30;
    if (digit > 9) return -1;
    value = value * 10 + <i32>digit;
  }
  return value;
}

function isPart(at: usize, first: i32, last: i32): bool {
  const value = digitsAt(at, 2);
  return value >= first && value <= last;
}

/** `HH:MM:SS` and a fraction; gives the address behind, or 0. */
function behindTime(at: usize, end: usize): usize {
  if (end - at < 8 || load<u8>(at, 2) != 0x3a || load<u8>(at, 5) != 0x3a) return 0;
  if (!isPart(at, 0, 24) || !isPart(at + 3, 0, 59) || !isPart(at + 6, 0, 60)) return 0;
  at += 8;
  if (at == end || load<u8>(at) != 0x2e) return at;
  const fraction = ++at;
  while (at < end && digitsAt(at, 1) >= 0) at++;
  return at == fraction ? 0 : at;
}

/** `+HH`, `+HH:MM` or `+HH:MM:SS` up to the end. */
function isZone(at: usize, end: usize): bool {
  const length = end - at;
  if (length != 3 && length != 6 && length != 9) return false;
  if (load<u8>(at) != 0x2b && load<u8>(at) != 0x2d) return false;
  if (digitsAt(at + 1, 2) < 0) return false;
  for (at += 3; at < end; at += 3) {
    if (load<u8>(at) != 0x3a || digitsAt(at + 1, 2) < 0) return false;
  }
  return true;
}

/**
 * The ISO forms of date, timestamp and timestamptz, years 0001 to 9999: month and day become `01-01`, the time zero. The zone
 * becomes `+00`, because summer time in it would tell the season. All else (infinity, BC, other date styles) is NULL.
 */
export function yearText(source: usize, length: usize, out: usize, limit: usize): i32 {
  if (limit - out < 22) return NO_ROOM;
  if (length < 10 || load<u8>(source, 4) != 0x2d || load<u8>(source, 7) != 0x2d) return IS_NULL;
  if (digitsAt(source, 4) < 1 || !isPart(source + 5, 1, 12) || !isPart(source + 8, 1, 31)) return IS_NULL;
  store<u32>(out, load<u32>(source));
  store<u16>(out, 0x302d, 4); // -0
  store<u32>(out, 0x31302d31, 6); // 1-01
  if (length == 10) return 10;
  const end = source + length;
  if (load<u8>(source, 10) != 0x20) return IS_NULL;
  const behind = behindTime(source + 11, end);
  if (behind == 0) return IS_NULL;
  store<u64>(out, 0x303a30303a303020, 10); //  00:00:0
  store<u8>(out, 0x30, 18);
  if (behind == end) return 19;
  if (!isZone(behind, end)) return IS_NULL;
  store<u16>(out, 0x302b, 19); // +0
  store<u8>(out, 0x30, 21);
  return 22;
}

const DAYS_FROM_YEAR_1_TO_2000: i64 = 730119;
const MICROSECONDS_A_DAY: i64 = 86400000000;
const NO_YEAR: i64 = i64.MIN_VALUE;

/** Days from 2000-01-01 to 1 January of the proleptic Gregorian year. */
function daysOfYear(year: i64): i64 {
  const before = year - 1;
  return before * 365 + before / 4 - before / 100 + before / 400 - DAYS_FROM_YEAR_1_TO_2000;
}

/** Days from 2000-01-01 to the start of the year that holds the day; NO_YEAR outside the years 1 to 9999. */
function yearStart(day: i64): i64 {
  if (day < daysOfYear(1) || day >= daysOfYear(10000)) return NO_YEAR;
  let year = ((day - daysOfYear(1)) * 400) / 146097 + 1;
  // The estimate is off by at most one year.
  if (daysOfYear(year) > day) year--;
  else if (daysOfYear(year + 1) <= day) year++;
  return daysOfYear(year);
}

export function yearDate(source: usize, length: usize, out: usize, limit: usize): i32 {
  if (limit - out < 4) return NO_ROOM;
  if (length != 4) return IS_NULL;
  const start = yearStart(<i64>bswap(load<i32>(source)));
  if (start == NO_YEAR) return IS_NULL;
  store<i32>(out, bswap(<i32>start));
  return 4;
}

export function yearTimestamp(source: usize, length: usize, out: usize, limit: usize): i32 {
  if (limit - out < 8) return NO_ROOM;
  if (length != 8) return IS_NULL;
  const time = bswap(load<i64>(source));
  let day = time / MICROSECONDS_A_DAY;
  if (time % MICROSECONDS_A_DAY < 0) day--;
  const start = yearStart(day);
  if (start == NO_YEAR) return IS_NULL;
  store<i64>(out, bswap(start * MICROSECONDS_A_DAY));
  return 8;
}
