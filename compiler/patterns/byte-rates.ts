// How often bytes follow each other in the text that is expected: notes in English with some numbers. Only speed depends on
// it: what may be skipped never does.
import { bytesOf, type ByteSet } from './byte-set.ts';

const LETTERS = 'etaoinshrdlcumwfgypbvkjxqz';
const LETTER_WEIGHTS = [12.7, 9, 8.2, 7.5, 7, 6.7, 6.3, 6, 6, 4.2, 4, 2.8, 2.7, 2.4, 2.4, 2.2, 2, 2, 1.9, 1.5, 1, 0.8];
const FREQUENT_SIGNS = ".,-/:()'%+";
const SIGN_WEIGHTS = [30, 22, 12, 8, 8, 4, 4, 3, 2, 1];
const RARE_WEIGHT = 0.2;

interface Kind {
  /** The share of the kind among all bytes. */
  readonly share: number;
  /** How likely a byte of each kind is behind one of this kind, in the order of `KINDS`. */
  readonly next: readonly number[];
}

/** Small letters, capitals, digits, space, line ends and tabs, signs, bytes beyond ASCII, the rest. */
const KINDS: readonly Kind[] = [
  { share: 0.68, next: [0.8, 0.003, 0.002, 0.14, 0.02, 0.034, 0.001, 0] },
  { share: 0.04, next: [0.55, 0.3, 0.03, 0.06, 0.01, 0.05, 0, 0] },
  { share: 0.045, next: [0.03, 0.01, 0.45, 0.22, 0.04, 0.25, 0, 0] },
  { share: 0.155, next: [0.68, 0.14, 0.11, 0.02, 0.005, 0.044, 0.001, 0] },
  { share: 0.02, next: [0.2, 0.5, 0.1, 0.05, 0.05, 0.1, 0, 0] },
  { share: 0.055, next: [0.1, 0.05, 0.25, 0.45, 0.1, 0.05, 0, 0] },
  { share: 0.004, next: [0.4, 0.05, 0, 0.1, 0.05, 0, 0.4, 0] },
  { share: 0.001, next: [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.3] },
];

function kindOf(byte: number): number {
  const character = String.fromCodePoint(byte);
  if (/[a-z]/.test(character)) return 0;
  if (/[A-Z]/.test(character)) return 1;
  if (/[0-9]/.test(character)) return 2;
  if (character === ' ') return 3;
  if (/[\n\r\t]/.test(character)) return 4;
  if (byte >= 0x80) return 6;
  return byte < 0x20 || byte === 0x7f ? 7 : 5;
}

function weightOf(byte: number): number {
  const character = String.fromCodePoint(byte);
  const letter = LETTERS.indexOf(character.toLowerCase());
  if (letter >= 0) return LETTER_WEIGHTS[letter] ?? RARE_WEIGHT;
  const sign = FREQUENT_SIGNS.indexOf(character);
  if (sign >= 0) return SIGN_WEIGHTS[sign] ?? RARE_WEIGHT;
  return kindOf(byte) === 5 ? RARE_WEIGHT : 1;
}

const ALL = Array.from({ length: 256 }, (_, byte) => ({ kind: kindOf(byte), weight: weightOf(byte) }));
const KIND_WEIGHTS = KINDS.map((_, kind) =>
  ALL.reduce((sum, each) => (each.kind === kind ? sum + each.weight : sum), 0),
);
/** The share of each byte among those of its kind. */
const SHARES = ALL.map(({ kind, weight }) => weight / (KIND_WEIGHTS[kind] ?? 1));

/** How often a byte occurs. */
export const byteRate = (byte: number): number => (SHARES[byte] ?? 0) * (KINDS[ALL[byte]?.kind ?? 7]?.share ?? 0);

const KIND_COUNT = KINDS.length;
const NEXT = Float64Array.from(KINDS.flatMap(({ next }) => next));
const KIND_SHARES = Float64Array.from(KINDS, ({ share }) => share);
/** Below this a place is as good as never there. */
const NEVER = 1e-9;

/**
 * A set of bytes as its lowest four bits and, above them, its highest four, 16 bits each: any of the one half with any of the other. Sets in
 * this form are joined with `|`.
 */
export type Halves = number;

export const ALL_HALVES: Halves = -1;

export function halvesOf(set: ByteSet): Halves {
  let halves = 0;
  for (const byte of bytesOf(set)) halves |= (1 << (byte & 15)) | (1 << (16 + (byte >> 4)));
  return halves;
}

// One evaluation at a time, so the two vectors are used again and again.
let current = new Float64Array(KIND_COUNT);
let following = new Float64Array(KIND_COUNT);

/** How often a position of the text begins with a byte of each set, one behind another. With `tell`, what it is for the first sets only, too. */
export function sequenceRate(
  sets: ArrayLike<Halves>,
  tell: (index: number, rate: number) => void = () => undefined,
): number {
  let total = 1;
  current.set(KIND_SHARES);
  for (let index = 0; index < sets.length && total > NEVER; index += 1) {
    const shares = kindShares(sets[index] ?? ALL_HALVES);
    total = 0;
    for (let kind = 0; kind < KIND_COUNT; kind += 1) {
      let rate = index === 0 ? (current[kind] ?? 0) : 0;
      if (index > 0) {
        for (let from = 0; from < KIND_COUNT; from += 1) {
          rate += (current[from] ?? 0) * (NEXT[from * KIND_COUNT + kind] ?? 0);
        }
      }
      rate *= shares[kind] ?? 0;
      following[kind] = rate;
      total += rate;
    }
    [current, following] = [following, current];
    tell(index, total);
  }
  return total;
}

const known = new Map<Halves, Float64Array>();
const MAX_KNOWN = 20_000;

/** Of each kind, the share that the set holds. */
function kindShares(halves: Halves): Float64Array {
  const found = known.get(halves);
  if (found) return found;
  const shares = new Float64Array(KIND_COUNT);
  for (const [byte, { kind }] of ALL.entries()) {
    const isIn = ((halves >> (byte & 15)) & (halves >> (16 + (byte >> 4))) & 1) === 1;
    if (isIn) shares[kind] = (shares[kind] ?? 0) + (SHARES[byte] ?? 0);
  }
  if (known.size > MAX_KNOWN) known.clear();
  known.set(halves, shares);
  return shares;
}
