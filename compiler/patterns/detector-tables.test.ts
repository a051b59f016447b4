// Detectors as the kernel runs them: what is replaced, and how texts that nobody meant are met.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ClassMember, Detector } from '../../lang/program/program.ts';
import { DETECTORS, type DetectorName } from '../../lang/vocabulary/detectors.ts';
import { startKernel } from '../kernel/testing-kernel.ts';
import { detectorTables } from './detector-tables.ts';
import { slowReplace } from './testing-matcher.ts';
import { patternText, shortPattern } from './testing-patterns.ts';

const SPAN = { file: 'test.hpol', start: 0, end: 0 };
const named = (name: DetectorName): Detector => ({ kind: 'named', name, span: SPAN });
const pattern = (source: string, flags = ''): Detector => ({
  kind: 'pattern',
  pattern: { source, flags, span: SPAN },
  span: SPAN,
});
const member = (name: string, ...detectors: readonly Detector[]): ClassMember => ({
  name,
  className: 'phi',
  columns: [],
  detectors,
  span: SPAN,
});

/** Scrubs by the kernel; null when it withholds the text. */
function scrubber(members: readonly ClassMember[]): (text: string | Uint8Array) => string | null {
  const { value, problem } = detectorTables(members);
  if (!value) throw new Error(problem?.reason ?? 'no detectors');
  const kernel = startKernel(value);
  return (text) => {
    kernel.exports.hpol_reset();
    const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
    const { written, output } = kernel.scrub(bytes, bytes.length * 12 + 64);
    return written < 0 ? null : new TextDecoder('utf-8', { ignoreBOM: true }).decode(output);
  };
}

const CLINIC = [
  member('phi.ssn', named('us_ssn')),
  member('phi.name'),
  member('phi.contact', named('email'), named('us_phone')),
  member('phi.mrn', pattern(String.raw`\bMRN\d{8}\b`)),
];
const scrub = scrubber(CLINIC);

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

  test('agree with the definition on texts made of their pieces', () => {
    const patterns = [
      ...['us_ssn', 'email', 'us_phone'].map((name) => ({
        source: DETECTORS.find((detector) => detector.name === name)?.pattern ?? '',
        flags: '',
        placeholder: name === 'us_ssn' ? '[phi.ssn]' : '[phi.contact]',
      })),
      { source: String.raw`\bMRN\d{8}\b`, flags: '', placeholder: '[phi.mrn]' },
    ];
    const pieces = [
      '123-45-6789',
      '12',
      '-',
      ' ',
      'a@b.co',
      '@',
      '.org',
      '(555) ',
      '555-',
      '123-4567',
      'MRN',
      '00000042',
      'é',
    ];
    const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 6 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, (text) => {
        expect(scrub(text)).toBe(slowReplace(patterns, text));
      }),
      { numRuns: 150 },
    );
  });
});

test('random detectors agree with the definition of leftmost-longest', () => {
  let compared = 0;
  const property = fc.property(
    fc.array(shortPattern, { minLength: 1, maxLength: 3 }),
    fc.array(patternText, { minLength: 2, maxLength: 4 }),
    (sources, texts) => {
      const members = sources.map((source, index) => member(`m${index}`, pattern(source)));
      const fast = detectorTables(members).problem ? null : scrubber(members);
      if (!fast) return;
      const slow = sources.map((source, index) => ({ source, flags: '', placeholder: `[m${index}]` }));
      for (const text of texts) {
        expect(fast(text)).toBe(slowReplace(slow, text));
        compared += 1;
      }
    },
  );
  fc.assert(property, { numRuns: 250 });
  expect(compared).toBeGreaterThan(50);
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
    const each = scrubber([member('m', pattern('a(?:[^]*b)?'))]);
    expect(each('a'.repeat(200))).toBe('[m]'.repeat(200));
    expect(each('a'.repeat(200_000))).toBeNull();
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
    const text = new TextEncoder().encode('x 123-45-6789 y');
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
