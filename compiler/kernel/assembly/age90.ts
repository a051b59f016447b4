// `age90`, 45 CFR 164.514(b)(2)(i)(C): all ages over 89 become 90. An age of 89 and a half is over 89.
import { ZERO, behindDigits, behindSpaces, endBeforeSpaces } from './ascii';
import { copyRun } from './copy';
import { DECIMAL, hasFraction, readNumber, wholePart, writeNumber } from './number';
import { IS_NULL, NO_ROOM } from './outcome';

const OLDEST_SHOWN: u32 = 89;
const AGGREGATE: u32 = 90;

/** An age up to 89 is written with no more digits than this; a longer number with zeros in front is something else. */
const MOST_DIGITS: usize = 3;

function isOver(): bool {
  return wholePart > OLDEST_SHOWN || (wholePart == OLDEST_SHOWN && hasFraction);
}

export function age90Number(encoding: i32, source: usize, length: usize, out: usize, limit: usize): i32 {
  if (!readNumber(encoding, source, length)) return IS_NULL;
  return isOver() ? writeNumber(encoding, AGGREGATE, out, limit) : copy(source, length, out, limit);
}

/** A whole number as text, spaces around it. */
export function age90Text(source: usize, length: usize, out: usize, limit: usize): i32 {
  const end = endBeforeSpaces(source, source + length);
  const start = behindSpaces(source, end);
  const digits = end - start;
  if (digits == 0 || behindDigits(start, end) != end || !readNumber(DECIMAL, start, digits)) return IS_NULL;
  if (digits > MOST_DIGITS && load<u8>(start) == ZERO) return IS_NULL;
  return isOver() ? writeNumber(DECIMAL, AGGREGATE, out, limit) : copy(source, length, out, limit);
}

function copy(source: usize, length: usize, out: usize, limit: usize): i32 {
  if (limit - out < length) return NO_ROOM;
  copyRun(out, source, length);
  return <i32>length;
}
