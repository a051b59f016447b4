// `pseudonym` of text: `p_` and 16 hex digits of the keyed hash. Without a key it is NULL.
import { endBeforeSpaces, writeHex } from './ascii';
import { hasKey, hmac } from './hmac';
import { IS_NULL, NO_ROOM } from './outcome';
import { isUtf8 } from './utf8';

const WRITTEN: usize = 18;

export function pseudonymText(source: usize, length: usize, out: usize, limit: usize): i32 {
  if (!hasKey() || !isUtf8(source, length)) return IS_NULL;
  if (limit - out < WRITTEN) return NO_ROOM;
  // The hash goes to the end of the room and its digits grow towards it; a digit pair is written after its byte is read.
  const hash = out + 10;
  hmac(source, length, hash, 2);
  store<u16>(out, 0x5f70);
  for (let index: usize = 0; index < 8; index++) writeHex(load<u8>(hash + index), out + 2 + index * 2);
  return <i32>WRITTEN;
}

/** Of `character(n)`, whose padding is no part of the value: it is equal to the same text in a wider column. */
export function pseudonymPadded(source: usize, length: usize, out: usize, limit: usize): i32 {
  return pseudonymText(source, endBeforeSpaces(source, source + length) - source, out, limit);
}
