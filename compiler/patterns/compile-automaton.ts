// Patterns to automata that find them; compile-detectors.ts makes those of many patterns. The syntax is ECMAScript's with the flag `u`, without what needs memory of the match
// (references) or looks around; `\w` and `\b` are ASCII.
import { parsePattern, patternProblem } from '../../lang/patterns/regexp.ts';
import { determinize, type MachineKind, type MachineLimits } from './determinize.ts';
import type { Dfa } from './dfa.ts';
import { minimize } from './minimize.ts';
import { createNfaBuilder, type Nfa } from './nfa.ts';
import { addAlternatives, type PatternSyntax } from './pattern-nfa.ts';

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

export const LIMITS: MachineLimits = { states: 4_000, members: 400_000 };
/** Half a megabyte of a module. */
const MAX_TRANSITIONS = 2 ** 18;
export const TOO_LARGE = 'its automaton is too large; repeat less or match less exactly';

/** A pattern as a machine that finds whether it matches anywhere. */
export function compileAutomaton(pattern: PatternText): CompiledAutomaton {
  const { syntaxes, problem } = parseAll([pattern]);
  if (problem) return { value: null, problem };
  const nfa = buildNfa([0], { syntaxes, patterns: [pattern] });
  const dfa = nfa && smallDfa(nfa, 'search', LIMITS);
  if (dfa) return { value: dfa, problem: null };
  return { value: null, problem: { pattern: 0, reason: TOO_LARGE, offset: 0 } };
}

export interface Sources {
  readonly syntaxes: readonly PatternSyntax[];
  readonly patterns: readonly PatternText[];
}

export function parseAll(patterns: readonly PatternText[]): {
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

/** Null when it would be larger than any automaton may be. */
export function smallDfa(nfa: Nfa, kind: MachineKind, limits: MachineLimits): Dfa | null {
  const dfa = determinize(nfa, kind, limits);
  const smallest = dfa && minimize(dfa);
  return smallest && smallest.transitions.length <= MAX_TRANSITIONS ? smallest : null;
}

/** Null when there are more states than any automaton may have. */
export function buildNfa(numbers: readonly number[], { syntaxes, patterns }: Sources): Nfa | null {
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
