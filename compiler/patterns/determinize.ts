// Subset construction. A state of the DFA is a set of NFA states together with what stood before the position, because an
// assertion can only be decided when the next byte is known too. It makes one of two machines: `search` looks for any
// match from every position on and stops at the first end; `match` begins where it starts and tells all patterns apart.
import { byteClasses, type ByteClasses } from './byte-classes.ts';
import { closuresOf, type Closures } from './closure.ts';
import { BEFORE, type Before, type Dfa } from './dfa.ts';
import type { Assertion, Nfa } from './nfa.ts';

export type MachineKind = 'search' | 'match';

export interface MachineLimits {
  readonly states: number;
  /** Members of all state sets together: what bounds the time that a pattern may take to compile. */
  readonly members: number;
}

/** What stands behind a position, as far as assertions and search starts care. */
type After = 'word' | 'other' | 'continuation' | 'end';
const AFTERS: readonly After[] = ['word', 'other', 'continuation', 'end'];

interface StateSet {
  readonly before: Before;
  readonly accepts: number;
  /** Sorted; nothing in it leads on without a byte, but assertions that wait for one. */
  readonly members: readonly number[];
  /** Whether an assertion is among them. */
  readonly asks: boolean;
}

interface Construction {
  readonly nfa: Nfa;
  readonly kind: MachineKind;
  readonly classes: ByteClasses;
  readonly closures: Closures;
  /** The columns of each `After`: byte classes, and the end of the text behind them. */
  readonly columnsOf: ReadonlyMap<After, readonly number[]>;
  /** Whether a search has assertions to decide at every position, because patterns begin with them. */
  readonly startsAsk: boolean;
  /** Number of a set of patterns. */
  readonly acceptNumber: (patterns: readonly number[]) => number;
  /** Number of the state that reading a byte leads to: the NFA states behind the byte, what it was, what was accepted. */
  readonly stateNumber: (targets: readonly number[], before: Before, accepts: number) => number;
}

/** Any match of any pattern: where a search has got to when it has found one. */
const FOUND: readonly number[] = [];

/** The DFA of all patterns together, or null when it would be larger than the limits. */
export function determinize(nfa: Nfa, kind: MachineKind, limits: MachineLimits): Dfa | null {
  const { construction, sets, acceptSets } = constructionOf(nfa, kind);
  const columns = construction.classes.examples.length + 1;
  construction.stateNumber([], BEFORE.other, 0);
  const firsts = kind === 'match' ? nfa.starts : [];
  const starts = [BEFORE.start, BEFORE.word, BEFORE.other].map((before) => construction.stateNumber(firsts, before, 0));
  const transitions = new Uint16Array(limits.states * columns);
  let members = 0;
  for (let at = 0; at < sets.length; at += 1) {
    const set = sets[at];
    if (set) {
      members += set.members.length;
      if (sets.length > limits.states || members > limits.members) return null;
      fillRow(set, transitions.subarray(at * columns, (at + 1) * columns), construction);
    }
  }
  // The last rows may have led to more states than there is room for.
  if (sets.length > limits.states) return null;
  return {
    classes: construction.classes,
    columns,
    transitions: transitions.slice(0, sets.length * columns),
    accepts: Uint16Array.from(sets, (set) => set.accepts),
    sets: acceptSets,
    starts,
  };
}

