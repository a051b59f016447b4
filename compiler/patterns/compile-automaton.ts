// Patterns to automata that find them. The syntax is ECMAScript's with the flag `u`, without what needs memory of the match
// (references) or looks around; `\w` and `\b` are ASCII.
import { parsePattern, patternProblem } from '../../lang/patterns/regexp.ts';
import { determinize, type MachineLimits } from './determinize.ts';
import type { Dfa } from './dfa.ts';
import { minimize } from './minimize.ts';
import { createNfaBuilder, type Nfa } from './nfa.ts';
import { addAlternatives, type PatternSyntax } from './pattern-nfa.ts';
import { canWaitForLabels, prefilterOf, type Prefilter } from './prefilter.ts';

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
/** What one automaton may have when it is made for several patterns; more, and they are split in two lists. */
const MERGED_LIMITS: MachineLimits = { states: 1_500, members: 60_000 };

const TOO_LARGE = 'its automaton is too large; repeat less or match less exactly';

/** A pattern as a machine that finds whether it matches anywhere. */
export function compileAutomaton(pattern: PatternText): CompiledAutomaton {
  const { syntaxes, problem } = parseAll([pattern]);
  if (problem) return { value: null, problem };
  const nfa = buildNfa([0], { syntaxes, patterns: [pattern] });
  const dfa = nfa && determinize(nfa, 'search', LIMITS);
  if (dfa) return { value: minimize(dfa), problem: null };
  return { value: null, problem: { pattern: 0, reason: TOO_LARGE, offset: 0 } };
}

export interface DetectorPattern extends PatternText {
  /** Words one of which must stand before a match, or null. */
  readonly labels: readonly string[] | null;
}

/** All patterns as few machines: one, or where that would be large those of each half of the list. Equal patterns are one. */
export function compileDetectors(patterns: readonly DetectorPattern[]): {
  readonly value: CompiledDetectors | null;
  readonly problem: AutomatonProblem | null;
} {
  const { syntaxes, problem } = parseAll(patterns);
  if (problem) return { value: null, problem };
  const sources = { syntaxes, patterns };
  const distinct = distinctPatterns(patterns);
  const gated = distinct.filter(
    ({ labels, number }) => labels !== null && canWaitForLabels(buildNfa([number], sources)),
  );
  const open = distinct.filter((pattern) => !gated.includes(pattern));
  const numbersOf = (list: readonly Distinct[]): readonly number[] => list.map(({ number }) => number);
  const openParts = machinesOf(numbersOf(open), sources);
  const parts = [...openParts, ...machinesOf(numbersOf(gated), sources)];
  const tooLarge = parts.find(({ machine }) => machine === null);
  if (tooLarge) {
    return { value: null, problem: { pattern: tooLarge.numbers[0] ?? 0, reason: TOO_LARGE, offset: 0 } };
  }
  const users = new Map(distinct.map((pattern) => [pattern.number, pattern.users]));
  const machines = parts.flatMap(({ machine }) => machine ?? []).map((machine) => withUsers(machine, users));
  const nfas = parts.flatMap(({ nfa }) => nfa ?? []);
  const labels = gated.flatMap(({ labels }) => labels ?? []);
  return { value: { machines, prefilter: prefilterOf(nfas, { open: openParts.length, labels }) }, problem: null };
}

interface Distinct {
  readonly number: number;
  /** The patterns of the list that are equal to it, itself among them. */
  readonly users: readonly number[];
  /** What all of them wait for, or null when one waits for nothing. */
  readonly labels: readonly string[] | null;
}

function distinctPatterns(patterns: readonly DetectorPattern[]): readonly Distinct[] {
  const groups = Map.groupBy(patterns.keys(), (number) =>
    JSON.stringify([patterns[number]?.flags, patterns[number]?.source]),
  );
  return [...groups.values()].map((users) => {
    const labels = users.map((user) => patterns[user]?.labels ?? null);
    const isWaiting = labels.every((each) => each !== null);
    return { number: users[0] ?? 0, users, labels: isWaiting ? labels.flatMap((each) => each ?? []) : null };
  });
}

/** What a machine accepts, in terms of all patterns that are equal. */
const withUsers = (machine: Dfa, users: ReadonlyMap<number, readonly number[]>): Dfa => ({
  ...machine,
  sets: machine.sets.map((set) => set.flatMap((pattern) => users.get(pattern) ?? []).sort((a, b) => a - b)),
});

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

interface Part {
  readonly numbers: readonly number[];
  readonly nfa: Nfa | null;
  readonly machine: Dfa | null;
}

function machinesOf(numbers: readonly number[], sources: Sources): readonly Part[] {
  if (numbers.length === 0) return [];
  const nfa = buildNfa(numbers, sources);
  const dfa = nfa && determinize(nfa, 'match', numbers.length === 1 ? LIMITS : MERGED_LIMITS);
  if (dfa) return [{ numbers, nfa, machine: minimize(dfa) }];
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
