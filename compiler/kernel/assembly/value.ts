// JSON values in memory, as small as the OPA surface needs. Texts point into the bytes they were read from.
import { alloc } from './heap';
import { kernel_equals } from './text';

export const NULL: u32 = 0;
export const BOOL: u32 = 1;
export const NUMBER: u32 = 2;
export const STRING: u32 = 3;
export const ARRAY: u32 = 4;
export const OBJECT: u32 = 5;
/** Only in Rego text and in results; JSON shows it as an array. */
export const SET: u32 = 6;

// A value is u32 kind, then: bool: u32 0/1. number: text as in the source. string: text, and u32 1 when it holds half a
// surrogate pair. Collections: u32 first entry, u32 count, u32 last entry. An entry is u32 key, u32 value, u32 next.

export function newValue(kind: u32): usize {
  const value = alloc(16);
  store<u64>(value, <u64>kind);
  store<u64>(value, 0, 8);
  return value;
}

export function kindOf(value: usize): u32 {
  return load<u32>(value);
}

export function isTrue(value: usize): bool {
  return load<u32>(value, 4) != 0;
}

export function newText(kind: u32, text: u64, isIllFormed: bool): usize {
  const value = newValue(kind);
  store<u32>(value, <u32>text, 4);
  store<u32>(value, <u32>(text >> 32), 8);
  store<u32>(value, <u32>isIllFormed, 12);
  return value;
}

/** The text of a string or of a number. */
export function textIn(value: usize): u64 {
  return load<u64>(value, 4);
}

export function isWellFormedText(value: usize): bool {
  return load<u32>(value) == STRING && load<u32>(value, 12) == 0;
}

export function firstEntry(value: usize): usize {
  return load<u32>(value, 4);
}

export function countOf(value: usize): usize {
  return load<u32>(value, 8);
}

export function keyOf(entry: usize): usize {
  return load<u32>(entry);
}

export function valueOf(entry: usize): usize {
  return load<u32>(entry, 4);
}

export function nextEntry(entry: usize): usize {
  return load<u32>(entry, 8);
}

/** Adds an entry at the end; `key` is 0 in arrays and sets. */
export function append(collection: usize, key: usize, value: usize): void {
  const entry = alloc(16);
  store<u32>(entry, <u32>key);
  store<u32>(entry, <u32>value, 4);
  store<u32>(entry, 0, 8);
  const last = <usize>load<u32>(collection, 12);
  if (last == 0) store<u32>(collection, <u32>entry, 4);
  else store<u32>(last, <u32>entry, 8);
  store<u32>(collection, <u32>entry, 12);
  store<u32>(collection, load<u32>(collection, 8) + 1, 8);
}

/** The entry of an object under a key, or 0. */
export function entryAt(object: usize, key: u64): usize {
  for (let entry = firstEntry(object); entry != 0; entry = nextEntry(entry)) {
    if (kernel_equals(textIn(keyOf(entry)), key)) return entry;
  }
  return 0;
}

/** The value of an object under a key, or 0. */
export function memberOf(object: usize, key: u64): usize {
  const entry = entryAt(object, key);
  return entry == 0 ? 0 : valueOf(entry);
}

export function setValue(entry: usize, value: usize): void {
  store<u32>(entry, <u32>value, 4);
}

/** Takes the entry under a key out of an object; nothing happens when there is none. */
export function removeKey(object: usize, key: u64): void {
  let before: usize = 0;
  for (let entry = firstEntry(object); entry != 0; entry = nextEntry(entry)) {
    if (kernel_equals(textIn(keyOf(entry)), key)) {
      if (before == 0) store<u32>(object, <u32>nextEntry(entry), 4);
      else store<u32>(before, <u32>nextEntry(entry), 8);
      if (nextEntry(entry) == 0) store<u32>(object, <u32>before, 12);
      store<u32>(object, load<u32>(object, 8) - 1, 8);
      return;
    }
    before = entry;
  }
}
