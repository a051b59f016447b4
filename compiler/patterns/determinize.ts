// Subset construction. A state of the DFA is a set of NFA states together with what stood before the position, because an
// assertion can only be decided when the next byte is known too.
import { byteClasses, type ByteClasses } from './byte-classes.ts';
import { closuresOf, type Closures } from './closure.ts';
import { BEFORE, type Before, type Dfa } from './dfa.ts';
import type { Assertion, Nfa } from './nfa.ts';

const MAX_STATES = 4_000;
/** Members of all state sets together: what bounds the time that a pattern may take to compile. */
const MAX_MEMBERS = 200_000;

/** What stands behind a position, as far as assertions and search starts care. */
type After = 'word' | 'other' | 'continuation' | 'end';
const AFTERS: readonly After[] = ['word', 'other', 'continuation', 'end'];

interface StateSet {
  readonly isSearch: boolean;
  readonly before: Before;
  readonly accepts: number;
  /** Sorted; nothing in it leads on without a byte, but assertions that wait for one. */
  readonly members: readonly number[];
}

interface Construction {
  readonly nfa: Nfa;
  readonly classes: ByteClasses;
  readonly closures: Closures;
  /** What each byte class is to a position before it. */
  readonly afters: readonly After[];
}

/** Any match of any pattern: where a search has got to when it has found one. */
const FOUND = 1;
const DEAD: StateSet = { isSearch: false, before: BEFORE.other, accepts: 0, members: [] };

/** The DFA of all patterns together, or null when it would be larger than the limits. */
export function determinize(nfa: Nfa): Dfa | null {
  const classes = byteClasses(nfa);
  const construction = { nfa, classes, closures: closuresOf(nfa), afters: classes.examples.map(afterOf) };
  const sets: StateSet[] = [];
  const numbers = new Map<string, number>();
  let members = 0;
  const numberOf = (set: StateSet): number => {
    const key = `${Number(set.isSearch)} ${set.before} ${set.accepts} ${set.members.join()}`;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    members += set.members.length;
    numbers.set(key, sets.push(set) - 1);
    return sets.length - 1;
  };
  const starting = (isSearch: boolean): readonly number[] =>
    [BEFORE.start, BEFORE.word, BEFORE.other].map((before) =>
      numberOf({ isSearch, before, accepts: 0, members: isSearch ? [] : construction.closures.plain(nfa.starts) }),
    );
  numberOf(DEAD);
  const searchStarts = starting(true);
  const matchStarts = starting(false);
  const transitions: (readonly number[])[] = [];
  for (let at = 0; at < sets.length; at += 1) {
    if (sets.length > MAX_STATES || members > MAX_MEMBERS) return null;
    transitions.push(transitionsOf(sets[at] ?? DEAD, construction).map(numberOf));
  }
  return { classes, transitions, accepts: sets.map((set) => set.accepts), searchStarts, matchStarts };
}

const isWord = (byte: number): boolean => /\w/.test(String.fromCodePoint(byte));

function afterOf(byte: number): After {
  if (byte >= 0x80 && byte < 0xc0) return 'continuation';
  return isWord(byte) ? 'word' : 'other';
}

/** The next set for each byte class and for the end of the text. */
function transitionsOf(set: StateSet, construction: Construction): readonly StateSet[] {
  const { classes, afters } = construction;
  if (set.isSearch && set.accepts > 0) return [...afters.map(() => set), set];
  const next: StateSet[] = [...afters.map(() => DEAD), DEAD];
  for (const after of AFTERS) {
    const reached = reachBefore(set, after, construction);
    const accepts = firstAccepted(construction.nfa, reached);
    const targets = after === 'end' ? [] : afterBytes(reached, construction);
    for (const [each] of next.entries()) {
      if ((afters[each] ?? 'end') !== after) continue;
      if (set.isSearch && accepts > 0) {
        next[each] = { isSearch: true, before: BEFORE.other, accepts: FOUND, members: [] };
      } else {
        const members = construction.closures.plain(targets[each] ?? []);
        next[each] = {
          isSearch: set.isSearch,
          before: beforeNext(members, set, after, construction),
          accepts,
          members,
        };
      }
    }
  }
  return next.slice(0, classes.examples.length + 1);
}

/** All states that the position before the next byte has reached. A search may start a match anywhere but inside a code point. */
function reachBefore(set: StateSet, after: After, { nfa, closures }: Construction): readonly number[] {
  const from = set.isSearch && after !== 'continuation' ? [...set.members, ...nfa.starts] : set.members;
  return closures.through(from, (assertion) => holds(assertion, set.before, after));
}

function holds(assertion: Assertion, before: Before, after: After): boolean {
  const isBoundary = (before === BEFORE.word) !== (after === 'word');
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

function firstAccepted(nfa: Nfa, reached: readonly number[]): number {
  let first = Infinity;
  for (const number of reached) {
    const state = nfa.states[number];
    if (state?.kind === 'accept') first = Math.min(first, state.pattern + 1);
  }
  return first === Infinity ? 0 : first;
}

/** By byte class, where its bytes lead. */
function afterBytes(reached: readonly number[], { nfa, classes }: Construction): readonly ReadonlySet<number>[] {
  const targets = classes.examples.map(() => new Set<number>());
  for (const number of reached) {
    const state = nfa.states[number];
    if (state?.kind !== 'byte') continue;
    const last = classes.classOf[state.range.to] ?? 0;
    for (let each = classes.classOf[state.range.from] ?? 0; each <= last; each += 1) targets[each]?.add(state.next);
  }
  return targets;
}

/** What stood before tells nothing apart where nothing asks for it. */
function beforeNext(members: readonly number[], set: StateSet, after: After, { nfa }: Construction): Before {
  if (after !== 'word') return BEFORE.other;
  const asks = set.isSearch || members.some((member) => nfa.states[member]?.kind === 'assert');
  return asks ? BEFORE.word : BEFORE.other;
}
