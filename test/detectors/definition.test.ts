// The compiled module against the definition of a hit: on lines of the corpus, cut and joined anew, and on what somebody
// would write who wants an identifier to pass.
import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { DETECTORS, type NamedDetector } from '../../lang/vocabulary/detectors.ts';
import type { Engine } from '../../runtime/engine/engine.ts';
import { loadDetectors, MEASURED } from './find-hits.ts';
import { makeNotes } from './notes.ts';
import { slowScrub } from './slow-definition.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await loadDetectors();
});

const NAMED: readonly NamedDetector[] = DETECTORS;
const SLOW = MEASURED.flatMap((name) =>
  NAMED.filter((detector) => detector.name === name).map((detector) => ({
    ...detector,
    placeholder: `[found.d_${name}]`,
  })),
);

const slowly = (text: string): string => slowScrub(SLOW, text);

const LINES = makeNotes(4_711, 60)
  .flatMap(({ text }) => text.split('\n'))
  .filter((line) => line.length > 0 && line.length < 160);

test('on lines of notes', () => {
  expect(LINES.length).toBeGreaterThan(200);
  for (const line of LINES.slice(0, 120)) expect(engine.scrub(line)).toBe(slowly(line));
});

test('on pieces of notes', () => {
  const pieces = LINES.flatMap((line) => line.match(/\w+|\W/g) ?? []);
  const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 14 }).map((parts) => parts.join(''));
  const property = fc.property(texts, (text) => {
    expect(engine.scrub(text)).toBe(slowly(text));
  });
  fc.assert(property, { numRuns: 150 });
});

describe('on texts made to pass', () => {
  test.each([
    ['with an underscore on both sides', '_123-45-6789_', '_[found.d_us_ssn]'],
    ['glued to letters', 'x123-45-6789y', 'x[found.d_us_ssn]'],
    ['glued to its label', 'SSN123456789', '[found.d_us_ssn]'],
    ['glued to the next label', '123-45-6789DOB:01/02/1950NAME', '[found.d_us_ssn]OB:[found.d_date]AME'],
    ['in HTML', '<b>123-45-6789</b>', '<b>[found.d_us_ssn]</b>'],
    [
      'in the cells of a table',
      '<td class="l">MRN</td><td class="v">00123456</td>',
      '<td class="l">MRN</td><td class="v">[found.d_medical_record_number]</td>',
    ],
    ['in JSON', '{"ssn":"123456789"}', '{"ssn":"[found.d_us_ssn]"}'],
    ['under a key in humps', '{"patientMrn":12345678}', '{"patientMrn":[found.d_medical_record_number]}'],
    ['in CSV', 'a,123-45-6789,b', 'a,[found.d_us_ssn],b'],
    ['with a dash at the end of a line', '123-45-\r\n6789', '[found.d_us_ssn]'],
    ['on the line behind its label', 'SSN:\n123456789', 'SSN:\n[found.d_us_ssn]'],
    ['with dashes of a word processor', '123\u201145\u20116789', '[found.d_us_ssn]'],
    ['with spaces that do not break', 'SSN 123\u00a045\u00a06789', 'SSN [found.d_us_ssn]'],
    ['all digits but four hidden', '***-**-6789', '[found.d_us_ssn]'],
    ['never issued, but labelled', 'SSN 900-12-3456', 'SSN [found.d_us_ssn]'],
    [
      'a number of many examples',
      '123-45-6789 078-05-1120 4111 1111 1111 1111',
      '[found.d_us_ssn] [found.d_us_ssn] [found.d_credit_card]',
    ],
    [
      'a list behind one label',
      'MRNs 12345678, 23456789 and 34567890',
      'MRNs [found.d_medical_record_number], [found.d_medical_record_number] and [found.d_medical_record_number]',
    ],
    ['an address in a URL', 'mailto:ana%40example.org', 'mailto:[found.d_email]'],
  ])('%s', (_, text, expected) => {
    expect(engine.scrub(text)).toBe(expected);
    expect(slowly(text)).toBe(expected);
  });

  /** docs/safe-harbor.md says so of each. */
  test.each([
    ['digits of other scripts', '１２３-45-6789 ١٢٣-٤٥-٦٧٨٩'],
    ['signs without width between digits', '123\u200b-45-6789'],
    ['digits one by one', '1 2 3 - 4 5 - 6 7 8 9'],
    ['a number in words', 'one two three, forty-five, sixty-seven eighty-nine'],
    ['an address in words', 'ana (at) example (dot) org'],
    ['nine digits without a label', '123456789'],
    ['a label behind the number', '00123456 (MRN)'],
    ['a name', 'Ada Example of Springfield'],
  ])('what is not found: %s', (_, text) => {
    expect(engine.scrub(text)).toBe(text);
    expect(slowly(text)).toBe(text);
  });
});
