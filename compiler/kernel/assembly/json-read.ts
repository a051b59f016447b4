// A strict JSON reader (RFC 8259): well-formed UTF-8, no duplicate keys, limited depth, nothing behind the value. With
// `isRego` it also reads sets, which is what opa_value_parse is asked for.
import { alloc, mark, restore } from './heap';
import { copyTextsTo, isIllFormed, readString, stringEnd } from './json-string';
import { kernel_compare, kernel_equals, textOf } from './text';
import {
  ARRAY,
  BOOL,
  NULL,
  NUMBER,
  OBJECT,
  SET,
  STRING,
  append,
  countOf,
  firstEntry,
  keyOf,
  kindOf,
  newText,
  newValue,
  nextEntry,
  textIn,
} from './value';

const MAX_DEPTH: i32 = 64;
/** Above this many keys, duplicates are looked for by sorting. */
const FEW_KEYS: usize = 16;

let at: usize = 0;
let end: usize = 0;
let isRego: bool = false;

/** The value in a text, or 0 when it is not exactly one. NUL bytes at the end are ignored: some hosts count the terminator. */
export function readJson(address: usize, length: usize, asRego: bool): usize {
  at = address;
  end = address + length;
  isRego = asRego;
  copyTextsTo(0);
  while (end > at && load<u8>(end - 1) == 0) end--;
  skipSpace();
  const value = readValue(0);
  if (value == 0) return 0;
  skipSpace();
  return at == end ? value : 0;
}

/** Address behind the value that stands at `address`, `depth` levels deep in its text, or 0 when there is none. */
export function behindValue(address: usize, limit: usize, depth: i32): usize {
  at = address;
  end = limit;
  isRego = false;
  const before = mark();
  const value = readValue(depth);
  restore(before);
  return value == 0 ? 0 : at;
}

function skipSpace(): void {
  while (at < end) {
    const byte = load<u8>(at);
    if (byte != 0x20 && byte != 0x0a && byte != 0x0d && byte != 0x09) return;
    at++;
  }
}

/** Takes one byte behind space when it is there. */
function take(byte: u8): bool {
  skipSpace();
  if (at >= end || load<u8>(at) != byte) return false;
  at++;
  return true;
}

function takeWord(word: string): bool {
  const length = <usize>word.length;
  if (at + length > end) return false;
  for (let index: usize = 0; index < length; index++) {
    if (<i32>load<u8>(at + index) != word.charCodeAt(<i32>index)) return false;
  }
  at += length;
  return true;
}

function readValue(depth: i32): usize {
  if (at >= end || depth > MAX_DEPTH) return 0;
  const byte = load<u8>(at);
  if (byte == 0x22) {
    const text = readString(at + 1, end);
    if (text == 0) return 0;
    at = stringEnd;
    return newText(STRING, text, isIllFormed);
  }
  if (byte == 0x7b) return readBraces(depth);
  if (byte == 0x5b) return readArray(depth);
  if (byte == 0x74 && takeWord('true')) return newBool(1);
  if (byte == 0x66 && takeWord('false')) return newBool(0);
  if (byte == 0x6e && takeWord('null')) return newValue(NULL);
  if (isRego && byte == 0x73 && takeWord('set()')) return newValue(SET);
  return readNumber();
}

function newBool(value: u32): usize {
  const bool = newValue(BOOL);
  store<u32>(bool, value, 4);
  return bool;
}

function skipDigits(): bool {
  const start = at;
  while (at < end && <u32>load<u8>(at) - 0x30 < 10) at++;
  return at > start;
}

function readNumber(): usize {
  const start = at;
  if (at < end && load<u8>(at) == 0x2d) at++;
  if (at < end && load<u8>(at) == 0x30) at++;
  else if (!skipDigits()) return 0;
  if (at < end && load<u8>(at) == 0x2e) {
    at++;
    if (!skipDigits()) return 0;
  }
  if (at < end && (load<u8>(at) | 0x20) == 0x65) {
    at++;
    if (at < end && (load<u8>(at) == 0x2b || load<u8>(at) == 0x2d)) at++;
    if (!skipDigits()) return 0;
  }
  return newText(NUMBER, textOf(start, at - start), false);
}

