// `year`: the first of January of the year, for dates and timestamps in text and for the binary forms of date and timestamp.
import { MINUS, PLUS, POINT, SPACE, ZERO, behindDigits, digitsAt, endBeforeSpaces } from './ascii';
import { IS_NULL, NO_ROOM } from './outcome';

const COLON: u8 = 0x3a;
const SLASH: u8 = 0x2f;
const SECONDS_A_DAY: i32 = 86400;
const NONE: i32 = i32.MIN_VALUE;

/** The number of two digits, or -1 where it is not between the two. */
function part(at: usize, first: i32, last: i32): i32 {
  const value = digitsAt(at, 2);
  return value >= first && value <= last ? value : -1;
}

/** The seconds of `HH:MM:SS`, or -1. */
function clockAt(at: usize): i32 {
  if (load<u8>(at, 2) != COLON || load<u8>(at, 5) != COLON) return -1;
  const hour = part(at, 0, 24);
  const minute = part(at + 3, 0, 59);
  const second = part(at + 6, 0, 60);
  return hour < 0 || minute < 0 || second < 0 ? -1 : hour * 3600 + minute * 60 + second;
}

/** Address behind a fraction of a second, which may be none; 0 for a point alone. */
function behindFraction(at: usize, end: usize): usize {
  if (at == end || load<u8>(at) != POINT) return at;
  const behind = behindDigits(at + 1, end);
  return behind == at + 1 ? 0 : behind;
}

/** The seconds of `+HH`, `+HH:MM` or `+HH:MM:SS` up to the end, or NONE. */
function zoneAt(at: usize, end: usize): i32 {
  const length = end - at;
  const sign = load<u8>(at);
  if ((length != 3 && length != 6 && length != 9) || (sign != PLUS && sign != MINUS)) return NONE;
  let seconds = 0;
  for (let unit = 3600, to = at + 1; to < end; unit /= 60, to += 3) {
    const value = digitsAt(to, 2);
    if (value < 0 || (to + 2 < end && load<u8>(to, 2) != COLON)) return NONE;
    seconds += value * unit;
  }
  return sign == MINUS ? -seconds : seconds;
}

/** By how many years the UTC year differs from that of the local time: -1, 0 or 1. Zones reach a few days at most. */
function yearsToUtc(month: i32, day: i32, clock: i32, zone: i32): i32 {
  const seconds = (day - 1) * SECONDS_A_DAY + clock - zone;
  if (month == 1 && seconds < 0) return -1;
  return month == 12 && seconds >= 31 * SECONDS_A_DAY ? 1 : 0;
}

/**
 * The ISO forms of date, timestamp and timestamptz, years 0001 to 9999: month and day become `01-01`, the time zero. Where a zone stands,
 * the year is that of UTC, as in binary, and the zone becomes `+00`: a client that chose its zone could otherwise see on which side
 * of New Year a time lies, and summer time would tell the season. Padding of `character(n)` goes. Dates in numbers of other styles stay in
 * their style. All else (infinity, BC, months in letters) is NULL.
 */
export function yearText(source: usize, length: usize, out: usize, limit: usize): i32 {
  if (limit - out < 22) return NO_ROOM;
  const end = endBeforeSpaces(source, source + length);
  if (end - source < 10) return IS_NULL;
  if (load<u8>(source, 4) != MINUS || load<u8>(source, 7) != MINUS) return yearOfOtherStyle(source, end, out);
  const year = digitsAt(source, 4);
  const month = part(source + 5, 1, 12);
  const day = part(source + 8, 1, 31);
  if (year < 1 || month < 0 || day < 0) return IS_NULL;
  if (end == source + 10) return writeYear(year, out, 10);
  if (end - source < 19 || load<u8>(source, 10) != SPACE) return IS_NULL;
  const clock = clockAt(source + 11);
  const behind = behindFraction(source + 19, end);
  if (clock < 0 || behind == 0) return IS_NULL;
  if (behind == end) return writeYear(year, out, 19);
  const zone = zoneAt(behind, end);
  return zone == NONE ? IS_NULL : writeYear(year + yearsToUtc(month, day, clock, zone), out, 22);
}

/**
 * `06/15/1950`, `15.06.1950` and `15-06-1950`, with a time behind it or none: the first of January is the same whichever of day and
 * month comes first. A zone is written by a name there, so its year cannot be told, and the value is NULL.
 */
function yearOfOtherStyle(source: usize, end: usize, out: usize): i32 {
  const separator = load<u8>(source, 2);
  if (separator != SLASH && separator != POINT && separator != MINUS) return IS_NULL;
  if (load<u8>(source, 5) != separator) return IS_NULL;
  const first = part(source, 1, 31);
  const second = part(source + 3, 1, 31);
  const year = digitsAt(source + 6, 4);
  if (first < 0 || second < 0 || (first > 12 && second > 12) || year < 1) return IS_NULL;
  const isAlone = end == source + 10;
  if (!isAlone) {
    if (end - source < 19 || load<u8>(source, 10) != SPACE || clockAt(source + 11) < 0) return IS_NULL;
    if (behindFraction(source + 19, end) != end) return IS_NULL;
  }
  store<u16>(out, 0x3130); // 01
  store<u8>(out, separator, 2);
  store<u16>(out, 0x3130, 3); // 01
  store<u8>(out, separator, 5);
  memory.copy(out + 6, source + 6, 4);
  store<u64>(out, 0x303a30303a303020, 10); //  00:00:0
  store<u8>(out, ZERO, 18);
  return isAlone ? 10 : 19;
}

/** Writes `YYYY-01-01 00:00:00+00` as far as `length`; there is room for all of it. */
function writeYear(year: i32, out: usize, length: i32): i32 {
  if (year < 1 || year > 9999) return IS_NULL;
  store<u8>(out, ZERO + <u8>(year / 1000));
  store<u8>(out, ZERO + <u8>((year / 100) % 10), 1);
  store<u8>(out, ZERO + <u8>((year / 10) % 10), 2);
  store<u8>(out, ZERO + <u8>(year % 10), 3);
  store<u16>(out, 0x302d, 4); // -0
  store<u32>(out, 0x31302d31, 6); // 1-01
  store<u64>(out, 0x303a30303a303020, 10); //  00:00:0
  store<u32>(out, 0x30302b30, 18); // 0+00
  return length;
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
