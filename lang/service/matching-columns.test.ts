// Names and patterns with stars, against a regular expression that says the same.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { matcherOf } from './matching-columns.ts';

const span = { file: '', start: 0, end: 0 };
const one = (text: string, isQuoted = false): ((name: string) => boolean) => matcherOf([{ text, isQuoted, span }]);

test('quotes keep case and stars', () => {
  expect(one('SSN')('ssn')).toBe(true);
  expect(one('SSN')('SSN')).toBe(false);
  expect(one('SSN', true)('SSN')).toBe(true);
  expect(one('a*', true)('ab')).toBe(false);
});

test('stars match as in a regular expression', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
  fc.assert(
    fc.property(letters, fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 }), (pattern, name) => {
      const expected = new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(name);
      expect(one(pattern)(name)).toBe(expected);
    }),
  );
});
