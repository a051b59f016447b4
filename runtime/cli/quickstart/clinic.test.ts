// The clinic must be the same every time, hold nobody real, and quote protected values where a detector finds them.
import { expect, test } from 'vitest';
import { loadDetectors } from '../../../test/detectors/find-hits.ts';
import { FINDINGS, LAST_NAMES, PLANS, STAFF } from './clinic-words.ts';
import { syntheticClinic } from './clinic.ts';

const clinic = syntheticClinic();

test('is large enough to be interesting, and the same every time', () => {
  expect(clinic.patients).toHaveLength(3_000);
  expect(clinic.encounters).toHaveLength(9_000);
  expect(syntheticClinic()).toEqual(clinic);
});

test('identifies each patient once', () => {
  const distinct = (values: readonly unknown[]): number => new Set(values).size;
  expect(distinct(clinic.patients.map((row) => row.ssn))).toBe(3_000);
  expect(distinct(clinic.patients.map((row) => row.mrn))).toBe(3_000);
  expect(distinct(clinic.patients.map((row) => row.email))).toBe(3_000);
  expect(distinct(clinic.encounters.map((row) => row.id))).toBe(9_000);
});

test('holds only numbers and addresses that belong to nobody', () => {
  for (const { ssn, phone, email, mrn } of clinic.patients) {
    expect(ssn).toMatch(/^9\d\d-[0-4]\d-\d{4}$/);
    expect(phone).toMatch(/^\d{3}-555-01\d\d$/);
    expect(email).toMatch(/^[a-z]+\.[a-z]+\d+@example\.org$/);
    expect(mrn).toMatch(/^MRN\d{8}$/);
  }
});

test('quotes protected values in notes, where the detectors find them all', async () => {
  const engine = await loadDetectors();
  const byId = new Map(clinic.patients.map((row) => [row.id, row]));
  let quoted = 0;
  for (const { notes, patientId } of clinic.encounters) {
    const { ssn, phone, mrn, email } = byId.get(patientId)!;
    const values = [ssn, phone, mrn, email].filter((value) => notes.includes(value));
    quoted += Math.min(1, values.length);
    const scrubbed = engine.scrub(notes);
    expect(values.filter((value) => scrubbed.includes(value))).toEqual([]);
    expect(scrubbed).not.toMatch(/@|\d{3}-|MRN/);
  }
  expect(quoted).toBeGreaterThan(5_000);
});

test('names no patient in notes, so that a hit for a name is a leak', () => {
  const words = [...FINDINGS, ...PLANS, ...STAFF].join(' ');
  expect(LAST_NAMES.filter((name) => words.includes(name))).toEqual([]);
});
