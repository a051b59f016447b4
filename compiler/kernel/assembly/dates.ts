// Dates as people write them, checked against the calendar: with a month in letters, with numbers only, or as eight
// digits. The month is enough; a year alone is no date.
import { digitRun, firstDigit, followsDigit, followsPart, keptNumber, keepDigits } from './digits';
import { NEXT_TO_LABEL, isDigit, isLetter, labelBefore } from './labels';

const FIRST_YEAR: i32 = 1800;
const LAST_YEAR: i32 = 2199;
const MAY: i32 = 5;
/** Three letters of each month. */
const MONTHS = memory.data<u8>([
  106, 97, 110, 102, 101, 98, 109, 97, 114, 97, 112, 114, 109, 97, 121, 106, 117, 110, 106, 117, 108, 97, 117, 103, 115,
  101, 112, 111, 99, 116, 110, 111, 118, 100, 101, 99,
]);

function daysIn(month: i32, isLeap: bool): i32 {
  if (month == 2) return isLeap ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

function isYear(year: i32): bool {
  return year >= FIRST_YEAR && year <= LAST_YEAR;
}

function isLeapYear(year: i32): bool {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/** A day of a month in a year of `yearDigits` digits; in a year of two digits, or in none, the 29th of February may be. */
function isDay(day: i32, month: i32, year: i32, yearDigits: usize): bool {
  if (yearDigits == 4 && !isYear(year)) return false;
  const isLeap = yearDigits == 0 || (yearDigits == 2 ? year % 4 == 0 : isLeapYear(year));
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(month, isLeap);
}

/** Month first, as in the United States, or day first. */
function isDayEitherWay(first: i32, second: i32, year: i32, yearDigits: usize): bool {
  return isDay(second, first, year, yearDigits) || isDay(first, second, year, yearDigits);
}

/** 1 to 12 for letters that begin like a month, or 0. */
function monthAt(at: usize, end: usize): i32 {
  if (end - at < 3) return 0;
  for (let month: usize = 0; month < 12; month++) {
    const name = MONTHS + month * 3;
    if (
      (load<u8>(at) | 0x20) == load<u8>(name) &&
      (load<u8>(at, 1) | 0x20) == load<u8>(name, 1) &&
      (load<u8>(at, 2) | 0x20) == load<u8>(name, 2)
    )
      return <i32>month + 1;
  }
  return 0;
}

function numberAt(at: usize, end: usize): i32 {
  let value: i32 = 0;
  for (; at < end; at++) value = value * 10 + <i32>load<u8>(at) - 0x30;
  return value;
}

/** Where the letters that begin at `at` end. */
function lettersEnd(at: usize, end: usize): usize {
  while (at < end && isLetter(load<u8>(at))) at++;
  return at;
}

function firstLetter(at: usize, end: usize): usize {
  while (at < end && !isLetter(load<u8>(at))) at++;
  return at;
}

/** `March 5, 1950`, `5-Mar-50`, `5th of March`, `March 5-9, 1950`, `March 1950`. Ordinals and `of` are skipped: they name no month. */
function isNamedDate(at: usize, end: usize): bool {
  let letters = firstLetter(at, end);
  let month = monthAt(letters, end);
  while (month == 0 && letters < end) {
    letters = firstLetter(lettersEnd(letters, end), end);
    month = monthAt(letters, end);
  }
  if (month == 0) return false;
  const isSmallMay = month == MAY && load<u8>(letters) == 0x6d && lettersEnd(letters, end) - letters == 3;
  const isDayFirst = firstDigit(at, end) < letters;
  let day: i32 = 0;
  let lastDay: i32 = -1;
  let year: i32 = 0;
  let yearDigits: usize = 0;
  for (let from = firstDigit(at, end); from < end; from = firstDigit(from, end)) {
    const length = digitRun(from, end);
    const value = numberAt(from, from + length);
    if (length == 3 || length > 4) return false;
    if (length == 4 || (day != 0 && (isDayFirst ? from > letters : lastDay >= 0 || !isRange(from, at)))) {
      if (yearDigits != 0) return false;
      year = value;
      yearDigits = length;
    } else if (day == 0) {
      day = value;
      if (day == 0) return false;
    } else {
      lastDay = value;
    }
    from += length;
  }
  // "may 5" is a verb and a dose.
  if (yearDigits == 1 || (isSmallMay && yearDigits != 4)) return false;
  if (day == 0) return yearDigits == 4 && isYear(year);
  return isDay(day, month, year, yearDigits) && (lastDay < 0 || isDay(lastDay, month, year, yearDigits));
}

/** True for the second of two days: a dash, of one byte or three, stands before it. */
function isRange(at: usize, start: usize): bool {
  while (at > start && load<u8>(at - 1) == 0x20) at--;
  return at > start && (load<u8>(at - 1) == 0x2d || load<u8>(at - 1) >= 0x80);
}

/** `19500305`, with or without a time behind it. */
function isCompactDate(at: usize, end: usize): bool {
  const count = keepDigits(at, end);
  if (count != 8 && count != 12 && count != 14) return false;
  return isDay(keptNumber(6, 2), keptNumber(4, 2), keptNumber(0, 4), 4);
}

/** `3/5/50`, `1950-03-05`, `3/1950`, and behind a label `3/5`. */
function isNumericDate(words: usize, at: usize, end: usize, text: usize): bool {
  if (followsPart(at, text)) return false;
  const firstLength = digitRun(at, end);
  const secondAt = firstDigit(at + firstLength, end);
  if (secondAt == end) return isCompactDate(at, end);
  const secondLength = digitRun(secondAt, end);
  const thirdAt = firstDigit(secondAt + secondLength, end);
  const thirdLength = digitRun(thirdAt, end);
  const first = numberAt(at, at + firstLength);
  const second = numberAt(secondAt, secondAt + secondLength);
  const third = numberAt(thirdAt, thirdAt + thirdLength);
  if (firstLength == 4) return isDay(thirdLength == 0 ? 1 : third, second, first, 4);
  if (secondLength == 4) return isDay(1, first, second, 4);
  if (thirdLength > 0) return isDayEitherWay(first, second, third, thirdLength);
  return labelBefore(words, at, text) == NEXT_TO_LABEL && isDayEitherWay(first, second, 0, 0);
}

export function isDate(words: usize, at: usize, end: usize, text: usize): bool {
  while (at < end && load<u8>(at) == 0x5f) at++;
  const letters = firstLetter(at, end);
  if (isDigit(load<u8>(at)) && followsDigit(at, text)) return false;
  // The `T` of a time stands behind three numbers; a single letter at the end is only what follows.
  const isIso = letters < end && (load<u8>(letters) | 0x20) == 0x74 && digitRun(at, end) == 4;
  return letters + 1 >= end || isIso ? isNumericDate(words, at, end, text) : isNamedDate(at, end);
}
