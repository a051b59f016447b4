// Repeatable choices: the same seed gives the same texts on every machine.

export interface Dice {
  /** A whole number from 0 to below the limit. */
  readonly below: (limit: number) => number;
  /** True once in so many times. */
  readonly oneIn: (times: number) => boolean;
  readonly pick: <T>(items: readonly [T, ...T[]]) => T;
  /** So many results, from the least to the most. */
  readonly some: <T>(least: number, most: number, one: (index: number) => T) => T[];
}

/** Mulberry32: small, and good enough to choose words. */
export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    oneIn: (times) => below(times) === 0,
    pick: (items) => items[below(items.length)] ?? items[0],
    some: (least, most, one) => Array.from({ length: least + below(most - least + 1) }, (_, index) => one(index)),
  };
}
