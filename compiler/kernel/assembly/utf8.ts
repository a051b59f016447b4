// Strict UTF-8: overlong forms, surrogates and values beyond U+10FFFF are not text.

function isContinuation(address: usize): bool {
  return (load<u8>(address) & 0xc0) == 0x80;
}

/** Address behind the code point at `at` (which is before `end`), or 0 when the bytes are not UTF-8. */
export function behindCodePoint(at: usize, end: usize): usize {
  const first = load<u8>(at);
  if (first < 0x80) return at + 1;
  if (first < 0xc2 || first > 0xf4 || end - at < 2 || !isContinuation(at + 1)) return 0;
  if (first < 0xe0) return at + 2;
  const second = load<u8>(at, 1);
  if (end - at < 3 || !isContinuation(at + 2)) return 0;
  if (first < 0xf0) {
    if ((first == 0xe0 && second < 0xa0) || (first == 0xed && second > 0x9f)) return 0;
    return at + 3;
  }
  if (end - at < 4 || !isContinuation(at + 3)) return 0;
  if ((first == 0xf0 && second < 0x90) || (first == 0xf4 && second > 0x8f)) return 0;
  return at + 4;
}

/** The first place that is not UTF-8, or `end`. */
export function behindUtf8(at: usize, end: usize): usize {
  while (at < end) {
    if (load<u8>(at) < 0x80) {
      at = behindAscii(at, end);
      continue;
    }
    const next = behindCodePoint(at, end);
    if (next == 0) return at;
    at = next;
  }
  return end;
}

/** The first byte that is not ASCII, or `end`. */
function behindAscii(at: usize, end: usize): usize {
  if (ASC_FEATURE_SIMD) at = behindAsciiBlocks(at, end);
  while (at < end && load<u8>(at) < 0x80) at++;
  return at;
}

function behindAsciiBlocks(at: usize, end: usize): usize {
  for (; end - at >= 64; at += 64) {
    const first = v128.or(v128.load(at), v128.load(at, 16));
    const second = v128.or(v128.load(at, 32), v128.load(at, 48));
    if (i8x16.bitmask(v128.or(first, second)) != 0) break;
  }
  for (; end - at >= 16; at += 16) {
    const high = i8x16.bitmask(v128.load(at));
    if (high != 0) return at + ctz(high);
  }
  return at;
}

export function isUtf8(at: usize, length: usize): bool {
  return behindUtf8(at, at + length) == at + length;
}

/**
 * How many of the bytes at `at`, which no code point begins with, one U+FFFD stands for (the Encoding Standard's rule: as many as could have begun
 * a code point); 0 when the bytes up to `end` may still become one.
 */
function brokenBytes(at: usize, end: usize): usize {
  const first = load<u8>(at);
  if (first < 0xc2 || first > 0xf4) return 1;
  if (end - at < 2) return 0;
  const second = load<u8>(at, 1);
  const least: u8 = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
  const greatest: u8 = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
  if (second < least || second > greatest) return 1;
  if (end - at < 3) return 0;
  if (!isContinuation(at + 2)) return 2;
  return end - at < 4 ? 0 : 3;
}

/** Where `decodeUtf8` stopped reading: before a sequence that is not finished. */
export let decodedTo: usize = 0;

/** Copies UTF-8 and writes U+FFFD for what is none, at most three bytes for each; gives the end of what it wrote. With `isLast`, what is not finished is broken. */
export function decodeUtf8(at: usize, end: usize, out: usize, isLast: bool): usize {
  while (at < end) {
    const good = behindUtf8(at, end);
    memory.copy(out, at, good - at);
    out += good - at;
    at = good;
    if (at == end) break;
    let broken = brokenBytes(at, end);
    if (broken == 0) {
      if (!isLast) break;
      broken = end - at;
    }
    store<u16>(out, 0xbfef);
    store<u8>(out, 0xbd, 2);
    out += 3;
    at += broken;
  }
  decodedTo = at;
  return out;
}
