// Runs the automata that compiler/patterns/encode-automaton.ts writes, one byte at a time. An accepting state says that a match ended before the
// byte that led to it, so that `$` and `\b` have seen what follows. Here the machines that search for any match; those
// that run from a given start are in match.ts.
import { addressOf, lengthOf } from './text';

// A state is a u16: the place of its row, in units that SHIFT turns into bytes. u32 shift, u32 first accepting state, u32 first state that only
// accepts and leads nowhere, three u32 starts (at the start of the text, behind a word character, behind another), u32 offset in a row of the
// column for the end of the text, u32 offset of the rows, u32 state count, u32 offset of the sets of patterns. Then 256 bytes, the class of each byte; the
// sets, each u16 count and u16 patterns; and the rows: u16 next state by class, then at the end of the text, then the offset of
// the accepted set in units of u16, then the number of the state. State 0 is dead.
export const FIRST_ACCEPTING: usize = 4;
export const FIRST_ENDED: usize = 8;
export const STARTS: usize = 12;
export const END_COLUMN: usize = 24;
export const ROWS: usize = 28;
export const STATE_COUNT: usize = 32;
export const SETS: usize = 36;
export const CLASSES: usize = 40;

export function isWord(byte: u8): bool {
  const lower = byte | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || byte == 0x5f;
}

/** The start state for a position in the text. */
export function startState(table: usize, at: usize, text: usize): u32 {
  return load<u32>(table + (at == text ? 0 : isWord(load<u8>(at - 1)) ? 4 : 8), STARTS);
}

/** Where the earliest match ends, from any position on, an empty match included; 0 when there is none. */
function search(table: usize, at: usize, end: usize): usize {
  const shift = load<u32>(table);
  const firstAccepting = load<u32>(table, FIRST_ACCEPTING);
  const rows = table + load<u32>(table, ROWS);
  const classes = table + CLASSES;
  let state = startState(table, at, at);
  for (; at < end; at++) {
    state = load<u16>(rows + ((<usize>state) << shift) + ((<usize>load<u8>(classes + load<u8>(at))) << 1));
    if (state >= firstAccepting) return at;
  }
  state = load<u16>(rows + ((<usize>state) << shift) + load<u32>(table, END_COLUMN));
  return state >= firstAccepting ? end : 0;
}

/** True when the text has a match anywhere, an empty one included. */
export function kernel_matches(text: u64, table: usize): bool {
  const start = addressOf(text);
  return search(table, start, start + lengthOf(text)) != 0;
}
