// The nondeterministic automaton over UTF-8 bytes between a pattern's syntax and its tables. It is built from the end of a
// pattern to its start: every state is made knowing where it leads.
import type { ByteRange } from './utf8-ranges.ts';

export type Assertion = 'start' | 'end' | 'word' | 'not_word';

export type NfaState =
  | { readonly kind: 'byte'; readonly range: ByteRange; readonly next: number }
  /** `next` grows while a loop is built. */
  | { readonly kind: 'split'; readonly next: number[] }
  | { readonly kind: 'assert'; readonly assertion: Assertion; readonly next: number }
  | { readonly kind: 'accept'; readonly pattern: number };

export interface Nfa {
  readonly states: readonly NfaState[];
  /** Start state of each pattern. */
  readonly starts: readonly number[];
}

/** Repetition counts multiply; beyond this a pattern is too large. */
const MAX_STATES = 20_000;

export interface NfaBuilder {
  readonly states: NfaState[];
  add(state: NfaState): number;
  /** True when no more states should be made; the pattern then has a problem and the automaton is thrown away. */
  isFull(): boolean;
}

export function createNfaBuilder(): NfaBuilder {
  const states: NfaState[] = [];
  return {
    states,
    add: (state) => states.push(state) - 1,
    isFull: () => states.length > MAX_STATES,
  };
}
