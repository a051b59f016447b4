// The smallest DFA that does the same: states are split apart until those left together cannot be told apart. The result
// is numbered as the kernel wants it: the dead state 0, then states that do not accept, then those that do.
import type { Dfa } from './dfa.ts';

export function minimize(dfa: Dfa): Dfa {
  const blocks = refine(dfa);
  const representatives = new Map<number, number>();
  for (const [state, block] of blocks.entries()) if (!representatives.has(block)) representatives.set(block, state);
  const deadBlock = blocks[0];
  const accepts = (state: number): number => dfa.accepts[state] ?? 0;
  const ordered = [...representatives].sort(([blockA, stateA], [blockB, stateB]) => {
    const rank = (block: number, state: number): number => (block === deadBlock ? 0 : accepts(state) === 0 ? 1 : 2);
    return rank(blockA, stateA) - rank(blockB, stateB) || stateA - stateB;
  });
  const numberOfBlock = new Map(ordered.map(([block], number) => [block, number]));
  const numberOf = (state: number): number => numberOfBlock.get(blocks[state] ?? 0) ?? 0;
  return {
    classes: dfa.classes,
    transitions: ordered.map(([, state]) => (dfa.transitions[state] ?? []).map(numberOf)),
    accepts: ordered.map(([, state]) => accepts(state)),
    searchStarts: dfa.searchStarts.map(numberOf),
    matchStarts: dfa.matchStarts.map(numberOf),
  };
}

/** Block number of each state. Splits by what is accepted, then by where each class leads, until nothing splits any more. */
function refine({ transitions, accepts }: Dfa): readonly number[] {
  const states = transitions.length;
  const classes = transitions[0]?.length ?? 0;
  let { blocks, count } = numbered(accepts);
  for (let before = 0; count !== before;) {
    before = count;
    for (let each = 0; each < classes; each += 1) {
      const current = blocks;
      // Exact in a double: both numbers are below 2^13.
      const pairs = transitions.map((row, state) => (current[state] ?? 0) * states + (current[row[each] ?? 0] ?? 0));
      ({ blocks, count } = numbered(pairs));
    }
  }
  return blocks;
}

/** Numbers the distinct keys in order of appearance. */
function numbered(keys: readonly number[]): { blocks: readonly number[]; count: number } {
  const numbers = new Map<number, number>();
  const blocks = keys.map((key) => {
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, numbers.size);
    return numbers.size - 1;
  });
  return { blocks, count: numbers.size };
}
