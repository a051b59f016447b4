// Writes JSON at the top of the heap. Nothing else may allocate between `begin` and `finish`.
import { copyRun } from './copy';
import { alloc, mark, restore } from './heap';
import { addressOf, lengthOf } from './text';
import {
  BOOL,
  NUMBER,
  OBJECT,
  SET,
  STRING,
  firstEntry,
  isTrue,
  keyOf,
  kindOf,
  nextEntry,
  textIn,
  valueOf,
} from './value';

let to: usize = 0;
let limit: usize = 0;

export function begin(): usize {
  to = alloc(0);
  limit = to;
  return to;
}

/** Ends the text with a NUL byte, which is not counted. Gives the text's length. */
export function finish(start: usize): usize {
  room(1);
  store<u8>(to, 0);
  restore(to + 1);
  return to - start;
}

function room(bytes: usize): void {
  if (to + bytes <= limit) return;
  restore(to);
  const more = max<usize>(bytes + 8, 1024);
  alloc(more);
  limit = mark();
}

export function putByte(byte: u8): void {
  room(1);
  store<u8>(to, byte);
  to++;
}

export function putText(text: u64): void {
  const length = lengthOf(text);
  room(length);
  copyRun(to, addressOf(text), length);
  to += length;
}

/** An ASCII literal of the kernel. */
export function putLiteral(literal: string): void {
  const length = literal.length;
  room(length);
  for (let index = 0; index < length; index++) store<u8>(to + index, <u8>literal.charCodeAt(index));
  to += length;
}

function hexDigit(digit: u8): u8 {
  return digit < 10 ? 0x30 + digit : 0x57 + digit;
}

/** The letter behind the backslash that JSON.stringify writes for a control character, or 0 where it writes four hex digits. */
function shortEscape(byte: u8): u8 {
  if (byte == 0x08) return 0x62;
  if (byte == 0x09) return 0x74;
  if (byte == 0x0a) return 0x6e;
  if (byte == 0x0c) return 0x66;
  return byte == 0x0d ? 0x72 : 0;
}

function putString(text: u64): void {
  putByte(0x22);
  const end = addressOf(text) + lengthOf(text);
  for (let at = addressOf(text); at < end; at++) {
    const byte = load<u8>(at);
    if (byte == 0x22 || byte == 0x5c) {
      putByte(0x5c);
      putByte(byte);
    } else if (shortEscape(byte) != 0) {
      putByte(0x5c);
      putByte(shortEscape(byte));
    } else if (byte < 0x20) {
      putLiteral('\\u00');
      putByte(hexDigit(byte >> 4));
      putByte(hexDigit(byte & 15));
    } else {
      putByte(byte);
    }
  }
  putByte(0x22);
}

/** Writes a value; its depth is limited by the reader that made it. Sets are arrays unless `asRego`. */
export function putValue(value: usize, asRego: bool): void {
  const kind = kindOf(value);
  if (kind == BOOL) putLiteral(isTrue(value) ? 'true' : 'false');
  else if (kind == NUMBER) putText(textIn(value));
  else if (kind == STRING) putString(textIn(value));
  else if (kind >= 4) putCollection(value, kind, asRego);
  else putLiteral('null');
}

function putCollection(value: usize, kind: u32, asRego: bool): void {
  const isBraced = kind == OBJECT || (kind == SET && asRego);
  if (kind == SET && asRego && firstEntry(value) == 0) {
    putLiteral('set()');
    return;
  }
  putByte(isBraced ? 0x7b : 0x5b);
  for (let entry = firstEntry(value); entry != 0; entry = nextEntry(entry)) {
    if (entry != firstEntry(value)) putByte(0x2c);
    if (kind == OBJECT) {
      putString(textIn(keyOf(entry)));
      putByte(0x3a);
    }
    putValue(valueOf(entry), asRego);
  }
  putByte(isBraced ? 0x7d : 0x5d);
}
