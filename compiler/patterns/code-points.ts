// Sets of code points as sorted, disjoint, inclusive ranges. Surrogates are never in a set: UTF-8 has no form for them.

export interface CodePointRange {
  readonly from: number;
  readonly to: number;
}

export type CodePointSet = readonly CodePointRange[];

const SURROGATES: CodePointRange = { from: 0xd800, to: 0xdfff };
const LAST = 0x10ffff;

/** Any ranges, in any order, made a set. */
export function codePointSet(ranges: readonly CodePointRange[]): CodePointSet {
  const sorted = [...ranges].sort((a, b) => a.from - b.from);
  const merged: { from: number; to: number }[] = [];
  for (const { from, to } of sorted) {
    const last = merged.at(-1);
    if (last && from <= last.to + 1) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  return merged.flatMap(withoutSurrogates);
}

function withoutSurrogates(range: CodePointRange): readonly CodePointRange[] {
  const below = { from: range.from, to: Math.min(range.to, SURROGATES.from - 1) };
  const above = { from: Math.max(range.from, SURROGATES.to + 1), to: range.to };
  return [below, above].filter(({ from, to }) => from <= to);
}

export function complementOf(set: CodePointSet): CodePointSet {
  const gaps: CodePointRange[] = [];
  let next = 0;
  for (const { from, to } of set) {
    if (from > next) gaps.push({ from: next, to: from - 1 });
    next = to + 1;
  }
  if (next <= LAST) gaps.push({ from: next, to: LAST });
  return codePointSet(gaps);
}

export const single = (codePoint: number): CodePointSet => [{ from: codePoint, to: codePoint }];

const ranges = (...pairs: readonly (readonly [number, number])[]): CodePointSet =>
  codePointSet(pairs.map(([from, to]) => ({ from, to })));

export const DIGITS: CodePointSet = ranges([0x30, 0x39]);
/** ASCII only, also under the flag `i`, where ECMAScript adds U+017F and U+212A. */
export const WORD_CHARACTERS: CodePointSet = ranges([0x30, 0x39], [0x41, 0x5a], [0x5f, 0x5f], [0x61, 0x7a]);
export const SPACES: CodePointSet = ranges(
  [0x09, 0x0d],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
);
/** What `.` matches: everything but the four line terminators. */
export const NOT_LINE_ENDS: CodePointSet = complementOf(ranges([0x0a, 0x0a], [0x0d, 0x0d], [0x2028, 0x2029]));
