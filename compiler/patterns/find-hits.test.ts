// What the kernel finds in texts long enough for its vectors, against the definition: leftmost, then the longest match that
// its validator accepts, then the earlier detector.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { VALIDATORS } from '../../lang/vocabulary/validators.ts';
import { detectorTables } from './detector-tables.ts';
import { member, members, pattern, scanAll, startDetection, utf8, type TestDetection } from './testing-detectors.ts';
import { slowReplace, type SlowDetector } from './testing-matcher.ts';
import { patternText, shortPattern } from './testing-patterns.ts';

const DETECTORS_AT = 24;
const DETECTOR_BYTES = 16;
const VALIDATOR_AT = 8;

/** The tables with other validators in them. */
function withValidators(tables: Uint8Array, validators: readonly number[]): Uint8Array {
  const changed = new Uint8Array(tables);
  const view = new DataView(changed.buffer);
  for (const [index, validator] of validators.entries()) {
    view.setUint32(DETECTORS_AT + DETECTOR_BYTES * index + VALIDATOR_AT, validator, true);
  }
  return changed;
}

/** `url`, for matches that have no sign of a path: a letter or digit, and no empty label. */
const hasName = (match: string): boolean => /[a-z0-9]|[^\0-\x7f]/i.test(match) && !match.includes('..');
const CHOICES = [
  { number: 0 },
  { number: VALIDATORS.indexOf('url'), isValid: hasName },
  // The kernel does not know it, so it accepts nothing.
  { number: 60_000, isValid: () => false },
] as const;

const filler = fc
  .array(fc.constantFrom('x', ' ', 'zz ', 'q-', '. ', 'é', '\n'), { maxLength: 24 })
  .map((parts) => parts.join(''));
const longText = fc
  .array(fc.tuple(filler, patternText), { minLength: 1, maxLength: 2 })
  .chain((parts) => filler.map((end) => parts.flat().join('') + end));

test('random detectors with validators agree with the definition, as texts and as streams', () => {
  let compared = 0;
  const detector = fc.tuple(shortPattern, fc.constantFrom(...CHOICES));
  const property = fc.property(
    fc.array(detector, { minLength: 1, maxLength: 4 }),
    fc.array(fc.tuple(longText, fc.nat(60)), { minLength: 2, maxLength: 4 }),
    (detectors, texts) => {
      const { value } = detectorTables(members(detectors.map(([source]) => source)));
      if (!value) return;
      const tables = withValidators(
        value,
        detectors.map(([, { number }]) => number),
      );
      const detection = startDetection([], tables);
      const slow = detectors.map(([source, choice], index): SlowDetector => {
        const isValid = 'isValid' in choice ? { isValid: choice.isValid } : {};
        return { source, flags: '', placeholder: `[m${index}]`, ...isValid };
      });
      for (const [text, cut] of texts) {
        const expected = slowReplace(slow, text);
        const bytes = utf8(text);
        expect(detection.scrub(text)).toBe(expected);
        expect(scanAll(detection, [bytes.subarray(0, cut), bytes.subarray(cut)])).toBe(expected);
        compared += 1;
      }
    },
  );
  fc.assert(property, { numRuns: 150 });
  expect(compared).toBeGreaterThan(200);
});

const SSN = String.raw`\b\d{3}[- ]\d{2}[- ]\d{4}\b`;
const EMAIL = String.raw`\b[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)*\.[A-Za-z]{2,24}\b`;
const CLINIC = [
  member('ssn', pattern(SSN)),
  member('email', pattern(EMAIL)),
  member('mrn', pattern(String.raw`\bMRN:? ?\d{6,10}\b`, 'i')),
  member('day', pattern(String.raw`\b(?:Jan|Feb|March|April) \d{1,2}, \d{4}\b`)),
  member('name', pattern(String.raw`Müller|😀+`)),
  member('end', pattern(String.raw`END\d*$`)),
];

describe('a hit planted at every offset', () => {
  const detection = startDetection(CLINIC);
  const hits = [
    ['123-45-6789', '[ssn]'],
    ['ana.b+c@clinic.example.org', '[email]'],
    ['mrn: 00123456', '[mrn]'],
    ['MRN123456', '[mrn]'],
    ['March 3, 2024', '[day]'],
    ['Müller', '[name]'],
    ['😀😀😀', '[name]'],
  ] as const;
  test.each(['.', ' ', 'é', ' word'])('between fillers of %j is found', (unit) => {
    for (const [hit, placeholder] of hits) {
      for (let before = 0; before < 40; before += 1) {
        for (const after of [0, 1, 2, 15, 16, 17, 31, 33]) {
          const [front, back] = [`${unit.repeat(before)} `, ` ${unit.repeat(after)}`];
          expect(detection.scrub(front + hit + back)).toBe(front + placeholder + back);
        }
      }
    }
  });
  test('at the start and at the end of the text too', () => {
    for (const [hit, placeholder] of hits) {
      for (let length = 0; length < 40; length += 1) {
        const filler = '. '.repeat(length);
        expect(detection.scrub(hit + filler)).toBe(placeholder + filler);
        expect(detection.scrub(filler + hit)).toBe(filler + placeholder);
        expect(detection.scrub(`${filler}END${length}`)).toBe(`${filler}[end]`);
      }
    }
  });
});

describe('hostile texts take no longer than their length says', () => {
  const LENGTH = 400_000;
  const each = startDetection(CLINIC);
  /** A difference of such texts must not be printed. */
  const passes = (detection: TestDetection, text: string): boolean => detection.scrub(text) === text;
  test.each([
    ['digits', '1'],
    ['groups of digits', '123-'],
    ['near numbers', '123-45-678 '],
    ['dots', 'a.'],
    ['at signs', 'a@'],
    ['addresses without an end', 'a@a.'],
    ['emoji', '😃'],
    ['labels', 'MRN '],
    ['months', 'March 3, '],
    ['ends', 'END1'],
  ])('%s', (_, unit) => expect(passes(each, `${unit.repeat(LENGTH / unit.length)}.`)).toBe(true));
  test('a pattern that may begin anywhere and go on for long', () => {
    expect(passes(startDetection(members([String.raw`[a-z ]+!`])), 'ab '.repeat(LENGTH / 3))).toBe(true);
    expect(passes(startDetection(members([String.raw`x[^]*y`])), 'x'.repeat(LENGTH))).toBe(true);
  });
  test('patterns without any rare byte', () => {
    expect(passes(startDetection(members([String.raw`[^1]{3}1`])), 'word '.repeat(LENGTH / 5))).toBe(true);
  });
});

test('a match that could end in very many places is a hit without its validator', () => {
  const { value } = detectorTables(members(['a+']));
  const tables = value && withValidators(value, [60_000]);
  if (!tables) throw new Error('it compiles');
  const detection = startDetection([], tables);
  expect(detection.scrub('a'.repeat(256))).toBe('a'.repeat(256));
  expect(detection.scrub('a'.repeat(300))).toBe('[m0]');
});
