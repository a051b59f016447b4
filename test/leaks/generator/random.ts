// Chance that a seed determines: the same seed gives the same choices on every machine.

export interface Random {
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number;
  /** True this often, of 1. */
  chance(share: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** Some of the items in their order, at least one. */
  some<T>(items: readonly T[], most: number): readonly T[];
}

/** Spreads seeds that are near each other: mulberry32. */
export function randomFrom(seed: number): Random {
  let state = (Math.imul(seed, 0x9e37_79b1) ^ 0x5bd1_e995) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  const pick = <T>(items: readonly T[]): T => {
    const item = items[below(items.length)];
    if (item === undefined) throw new Error('there is nothing to pick from');
    return item;
  };
  return {
    below,
    pick,
    chance: (share) => next() < share,
    some: (items, most) => {
      const wanted = 1 + below(Math.min(most, items.length));
      const chosen = new Set<number>();
      while (chosen.size < wanted) chosen.add(below(items.length));
      return items.filter((_, index) => chosen.has(index));
    },
  };
}
