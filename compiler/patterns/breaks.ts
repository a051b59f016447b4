// Which two bytes, one behind the other, some match may hold: between all others a stream can be cut, because nothing that
// began before is open any more. As compiler/kernel/assembly/breaks.ts reads it, which has the layout.
import { leadsOn, type Dfa } from './dfa.ts';

const CLASSES_AT = 8;
const ROWS_AT = CLASSES_AT + 256;

export function encodeBreaks(machines: readonly Dfa[]): Uint8Array {
  const { classOf, count, examples } = commonClasses(machines);
  const rowBytes = Math.ceil(count / 8);
  const bytes = new Uint8Array(ROWS_AT + rowBytes * count);
  bytes.set(new Uint8Array(Uint32Array.of(count, rowBytes).buffer));
  bytes.set(classOf, CLASSES_AT);
  const held = machines.map((dfa) => ({ dfa, pairs: heldPairs(dfa) }));
  for (const [first, byte] of examples.entries()) {
    for (const [second, other] of examples.entries()) {
      const isHeld = held.some(({ dfa: { classes }, pairs }) =>
        pairs[classes.classOf[byte] ?? 0]?.has(classes.classOf[other] ?? 0),
      );
      const at = ROWS_AT + rowBytes * first + (second >> 3);
      if (isHeld) bytes[at] = (bytes[at] ?? 0) | (1 << (second & 7));
    }
  }
  return bytes;
}

/** Classes of bytes that none of the machines tells apart. */
function commonClasses(machines: readonly Dfa[]): { classOf: Uint8Array; count: number; examples: readonly number[] } {
  const numbers = new Map<string, number>();
  const examples: number[] = [];
  const classOf = Uint8Array.from({ length: 256 }, (_, byte) => {
    const key = machines.map(({ classes }) => classes.classOf[byte]).join();
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, examples.length);
    return examples.push(byte) - 1;
  });
  return { classOf, count: examples.length, examples };
}

/** By class of the first byte, the classes of the second. */
function heldPairs(dfa: Dfa): readonly ReadonlySet<number>[] {
  const { columns, transitions } = dfa;
  const states = dfa.accepts.length;
  const isOpen = Array.from({ length: states }, (_, state) => leadsOn(dfa, state));
  // By state, the classes whose byte leads to it and is part of the match.
  const arriving = isOpen.map(() => new Set<number>());
  const eachStep = (use: (from: number, column: number, to: number) => void): void => {
    for (const [at, to] of transitions.entries()) {
      const column = at % columns;
      if (column < columns - 1 && isOpen[to] === true) use(Math.floor(at / columns), column, to);
    }
  };
  eachStep((_, column, to) => arriving[to]?.add(column));
  const pairs = Array.from({ length: columns - 1 }, () => new Set<number>());
  eachStep((from, column) => {
    for (const first of arriving[from] ?? []) pairs[first]?.add(column);
  });
  return pairs;
}
