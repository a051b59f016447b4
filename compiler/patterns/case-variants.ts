// What the flag `i` adds to a set: every code point that ECMAScript's simple case folding holds equal to one of its own.
import { codePointSet, type CodePointSet } from './code-points.ts';

/** No letter with case lies above. */
const LAST_CASED = 0x1ffff;

let known: ReadonlyMap<number, readonly number[]> | null = null;

/** By code point, all that differ from it in case only. Found once, by asking the platform's own matcher. */
function variantGroups(): ReadonlyMap<number, readonly number[]> {
  if (known) return known;
  const groupOf = new Map<number, number[]>();
  for (let codePoint = 0; codePoint <= LAST_CASED; codePoint += 1) {
    const text = String.fromCodePoint(codePoint);
    const [lower, upper] = [text.toLowerCase(), text.toUpperCase()];
    if (lower !== text && isVariant(text, lower)) join(groupOf, codePoint, lower.codePointAt(0) ?? codePoint);
    if (upper !== text && isVariant(text, upper)) join(groupOf, codePoint, upper.codePointAt(0) ?? codePoint);
  }
  known = groupOf;
  return known;
}

/** A reference to a group compares as the flag says; one pattern serves for all pairs. */
const TWICE = /^(.)\1$/iu;

const isVariant = (text: string, other: string): boolean => TWICE.test(text + other);

function join(groupOf: Map<number, number[]>, left: number, right: number): void {
  const group = groupOf.get(left) ?? [left];
  const other = groupOf.get(right) ?? [right];
  if (group === other) return;
  group.push(...other);
  for (const codePoint of group) groupOf.set(codePoint, group);
}

export function withCaseVariants(set: CodePointSet): CodePointSet {
  const groups = variantGroups();
  const added = new Set<number>();
  for (const { from, to } of set) {
    for (let codePoint = from; codePoint <= Math.min(to, LAST_CASED); codePoint += 1) {
      for (const other of groups.get(codePoint) ?? []) added.add(other);
    }
  }
  return codePointSet([...set, ...[...added].map((codePoint) => ({ from: codePoint, to: codePoint }))]);
}
