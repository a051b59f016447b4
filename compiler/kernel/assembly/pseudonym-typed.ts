// `pseudonym` of the types with enough values that two people never share one: int8, uuid and bytea. The hash is that of the binary
// form, so that a value has the same pseudonym in text and in binary format. Without a key it is NULL.
import { MINUS, ZERO, behindDigits, hexByteAt, writeDecimal, writeHex } from './ascii';
import { hasKey, hmac } from './hmac';
import { IS_NULL, NO_ROOM } from './outcome';

const BACKSLASH: u8 = 0x5c;
const HEX_MARK: u16 = 0x785c; // \x

const MOST_INT8_DIGITS: usize = 19;
const UUID_BYTES: usize = 16;
const UUID_TEXT_BYTES: usize = 36;
const BYTEA_BYTES: usize = 16;
const BYTEA_TEXT_BYTES: usize = 34;

/** Replaces the eight bytes at `out`, an int8, by the 63 bits of its hash, a number that is not negative. */
function hashInt8(source: usize, out: usize): u64 {
  hmac(source, 8, out, 2);
  const bits = bswap(load<u64>(out)) & i64.MAX_VALUE;
  store<u64>(out, bswap(bits));
  return bits;
}

export function pseudonymInt8(source: usize, length: usize, out: usize, limit: usize): i32 {
  if (!hasKey() || length != 8) return IS_NULL;
  if (limit - out < 8) return NO_ROOM;
  hashInt8(source, out);
  return 8;
}

/** Takes an int8 as PostgreSQL prints it: no plus, no leading zeros. */
export function pseudonymInt8Text(source: usize, length: usize, out: usize, limit: usize): i32 {
  if (!hasKey() || length == 0) return IS_NULL;
  const isNegative = load<u8>(source) == MINUS;
  const digits = source + <usize>isNegative;
  const end = source + length;
  if (digits == end || end - digits > MOST_INT8_DIGITS || behindDigits(digits, end) != end) return IS_NULL;
  if (load<u8>(digits) == ZERO && length > 1) return IS_NULL;
  let value: u64 = 0;
  for (let at = digits; at < end; at++) value = value * 10 + (load<u8>(at) - ZERO);
  if (value > <u64>i64.MAX_VALUE + <u64>isNegative) return IS_NULL;
  if (limit - out < MOST_INT8_DIGITS) return NO_ROOM;
  store<u64>(out, bswap(isNegative ? 0 - value : value));
  return <i32>writeDecimal(hashInt8(out, out), out);
}

/** Writes 16 bytes of hash as a UUID of version 8, RFC 9562, which leaves 122 bits to whoever makes it. */
function hashUuid(source: usize, out: usize): void {
  hmac(source, UUID_BYTES, out, 4);
  store<u8>(out, (load<u8>(out, 6) & 0x0f) | 0x80, 6);
  store<u8>(out, (load<u8>(out, 8) & 0x3f) | 0x80, 8);
}

export function pseudonymUuid(source: usize, length: usize, out: usize, limit: usize): i32 {
  if (!hasKey() || length != UUID_BYTES) return IS_NULL;
  if (limit - out < UUID_BYTES) return NO_ROOM;
  hashUuid(source, out);
  return <i32>UUID_BYTES;
}

/** A hyphen stands before these bytes: 8-4-4-4-12 digits. */
function isBehindHyphen(index: usize): bool {
  return index == 4 || index == 6 || index == 8 || index == 10;
}

export function pseudonymUuidText(source: usize, length: usize, out: usize, limit: usize): i32 {
  if (!hasKey() || length != UUID_TEXT_BYTES) return IS_NULL;
  if (limit - out < UUID_TEXT_BYTES) return NO_ROOM;
  // The bytes stand at the end of the room and the digits grow towards them; a digit pair is written after its byte is read.
  const bytes = out + UUID_TEXT_BYTES - UUID_BYTES;
  let at = source;
  for (let index: usize = 0; index < UUID_BYTES; index++) {
    if (isBehindHyphen(index) && load<u8>(at++) != MINUS) return IS_NULL;
    const byte = hexByteAt(at);
    if (byte < 0) return IS_NULL;
    store<u8>(bytes + index, <u8>byte);
    at += 2;
  }
  hashUuid(bytes, bytes);
  let to = out;
  for (let index: usize = 0; index < UUID_BYTES; index++) {
    const byte = load<u8>(bytes + index);
    if (isBehindHyphen(index)) store<u8>(to++, MINUS);
    writeHex(byte, to);
    to += 2;
  }
  return <i32>UUID_TEXT_BYTES;
}

export function pseudonymBytea(source: usize, length: usize, out: usize, limit: usize): i32 {
  if (!hasKey()) return IS_NULL;
  if (limit - out < BYTEA_BYTES) return NO_ROOM;
  hmac(source, length, out, 4);
  return <i32>BYTEA_BYTES;
}

/** Either output form of bytea, since a session may choose it; the pseudonym is written in the hex form, which drivers tell apart. */
export function pseudonymByteaText(source: usize, length: usize, out: usize, limit: usize): i32 {
  if (!hasKey()) return IS_NULL;
  // The bytes are unpacked where the pseudonym goes; no form is longer than its text.
  if (limit - out < max<usize>(length, BYTEA_TEXT_BYTES)) return NO_ROOM;
  const isHex = length >= 2 && load<u16>(source) == HEX_MARK;
  const size = isHex ? unpackHex(source + 2, source + length, out) : unpackEscaped(source, source + length, out);
  if (size < 0) return IS_NULL;
  const hash = out + BYTEA_TEXT_BYTES - BYTEA_BYTES;
  hmac(out, <usize>size, hash, 4);
  store<u16>(out, HEX_MARK);
  for (let index: usize = 0; index < BYTEA_BYTES; index++) writeHex(load<u8>(hash + index), out + 2 + index * 2);
  return <i32>BYTEA_TEXT_BYTES;
}

/** Pairs of hex digits; gives the bytes written, or -1. */
function unpackHex(at: usize, end: usize, out: usize): i32 {
  const start = out;
  if ((end - at) & 1) return -1;
  for (; at < end; at += 2) {
    const byte = hexByteAt(at);
    if (byte < 0) return -1;
    store<u8>(out++, <u8>byte);
  }
  return <i32>(out - start);
}

/** Printable ASCII as it is, a backslash twice, every other byte as a backslash and three octal digits; gives the bytes written, or -1. */
function unpackEscaped(at: usize, end: usize, out: usize): i32 {
  const start = out;
  while (at < end) {
    let byte = load<u8>(at++);
    if (byte == BACKSLASH) {
      if (at < end && load<u8>(at) == BACKSLASH) at++;
      else {
        const octal = end - at < 3 ? -1 : octalAt(at);
        if (octal < 0) return -1;
        byte = <u8>octal;
        at += 3;
      }
    } else if (byte < 0x20 || byte > 0x7e) return -1;
    store<u8>(out++, byte);
  }
  return <i32>(out - start);
}

/** The byte that three octal digits spell, or -1. */
function octalAt(at: usize): i32 {
  const first = <u32>load<u8>(at) - ZERO;
  const second = <u32>load<u8>(at, 1) - ZERO;
  const third = <u32>load<u8>(at, 2) - ZERO;
  return first > 3 || second > 7 || third > 7 ? -1 : <i32>((first << 6) | (second << 3) | third);
}
