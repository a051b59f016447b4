// Patterns of detectors to few machines that together find them all, and to what lets these skip text.
import {
  LIMITS,
  TOO_LARGE,
  buildNfa,
  parseAll,
  smallDfa,
  type AutomatonProblem,
  type PatternText,
  type Sources,
} from './compile-automaton.ts';
import type { MachineLimits } from './determinize.ts';
import type { Dfa } from './dfa.ts';
import { patternWindows } from './pattern-windows.ts';
import { prefilterOf, windowLimit, type Prefilter } from './prefilter.ts';
import type { Window } from './windows.ts';

export interface CompiledDetectors {
  /** Machines that together match all patterns, whose numbers are their positions in the list. */
  readonly machines: readonly Dfa[];
  readonly prefilter: Prefilter | null;
}

/** What one automaton may have when it is made for several patterns; more, and they are split in two lists. */
const MERGED_LIMITS: MachineLimits = { states: 1_500, members: 60_000 };
/** Patterns with more states than this in their NFAs are not even tried as one automaton: it is seldom small enough. */
const MERGED_NFA_STATES = 1_500;

/** All patterns as few machines: one, or where that would be large several. Equal patterns are one. */
export function compileDetectors(patterns: readonly PatternText[]): {
  readonly value: CompiledDetectors | null;
  readonly problem: AutomatonProblem | null;
} {
  const { syntaxes, problem } = parseAll(patterns);
  if (problem) return { value: null, problem };
  const sources = { syntaxes, patterns };
  const distinct = distinctPatterns(sources);
  const large = distinct.find(({ windows }) => windows === null);
  if (large) return tooLarge(large.number);
  // What may begin long before its anchor is looked for backwards from other hits: it shares no machine with what may not.
  const [near, far] = [distinct.filter((each) => !isFar(each)), distinct.filter(isFar)];
  const parts = [near, far].flatMap((list) => neighbours(list)).flatMap((list) => machinesOf(list, sources));
  const without = parts.find(({ machine }) => machine === null);
  if (without) return tooLarge(without.list[0]?.number ?? 0);
  const machines = parts.flatMap(({ list, machine }) => (machine ? [withUsers(machine, list)] : []));
  const windows = parts.map(({ list }) => list.flatMap(({ windows }) => windows ?? []));
  return { value: { machines, prefilter: prefilterOf(windows) }, problem: null };
}

const tooLarge = (pattern: number): { value: null; problem: AutomatonProblem } => ({
  value: null,
  problem: { pattern, reason: TOO_LARGE, offset: 0 },
});

interface Distinct {
  readonly number: number;
  /** The patterns of the list that are equal to it, itself among them. */
  readonly users: readonly number[];
  readonly states: number;
  /** Null when it is too large. */
  readonly windows: readonly Window[] | null;
}

function distinctPatterns(sources: Sources): readonly Distinct[] {
  const { patterns } = sources;
  const groups = Map.groupBy(patterns.keys(), (number) =>
    JSON.stringify([patterns[number]?.flags, patterns[number]?.source]),
  );
  return [...groups.values()].map((users) => {
    const number = users[0] ?? 0;
    const nfa = buildNfa([number], sources);
    const windows = nfa?.starts.flatMap((start) => patternWindows(nfa, start, windowLimit(groups.size))) ?? null;
    return { number, users, states: nfa?.states.length ?? 0, windows };
  });
}

const isFar = ({ windows }: Distinct): boolean => windows?.some(({ maxBack }) => maxBack === Infinity) ?? false;

/** Cuts the list where the next pattern would make too much of one automaton. */
function neighbours(list: readonly Distinct[]): readonly (readonly Distinct[])[] {
  const lists: Distinct[][] = [];
  let states = Infinity;
  for (const each of list) {
    states += each.states;
    if (states > MERGED_NFA_STATES) {
      lists.push([]);
      states = each.states;
    }
    lists.at(-1)?.push(each);
  }
  return lists;
}

interface Part {
  readonly list: readonly Distinct[];
  readonly machine: Dfa | null;
}

/** One machine, or where that would be too large those of each half of the list. */
function machinesOf(list: readonly Distinct[], sources: Sources): readonly Part[] {
  const numbers = list.map(({ number }) => number);
  const nfa = buildNfa(numbers, sources);
  const machine = nfa && smallDfa(nfa, 'match', list.length === 1 ? LIMITS : MERGED_LIMITS);
  if (machine || list.length <= 1) return [{ list, machine }];
  const middle = Math.ceil(list.length / 2);
  return [...machinesOf(list.slice(0, middle), sources), ...machinesOf(list.slice(middle), sources)];
}

/** What a machine accepts, in terms of all patterns that are equal. */
function withUsers(machine: Dfa, list: readonly Distinct[]): Dfa {
  const users = new Map(list.map((each) => [each.number, each.users]));
  const sets = machine.sets.map((set) => set.flatMap((pattern) => users.get(pattern) ?? []).sort((a, b) => a - b));
  return { ...machine, sets };
}
