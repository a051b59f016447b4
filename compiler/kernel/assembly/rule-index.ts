// Finds the rules that an event can fire at all, by the number of an enum value, a text, or each element of a set: sets their
// bits among the candidates, which the policy's code then evaluates. compiler/emit/index-table.ts writes the tables.
import { addressOf, kernel_equals, lengthOf } from './text';

// By number: u32 count, u32 0, then per value u32 address and u32 count of the rules. By text: u32 mask, u32 length of the
// longest key, then mask + 1 slots of: text (0 when the slot is free), u32 address and u32 count of the rules. Rules are
// u32 numbers.
const HEADER: usize = 8;
const SLOT_BYTES: usize = 16;

function addCandidates(list: usize, count: u32, candidates: usize): void {
  const end = list + ((<usize>count) << 2);
  for (; list < end; list += 4) {
    const rule = load<u32>(list);
    const word = candidates + ((<usize>(rule >> 5)) << 2);
    store<u32>(word, load<u32>(word) | (1 << (rule & 31)));
  }
}

export function kernel_index_number(value: u32, table: usize, candidates: usize): void {
  if (value >= load<u32>(table)) return;
  const entry = table + HEADER + ((<usize>value) << 3);
  addCandidates(load<u32>(entry), load<u32>(entry, 4), candidates);
}

/** FNV-1a, as the compiler computes it for the keys. */
function hashOf(text: u64): u32 {
  let hash: u32 = 0x811c9dc5;
  const end = addressOf(text) + lengthOf(text);
  for (let at = addressOf(text); at < end; at++) hash = (hash ^ <u32>load<u8>(at)) * 0x01000193;
  return hash;
}

export function kernel_index_text(text: u64, table: usize, candidates: usize): void {
  // A key is never longer, and the event's text may be as long as its sender likes.
  if (lengthOf(text) > <usize>load<u32>(table, 4)) return;
  const mask = load<u32>(table);
  for (let slot = hashOf(text) & mask; ; slot = (slot + 1) & mask) {
    const entry = table + HEADER + <usize>slot * SLOT_BYTES;
    const key = load<u64>(entry);
    if (key == 0) return;
    if (kernel_equals(key, text)) {
      addCandidates(load<u32>(entry, 8), load<u32>(entry, 12), candidates);
      return;
    }
  }
}

export function kernel_index_elements(set: u64, table: usize, candidates: usize): void {
  const end = addressOf(set) + lengthOf(set) * 8;
  for (let at = addressOf(set); at < end; at += 8) kernel_index_text(load<u64>(at), table, candidates);
}
