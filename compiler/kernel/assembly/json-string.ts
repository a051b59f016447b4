// JSON strings and UTF-8, strictly. A string without escapes is not copied.
import { alloc } from './heap';
import { copyRun } from './copy';
import { textOf } from './text';

const REPLACEMENT: u32 = 0xfffd;
const NOT_HEX: u32 = 0xffffffff;
const QUOTE: u8 = 0x22;
const BACKSLASH: u8 = 0x5c;

const EACH: u64 = 0x0101010101010101;
const HIGH: u64 = 0x8080808080808080;

/**
 * The first byte that is not plain ASCII inside a string: a quote, a backslash, a control character, or not ASCII at
 * all; `end` when there is none. Eight bytes are looked at together: subtracting makes the high bit of a byte that is
 * zero, or less than a space, and a borrow reaches only bytes behind one that is found already.
 */
export function behindPlain(at: usize, end: usize): usize {
  for (; at + 8 <= end; at += 8) {
    const bytes = load<u64>(at);
    const quotes = bytes ^ (EACH * 0x22);
    const backslashes = bytes ^ (EACH * 0x5c);
    const found =
      (((quotes - EACH) & ~quotes) | ((backslashes - EACH) & ~backslashes) | ((bytes - EACH * 0x20) & ~bytes) | bytes) &
      HIGH;
    if (found != 0) return at + (<usize>ctz(found) >> 3);
  }
  for (; at < end; at++) {
    const byte = load<u8>(at);
    if (byte == QUOTE || byte == BACKSLASH || byte < 0x20 || byte >= 0x80) return at;
  }
  return end;
}

/** Length of the well-formed UTF-8 sequence at `at`, or 0. */
export function sequenceLength(at: usize, end: usize): usize {
  const lead = load<u8>(at);
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const length: usize = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (length > end - at) return 0;
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
    case QUOTE:
    case BACKSLASH:
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

/** Of the string last read: the address behind its closing quote, and whether it holds half a surrogate pair. */
export let stringEnd: usize = 0;
export let isIllFormed: bool = false;

/** Where texts with escapes are written by `readString`; 0 makes it allocate for each. */
let room: usize = 0;

/** Gives `readString` a place for all texts with escapes until it is called again; it has to hold as many bytes as their source. */
export function copyTextsTo(address: usize): void {
  room = address;
}

/** The string whose opening quote is before `at`; 0 when it is malformed. */
export function readString(at: usize, end: usize): u64 {
  const start = at;
  while (true) {
    at = behindPlain(at, end);
    if (at >= end) return 0;
    const byte = load<u8>(at);
    if (byte == QUOTE) {
      stringEnd = at + 1;
      isIllFormed = false;
      return textOf(start, at - start);
    }
    if (byte == BACKSLASH) return readEscaped(start, at, end);
    const length = byte < 0x20 ? 0 : sequenceLength(at, end);
    if (length == 0) return 0;
    at += length;
  }
}

/** Goes on at the first backslash, into a copy. A text is never longer than its escaped source. */
function readEscaped(start: usize, at: usize, end: usize): u64 {
  let close = at;
  while (close < end && load<u8>(close) != QUOTE) close += load<u8>(close) == BACKSLASH ? 2 : 1;
  if (close >= end) return 0;
  const copy = room == 0 ? alloc(close - start) : room;
  copyRun(copy, start, at - start);
  let to = copy + (at - start);
  isIllFormed = false;
  while (at < close) {
    const run = behindPlain(at, close);
    copyRun(to, at, run - at);
    to += run - at;
    at = run;
    if (at >= close) break;
    if (load<u8>(at) != BACKSLASH) {
      const length = load<u8>(at) < 0x20 ? 0 : sequenceLength(at, close);
      if (length == 0) return 0;
      copyRun(to, at, length);
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
  if (room != 0) room = to;
  stringEnd = close + 1;
  return textOf(copy, to - copy);
}
