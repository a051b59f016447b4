// For what cannot be missing: says so in one place instead of inventing a value that nobody would notice.

/** The value. That there is none is a bug. */
export function certain<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('a value that cannot be missing is missing');
  return value;
}

/** How many of `length` things in order come before a place; `isBefore` is asked about some of them. */
export function countBefore(length: number, isBefore: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
