// Detectors as the kernel runs them: what the tables of a policy's members hold, and how texts that nobody meant are met.
import { describe, expect, test } from 'vitest';
import { startKernel } from '../kernel/testing-kernel.ts';
import { detectorTables } from './detector-tables.ts';
import { member, named, pattern, startDetection, utf8 } from './testing-detectors.ts';

const CLINIC = [
  member('phi.ssn', named('us_ssn')),
  member('phi.name'),
  member('phi.contact', named('email'), named('us_phone')),
  member('phi.mrn', pattern(String.raw`\bMRN\d{8}\b`)),
];
const detection = startDetection(CLINIC);
const scrub = (text: string | Uint8Array): string | null => detection.scrub(text);

describe('the shipped detectors', () => {
  test.each([
    ['SSN 123-45-6789.', 'SSN [phi.ssn].'],
    ['123-45-6789', '[phi.ssn]'],
    ['1123-45-6789', '1123-45-6789'],
    ['write to ana.b@clinic.example.org, or call (555) 123-4567', 'write to [phi.contact], or call [phi.contact]'],
    ['MRN00000042 and MRN0000004', '[phi.mrn] and MRN0000004'],
    ['é123-45-6789ß', 'é[phi.ssn]ß'],
    ['123-45-6789 123-45-6789', '[phi.ssn] [phi.ssn]'],
    ['', ''],
    ['nothing here', 'nothing here'],
  ])('%j becomes %j', (text, expected) => expect(scrub(text)).toBe(expected));
});

describe('hostile texts', () => {
  test('bytes that are not UTF-8 are withheld', () => {
    expect(scrub(new Uint8Array([0x61, 0xff, 0x62]))).toBeNull();
    expect(scrub(new Uint8Array([0xed, 0xa0, 0x80]))).toBeNull();
  });
  test('a text in which every start is open for long takes no longer', () => {
    const start = 'a.'.repeat(200_000);
    expect(scrub(`${start}@ 123-45-6789`) === `${start}@ [phi.ssn]`).toBe(true);
  });
  test('a text that would cost the square of its length is withheld, soon', () => {
    const each = startDetection([member('m', pattern('a(?:[^]*b)?'))]);
    expect(each.scrub('a'.repeat(200))).toBe('[m]'.repeat(200));
    expect(each.scrub('a'.repeat(200_000))).toBeNull();
  });
  test('a long text without hits stays as it is', () => {
    const text = 'a.'.repeat(200_000);
    expect(scrub(text) === text).toBe(true);
  });
  test('a text full of hits comes out whole', () => {
    expect(scrub('123-45-6789 '.repeat(5_000))).toBe('[phi.ssn] '.repeat(5_000));
  });
  test('no room is said, and nothing is written behind the room', () => {
    const { value } = detectorTables(CLINIC);
    const kernel = startKernel(value);
    const text = utf8('x 123-45-6789 y');
    const whole = 'x [phi.ssn] y';
    for (let capacity = 0; capacity <= whole.length; capacity += 1) {
      const { written } = kernel.scrub(text, capacity);
      expect(written).toBe(capacity < whole.length ? -1 : whole.length);
    }
  });
});

describe('tables', () => {
  test('a policy without detectors has none', () => {
    expect(detectorTables([member('phi.name')])).toEqual({ value: null, problem: null });
  });
  test.each(['a*', 'a|', String.raw`\b`, '^', '(?:a|$)', String.raw`\B|x`])(
    'a detector that matches nothing is refused: %s',
    (source) => {
      const members = [member('phi.ok', pattern('b')), member('phi.bad', pattern(source))];
      expect(detectorTables(members).problem).toMatchObject({
        member: 'phi.bad',
        reason: expect.stringContaining('empty') as string,
      });
    },
  );
  test('a problem names its member', () => {
    const members = [member('phi.ok', named('email')), member('phi.bad', pattern('(?=a)'))];
    expect(detectorTables(members)).toMatchObject({ value: null, problem: { member: 'phi.bad' } });
  });
});
