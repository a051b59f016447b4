// The dice of the corpus: the same seed gives the same notes on every machine.

export interface Dice {
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  pick<T>(items: readonly T[]): T;
  /** That many digits, the first of which may be 0. */
  digits(count: number): string;
  /** Letters and digits by form: `A` a capital, `9` a digit, `1` a digit that is not 0, `X` either; other signs stand for themselves. */
  form(form: string): string;
}

const CAPITALS = Array.from('ABCDEFGHJKLMNPRSTUVWXYZ');
const EITHER = Array.from('ABCDEFGHJKMNPRTUWXY0123456789');

export function createDice(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  const pick = <T>(items: readonly T[]): T => {
    const item = items[between(0, items.length - 1)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  };
  const one = (sign: string): string => {
    if (sign === 'A') return pick(CAPITALS);
    if (sign === '9') return String(between(0, 9));
    if (sign === '1') return String(between(1, 9));
    return sign === 'X' ? pick(EITHER) : sign;
  };
  const form = (text: string): string => Array.from(text, one).join('');
  return { between, pick, form, digits: (count) => form('9'.repeat(count)) };
}
