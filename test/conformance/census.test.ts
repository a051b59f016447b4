// Nothing is left out: the corpus and a fixed number of random programs hold every kind of expression, operator, transform and
// rule, and ask every attribute of every event.
import { sample } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PolicyEvent } from '../../compiler/abi/event.ts';
import { EVENTS } from '../../lang/vocabulary/registry.ts';
import { diceOf } from '../fuzz/dice.ts';
import { EVENT_FAULTS } from '../../compiler/abi/event-fault.ts';
import { corpusFiles } from './corpus-file.ts';
import { programOfFile } from './corpus-case.ts';
import { censusOf, WHOLE_CENSUS } from './program-census.ts';
import { program } from './build-program.ts';
import { eventMaker } from './cheap-event.ts';
import { eventTrouble } from './event-trouble.ts';
import { events } from './random-event.ts';
import { programs } from './random-program.ts';

const missing = (found: Iterable<ReadonlySet<string>>): readonly string[] => {
  const all = new Set([...found].flatMap((words) => [...words]));
  return WHOLE_CENSUS.filter((word) => !all.has(word));
};

/** Fixed, so that the test says the same each time. */
const SEED = 20_261_124;
const SAMPLES = 1_500;

/** The fault of an entrypoint is none of the event; opa-abi.test.ts has it. */
const FAULTS = EVENT_FAULTS.filter((fault) => fault !== ' must be the event of the entrypoint');

/** Every event with each attribute, without each that may be absent, and each fault that an event with a name can have. */
const WHOLE_EVENTS: readonly string[] = [
  ...EVENTS.flatMap(({ name, attributes }) =>
    attributes.flatMap(({ path, optional }) => [
      `${name} with ${path}`,
      ...(optional ? [`${name} without ${path}`] : []),
    ]),
  ),
  ...FAULTS.filter((fault) => fault !== ' must be a JSON object').map((fault) => `fault:${fault}`),
];

function wordsOfEvent(event: PolicyEvent): readonly string[] {
  const trouble = eventTrouble(event);
  if (trouble !== null) return FAULTS.filter((fault) => trouble.endsWith(fault)).map((fault) => `fault:${fault}`);
  const vocabulary = EVENTS.find(({ name }) => name === event.event);
  return (vocabulary?.attributes ?? []).map(({ path }) => {
    const [group = '', field = ''] = path.split('.');
    const held = event[group];
    const value = field === '' ? held : (held as Readonly<Record<string, unknown>>)[field];
    return `${event.event} ${value === undefined ? 'without' : 'with'} ${path}`;
  });
}

function cheapEvents(count: number): readonly PolicyEvent[] {
  const make = eventMaker(program([]));
  const dice = diceOf(SEED);
  return Array.from({ length: count }, () => make(dice));
}

describe('nothing is left out', () => {
  test('of the corpus', () => {
    expect(missing(corpusFiles().map((file) => censusOf(programOfFile(file))))).toEqual([]);
  });
  test('of random programs', { timeout: 120_000 }, () => {
    expect(missing(sample(programs, { seed: SEED, numRuns: SAMPLES }).map(censusOf))).toEqual([]);
  });
  test('every fault of an event stands in the corpus', () => {
    const wanted = corpusFiles().flatMap(({ cases }) => cases.flatMap(({ expect: what }) => what ?? []));
    const unseen = FAULTS.filter((fault) => !wanted.some((what) => what.endsWith(fault)));
    expect(unseen).toEqual([]);
  });
  test.each([
    ['random', (): readonly PolicyEvent[] => sample(events, { seed: SEED, numRuns: 6_000 })],
    ['cheap', (): readonly PolicyEvent[] => cheapEvents(20_000)],
  ])('of %s events', (_, make) => {
    const seen = new Set(make().flatMap(wordsOfEvent));
    expect(WHOLE_EVENTS.filter((word) => !seen.has(word))).toEqual([]);
  });
  test('the census sees what is missing', () => {
    expect(missing([])).toEqual(WHOLE_CENSUS);
  });
});
