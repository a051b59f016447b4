// A partition of the states 0 … n - 1 into blocks that can be split: what Hopcroft's algorithm works on. Each block is a
// run of `elements`; marked elements of a block are moved to the run's front.

export interface Partition {
  readonly blockOf: Uint32Array;
  blocks(): number;
  /** A copy of a block's elements. */
  elementsOf(block: number): Uint32Array;
  sizeOf(block: number): number;
  /** Marks an element for the next `split`. */
  mark(element: number): void;
  /** Makes the marked part of each block a block of its own, where something is left; tells which split from which. */
  split(onSplit: (from: number, made: number) => void): void;
}

export function createPartition(count: number): Partition {
  const elements = Uint32Array.from({ length: count }, (_, index) => index);
  const places = elements.slice();
  const blockOf = new Uint32Array(count);
  const firsts = new Uint32Array(count + 1);
  const ends = new Uint32Array(count + 1);
  const marked = new Uint32Array(count + 1);
  let blocks = 1;
  ends[0] = count;
  let touched: number[] = [];
  const at = (array: Uint32Array, index: number): number => array[index] ?? 0;
  return {
    blockOf,
    blocks: () => blocks,
    elementsOf: (block) => elements.slice(firsts[block], ends[block]),
    sizeOf: (block) => at(ends, block) - at(firsts, block),
    mark: (element) => {
      const block = at(blockOf, element);
      const to = at(firsts, block) + at(marked, block);
      const from = at(places, element);
      if (from < to) return;
      if (marked[block] === 0) touched.push(block);
      const other = at(elements, to);
      elements[to] = element;
      elements[from] = other;
      places[element] = to;
      places[other] = from;
      marked[block] = at(marked, block) + 1;
    },
    split: (onSplit) => {
      for (const block of touched) {
        const middle = at(firsts, block) + at(marked, block);
        marked[block] = 0;
        if (middle === at(ends, block)) continue;
        const made = blocks;
        blocks += 1;
        firsts[made] = at(firsts, block);
        ends[made] = middle;
        firsts[block] = middle;
        for (let place = at(firsts, made); place < middle; place += 1) blockOf[at(elements, place)] = made;
        onSplit(block, made);
      }
      touched = [];
    },
  };
}
