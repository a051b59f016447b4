// A short search on every run: whatever the text, the language ends soon, in a program or in errors, and the fast implementations say
// what the slow ones say. `npm run fuzz` searches longer.
import { describe, expect, test } from 'vitest';
import { corpus } from './corpus.ts';
import { exercise, exerciseGood } from './exercise.ts';
import { failingSeeds } from './failing-seeds.ts';
import { SEARCHES } from './searches.ts';

/** `HPOL_RUNS=2000` tries more. */
const RUNS = Number(process.env['HPOL_RUNS'] ?? 60);
const wanted = process.env['HPOL_SEED'] ?? '20261123';
const FIRST_SEED = wanted === 'random' ? Math.floor(Math.random() * 2 ** 31) : Number(wanted);

describe('texts that once failed', () => {
  test.each(corpus())('$name', ({ name, text }) => {
    expect(() => (name.startsWith('good-') ? exerciseGood : exercise)(text)).not.toThrow();
  });
});

test('seeds that once failed', { timeout: 600_000 }, async () => {
  for (const { search, seed } of failingSeeds()) {
    const found = SEARCHES.find(({ name }) => name === search);
    await expect(Promise.resolve(found?.run(seed)).then(() => found?.name)).resolves.toBe(search);
  }
});

test.each(SEARCHES)('a short search: $name', { timeout: 600_000 }, async ({ every, run }) => {
  const tryAll = async (): Promise<void> => {
    for (let seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed += 1) if (seed % every === 0) await run(seed);
  };
  await expect(tryAll()).resolves.toBeUndefined();
});
