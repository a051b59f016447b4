// The published figures are what the compiled module gives now, and stay above floors. Other notes of the same kind give
// about the same.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../runtime/engine/engine.ts';
import { findHits, loadDetectors } from './find-hits.ts';
import type { Kind } from './identifiers.ts';
import { measure, type Figures, type Measured } from './measure.ts';
import { makeNotes } from './notes.ts';
import { CORPUS, renewFigures } from './recall-table.ts';

const PAGE = join(import.meta.dirname, '../../docs/safe-harbor.md');
const OTHER_SEED = 77;
const OTHER_NOTES = 600;

let engine: Engine;
let published: Measured;
let other: Measured;
beforeAll(async () => {
  engine = await loadDetectors();
  published = measure(engine, makeNotes(CORPUS.seed, CORPUS.notes));
  other = measure(engine, makeNotes(OTHER_SEED, OTHER_NOTES));
});

const recall = ({ found, present }: Figures): number => (100 * found) / present;
const precision = ({ right, hits }: Figures): number => (100 * right) / hits;

/** Percent of identifiers that must be found, for kinds with a form of their own or a label that is always there. */
const SURE: readonly Kind[] = [
  ...(['us_ssn', 'us_itin', 'us_npi', 'us_dea', 'us_mbi', 'credit_card', 'iban', 'vin', 'us_fax'] as const),
  ...(['foreign_phone', 'ip_address', 'mac_address'] as const),
];
const FLOORS: Readonly<Partial<Record<Kind, number>>> = {
  ...Object.fromEntries(SURE.map((kind) => [kind, 99])),
  icd10: 95,
  date: 96,
  us_phone: 93,
  email: 85,
  url: 65,
  us_zip: 55,
  us_street: 65,
  age_over_89: 70,
  medical_record_number: 72,
  health_plan_number: 80,
  account_number: 93,
  license_number: 95,
  device_id: 80,
  unique_id: 95,
  license_plate: 68,
};

test('the page has the figures; `npm run detectors -- --write` makes it so', () => {
  const page = readFileSync(PAGE, 'utf8');
  expect(page).toBe(renewFigures(page, published));
  expect(page).toContain(`${CORPUS.notes} notes from the seed ${CORPUS.seed}`);
});

describe('floors', () => {
  test.each(Object.entries(FLOORS))('%s: %i %% are found', (kind, floor) => {
    for (const { figures } of [published, other]) {
      const own = figures.find((figure) => figure.kind === kind);
      expect(own?.present).toBeGreaterThan(4);
      expect(own ? recall(own) : 0).toBeGreaterThanOrEqual(floor);
    }
  });
  test('every kind but those that nobody looks for has a floor', () => {
    const kinds = published.figures.map(({ kind }) => kind);
    expect(kinds.filter((kind) => FLOORS[kind] === undefined)).toEqual(['person_name', 'city']);
  });
  test('of the hits of each detector 92 % touch an identifier', () => {
    for (const { figures } of [published, other]) {
      expect(figures.filter((figure) => figure.hits > 0 && precision(figure) < 92)).toEqual([]);
    }
  });
});

describe('the measure', () => {
  const [note] = makeNotes(1, 1);
  test('counts nothing for a module that finds nothing', () => {
    const { figures, missed } = measure({ scrub: (text) => text }, makeNotes(1, 20));
    expect(figures.filter(({ found, hits }) => found + hits > 0)).toEqual([]);
    expect(missed.length).toBeGreaterThan(50);
  });
  test('counts no identifier of which a digit is left', () => {
    const text = 'SSN 123-45-6789';
    const hidden = { scrub: () => 'SSN [found.d_us_ssn]9' };
    expect(() => findHits(hidden, text)).toThrow('is not the text');
    const marks = [{ kind: 'us_ssn', start: 0, end: text.length }] as const;
    const { figures } = measure(engine, [{ style: 'test', text, marks }]);
    expect(figures.find(({ kind }) => kind === 'us_ssn')).toMatchObject({ present: 1, found: 0, named: 1 });
  });
  test('has the same notes every time, marked where the identifiers are', () => {
    expect(makeNotes(1, 1)).toEqual([note]);
    for (const { text, marks } of makeNotes(3, 100)) {
      for (const [index, { start, end }] of marks.entries()) {
        expect(start).toBeGreaterThanOrEqual(marks[index - 1]?.end ?? 0);
        expect(text.slice(start, end).trim()).toBe(text.slice(start, end));
        expect(end).toBeGreaterThan(start);
      }
    }
  });
});
