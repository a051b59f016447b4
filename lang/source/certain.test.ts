// The small helpers that everything leans on.
import { array, assert, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { certain, countBefore } from './certain.ts';

test('what is there is given back, and what is not is a bug', () => {
  expect([certain(0), certain('')]).toEqual([0, '']);
  expect(() => certain(undefined)).toThrow('missing');
  expect(() => certain(null)).toThrow('missing');
});

test('as many as a walk from the start would count', () => {
  const sameAsWalk = property(array(integer({ max: 9, min: 0 })), integer({ max: 9, min: 0 }), (numbers, limit) => {
    const sorted = numbers.toSorted((a, b) => a - b);
    const walked = sorted.filter((number) => number < limit).length;
    expect(countBefore(sorted.length, (index) => certain(sorted[index]) < limit)).toBe(walked);
  });
  expect(() => assert(sameAsWalk)).not.toThrow();
});
