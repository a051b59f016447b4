// Sets of whole numbers as sorted ranges that do not touch. Every value of a condition is such a number: booleans are 0
// and 1, words and texts have numbers, and one number stands for what is absent.
import type { CompareOperator } from '../ast/expression.ts';

export interface Range {
  readonly low: number;
  readonly high: number;
}

export type Ranges = readonly Range[];

export const MIN: number = Number.MIN_SAFE_INTEGER;
/** Also stands for every text that no condition names. */
export const MAX: number = Number.MAX_SAFE_INTEGER;
/** Below every value; exact in a double, and so is the number beyond `MAX`. */
export const ABSENT: number = MIN - 1;

export const from = (low: number, high: number): Ranges => (low <= high ? [{ low, high }] : []);
export const point = (value: number): Ranges => [{ low: value, high: value }];

export const ANYTHING: Ranges = from(MIN, MAX);
export const BIT: Ranges = from(0, 1);
/** A boolean that is true. */
export const ONE: Ranges = point(1);

export const contains = (ranges: Ranges, value: number): boolean =>
  ranges.some(({ low, high }) => low <= value && value <= high);

/** What is in both; the first of the two itself where it lies within the second. */
export function intersect(left: Ranges, right: Ranges): Ranges {
  const both: Range[] = [];
  let [at, otherAt] = [0, 0];
  let [one, other] = [left[0], right[0]];
  while (one && other) {
    const low = Math.max(one.low, other.low);
    const high = Math.min(one.high, other.high);
    if (low <= high) both.push({ low, high });
    if (one.high <= other.high) one = left[++at];
    else other = right[++otherAt];
  }
  return isSame(both, left) ? left : both;
}

export const isSame = (left: Ranges, right: Ranges): boolean =>
  left.length === right.length && left.every(({ low, high }, at) => low === right[at]?.low && high === right[at].high);

/** What is in the domain and not in the ranges. */
export function complement(ranges: Ranges, domain: Ranges): Ranges {
  const gaps: Range[] = [];
  let next = ABSENT;
  for (const { low, high } of ranges) {
    if (next < low) gaps.push({ low: next, high: low - 1 });
    next = high + 1;
  }
  return intersect(domain, [...gaps, ...from(next, MAX)]);
}

/** The numbers of narrow ranges, one by one. */
export function numbersIn(ranges: Ranges): number[] {
  const numbers: number[] = [];
  for (const { low, high } of ranges) {
    for (let number = low; number <= high; number += 1) numbers.push(number);
  }
  return numbers;
}

/** The ranges of some numbers, in any order. */
export function pointsOf(values: readonly number[]): Ranges {
  const ranges: { low: number; high: number }[] = [];
  for (const value of values.toSorted((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && value <= last.high + 1) last.high = value;
    else ranges.push({ low: value, high: value });
  }
  return ranges;
}

const COMPARED: Readonly<Record<CompareOperator, (value: number) => Ranges>> = {
  '==': point,
  '!=': (value) => complement(point(value), ANYTHING),
  '<': (value) => from(MIN, value - 1),
  '<=': (value) => from(MIN, value),
  '>': (value) => from(value + 1, MAX),
  '>=': (value) => from(value, MAX),
};

/** The numbers that compare so with a constant. */
export const comparedWith = (operator: CompareOperator, value: number): Ranges => COMPARED[operator](value);
