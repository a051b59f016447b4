// The tables of the rule index, as rule-index.ts of the kernel reads them.
import type { IndexEntry, IndexLookup } from '../ir/policy-ir.ts';
import type { StaticData } from './static-data.ts';

/** The address of a lookup's table; `texts` are those of the policy, which keys number. */
export function addIndexTable({ source, entries }: IndexLookup, texts: readonly string[], data: StaticData): number {
  return source.kind === 'enum' ? addNumberTable(entries, data) : addTextTable(entries, texts, data);
}

/** One place for each number up to the greatest key. */
function addNumberTable(entries: readonly IndexEntry[], data: StaticData): number {
  const count = Math.max(...entries.map(({ key }) => key)) + 1;
  const places = Array.from({ length: count }, () => [0, 0]);
  for (const { key, rules } of entries) places[key] = [data.addWords(rules), rules.length];
  return data.addWords([count, 0, ...places.flat()]);
}

const SLOT_WORDS = 4;

/** A hash table with open addressing, at most half full, so that a search ends. */
function addTextTable(entries: readonly IndexEntry[], texts: readonly string[], data: StaticData): number {
  const capacity = 2 ** Math.ceil(Math.log2(entries.length * 2));
  const slots: number[] = Array.from({ length: capacity * SLOT_WORDS }, () => 0);
  let longest = 0;
  for (const { key, rules } of entries) {
    const text = texts[key] ?? '';
    const { address, length } = data.addText(text);
    longest = Math.max(longest, length);
    let slot = hashOf(text) & (capacity - 1);
    while (slots[slot * SLOT_WORDS] !== 0) slot = (slot + 1) & (capacity - 1);
    slots.splice(slot * SLOT_WORDS, SLOT_WORDS, address, length, data.addWords(rules), rules.length);
  }
  return data.addWords([capacity - 1, longest, ...slots]);
}

/** FNV-1a with 32 bits over the UTF-8 bytes. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
