// Characters as the protocol counts them: code points, not UTF-16 units.

/** The number of code points in UTF-8 bytes: every byte that does not continue one. */
export function countCharacters(bytes: Uint8Array): number {
  let count = 0;
  for (const byte of bytes) if ((byte & 0xc0) !== 0x80) count += 1;
  return count;
}
