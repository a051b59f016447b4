// A short search on every run: whatever the text, the language ends soon, in a program or in errors. `npm run fuzz` searches longer.
import { describe, expect, test } from 'vitest';
import { corpus } from './corpus.ts';
import { exercise, exerciseGood } from './exercise.ts';
import { SOURCES, tryOne } from './sources.ts';

/** `HPOL_RUNS=2000` tries more. */
const RUNS = Number(process.env['HPOL_RUNS'] ?? 60);
const wanted = process.env['HPOL_SEED'] ?? '20261123';
const FIRST_SEED = wanted === 'random' ? Math.floor(Math.random() * 2 ** 31) : Number(wanted);

describe('texts that once failed', () => {
  test.each(corpus())('$name', ({ name, text }) => {
    expect(() => (name.startsWith('good-') ? exerciseGood : exercise)(text)).not.toThrow();
  });
});

test.each(SOURCES)('random texts: $name', { timeout: 600_000 }, (source) => {
  const tryAll = (): void => {
    for (let seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed += 1) tryOne(source, seed);
  };
  expect(tryAll).not.toThrow();
});
