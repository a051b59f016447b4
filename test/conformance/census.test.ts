// Nothing is left out: the corpus and a fixed number of random programs hold every kind of expression, operator, transform and
// rule, and ask every attribute of every event.
import { sample } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EVENT_FAULTS } from '../../compiler/abi/event-fault.ts';
import { corpusFiles } from './corpus-file.ts';
import { programOfFile } from './corpus-case.ts';
import { censusOf, WHOLE_CENSUS } from './program-census.ts';
import { programs } from './random-program.ts';

const missing = (found: Iterable<ReadonlySet<string>>): readonly string[] => {
  const all = new Set([...found].flatMap((words) => [...words]));
  return WHOLE_CENSUS.filter((word) => !all.has(word));
};

/** Fixed, so that the test says the same each time. */
const SEED = 20_261_124;
const SAMPLES = 1_500;

describe('nothing is left out', () => {
  test('of the corpus', () => {
    expect(missing(corpusFiles().map((file) => censusOf(programOfFile(file))))).toEqual([]);
  });
  test('of random programs', () => {
    expect(missing(sample(programs, { seed: SEED, numRuns: SAMPLES }).map(censusOf))).toEqual([]);
  });
  test('every fault of an event stands in the corpus', () => {
    const wanted = corpusFiles().flatMap(({ cases }) => cases.flatMap(({ expect: what }) => what ?? []));
    const unseen = EVENT_FAULTS.filter((fault) => !wanted.some((what) => what.endsWith(fault)));
    expect(unseen).toEqual([]);
  });
  test('the census sees what is missing', () => {
    expect(missing([])).toEqual(WHOLE_CENSUS);
  });
});
