// The deterministic automaton, as minimize takes and gives it and as the kernel runs it.
import type { ByteClasses } from './byte-classes.ts';

/** What stands before a position: the start of the text, a word character, or another one. Positions in start lists. */
export const BEFORE = { start: 0, word: 1, other: 2 } as const;
export type Before = (typeof BEFORE)[keyof typeof BEFORE];

export interface Dfa {
  readonly classes: ByteClasses;
  /** Next state by state and class; the class behind the last byte class is the end of the text. State 0 is dead. */
  readonly transitions: readonly (readonly number[])[];
  /**
   * By state, 0 or 1 + the first pattern that matched up to before the byte that led here. One byte late, so that `$`
   * and `\b` have seen what follows.
   */
  readonly accepts: readonly number[];
  /** Starts by `Before` of the machine that looks for a match from any position on, and accepts at the earliest end. */
  readonly searchStarts: readonly number[];
  /** Starts by `Before` of the machine for matches that begin where it starts. */
  readonly matchStarts: readonly number[];
}
