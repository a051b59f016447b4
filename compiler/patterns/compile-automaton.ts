// Patterns to one automaton that finds them all. The syntax is ECMAScript's with the flag `u`, without what needs memory of
// the match (references) or looks around; `\w` and `\b` are ASCII; of several matches the leftmost, then the longest counts.
import { parsePattern, patternProblem } from '../../lang/patterns/regexp.ts';
import { determinize } from './determinize.ts';
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

export type AutomatonTables = Dfa;

export interface CompiledAutomaton {
  readonly value: AutomatonTables | null;
  readonly problem: AutomatonProblem | null;
}

export function compileAutomaton(patterns: readonly PatternText[]): CompiledAutomaton {
  const syntaxes: PatternSyntax[] = [];
  for (const [index, { source, flags }] of patterns.entries()) {
    const refused = patternProblem(source, flags);
    if (refused) return failed(index, refused.reason, refused.start);
    const { pattern } = parsePattern(source);
    if (pattern) syntaxes.push(pattern);
  }
  const nfa = buildNfa(syntaxes, patterns);
  const dfa = nfa ? determinize(nfa) : null;
  return dfa ? { value: minimize(dfa), problem: null } : tooLarge(patterns);
}

function failed(pattern: number, reason: string, offset: number): CompiledAutomaton {
  return { value: null, problem: { pattern, reason, offset } };
}

/** Names the pattern that is too large on its own, or else the last: without it the others may fit. */
function tooLarge(patterns: readonly PatternText[]): CompiledAutomaton {
  if (patterns.length === 1) return failed(0, 'its automaton is too large; repeat less or match less exactly', 0);
  for (const [index, pattern] of patterns.entries()) {
    const { problem } = compileAutomaton([pattern]);
    if (problem) return { value: null, problem: { ...problem, pattern: index } };
  }
  return failed(patterns.length - 1, `the automaton of all ${patterns.length} patterns together is too large`, 0);
}

/** Null when there are more states than any automaton may have. */
function buildNfa(syntaxes: readonly PatternSyntax[], patterns: readonly PatternText[]): Nfa | null {
  const builder = createNfaBuilder();
  const starts = syntaxes.map((syntax, pattern) => {
    const accept = builder.add({ kind: 'accept', pattern });
    return addAlternatives(syntax.alternatives, accept, {
      builder,
      isCaseInsensitive: patterns[pattern]?.flags === 'i',
      unsupported: (what) => {
        throw new Error(`the pattern check let ${what} through`);
      },
    });
  });
  return builder.isFull() ? null : { states: builder.states, starts };
}
