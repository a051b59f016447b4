// The deterministic automaton, as minimize takes and gives it and as the kernel runs it.
import type { ByteClasses } from './byte-classes.ts';

/** What stands before a position: the start of the text, a word character, or another one. Positions in `starts`. */
export const BEFORE = { start: 0, word: 1, other: 2 } as const;
export type Before = (typeof BEFORE)[keyof typeof BEFORE];

export interface Dfa {
  readonly classes: ByteClasses;
  /** Byte classes and, as the last column, the end of the text. */
  readonly columns: number;
  /** Next state by state and column, row after row. State 0 is dead. */
  readonly transitions: Uint16Array;
  /**
   * By state, the number of the set of patterns that matched up to before the byte that led here; set 0 is empty. One byte
   * late, so that `$` and `\b` have seen what follows.
   */
  readonly accepts: Uint16Array;
  /** Sets of patterns, each sorted. Sets that differ only in patterns that no state tells apart are one. */
  readonly sets: readonly (readonly number[])[];
  /** Start states by `Before`. */
  readonly starts: readonly number[];
}

/** Whether a state has read something that a longer text may still make a match of: false when all that it says is in `accepts`. */
export function leadsOn({ transitions, columns }: Dfa, state: number): boolean {
  for (let at = state * columns; at < (state + 1) * columns; at += 1) if (transitions[at] !== 0) return true;
  return false;
}
