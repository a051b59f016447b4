// The smallest DFA that does the same, by Hopcroft's algorithm: states are split apart until those left together cannot be
// told apart. The result is numbered as the kernel wants it: the dead state 0, states that lead on and do not accept, states that lead on and accept, and last those that
// only accept. Byte classes that no state tells apart any more are joined.
import { leadsOn, type Dfa } from './dfa.ts';
import { createPartition, type Partition } from './partition.ts';

export function minimize(dfa: Dfa): Dfa {
  const partition = refine(dfa);
  const representatives = new Int32Array(partition.blocks()).fill(-1);
  for (const [state, block] of partition.blockOf.entries()) {
    if (representatives[block] === -1) representatives[block] = state;
  }
  const dead = partition.blockOf[0];
  const ranks = Array.from(representatives, (state, block) => (block === dead ? 0 : rankOf(dfa, state)));
  const order = Array.from(representatives.keys()).sort(
    (a, b) => (ranks[a] ?? 0) - (ranks[b] ?? 0) || (representatives[a] ?? 0) - (representatives[b] ?? 0),
  );
  const numberOfBlock = new Uint32Array(order.length);
  for (const [number, block] of order.entries()) numberOfBlock[block] = number;
  const numberOf = (state: number): number => numberOfBlock[partition.blockOf[state] ?? 0] ?? 0;
  const states = order.map((block) => representatives[block] ?? 0);
  const { columns } = dfa;
  const transitions = new Uint16Array(states.length * columns);
  for (const [number, state] of states.entries()) {
    for (let column = 0; column < columns; column += 1) {
      transitions[number * columns + column] = numberOf(dfa.transitions[state * columns + column] ?? 0);
    }
  }
  return joinClasses({
    ...dfa,
    transitions,
    accepts: Uint16Array.from(states, (state) => dfa.accepts[state] ?? 0),
    starts: dfa.starts.map(numberOf),
  });
}

const rankOf = (dfa: Dfa, state: number): number => (!leadsOn(dfa, state) ? 3 : dfa.accepts[state] === 0 ? 1 : 2);

/** Splits by what is accepted, then by where each column leads, until nothing splits any more. */
function refine(dfa: Dfa): Partition {
  const { transitions, accepts, columns } = dfa;
  const count = accepts.length;
  const partition = createPartition(count);
  const waiting: number[] = [];
  const isWaiting: boolean[] = [];
  const wait = (block: number): void => {
    waiting.push(block);
    isWaiting[block] = true;
  };
  for (const [, states] of [...Map.groupBy(accepts.keys(), (state) => accepts[state])].slice(1)) {
    for (const state of states) partition.mark(state);
    partition.split(() => undefined);
  }
  for (let block = 0; block < partition.blocks(); block += 1) wait(block);
  const sources = sourcesOf(transitions, columns, count);
  for (let block = waiting.pop(); block !== undefined; block = waiting.pop()) {
    isWaiting[block] = false;
    const splitter = partition.elementsOf(block);
    for (let column = 0; column < columns; column += 1) {
      for (const target of splitter) {
        const first = sources.firsts[target * columns + column] ?? 0;
        const end = sources.firsts[target * columns + column + 1] ?? 0;
        for (let at = first; at < end; at += 1) partition.mark(sources.states[at] ?? 0);
      }
      partition.split((from, made) => {
        const smaller = partition.sizeOf(made) <= partition.sizeOf(from) ? made : from;
        wait(isWaiting[from] === true ? made : smaller);
      });
    }
  }
  return partition;
}

interface Sources {
  /** Where the sources of a target and column begin in `states`; they end where the next begin. */
  readonly firsts: Uint32Array;
  readonly states: Uint16Array;
}

/** Which states lead to a state, by state and column. */
function sourcesOf(transitions: Uint16Array, columns: number, count: number): Sources {
  const firsts = new Uint32Array(count * columns + 2);
  for (let at = 0; at < transitions.length; at += 1) {
    const slot = (transitions[at] ?? 0) * columns + (at % columns) + 2;
    firsts[slot] = (firsts[slot] ?? 0) + 1;
  }
  for (let slot = 1; slot < firsts.length; slot += 1) firsts[slot] = (firsts[slot] ?? 0) + (firsts[slot - 1] ?? 0);
  const states = new Uint16Array(transitions.length);
  // `firsts` is one slot ahead, so that filling a list moves its end to where the next begins.
  for (let at = 0; at < transitions.length; at += 1) {
    const slot = (transitions[at] ?? 0) * columns + (at % columns) + 1;
    const place = firsts[slot] ?? 0;
    states[place] = Math.floor(at / columns);
    firsts[slot] = place + 1;
  }
  return { firsts, states };
}

/** Joins byte classes with equal columns. */
function joinClasses(dfa: Dfa): Dfa {
  const { transitions, columns, classes } = dfa;
  const states = dfa.accepts.length;
  const numbers = new Map<string, number>();
  const kept: number[] = [];
  const joined = classes.examples.map((_, column) => {
    const leads = new Uint16Array(states);
    for (let state = 0; state < states; state += 1) leads[state] = transitions[state * columns + column] ?? 0;
    const key = String.fromCharCode(...leads);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, kept.length);
    return kept.push(column) - 1;
  });
  const columnsKept = [...kept, columns - 1];
  const narrow = new Uint16Array(states * columnsKept.length);
  for (let state = 0; state < states; state += 1) {
    for (const [to, from] of columnsKept.entries()) {
      narrow[state * columnsKept.length + to] = transitions[state * columns + from] ?? 0;
    }
  }
  return {
    ...dfa,
    columns: columnsKept.length,
    transitions: narrow,
    classes: {
      classOf: classes.classOf.map((each) => joined[each] ?? 0),
      examples: kept.map((column) => classes.examples[column] ?? 0),
    },
  };
}