function readArray(depth: i32): usize {
  at++;
  const array = newValue(ARRAY);
  if (take(0x5d)) return array;
  do {
    skipSpace();
    const value = readValue(depth + 1);
    if (value == 0) return 0;
    append(array, 0, value);
  } while (take(0x2c));
  return take(0x5d) ? array : 0;
}

/** An object; or, in Rego, a set when no colon follows the first value. */
function readBraces(depth: i32): usize {
  at++;
  const object = newValue(OBJECT);
  if (take(0x7d)) return object;
  do {
    skipSpace();
    const key = readValue(depth + 1);
    if (key == 0) return 0;
    if (isRego && firstEntry(object) == 0 && !isColonNext()) return readSet(key, depth);
    if (kindOf(key) != STRING || !take(0x3a)) return 0;
    skipSpace();
    const value = readValue(depth + 1);
    if (value == 0) return 0;
    append(object, key, value);
  } while (take(0x2c));
  return take(0x7d) && !hasDuplicateKeys(object) ? object : 0;
}

function isColonNext(): bool {
  skipSpace();
  return at < end && load<u8>(at) == 0x3a;
}

function readSet(first: usize, depth: i32): usize {
  const set = newValue(SET);
  append(set, 0, first);
  while (take(0x2c)) {
    skipSpace();
    const value = readValue(depth + 1);
    if (value == 0) return 0;
    append(set, 0, value);
  }
  return take(0x7d) ? set : 0;
}

function hasDuplicateKeys(object: usize): bool {
  const count = countOf(object);
  if (count > FEW_KEYS) return hasDuplicatesSorted(object, count);
  for (let entry = firstEntry(object); entry != 0; entry = nextEntry(entry)) {
    const key = textIn(keyOf(entry));
    for (let other = nextEntry(entry); other != 0; other = nextEntry(other)) {
      if (kernel_equals(key, textIn(keyOf(other)))) return true;
    }
  }
  return false;
}

/** Sorts the keys, so that a hostile object costs no more than its size times its logarithm. */
function hasDuplicatesSorted(object: usize, count: usize): bool {
  const before = mark();
  const keys = alloc(count << 3);
  let to = keys;
  for (let entry = firstEntry(object); entry != 0; entry = nextEntry(entry)) {
    store<u64>(to, textIn(keyOf(entry)));
    to += 8;
  }
  heapSort(keys, count);
  let isFound = false;
  for (let key = keys; key + 8 < to && !isFound; key += 8) isFound = kernel_equals(load<u64>(key), load<u64>(key, 8));
  restore(before);
  return isFound;
}

function heapSort(keys: usize, count: usize): void {
  for (let root = count >> 1; root > 0; root--) siftDown(keys, root - 1, count);
  for (let last = count - 1; last > 0; last--) {
    const largest = load<u64>(keys);
    store<u64>(keys, load<u64>(keys + (last << 3)));
    store<u64>(keys + (last << 3), largest);
    siftDown(keys, 0, last);
  }
}

function siftDown(keys: usize, root: usize, count: usize): void {
  const moving = load<u64>(keys + (root << 3));
  for (;;) {
    let child = (root << 1) + 1;
    if (child >= count) break;
    if (child + 1 < count && kernel_compare(load<u64>(keys + (child << 3)), load<u64>(keys + (child << 3), 8)) < 0)
      child++;
    if (kernel_compare(load<u64>(keys + (child << 3)), moving) <= 0) break;
    store<u64>(keys + (root << 3), load<u64>(keys + (child << 3)));
    root = child;
  }
  store<u64>(keys + (root << 3), moving);
}
