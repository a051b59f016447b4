// What the flag `i` adds to a set: every code point that ECMAScript's simple case folding holds equal to one of its own.
import { codePointSet, type CodePointSet } from './code-points.ts';

/** No letter with case lies above. */
const LAST_CASED = 0x1ffff;

let known: readonly (readonly number[])[] | null = null;

/** Groups of code points that differ in case only. Found once, by asking the platform's own matcher. */
function variantGroups(): readonly (readonly number[])[] {
  if (known) return known;
  const groupOf = new Map<number, number[]>();
  for (let codePoint = 0; codePoint <= LAST_CASED; codePoint += 1) {
    const text = String.fromCodePoint(codePoint);
    for (const other of new Set([text.toLowerCase(), text.toUpperCase()])) {
      if (other === text || !isVariant(text, other)) continue;
      join(groupOf, codePoint, other.codePointAt(0) ?? codePoint);
    }
  }
  known = [...new Set(groupOf.values())];
  return known;
}

function isVariant(text: string, other: string): boolean {
  if (Array.from(other).length !== 1) return false;
  return new RegExp(`^\\u{${(text.codePointAt(0) ?? 0).toString(16)}}$`, 'iu').test(other);
}

function join(groupOf: Map<number, number[]>, left: number, right: number): void {
  const group = groupOf.get(left) ?? [left];
  const other = groupOf.get(right) ?? [right];
  if (group === other) return;
  group.push(...other);
  for (const codePoint of group) groupOf.set(codePoint, group);
}

const has = (set: CodePointSet, codePoint: number): boolean =>
  set.some(({ from, to }) => codePoint >= from && codePoint <= to);

export function withCaseVariants(set: CodePointSet): CodePointSet {
  const added = variantGroups()
    .filter((group) => group.some((codePoint) => has(set, codePoint)))
    .flat();
  return codePointSet([...set, ...added.map((codePoint) => ({ from: codePoint, to: codePoint }))]);
}
