// Which NFA states are reached without reading a byte. Splits are left out of every answer: they have led on.
import type { Assertion, Nfa } from './nfa.ts';

export interface Closures {
  /** Reached from one state without passing an assertion; those that wait for the next byte are in the answer. */
  plain(from: number): readonly number[];
  /** Reached through the assertions that hold. */
  through(from: readonly number[], holds: (assertion: Assertion) => boolean): readonly number[];
}

export function closuresOf(nfa: Nfa): Closures {
  const known: (readonly number[] | undefined)[] = [];
  // The number of the last question in which a state was seen.
  const seen = new Uint32Array(nfa.states.length);
  let question = 0;
  const reach = (from: readonly number[], holds: ((assertion: Assertion) => boolean) | null): number[] => {
    question += 1;
    const reached: number[] = [];
    const waiting = [...from];
    for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) {
      if (seen[number] === question) continue;
      seen[number] = question;
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
  return {
    plain: (from) => (known[from] ??= reach([from], null)),
    through: reach,
  };
}
