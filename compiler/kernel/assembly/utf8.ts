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

export function isUtf8(at: usize, length: usize): bool {
  const end = at + length;
  while (at < end) {
    if (end - at >= 8 && (load<u64>(at) & 0x8080808080808080) == 0) {
      at += 8;
      continue;
    }
    at = behindCodePoint(at, end);
    if (at == 0) return false;
  }
  return true;
}