function constructionOf(
  nfa: Nfa,
  kind: MachineKind,
): { construction: Construction; sets: readonly StateSet[]; acceptSets: readonly (readonly number[])[] } {
  const classes = byteClasses(nfa);
  const closures = closuresOf(nfa);
  const isAssertion = (number: number): boolean => nfa.states[number]?.kind === 'assert';
  const startsAsk = kind === 'search' && nfa.starts.flatMap((start) => closures.plain(start)).some(isAssertion);
  const acceptSets: (readonly number[])[] = [[]];
  const acceptNumbers = new Map<string, number>();
  const sets: StateSet[] = [];
  const numbers = new Map<string, number>();
  // Most bytes lead where another byte has led before: their closures need not be taken again.
  const known = new Map<string, number>();
  const closed = (targets: readonly number[]): readonly number[] => {
    const all = new Set<number>();
    for (const target of targets) for (const reached of closures.plain(target)) all.add(reached);
    return [...all].sort((a, b) => a - b);
  };
  const intern = (members: readonly number[], before: Before, accepts: number): number => {
    const asks = members.some(isAssertion);
    // What stood before tells nothing apart where nothing asks for it.
    const kept = asks || startsAsk ? before : BEFORE.other;
    const key = keyOf(members, kept, accepts);
    return (
      numbers.get(key) ?? remember(numbers, key, sets.push({ before: kept, accepts, members: [...members], asks }) - 1)
    );
  };
  const construction: Construction = {
    nfa,
    kind,
    classes,
    closures,
    columnsOf: columnsByAfter(classes),
    startsAsk,
    acceptNumber: (patterns) => {
      const key = patterns.join();
      return acceptNumbers.get(key) ?? remember(acceptNumbers, key, acceptSets.push([...patterns]) - 1);
    },
    stateNumber: (targets, before, accepts) => {
      const key = keyOf(targets, before, accepts);
      return known.get(key) ?? remember(known, key, intern(closed(targets), before, accepts));
    },
  };
  return { construction, sets, acceptSets };
}

function remember(numbers: Map<string, number>, key: string, number: number): number {
  numbers.set(key, number);
  return number;
}

/** Fits UTF-16 units: an NFA has at most 20,000 states, and there are fewer sets of patterns than states. */
const keyOf = (members: readonly number[], before: Before, accepts: number): string =>
  String.fromCharCode(before, accepts, ...members);

function columnsByAfter({ examples }: ByteClasses): ReadonlyMap<After, readonly number[]> {
  const columns = new Map<After, number[]>(AFTERS.map((after) => [after, []]));
  for (const [each, byte] of examples.entries()) columns.get(afterOf(byte))?.push(each);
  columns.get('end')?.push(examples.length);
  return columns;
}

function afterOf(byte: number): After {
  if (byte >= 0x80 && byte < 0xc0) return 'continuation';
  return /\w/.test(String.fromCodePoint(byte)) ? 'word' : 'other';
}

/** The next state for each byte class and for the end of the text. */
function fillRow(set: StateSet, row: Uint16Array, construction: Construction): void {
  const { kind, columnsOf, acceptNumber, stateNumber } = construction;
  const isFound = kind === 'search' && set.accepts > 0;
  for (const after of AFTERS) {
    const reached = isFound ? [] : reachBefore(set, after, construction);
    const patterns = isFound ? FOUND : acceptedOf(construction.nfa, reached);
    const isAccepted = isFound || patterns.length > 0;
    const columns = columnsOf.get(after) ?? [];
    if (kind === 'search' && isAccepted) {
      const found = stateNumber([], BEFORE.other, acceptNumber(FOUND));
      for (const column of columns) row[column] = found;
      continue;
    }
    const accepts = isAccepted ? acceptNumber(patterns) : 0;
    const before = after === 'word' ? BEFORE.word : BEFORE.other;
    const targets = after === 'end' ? [] : afterBytes(reached, construction);
    for (const column of columns) row[column] = stateNumber(targets[column] ?? [], before, accepts);
  }
}

/** All states that the position before the next byte has reached. A search may start a match anywhere but inside a code point. */
function reachBefore(set: StateSet, after: After, { nfa, kind, closures }: Construction): readonly number[] {
  const begins = kind === 'search' && after !== 'continuation';
  if (!set.asks && !begins) return set.members;
  const from = begins ? [...set.members, ...nfa.starts] : set.members;
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

function acceptedOf(nfa: Nfa, reached: readonly number[]): readonly number[] {
  const patterns: number[] = [];
  for (const number of reached) {
    const state = nfa.states[number];
    if (state?.kind === 'accept') patterns.push(state.pattern);
  }
  return patterns.sort((a, b) => a - b);
}

/** By byte class, where its bytes lead. */
function afterBytes(reached: readonly number[], { nfa, classes }: Construction): readonly (readonly number[])[] {
  const targets: number[][] = classes.examples.map(() => []);
  for (const number of reached) {
    const state = nfa.states[number];
    if (state?.kind !== 'byte') continue;
    const last = classes.classOf[state.range.to] ?? 0;
    for (let each = classes.classOf[state.range.from] ?? 0; each <= last; each += 1) targets[each]?.push(state.next);
  }
  return targets;
}
