// Patterns to automata that find them. The syntax is ECMAScript's with the flag `u`, without what needs memory of the match
// (references) or looks around; `\w` and `\b` are ASCII.
import { parsePattern, patternProblem } from '../../lang/patterns/regexp.ts';
import { determinize, type MachineKind, type MachineLimits } from './determinize.ts';
import type { Dfa } from './dfa.ts';
import { minimize } from './minimize.ts';
import { createNfaBuilder, type Nfa } from './nfa.ts';
import { addAlternatives, type PatternSyntax } from './pattern-nfa.ts';
import { prefilterOf, type Prefilter } from './prefilter.ts';

export interface PatternText {
  readonly source: string;
  readonly flags: string;
}

/** Why patterns do not compile. `pattern` is a position in the list given, `offset` one in its source. */
export interface AutomatonProblem {
  readonly pattern: number;
  readonly reason: string;
  readonly offset: number;
}

export interface CompiledAutomaton {
  readonly value: Dfa | null;
  readonly problem: AutomatonProblem | null;
}

export interface CompiledDetectors {
  /** Machines that together match all patterns, whose numbers are their positions in the list. */
  readonly machines: readonly Dfa[];
  readonly prefilter: Prefilter | null;
}

const LIMITS: MachineLimits = { states: 4_000, members: 400_000 };
/** Half a megabyte of a module. */
const MAX_TRANSITIONS = 2 ** 18;
/** What one automaton may have when it is made for several patterns; more, and they are split in two lists. */
const MERGED_LIMITS: MachineLimits = { states: 1_500, members: 60_000 };
/** Patterns with more states than this in their NFAs are not even tried as one automaton: it is seldom small enough. */
const MERGED_NFA_STATES = 1_500;

const TOO_LARGE = 'its automaton is too large; repeat less or match less exactly';

/** A pattern as a machine that finds whether it matches anywhere. */
export function compileAutomaton(pattern: PatternText): CompiledAutomaton {
  const { syntaxes, problem } = parseAll([pattern]);
  if (problem) return { value: null, problem };
  const nfa = buildNfa([0], { syntaxes, patterns: [pattern] });
  const dfa = nfa && smallDfa(nfa, 'search', LIMITS);
  if (dfa) return { value: dfa, problem: null };
  return { value: null, problem: { pattern: 0, reason: TOO_LARGE, offset: 0 } };
}

/** All patterns as few machines: one, or where that would be large those of each half of the list. Equal patterns are one. */
export function compileDetectors(patterns: readonly PatternText[]): {
  readonly value: CompiledDetectors | null;
  readonly problem: AutomatonProblem | null;
} {
  const numbers = [...patterns.keys()];
  const equal = Map.groupBy(numbers, (number) => JSON.stringify([patterns[number]?.flags, patterns[number]?.source]));
  const users = new Map([...equal.values()].map((same) => [same[0] ?? 0, same]));
  const { syntaxes, problem } = parseAll(patterns);
  if (problem) return { value: null, problem };
  const sources = { syntaxes, patterns };
  const parts = neighbours([...users.keys()], sources).flatMap((numbers) => machinesOf(numbers, sources));
  const tooLarge = parts.find(({ machine }) => machine === null);
  if (tooLarge) {
    return { value: null, problem: { pattern: tooLarge.numbers[0] ?? 0, reason: TOO_LARGE, offset: 0 } };
  }
  const machines = parts.flatMap(({ machine }) => machine ?? []);
  return {
    value: {
      machines: machines.map((machine) => ({
        ...machine,
        sets: machine.sets.map((set) => set.flatMap((pattern) => users.get(pattern) ?? []).sort((a, b) => a - b)),
      })),
      prefilter: prefilterOf(parts.flatMap(({ nfa }) => nfa ?? [])),
    },
    problem: null,
  };
}

interface Sources {
  readonly syntaxes: readonly PatternSyntax[];
  readonly patterns: readonly PatternText[];
}

function parseAll(patterns: readonly PatternText[]): {
  syntaxes: readonly PatternSyntax[];
  problem: AutomatonProblem | null;
} {
  const syntaxes: PatternSyntax[] = [];
  for (const [pattern, { source, flags }] of patterns.entries()) {
    const refused = patternProblem(source, flags);
    if (refused) return { syntaxes, problem: { pattern, reason: refused.reason, offset: refused.start } };
    const { pattern: syntax } = parsePattern(source);
    if (syntax) syntaxes.push(syntax);
  }
  return { syntaxes, problem: null };
}

/** Cuts the list where the next pattern would make too much of one automaton. */
function neighbours(numbers: readonly number[], sources: Sources): readonly (readonly number[])[] {
  const lists: number[][] = [];
  let states = Infinity;
  for (const number of numbers) {
    const own = buildNfa([number], sources)?.states.length ?? Infinity;
    states += own;
    if (states > MERGED_NFA_STATES) {
      lists.push([]);
      states = own;
    }
    lists.at(-1)?.push(number);
  }
  return lists;
}

/** Null when it would be larger than any automaton may be. */
function smallDfa(nfa: Nfa, kind: MachineKind, limits: MachineLimits): Dfa | null {
  const dfa = determinize(nfa, kind, limits);
  const smallest = dfa && minimize(dfa);
  return smallest && smallest.transitions.length <= MAX_TRANSITIONS ? smallest : null;
}

interface Part {
  readonly numbers: readonly number[];
  readonly nfa: Nfa | null;
  readonly machine: Dfa | null;
}

function machinesOf(numbers: readonly number[], sources: Sources): readonly Part[] {
  const nfa = buildNfa(numbers, sources);
  const machine = nfa && smallDfa(nfa, 'match', numbers.length === 1 ? LIMITS : MERGED_LIMITS);
  if (machine) return [{ numbers, nfa, machine }];
  if (numbers.length === 1) return [{ numbers, nfa, machine: null }];
  const middle = Math.ceil(numbers.length / 2);
  return [...machinesOf(numbers.slice(0, middle), sources), ...machinesOf(numbers.slice(middle), sources)];
}

/** Null when there are more states than any automaton may have. */
function buildNfa(numbers: readonly number[], { syntaxes, patterns }: Sources): Nfa | null {
  const builder = createNfaBuilder();
  const starts = numbers.map((pattern) => {
    const accept = builder.add({ kind: 'accept', pattern });
    return addAlternatives(syntaxes[pattern]?.alternatives ?? [], accept, {
      builder,
      isCaseInsensitive: patterns[pattern]?.flags === 'i',
      unsupported: (what) => {
        throw new Error(`the pattern check let ${what} through`);
      },
    });
  });
  return builder.isFull() ? null : { states: builder.states, starts };
}
