// Which NFA states are reached without reading a byte. Splits are left out of every answer: they have led on.
import type { Assertion, Nfa } from './nfa.ts';

export interface Closures {
  /** Reached without passing an assertion; those that wait for the next byte are in the answer. Sorted. */
  plain(from: Iterable<number>): readonly number[];
  /** Reached through the assertions that hold. */
  through(from: Iterable<number>, holds: (assertion: Assertion) => boolean): readonly number[];
}

export function closuresOf(nfa: Nfa): Closures {
  const known = new Map<number, readonly number[]>();
  const reach = (from: Iterable<number>, holds: ((assertion: Assertion) => boolean) | null): number[] => {
    const seen = new Set<number>();
    const reached: number[] = [];
    const waiting = [...from];
    for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) {
      if (seen.has(number)) continue;
      seen.add(number);
      const state = nfa.states[number];
      if (state?.kind === 'split') {
        for (const next of state.next) waiting.push(next);
        continue;
      }
      reached.push(number);
      if (state?.kind === 'assert' && holds?.(state.assertion)) waiting.push(state.next);
    }
    return reached;
  };
  const plainFrom = (number: number): readonly number[] => {
    const answer = known.get(number) ?? reach([number], null);
    known.set(number, answer);
    return answer;
  };
  return {
    plain: (from) => {
      const all = new Set<number>();
      for (const number of from) for (const reached of plainFrom(number)) all.add(reached);
      return [...all].sort((a, b) => a - b);
    },
    through: reach,
  };
}
