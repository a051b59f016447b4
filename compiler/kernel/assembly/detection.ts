// What detectors are looked for in, for the files that look: the text, how far it is known, and how much work it may still
// cost. One text at a time; nothing here outlives a call of an export.

import { isWord } from './automaton';

// TABLE_DETECTORS, as compiler/patterns/detector-tables.ts writes it: u32 detector count, u32 automaton count, u32 offset of the prefilter (see
// prefilter.ts), u32 offset of the breaks (see breaks.ts), u32 offset of the startable automata, 4 bytes unused. Then per detector u32 offset and u32 length of its placeholder, u32 number of its
// validator (0 is none), u32 offset of its word list (see labels.ts; offset 0 is none). Then
// per automaton its u32 offset. The startable: for what may stand before a start (nothing, a word character, another) and each of 256 bytes at it u32,
// the automata that do not die there, a bit each. Offsets count from the start of the table.
const AUTOMATON_COUNT: usize = 4;
export const PREFILTER: usize = 8;
export const BREAKS: usize = 12;
const STARTABLE: usize = 16;
const DETECTORS: usize = 24;
const DETECTOR_SHIFT: usize = 4;
export const VALIDATOR: usize = 8;
const WORDS: usize = 12;

/** Validators see this much of the text before a hit, and a stream keeps no more. */
export { SCAN_CONTEXT_BYTES as CONTEXT_BYTES } from './layout';

/**
 * Trying each start costs the square of the length on texts made for it. Beyond this many bytes read for each byte of
 * text the value counts as one that cannot be scrubbed, and stays hidden.
 */
const WORK_FACTOR: u64 = 64;
const WORK_BASE: u64 = 65536;

export let table: usize = 0;
/** Where the text begins, and where what is known of it ends. */
export let text: usize = 0;
export let textEnd: usize = 0;
/** Whether nothing will follow `textEnd`. */
export let isLast: bool = false;
let workLeft: i64 = 0;

export function openText(detectors: usize, start: usize, end: usize, last: bool): void {
  table = detectors;
  text = start;
  textEnd = end;
  isLast = last;
  workLeft = <i64>(WORK_BASE + WORK_FACTOR * <u64>(end - start));
}

/** Counts bytes that were read once more. */
export function spend(bytes: usize): void {
  workLeft -= <i64>bytes;
}

export function isTooMuch(): bool {
  return workLeft < 0;
}

export function automatonCount(): u32 {
  return load<u32>(table, AUTOMATON_COUNT);
}

export function automaton(number: u32): usize {
  return table + load<u32>(table + DETECTORS + ((<usize>load<u32>(table)) << DETECTOR_SHIFT) + ((<usize>number) << 2));
}

/** Automata beyond the last bit of a set of automata share it. */
const LAST_BIT: u32 = 31;

/** Whether an automaton is in a set of automata, a bit each. */
export function isAmong(machines: u32, number: u32): bool {
  return ((machines >> min<u32>(number, LAST_BIT)) & 1) != 0;
}

/** The automata that may match from a place of the text, a bit each. */
export function startable(at: usize): u32 {
  const before: usize = at == text ? 0 : isWord(load<u8>(at - 1)) ? 1024 : 2048;
  return load<u32>(table + load<u32>(table, STARTABLE) + before + ((<usize>load<u8>(at)) << 2));
}

/** The entry of a detector. */
export function detectorEntry(detector: u32): usize {
  return table + DETECTORS + ((<usize>detector) << DETECTOR_SHIFT);
}

export function wordsOf(entry: usize): usize {
  const offset = load<u32>(entry, WORDS);
  return offset == 0 ? 0 : table + offset;
}
