// The matcher against the obvious one: a regular expression with `.*` for each star.
import { assert, constantFrom, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { columnsMatching, globMatches } from './match-columns.ts';
import { relationsOf } from './testing.ts';

const letters = (...some: string[]) => string({ unit: constantFrom(...some), maxLength: 8 });

test('a glob means what its regular expression means', () => {
  assert(
    property(letters('a', 'b', '*'), letters('a', 'b'), (glob, text) => {
      const slow = new RegExp(`^${glob.replaceAll('*', '.*')}$`, 's').test(text);
      expect(globMatches(glob, text)).toBe(slow);
    }),
    { numRuns: 2_000 },
  );
});

test('all three parts must match, and the column is named in full', () => {
  const relations = relationsOf({ 'a.t': { x: 'text', xy: 'int4' }, 'b.t': { x: 'text' }, 'a.u': { x: 'text' } });
  const found = columnsMatching({ schema: ['a'], relation: ['t', 'v'], column: ['x*'] }, relations);
  expect(found).toEqual([
    { path: 'a.t.x', name: 'x', type: 'text' },
    { path: 'a.t.xy', name: 'xy', type: 'int4' },
  ]);
});
