// Runs the automata that compiler/patterns/encode-automaton.ts writes. One table holds two machines over the same byte
// classes: `search` finds whether and where the earliest match ends, from any start; `match` is anchored where it starts.
// An accepting state says that a match ended before the byte that led to it, so that `$` and `\b` have seen what follows.
import { addressOf, lengthOf } from './text';

// u32 byte classes with the end of text as the last, u32 number of the first accepting state, three u32 search starts and
// three u32 match starts (at the start of the text, behind a word character, behind another), u32 offset of the transitions, u32 offset of
// the accepted patterns (u16 by state, from the first accepting one). Then 256 bytes: the class of each byte, and the transitions: u16 next state by state and class. State 0 is dead.
const FIRST_ACCEPTING: usize = 4;
const SEARCH_STARTS: usize = 8;
const MATCH_STARTS: usize = 20;
const TRANSITIONS: usize = 32;
const PATTERNS: usize = 36;
const CLASSES: usize = 40;

/** Where the last match ended and which pattern it was; set when `matchAt` finds one. */
export let matchEnd: usize = 0;
export let matchPattern: u32 = 0;
/** Bytes that `matchAt` has read in all; callers bound their work by it. */
export let bytesRead: u64 = 0;

function isWord(byte: u8): bool {
  const lower = byte | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || byte == 0x5f;
}

/** Offset in a list of starts for a position in the text. */
function startKind(at: usize, text: usize): usize {
  return at == text ? 0 : isWord(load<u8>(at - 1)) ? 4 : 8;
}

/** Runs the search machine from `at` in the text. Gives the address where the earliest match behind `at` ends, or 0 when there is none. */
export function searchFrom(table: usize, at: usize, text: usize, end: usize): usize {
  const classCount = load<u32>(table);
  const firstAccepting = load<u32>(table, FIRST_ACCEPTING);
  const transitions = table + load<u32>(table, TRANSITIONS);
  const classes = table + CLASSES;
  let state = load<u32>(table + startKind(at, text), SEARCH_STARTS);
  for (; at < end; at++) {
    state = load<u16>(transitions + ((state * classCount + load<u8>(classes + load<u8>(at))) << 1));
    if (state >= firstAccepting) return at;
  }
  state = load<u16>(transitions + ((state * classCount + classCount - 1) << 1));
  return state >= firstAccepting ? end : 0;
}

/** The longest match that starts at `at` and is not empty; false when there is none. */
export function matchAt(table: usize, at: usize, text: usize, end: usize): bool {
  const start = at;
  const classCount = load<u32>(table);
  const firstAccepting = load<u32>(table, FIRST_ACCEPTING);
  const transitions = table + load<u32>(table, TRANSITIONS);
  const classes = table + CLASSES;
  let state = load<u32>(table + startKind(at, text), MATCH_STARTS);
  let accepted: u32 = 0;
  for (; at < end && state != 0; at++) {
    state = load<u16>(transitions + ((state * classCount + load<u8>(classes + load<u8>(at))) << 1));
    if (state >= firstAccepting && at > start) {
      accepted = state;
      matchEnd = at;
    }
  }
  bytesRead += at - start;
  if (state != 0) {
    state = load<u16>(transitions + ((state * classCount + classCount - 1) << 1));
    if (state >= firstAccepting && end > start) {
      accepted = state;
      matchEnd = end;
    }
  }
  if (accepted == 0) return false;
  matchPattern = load<u16>(table + load<u32>(table, PATTERNS) + ((accepted - firstAccepting) << 1));
  return true;
}

/** True when the text has a match anywhere, an empty one included. */
export function kernel_matches(text: u64, table: usize): bool {
  const start = addressOf(text);
  return searchFrom(table, start, start, start + lengthOf(text)) != 0;
}
