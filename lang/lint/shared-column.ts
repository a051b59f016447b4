// Whether two column patterns speak of a common column, and of which one.
import type { ColumnPattern } from '../program/program.ts';

const PARTS = ['schema', 'relation', 'column'] as const;

/** The columns that both patterns cover, as a pattern that is as plain as it can be; null when there are none. */
export function sharedColumn(left: ColumnPattern, right: ColumnPattern): string | null {
  const shared = PARTS.map((part) => firstShared(left[part], right[part]));
  return shared.includes(null) ? null : shared.join('.');
}

function firstShared(left: readonly string[], right: readonly string[]): string | null {
  for (const one of left) {
    for (const other of right) {
      const text = sharedText(one, other);
      if (text !== null) return text;
    }
  }
  return null;
}

/** A text that both globs match, in which a `*` stands for any run of characters; null when there is none. */
export function sharedText(left: string, right: string): string | null {
  const failed = new Set<number>();
  const from = (at: number, otherAt: number): string | null => {
    if (at === left.length && otherAt === right.length) return '';
    const key = at * (right.length + 1) + otherAt;
    if (failed.has(key)) return null;
    const found = step(left.charAt(at), right.charAt(otherAt), { from, at, otherAt });
    if (found === null) failed.add(key);
    return found;
  };
  return from(0, 0);
}

interface Place {
  readonly from: (at: number, otherAt: number) => string | null;
  readonly at: number;
  readonly otherAt: number;
}

/** One character further, or over a star, or with a character into one. An empty character is the end. */
function step(one: string, other: string, { from, at, otherAt }: Place): string | null {
  if (one === '*' && other === '*')
    return after('*', from(at + 1, otherAt + 1)) ?? from(at + 1, otherAt) ?? from(at, otherAt + 1);
  if (one === '*') return from(at + 1, otherAt) ?? (other === '' ? null : after(other, from(at, otherAt + 1)));
  if (other === '*') return from(at, otherAt + 1) ?? (one === '' ? null : after(one, from(at + 1, otherAt)));
  return one === other ? after(one, from(at + 1, otherAt + 1)) : null;
}

const after = (character: string, rest: string | null): string | null => (rest === null ? null : character + rest);
