// A bug in any one engine is caught: each planted bug makes some case of the corpus fail, in that engine and no other.
import { expect, test } from 'vitest';
import type { Program } from '../../lang/program/program.ts';
import { corpusFiles, type CorpusFile } from './corpus-file.ts';
import { failuresOf, programOfFile } from './corpus-case.ts';
import { ENGINES, type ConformanceEngine } from './engines.ts';
import { ENGINE_BUGS } from './engine-bugs.ts';

const FILES: readonly (readonly [CorpusFile, Program])[] = corpusFiles().map((file) => [file, programOfFile(file)]);

/** The first case that fails, or null. */
async function firstFailure(engine: ConformanceEngine): Promise<string | null> {
  for (const [file, program] of FILES) {
    const [failure] = await failuresOf(file, program, engine);
    if (failure !== undefined) return `${file.name}: ${failure}`;
  }
  return null;
}

test.each(ENGINE_BUGS)('$name', async ({ engine }) => {
  expect(await firstFailure(engine)).not.toBeNull();
});

test.each(ENGINES)('without a bug nothing fails: $name', async (engine) => {
  expect(await firstFailure(engine)).toBeNull();
});

test('every engine has bugs of its own', () => {
  const counts = ENGINES.map(({ name }) => ENGINE_BUGS.filter(({ engine }) => engine.name === name).length);
  expect(Math.min(...counts)).toBeGreaterThan(10);
});
