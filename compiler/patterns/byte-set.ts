// Sets of bytes as 256 bits.

export type ByteSet = bigint;

export const NO_BYTES: ByteSet = 0n;
export const ALL_BYTES: ByteSet = (1n << 256n) - 1n;

const ranges: ByteSet[] = [];

export const byteRange = (from: number, to: number): ByteSet =>
  (ranges[from * 256 + to] ??= ((1n << BigInt(to - from + 1)) - 1n) << BigInt(from));

/** The bytes of a set, upwards. */
export function bytesOf(set: ByteSet): readonly number[] {
  const bits = set.toString(2);
  const bytes: number[] = [];
  for (let byte = 0; byte < bits.length; byte += 1)
    if (bits.charCodeAt(bits.length - 1 - byte) === 0x31) bytes.push(byte);
  return bytes;
}

export const WORD_BYTES: ByteSet =
  byteRange(0x30, 0x39) | byteRange(0x41, 0x5a) | byteRange(0x5f, 0x5f) | byteRange(0x61, 0x7a);
