// Which class members a base column belongs to. A column is written `schema.relation.column`, each part quoted as
// PostgreSQL quotes it. A name that cannot be split that way belongs to every member: not knowing must not unmask.
import { alloc, mark, restore } from './heap';
import { TABLE_MEMBERS, policy_table } from './hooks';
import {
  MEMBERS_BITS,
  MEMBERS_BYTES,
  MEMBERS_COUNT,
  MEMBERS_PATTERN_COUNT,
  PATTERN_BYTES,
  PATTERN_COLUMN,
  PATTERN_MEMBER,
  PATTERN_RELATION,
  PATTERN_SCHEMA,
  TEXT_BYTES,
} from './layout';
import { addressOf, lengthOf } from './text';

/** Behind the head of a list of globs, in which `*` is any run of bytes. */
const GLOBS_AT: usize = 8;

const QUOTE: u8 = 0x22;
const DOT: u8 = 0x2e;
const STAR: u8 = 0x2a;

let partsAt: usize = 0;

/** Reads one part at `at` into part `index`; gives the address behind it, or 0 when it is malformed. */
function readPart(at: usize, end: usize, index: usize): usize {
  const part = partsAt + index * 8;
  if (at < end && load<u8>(at) == QUOTE) return readQuotedPart(at + 1, end, part);
  const start = at;
  while (at < end && load<u8>(at) != DOT) {
    if (load<u8>(at) == QUOTE) return 0;
    at++;
  }
  store<u32>(part, <u32>start);
  store<u32>(part, <u32>(at - start), 4);
  return at == start ? 0 : at;
}

/** The part behind an opening quote; doubled quotes inside stand for one. */
function readQuotedPart(at: usize, end: usize, part: usize): usize {
  const start = alloc(end - at);
  let to = start;
  for (; at < end; at++) {
    if (load<u8>(at) == QUOTE) {
      if (at + 1 >= end || load<u8>(at, 1) != QUOTE) {
        store<u32>(part, <u32>start);
        store<u32>(part, <u32>(to - start), 4);
        return to == start ? 0 : at + 1;
      }
      at++;
    }
    store<u8>(to, load<u8>(at));
    to++;
  }
  return 0;
}

/** Splits a column into exactly three parts at `partsAt`. */
function split(address: usize, length: usize): bool {
  const end = address + length;
  let at = address;
  for (let index: usize = 0; index < 3; index++) {
    if (index > 0) {
      if (at >= end || load<u8>(at) != DOT) return false;
      at++;
    }
    at = readPart(at, end, index);
    if (at == 0) return false;
  }
  return at == end;
}

/** Glob match that goes back to the last star only. */
function globMatches(glob: u64, part: u64): bool {
  let pattern = addressOf(glob);
  const patternEnd = pattern + lengthOf(glob);
  let at = addressOf(part);
  const end = at + lengthOf(part);
  let afterStar: usize = 0;
  let retry: usize = 0;
  while (at < end) {
    if (pattern < patternEnd && load<u8>(pattern) == STAR) {
      afterStar = ++pattern;
      retry = at;
    } else if (pattern < patternEnd && load<u8>(pattern) == load<u8>(at)) {
      pattern++;
      at++;
    } else if (afterStar != 0) {
      pattern = afterStar;
      at = ++retry;
    } else {
      return false;
    }
  }
  while (pattern < patternEnd && load<u8>(pattern) == STAR) pattern++;
  return pattern == patternEnd;
}

function anyMatches(list: usize, part: u64): bool {
  const end = list + GLOBS_AT + <usize>load<u32>(list) * TEXT_BYTES;
  for (let glob = list + GLOBS_AT; glob < end; glob += TEXT_BYTES) {
    if (globMatches(load<u64>(glob), part)) return true;
  }
  return false;
}

function setBit(bits: usize, index: u32): void {
  const word = bits + ((<usize>(index >> 5)) << 2);
  store<u32>(word, load<u32>(word) | (1 << (index & 31)));
}

/** Sets the bit of each member that the column belongs to. */
function addMembers(address: usize, length: usize, bits: usize): void {
  const table = policy_table(TABLE_MEMBERS);
  const before = mark();
  partsAt = alloc(24);
  if (split(address, length)) {
    const end = table + MEMBERS_BYTES + <usize>load<u32>(table, MEMBERS_PATTERN_COUNT) * PATTERN_BYTES;
    for (let pattern = table + MEMBERS_BYTES; pattern < end; pattern += PATTERN_BYTES) {
      if (!anyMatches(load<u32>(pattern, PATTERN_COLUMN), load<u64>(partsAt, 16))) continue;
      if (!anyMatches(load<u32>(pattern, PATTERN_RELATION), load<u64>(partsAt, 8))) continue;
      if (anyMatches(load<u32>(pattern, PATTERN_SCHEMA), load<u64>(partsAt)))
        setBit(bits, load<u32>(pattern, PATTERN_MEMBER));
    }
  } else {
    for (let member: u32 = 0; member < load<u32>(table, MEMBERS_COUNT); member++) setBit(bits, member);
  }
  restore(before);
}

function wordsOf(table: usize): usize {
  return (<usize>load<u32>(table, MEMBERS_COUNT) + 31) >> 5;
}

export function hpol_members(address: usize, length: usize): usize {
  const table = policy_table(TABLE_MEMBERS);
  const bits = <usize>load<u32>(table, MEMBERS_BITS);
  memory.fill(bits, 0, wordsOf(table) << 2);
  addMembers(address, length, bits);
  return bits;
}

/**
 * True when a column of the set belongs to a member whose bit is set at `wanted`. `cache` is a u32 flag and member bits,
 * zeroed before each decision: the set is matched once, however many rules ask about it.
 */
export function kernel_touches(set: u64, cache: usize, wanted: usize): bool {
  const words = wordsOf(policy_table(TABLE_MEMBERS));
  if (load<u32>(cache) == 0) {
    store<u32>(cache, 1);
    const end = addressOf(set) + lengthOf(set) * 8;
    for (let column = addressOf(set); column < end; column += 8) {
      addMembers(load<u32>(column), load<u32>(column, 4), cache + 4);
    }
  }
  for (let word: usize = 0; word < words; word++) {
    if ((load<u32>(cache + 4 + (word << 2)) & load<u32>(wanted + (word << 2))) != 0) return true;
  }
  return false;
}
