// Digits and spaces as PostgreSQL prints them, and the way back.

export const ZERO: u8 = 0x30;
export const PLUS: u8 = 0x2b;
export const MINUS: u8 = 0x2d;
export const POINT: u8 = 0x2e;
export const SPACE: u8 = 0x20;

export function isDigit(byte: u8): bool {
  return <u32>byte - ZERO <= 9;
}

/** The number that `count` digits spell, or -1. Up to nine digits. */
export function digitsAt(at: usize, count: usize): i32 {
  let value: i32 = 0;
  for (let index: usize = 0; index < count; index++) {
    const byte = load<u8>(at + index);
    if (!isDigit(byte)) return -1;
    value = value * 10 + <i32>(byte - ZERO);
  }
  return value;
}

/** Address behind the digits at `at`, which may be none. */
export function behindDigits(at: usize, end: usize): usize {
  while (at < end && isDigit(load<u8>(at))) at++;
  return at;
}

export function behindSpaces(at: usize, end: usize): usize {
  while (at < end && load<u8>(at) == SPACE) at++;
  return at;
}

export function endBeforeSpaces(at: usize, end: usize): usize {
  while (end > at && load<u8>(end - 1) == SPACE) end--;
  return end;
}

/** Writes the number without leading zeros and gives the digits written: 20 at most. */
export function writeDecimal(value: u64, out: usize): usize {
  let digits: usize = 1;
  for (let rest = value; rest >= 10; rest /= 10) digits++;
  for (let at = out + digits; at > out; value /= 10) store<u8>(--at, ZERO + <u8>(value % 10));
  return digits;
}

/** The value of a hex digit of either case, or -1. */
export function hexValue(byte: u8): i32 {
  if (isDigit(byte)) return <i32>(byte - ZERO);
  const letter = <u32>(byte | 0x20) - 0x61;
  return letter < 6 ? <i32>letter + 10 : -1;
}

/** The byte that two hex digits spell, or -1. */
export function hexByteAt(at: usize): i32 {
  const high = hexValue(load<u8>(at));
  const low = hexValue(load<u8>(at, 1));
  return high < 0 || low < 0 ? -1 : (high << 4) | low;
}

/** Writes two lower-case hex digits. */
export function writeHex(byte: u8, out: usize): void {
  store<u8>(out, hexDigit(byte >> 4));
  store<u8>(out, hexDigit(byte & 15), 1);
}

function hexDigit(value: u8): u8 {
  return value < 10 ? ZERO + value : 0x57 + value;
}
