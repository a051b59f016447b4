// A range of code points as sequences of byte ranges: a text in UTF-8 holds a code point of the range exactly where its
// bytes lie, one by one, in the ranges of one sequence.
import type { CodePointRange } from './code-points.ts';

export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/** First code points of the forms with two, three and four bytes. */
const FORM_EDGES = [0x80, 0x800, 0x10000];
const CONTINUATION_BITS = 6;
const CONTINUATION_MASK = 0x3f;

export function utf8Ranges(range: CodePointRange): readonly (readonly ByteRange[])[] {
  const edge = FORM_EDGES.find((edge) => range.from < edge && range.to >= edge);
  if (edge !== undefined) return splitAt(range, edge);
  const from = encode(range.from);
  const to = encode(range.to);
  // Below a byte in which the ends differ, both must span all continuations, or the range is cut there.
  for (let level = 1; level < from.length; level += 1) {
    const mask = 2 ** (CONTINUATION_BITS * level) - 1;
    if (Math.floor(range.from / (mask + 1)) === Math.floor(range.to / (mask + 1))) continue;
    if ((range.from & mask) !== 0) return splitAt(range, (range.from | mask) + 1);
    if ((range.to & mask) !== mask) return splitAt(range, range.to - (range.to & mask));
  }
  return [from.map((byte, index) => ({ from: byte, to: to[index] ?? byte }))];
}

const splitAt = ({ from, to }: CodePointRange, middle: number): readonly (readonly ByteRange[])[] => [
  ...utf8Ranges({ from, to: middle - 1 }),
  ...utf8Ranges({ from: middle, to }),
];

function encode(codePoint: number): readonly number[] {
  const form = FORM_EDGES.filter((edge) => codePoint >= edge).length;
  if (form === 0) return [codePoint];
  const bytes: number[] = [];
  let rest = codePoint;
  for (let index = 0; index < form; index += 1) {
    bytes.unshift(0x80 | (rest & CONTINUATION_MASK));
    rest >>= CONTINUATION_BITS;
  }
  const lead = [0xc0, 0xe0, 0xf0][form - 1] ?? 0;
  return [lead | rest, ...bytes];
}
