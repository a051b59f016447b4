// A slip in one generated instruction is seen by the corpus. What nobody sees was looked at: a test of presence where the empty slot
// answers alike, the dispatch of events that no rule hears, and the bounds of loops whose rest another loop does.
import { expect, test } from 'vitest';
import { readBundle } from '../../compiler/abi/bundle.ts';
import { diceOf } from '../fuzz/dice.ts';
import { corpusFiles } from './corpus-file.ts';
import { programOfFile } from './corpus-case.ts';
import { bundleOf } from './engines.ts';
import { tryMutants } from './try-mutants.ts';
import { mutantsOf } from './wasm-mutants.ts';

/** `HPOL_MUTANTS=5000` tries more. */
const SAMPLES = Number(process.env['HPOL_MUTANTS'] ?? 60);
const SEED = 20_261_124;
/** Files whose conditions are compared with one instruction or a few, so that nearly every slip changes an answer. */
const FILES = [
  'numbers',
  'truth',
  'times',
  'sizes',
  'enums',
  'clocks',
  'when-unless',
  'texts',
  'patterns',
  'masks-on-every-event',
];
const LEAST_SHARE = 0.8;

test('most slips in generated code are caught', { timeout: 600_000 }, async () => {
  const dice = diceOf(SEED);
  const all = corpusFiles()
    .filter(({ name }) => FILES.some((wanted) => name === `${wanted}.yaml`))
    .flatMap((file) =>
      mutantsOf(readBundle(bundleOf(programOfFile(file))).wasm).map((_, mutant) => ({ file: file.name, mutant })),
    );
  const chosen = new Set(Array.from({ length: SAMPLES }, () => dice.below(all.length)));
  const untouched = FILES.map((name) => ({ file: `${name}.yaml`, mutant: null }));
  const tried = await tryMutants([...untouched, ...all.filter((_, index) => chosen.has(index))]);
  expect(tried.filter(({ mutant, isCaught }) => mutant === null && isCaught)).toEqual([]);
  const verdicts = tried.filter(({ mutant }) => mutant !== null);
  const caught = verdicts.filter(({ isCaught }) => isCaught).length;
  expect(verdicts).toHaveLength(chosen.size);
  expect(caught / verdicts.length).toBeGreaterThan(LEAST_SHARE);
});
