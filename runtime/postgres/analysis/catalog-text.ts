// A catalog as text: JSON with sorted keys and no spaces, one spelling for equal snapshots. Lists of columns that relations share are spelt once.
import { createHash } from 'node:crypto';
import type { CatalogSnapshot } from './catalog.ts';

function canonical(value: unknown, known: Map<readonly unknown[], string>): string {
  if (Array.isArray(value)) {
    const list = value as readonly unknown[];
    const before = known.get(list);
    if (before !== undefined) return before;
    const text = `[${list.map((item) => canonical(item, known)).join(',')}]`;
    known.set(list, text);
    return text;
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return `{${entries.map(([name, held]) => `${JSON.stringify(name)}:${canonical(held, known)}`).join(',')}}`;
}

export const catalogText = (snapshot: CatalogSnapshot): string => canonical(snapshot, new Map());

/** SHA-256, hex, of the text. */
export const catalogDigest = (snapshot: CatalogSnapshot): string =>
  createHash('sha256').update(catalogText(snapshot)).digest('hex');
