// Sets of bytes. Equal sets are one object, so that what is asked about a set is found out once and sets compare by identity.

export interface ByteSet {
  readonly number: number;
  /** Bit i is byte i. */
  readonly bits: bigint;
}

const sets = new Map<string, ByteSet>();
/** Results of operations by their operands' numbers; forgotten when they are too many. */
const results = new Map<number, ByteSet>();
const MAX_RESULTS = 500_000;
const OPERATIONS = 4;
const MAX_NUMBER = 2 ** 24;

function setOf(bits: bigint): ByteSet {
  // Small enough to be exact in the key of a result.
  if (sets.size >= MAX_NUMBER) throw new Error('too many sets of bytes');
  const key = bits.toString(36);
  const known = sets.get(key);
  if (known) return known;
  const set = { number: sets.size, bits };
  sets.set(key, set);
  return set;
}

function remembered(left: ByteSet, right: ByteSet, operation: number, bits: () => bigint): ByteSet {
  const key = (left.number * MAX_NUMBER + right.number) * OPERATIONS + operation;
  const known = results.get(key);
  if (known) return known;
  if (results.size > MAX_RESULTS) results.clear();
  const result = setOf(bits());
  results.set(key, result);
  return result;
}

export const NO_BYTES: ByteSet = setOf(0n);
export const ALL_BYTES: ByteSet = setOf((1n << 256n) - 1n);

const ranges: ByteSet[] = [];

export const byteRange = (from: number, to: number): ByteSet =>
  (ranges[from * 256 + to] ??= setOf(((1n << BigInt(to - from + 1)) - 1n) << BigInt(from)));

export const single = (byte: number): ByteSet => byteRange(byte, byte);

export const union = (left: ByteSet, right: ByteSet): ByteSet =>
  left === right ? left : remembered(left, right, 0, () => left.bits | right.bits);

export const unionOf = (list: Iterable<ByteSet>): ByteSet => {
  let all = NO_BYTES;
  for (const set of list) all = union(all, set);
  return all;
};

export const common = (left: ByteSet, right: ByteSet): ByteSet =>
  left === right ? left : remembered(left, right, 1, () => left.bits & right.bits);

export const without = (left: ByteSet, right: ByteSet): ByteSet =>
  remembered(left, right, 2, () => left.bits & ~right.bits);

const listed: (readonly number[])[] = [];

/** The bytes of a set, upwards. */
export const bytesOf = (set: ByteSet): readonly number[] => (listed[set.number] ??= list(set.bits));

function list(set: bigint): readonly number[] {
  const bits = set.toString(2);
  const bytes: number[] = [];
  for (let byte = 0; byte < bits.length; byte += 1) {
    if (bits.charCodeAt(bits.length - 1 - byte) === 0x31) bytes.push(byte);
  }
  return bytes;
}

export const setOfBytes = (bytes: readonly number[]): ByteSet => unionOf(bytes.map(single));

export const DIGITS: ByteSet = byteRange(0x30, 0x39);
export const WORD_BYTES: ByteSet = unionOf([DIGITS, byteRange(0x41, 0x5a), single(0x5f), byteRange(0x61, 0x7a)]);
