// The backslash escapes of COPY's text format.
import { BACKSLASH, DELIMITER, isNullText } from './copy-state';
import { loadPart } from './part';
import { NO_ROOM } from './outcome';
import { limit } from './walk';

/** The control characters from backspace to carriage return have letters. */
const FIRST_NAMED: u8 = 8;
const NAMED: u8 = 6;

function letterOf(control: u8): u8 {
  switch (control) {
    case 8:
      return 0x62; // b
    case 9:
      return 0x74; // t
    case 10:
      return 0x6e; // n
    case 11:
      return 0x76; // v
    case 12:
      return 0x66; // f
    default:
      return 0x72; // r
  }
}

/** What a letter stands for behind a backslash; any other byte stands for itself. */
function meaningOf(byte: u8): u8 {
  switch (byte) {
    case 0x62:
      return 8;
    case 0x66:
      return 12;
    case 0x6e:
      return 10;
    case 0x72:
      return 13;
    case 0x74:
      return 9;
    case 0x76:
      return 11;
    default:
      return byte;
  }
}

function hexValue(byte: u8): i32 {
  const digit = <u32>byte - 0x30;
  if (digit <= 9) return digit;
  const letter = <u32>(byte | 0x20) - 0x61;
  return letter <= 5 ? <i32>letter + 10 : -1;
}

/** Up to `most` digits of 3 bits or hex digits; sets `behindDigits`. */
let behindDigits: usize = 0;
function digits(at: usize, end: usize, isHex: bool): u32 {
  const last = min(end, at + (isHex ? 2 : 3));
  let value: u32 = 0;
  for (; at < last; at++) {
    const digit = hexValue(load<u8>(at));
    if (digit < 0 || (!isHex && digit > 7)) break;
    value = (value << (isHex ? 4 : 3)) | digit;
  }
  behindDigits = at;
  return value & 0xff;
}

/** Writes what the field means, which is never longer, and gives where that ends; 0 where it is no text of PostgreSQL. */
export function decodeText(at: usize, end: usize, to: usize): usize {
  while (at < end) {
    const byte = load<u8>(at++);
    if (byte != BACKSLASH) {
      store<u8>(to++, byte);
      continue;
    }
    if (at == end) return 0;
    const escaped = load<u8>(at);
    const isOctal = escaped >= 0x30 && escaped <= 0x37;
    const isHex = escaped == 0x78 && at + 1 < end && hexValue(load<u8>(at, 1)) >= 0;
    if (isOctal || isHex) {
      const value = digits(isHex ? at + 1 : at, end, isHex);
      if (value == 0) return 0;
      store<u8>(to++, <u8>value);
      at = behindDigits;
    } else {
      store<u8>(to++, meaningOf(escaped));
      at++;
    }
  }
  return to;
}

function needsEscape(byte: u8, delimiter: u8): bool {
  return byte == BACKSLASH || byte == delimiter || <u8>(byte - FIRST_NAMED) < NAMED;
}

function escapesIn(bytes: v128, delimiter: v128): i32 {
  const named = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(FIRST_NAMED)), i8x16.splat(NAMED));
  const others = v128.or(i8x16.eq(bytes, delimiter), i8x16.eq(bytes, i8x16.splat(BACKSLASH)));
  return i8x16.bitmask(v128.or(named, others));
}

function countEscapes(at: usize, length: usize, delimiter: u8): usize {
  if (ASC_FEATURE_SIMD) {
    return countEscapesIn(at, length, delimiter);
  } else {
    let count: usize = 0;
    for (let index: usize = 0; index < length; index++) count += <usize>needsEscape(load<u8>(at + index), delimiter);
    return count;
  }
}

function countEscapesIn(at: usize, length: usize, delimiter: u8): usize {
  const delimiters = i8x16.splat(delimiter);
  const end = at + length;
  let count: usize = 0;
  for (; end - at >= 16; at += 16) count += popcnt(escapesIn(v128.load(at), delimiters));
  const part = end - at;
  return part == 0 ? count : count + popcnt(escapesIn(loadPart(at, part), delimiters) & ((1 << part) - 1));
}

/** Escapes the value that was written at `at`, in place. Gives the length that it has then, or NO_ROOM. */
export function encodeText(state: usize, at: usize, length: usize): i32 {
  const delimiter = load<u8>(state, DELIMITER);
  const count = countEscapes(at, length, delimiter);
  if (count > 0) {
    if (limit - at < length + count) return NO_ROOM;
    let to = at + length + count;
    // From the end, since the value grows.
    for (let from = at + length; from > at && to > from;) {
      const byte = load<u8>(--from);
      const isNamed = <u8>(byte - FIRST_NAMED) < NAMED;
      store<u8>(--to, isNamed ? letterOf(byte) : byte);
      if (needsEscape(byte, delimiter)) store<u8>(--to, BACKSLASH);
    }
  }
  const encoded = length + count;
  return encoded > 0 && isNullText(state, at, encoded) ? unlikeNull(at, encoded) : <i32>encoded;
}

/** The value would read as NULL: its first byte is written as three octal digits, which mean the same. */
function unlikeNull(at: usize, length: usize): i32 {
  const isEscape = load<u8>(at) == BACKSLASH;
  const byte = isEscape ? meaningOf(load<u8>(at, 1)) : load<u8>(at);
  const rest: usize = isEscape ? 2 : 1;
  const grown = length - rest + 4;
  if (limit - at < grown) return NO_ROOM;
  memory.copy(at + 4, at + rest, length - rest);
  store<u8>(at, BACKSLASH);
  store<u8>(at, 0x30 + (byte >> 6), 1);
  store<u8>(at, 0x30 + ((byte >> 3) & 7), 2);
  store<u8>(at, 0x30 + (byte & 7), 3);
  return <i32>grown;
}
