// Subset construction. A state of the DFA is a set of NFA states together with what stood before the position, because an
// assertion can only be decided when the next byte is known too.
import { byteClasses } from './byte-classes.ts';
import { BEFORE, type Before, type Dfa } from './dfa.ts';
import type { Assertion, Nfa } from './nfa.ts';

const MAX_STATES = 4_000;

/** What stands behind a position: a byte, or the end of the text. */
type After = number | 'end';

interface StateSet {
  readonly isSearch: boolean;
  readonly before: Before;
  readonly accepts: number;
  /** Sorted; nothing in it leads on without a byte, but assertions that wait for one. */
  readonly members: readonly number[];
}

/** Any match of any pattern: where a search has got to when it has found one. */
const FOUND = 1;

/** The DFA of all patterns together, or null when it would be larger than the limit. */
export function determinize(nfa: Nfa): Dfa | null {
  const classes = byteClasses(nfa);
  const afters: readonly After[] = [...classes.examples, 'end'];
  const sets: StateSet[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (set: StateSet): number => {
    const key = `${Number(set.isSearch)} ${set.before} ${set.accepts} ${set.members.join()}`;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, sets.push(set) - 1);
    return sets.length - 1;
  };
  const starting = (isSearch: boolean): readonly number[] =>
    [BEFORE.start, BEFORE.word, BEFORE.other].map((before) =>
      numberOf({ isSearch, before, accepts: 0, members: isSearch ? [] : reach(nfa, nfa.starts, () => false) }),
    );
  numberOf({ isSearch: false, before: BEFORE.other, accepts: 0, members: [] });
  const searchStarts = starting(true);
  const matchStarts = starting(false);
  const transitions: (readonly number[])[] = [];
  for (let at = 0; at < sets.length; at += 1) {
    const set = sets[at];
    if (!set) break;
    transitions.push(afters.map((after) => numberOf(step(nfa, set, after))));
    if (sets.length > MAX_STATES) return null;
  }
  return { classes, transitions, accepts: sets.map((set) => set.accepts), searchStarts, matchStarts };
}

function step(nfa: Nfa, set: StateSet, after: After): StateSet {
  if (set.isSearch && set.accepts > 0) return set;
  // A search may start a match anywhere but inside a code point.
  const mayStart = set.isSearch && !(after !== 'end' && after >= 0x80 && after < 0xc0);
  const from = mayStart ? [...set.members, ...nfa.starts] : set.members;
  const reached = reach(nfa, from, (assertion) => holds(assertion, set.before, after));
  const accepts = firstAccepted(nfa, reached);
  if (set.isSearch && accepts > 0) return { isSearch: true, before: BEFORE.other, accepts: FOUND, members: [] };
  const members = after === 'end' ? [] : reach(nfa, afterByte(nfa, reached, after), () => false);
  const before = after !== 'end' && isWord(after) ? BEFORE.word : BEFORE.other;
  // What stood before tells nothing apart where nothing asks for it.
  const asks = set.isSearch || members.some((member) => nfa.states[member]?.kind === 'assert');
  return { isSearch: set.isSearch, before: asks ? before : BEFORE.other, accepts, members };
}

/** All states reached without a byte through assertions that hold. Splits are left out: they have led on. */
function reach(nfa: Nfa, from: readonly number[], isTrue: (assertion: Assertion) => boolean): readonly number[] {
  const seen = new Set<number>();
  const waiting = [...from];
  for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) {
    if (seen.has(number)) continue;
    seen.add(number);
    const state = nfa.states[number];
    if (state?.kind === 'split') waiting.push(...state.next);
    else if (state?.kind === 'assert' && isTrue(state.assertion)) waiting.push(state.next);
  }
  return [...seen].filter((number) => nfa.states[number]?.kind !== 'split').sort((a, b) => a - b);
}

function holds(assertion: Assertion, before: Before, after: After): boolean {
  const isBoundary = (before === BEFORE.word) !== (after !== 'end' && isWord(after));
  switch (assertion) {
    case 'start':
      return before === BEFORE.start;
    case 'end':
      return after === 'end';
    case 'word':
      return isBoundary;
    case 'not_word':
      return !isBoundary;
    default:
      return assertion satisfies never;
  }
}

const isWord = (byte: number): boolean => /\w/.test(String.fromCodePoint(byte));

function firstAccepted(nfa: Nfa, reached: readonly number[]): number {
  const patterns = reached.flatMap((number) => {
    const state = nfa.states[number];
    return state?.kind === 'accept' ? [state.pattern + 1] : [];
  });
  return patterns.length === 0 ? 0 : Math.min(...patterns);
}

const afterByte = (nfa: Nfa, reached: readonly number[], byte: number): readonly number[] =>
  reached.flatMap((number) => {
    const state = nfa.states[number];
    return state?.kind === 'byte' && byte >= state.range.from && byte <= state.range.to ? [state.next] : [];
  });
