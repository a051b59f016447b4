// `year`: the first of January of the year, for ISO dates and timestamps in text and for the binary forms of date and timestamp.
import { digitsAt, endBeforeSpaces } from './ascii';
import { IS_NULL, NO_ROOM } from './outcome';

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
 * becomes `+00`, because summer time in it would tell the season. Padding of `character(n)` goes. All else (infinity, BC, other
 * date styles) is NULL.
 */
export function yearText(source: usize, length: usize, out: usize, limit: usize): i32 {
  if (limit - out < 22) return NO_ROOM;
  const end = endBeforeSpaces(source, source + length);
  if (end - source < 10 || load<u8>(source, 4) != 0x2d || load<u8>(source, 7) != 0x2d) return IS_NULL;
  if (digitsAt(source, 4) < 1 || !isPart(source + 5, 1, 12) || !isPart(source + 8, 1, 31)) return IS_NULL;
  store<u32>(out, load<u32>(source));
  store<u16>(out, 0x302d, 4); // -0
  store<u32>(out, 0x31302d31, 6); // 1-01
  if (end == source + 10) return 10;
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
