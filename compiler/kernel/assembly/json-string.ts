// JSON strings and UTF-8, strictly. A string without escapes is not copied.
import { alloc } from './heap';
import { STRING, newText } from './value';
import { textOf } from './text';

const REPLACEMENT: u32 = 0xfffd;
const NOT_HEX: u32 = 0xffffffff;

/** Length of the well-formed UTF-8 sequence at `at`, or 0. */
export function sequenceLength(at: usize, end: usize): usize {
  const lead = load<u8>(at);
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const length: usize = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (at + length > end) return 0;
  const second = load<u8>(at, 1);
  if (lead == 0xe0 && second < 0xa0) return 0;
  if (lead == 0xed && second > 0x9f) return 0;
  if (lead == 0xf0 && second < 0x90) return 0;
  if (lead == 0xf4 && second > 0x8f) return 0;
  for (let index: usize = 1; index < length; index++) {
    if ((load<u8>(at + index) & 0xc0) != 0x80) return 0;
  }
  return length;
}

/** Writes a code point as UTF-8; gives the address behind it. */
function putCodePoint(to: usize, code: u32): usize {
  if (code < 0x80) {
    store<u8>(to, <u8>code);
    return to + 1;
  }
  if (code < 0x800) {
    store<u8>(to, <u8>(0xc0 | (code >> 6)));
    store<u8>(to, <u8>(0x80 | (code & 0x3f)), 1);
    return to + 2;
  }
  if (code < 0x10000) {
    store<u8>(to, <u8>(0xe0 | (code >> 12)));
    store<u8>(to, <u8>(0x80 | ((code >> 6) & 0x3f)), 1);
    store<u8>(to, <u8>(0x80 | (code & 0x3f)), 2);
    return to + 3;
  }
  store<u8>(to, <u8>(0xf0 | (code >> 18)));
  store<u8>(to, <u8>(0x80 | ((code >> 12) & 0x3f)), 1);
  store<u8>(to, <u8>(0x80 | ((code >> 6) & 0x3f)), 2);
  store<u8>(to, <u8>(0x80 | (code & 0x3f)), 3);
  return to + 4;
}

/** The four hexadecimal digits at `at`, or NOT_HEX. */
function hexAt(at: usize, end: usize): u32 {
  if (at + 4 > end) return NOT_HEX;
  let code: u32 = 0;
  for (let index: usize = 0; index < 4; index++) {
    const digit = <u32>load<u8>(at + index);
    const lower = digit | 0x20;
    if (digit - 0x30 < 10) code = (code << 4) | (digit - 0x30);
    else if (lower - 0x61 < 6) code = (code << 4) | (lower - 0x61 + 10);
    else return NOT_HEX;
  }
  return code;
}

function plainEscape(letter: u8): u8 {
  switch (letter) {
    case 0x22:
    case 0x5c:
    case 0x2f:
      return letter;
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
    default:
      return 0;
  }
}

/** Address behind the closing quote of the string last read. */
export let stringEnd: usize = 0;

/** Reads the string whose opening quote is before `at`; 0 when it is malformed. */
export function readString(at: usize, end: usize): usize {
  const start = at;
  while (at < end) {
    const byte = load<u8>(at);
    if (byte == 0x22) {
      stringEnd = at + 1;
      return newText(STRING, textOf(start, at - start), false);
    }
    if (byte == 0x5c) return readEscaped(start, at, end);
    if (byte < 0x20) return 0;
    const length = sequenceLength(at, end);
    if (length == 0) return 0;
    at += length;
  }
  return 0;
}

/** Goes on at the first backslash, into a copy. An escaped text is never longer than its source. */
function readEscaped(start: usize, at: usize, end: usize): usize {
  let close = at;
  while (close < end && load<u8>(close) != 0x22) close += load<u8>(close) == 0x5c ? 2 : 1;
  if (close >= end) return 0;
  const copy = alloc(close - start);
  memory.copy(copy, start, at - start);
  let to = copy + (at - start);
  let isIllFormed = false;
  while (at < close) {
    const byte = load<u8>(at);
    if (byte != 0x5c) {
      if (byte < 0x20) return 0;
      const length = sequenceLength(at, close);
      if (length == 0) return 0;
      memory.copy(to, at, length);
      to += length;
      at += length;
      continue;
    }
    if (load<u8>(at, 1) != 0x75) {
      const plain = plainEscape(load<u8>(at, 1));
      if (plain == 0) return 0;
      store<u8>(to, plain);
      to++;
      at += 2;
      continue;
    }
    let code = hexAt(at + 2, close);
    if (code == NOT_HEX) return 0;
    at += 6;
    if ((code & 0xf800) == 0xd800) {
      const low = code < 0xdc00 && at + 6 <= close && load<u16>(at) == 0x755c ? hexAt(at + 2, close) : NOT_HEX;
      if (low != NOT_HEX && (low & 0xfc00) == 0xdc00) {
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        at += 6;
      } else {
        code = REPLACEMENT;
        isIllFormed = true;
      }
    }
    to = putCodePoint(to, code);
  }
  stringEnd = close + 1;
  return newText(STRING, textOf(copy, to - copy), isIllFormed);
}
