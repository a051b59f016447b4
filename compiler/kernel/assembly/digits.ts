// The ASCII digits of a match without what stands between them, for the validators.
import { isDigit } from './labels';

/** No match that is read has more digits or letters; what is longer counts as too long. */
export const MOST: i32 = 40;
const KEPT = memory.data(40);

/** Keeps the digits up to `end`, and gives how many there are; MOST + 1 when there are more than can be kept. */
export function keepDigits(at: usize, end: usize): i32 {
  let count: i32 = 0;
  for (; at < end; at++) {
    const byte = load<u8>(at);
    if (!isDigit(byte)) continue;
    if (count == MOST) return MOST + 1;
    store<u8>(KEPT + count, byte - 0x30);
    count++;
  }
  return count;
}

export function kept(index: i32): i32 {
  return <i32>load<u8>(KEPT + index);
}

/** The number that `count` kept digits from `first` on make. */
export function keptNumber(first: i32, count: i32): i32 {
  let value: i32 = 0;
  for (let index = first; index < first + count; index++) value = value * 10 + kept(index);
  return value;
}

/** How many digits stand at the start of the text. */
export function digitRun(at: usize, end: usize): usize {
  const start = at;
  while (at < end && isDigit(load<u8>(at))) at++;
  return at - start;
}

/** Where the first digit is, or `end`. */
export function firstDigit(at: usize, end: usize): usize {
  while (at < end && !isDigit(load<u8>(at))) at++;
  return at;
}

/** True when a digit stands directly before `at`: the match is a part of a longer number. */
export function followsDigit(at: usize, text: usize): bool {
  return at > text && isDigit(load<u8>(at - 1));
}

/** True when a digit and one of `. - / :` stand directly before `at`. */
export function followsPart(at: usize, text: usize): bool {
  if (at < text + 2 || !isDigit(load<u8>(at - 2))) return false;
  const byte = load<u8>(at - 1);
  return byte == 0x2d || byte == 0x2e || byte == 0x2f || byte == 0x3a;
}
