// Near words are suggested, far ones are not.
import { expect, test } from 'vitest';
import { didYouMean } from './did-you-mean.ts';

test.each([
  ['agnet', ['agent', 'person'], 'agent'],
  ['identity.grups', ['identity.groups', 'identity.user'], 'identity.groups'],
  ['select', ['SELECT'], 'SELECT'],
  ['x', ['y'], 'y'],
  ['abc', ['xyz'], undefined],
  ['ab', ['abcdef'], undefined],
  ['a'.repeat(1_000), ['a'.repeat(999)], undefined],
  ['a'.repeat(101), ['a'.repeat(102)], undefined],
  ['word', [], undefined],
  ['word', [...Array.from({ length: 2_000 }, () => 'other'), 'words'], undefined],
])('%s', (word, known, expected) => {
  expect(didYouMean(word, known)).toBe(expected === undefined ? undefined : `did you mean \`${expected}\`?`);
});
