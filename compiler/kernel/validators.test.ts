// The kernel's validators against the same rules told a second time, on texts drawn from the patterns of the detectors and
// on numbers that are valid but for one sign.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DETECTORS, type NamedDetector } from '../../lang/vocabulary/detectors.ts';
import { VALIDATORS, type ValidatorName } from '../../lang/vocabulary/validators.ts';
import { KINDS, makeIdentifier } from '../../test/detectors/identifiers.ts';
import { createDice } from '../../test/detectors/random.ts';
import { referenceLevel } from '../../test/detectors/reference-labels.ts';
import { REFERENCE } from '../../test/detectors/reference-validators.ts';
import { encodeWords } from '../patterns/word-list.ts';
import { startKernel } from './testing-kernel.ts';

const kernel = startKernel();
/** `HPOL_RUNS=5000 HPOL_SEED=random` looks longer. */
const RUNS = Number(process.env['HPOL_RUNS'] ?? 400);
const NAMED: readonly NamedDetector[] = DETECTORS;

const wordList = (words: readonly string[]): number => (words.length === 0 ? 0 : kernel.place(encodeWords(words)));
const LISTS = new Map(NAMED.map(({ name, context = [] }) => [name, wordList(context)]));
kernel.exports.hpol_mark();

const byteLength = (text: string): number => new TextEncoder().encode(text).length;

/** Asks a validator about what stands at the end of a text; `words` is the address of a word list, or 0. */
function isValid(validator: number, words: number, before: string, match: string): boolean {
  const bytes = new TextEncoder().encode(before + match);
  const text = kernel.place(bytes);
  const start = text + byteLength(before);
  return kernel.exports.kernel_is_valid(validator, words, start, text + bytes.length, text) !== 0;
}

function expectAgreement(
  { name, validator = 'none', context = [] }: NamedDetector,
  before: string,
  match: string,
): void {
  kernel.exports.hpol_reset();
  const levelAt = (offset: number) => referenceLevel(before + match.slice(0, offset), context);
  const wanted = REFERENCE[validator]({ match, before, levelAt });
  const got = isValid(VALIDATORS.indexOf(validator), LISTS.get(name) ?? 0, before, match);
  expect({ before, match, got }).toEqual({ before, match, got: wanted });
}

/** What may stand before a match: labels, words, signs, and what is next to nothing. */
const beforeFor = ({ context = [] }: NamedDetector): fc.Arbitrary<string> => {
  const label = context.length === 0 ? 'x' : fc.constantFrom(...context);
  const piece = fc.oneof(
    fc.constantFrom(
      '',
      ' ',
      ': ',
      '. ',
      ', ',
      '\n',
      '\r\n',
      '#',
      ' no. ',
      ' number ',
      '-',
      '/',
      ':',
      '_',
      '$',
      '12',
      '7 ',
      '5.',
      'is ',
      'MA ',
      'NY, ',
      '<td>',
      '</td>',
      '"',
      'Patient ',
      'was record',
      'é',
      '\u00a0',
      'Mr',
      '(',
    ),
    typeof label === 'string' ? fc.constant(label) : label,
    typeof label === 'string' ? fc.constant('X') : label.map((word) => word.toUpperCase()),
  );
  return fc.array(piece, { maxLength: 7 }).map((pieces) => pieces.join(''));
};

/** A text of the pattern; edges of words are left out, and put to the test afterwards. */
const matchOf = ({ pattern, flags }: NamedDetector): fc.Arbitrary<string> => {
  const whole = new RegExp(`^(?:${pattern})$`, `${flags}u`);
  const drawn = new RegExp(`^(?:${pattern.replaceAll(String.raw`\b`, '')})$`, 'u');
  return fc.stringMatching(drawn, { maxLength: 80 }).filter((text) => whole.test(text));
};

describe.each(NAMED.map((detector) => [detector.name, detector] as const))('%s', (name, detector) => {
  test('on texts of its pattern', () => {
    let compared = 0;
    const property = fc.property(beforeFor(detector), matchOf(detector), (before, match) => {
      expectAgreement(detector, before, match);
      compared += 1;
    });
    fc.assert(property, { numRuns: RUNS });
    expect(compared).toBeGreaterThanOrEqual(RUNS);
  });
  test('on identifiers, whole and with one sign changed', () => {
    const whole = new RegExp(`^(?:${detector.pattern})$`, `${detector.flags}u`);
    let compared = 0;
    const property = fc.property(
      fc.nat(),
      beforeFor(detector),
      fc.nat(),
      fc.constantFrom(...'0123456789ABCXYZabc -./'.split('')),
      (seed, before, place, sign) => {
        const { text } = makeIdentifier(name, createDice(seed));
        const at = place % text.length;
        for (const match of [text, `${text.slice(0, at)}${sign}${text.slice(at + 1)}`]) {
          if (!whole.test(match)) continue;
          expectAgreement(detector, before, match);
          compared += 1;
        }
      },
    );
    fc.assert(property, { numRuns: 300 });
    expect(compared).toBeGreaterThan(100);
  });
});

test('every validator is asked by some detector, and every detector that the corpus makes is one', () => {
  const used = new Set<ValidatorName>(NAMED.map(({ validator = 'none' }) => validator));
  expect(VALIDATORS.filter((name) => !used.has(name))).toEqual([]);
  expect(NAMED.map(({ name }) => name).filter((name) => !KINDS.some((kind) => kind === name))).toEqual([]);
});

test('a number that is no validator accepts nothing', () => {
  expect(isValid(VALIDATORS.length, 0, '', '123-45-6789')).toBe(false);
  expect(isValid(0xffff_ffff, 0, '', '123-45-6789')).toBe(false);
});

test('nothing further back than 64 bytes changes an answer', () => {
  const far = fc.string({ minLength: 64, maxLength: 90 });
  const context = ['ssn', 'medical record'];
  const words = wordList(context);
  fc.assert(
    fc.property(far, fc.nat({ max: 70 }), fc.constantFrom(...context), (noise, at, label) => {
      const before = `${noise.slice(0, at)} ${label}: ${noise.slice(at)}`;
      const bytes = new TextEncoder().encode(before);
      const kept = new TextDecoder('utf-8').decode(bytes.slice(-64));
      fc.pre(byteLength(kept) === 64 && before.endsWith(kept));
      const ask = (front: string): boolean => isValid(VALIDATORS.indexOf('npi'), words, front, '1234567890');
      expect(ask(kept)).toBe(ask(before));
    }),
    { numRuns: 300 },
  );
});

describe('told to the end', () => {
  const named = (name: string): NamedDetector => {
    const detector = NAMED.find((one) => one.name === name);
    if (!detector) throw new Error(`there is no detector ${name}`);
    return detector;
  };
  const accepts = (name: string, match: string): boolean => {
    kernel.exports.hpol_reset();
    return isValid(VALIDATORS.indexOf(named(name).validator ?? 'none'), LISTS.get(name) ?? 0, '', match);
  };
  const padded = (value: number, width: number): string => String(value).padStart(width, '0');
  const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

  test('every area and every group of social security numbers', () => {
    const areas = numbers(1_000).filter((area) => accepts('us_ssn', `${padded(area, 3)}-12-3456`));
    expect(areas).toEqual(numbers(900).filter((area) => area !== 0 && area !== 666));
    const groups = numbers(100).filter((group) => accepts('us_ssn', `123-${padded(group, 2)}-4567`));
    expect(groups).toEqual(numbers(100).slice(1));
    expect(accepts('us_ssn', '123-12-0000')).toBe(false);
  });

  test('every day that the calendar has, and none that it lacks', () => {
    for (const year of [1900, 1999, 2000, 2023, 2024, 2100]) {
      for (const month of numbers(14)) {
        for (const day of numbers(33)) {
          const date = new Date(Date.UTC(year, month - 1, day));
          const isDay =
            month > 0 && day > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day && month < 13;
          const text = `${year}-${padded(month, 2)}-${padded(day, 2)}`;
          expect([text, accepts('date', text)]).toEqual([text, isDay]);
          expect([text, accepts('date', text.replaceAll('-', ''))]).toEqual([text, isDay]);
        }
      }
    }
    expect([1799, 1800, 2199, 2200].map((year) => accepts('date', `${year}-01-01`))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  test.each([
    [
      'credit_card',
      [
        '4111 1111 1111 1111',
        '5555555555554444',
        '378282246310005',
        '6011-1111-1111-1117',
        '30569309025904',
        '3530111333300000',
        '2223003122003222',
      ],
    ],
    ['us_npi', ['1234567893', '1245319599']],
    ['us_dea', ['AB1234563', 'F91234563']],
    [
      'iban',
      [
        'GB82 WEST 1234 5698 7654 32',
        'DE89370400440532013000',
        'FR1420041010050500013M02606',
        'NO93 8601 1117 947',
        'MT84MALT011000012345MTLCAST001S',
      ],
    ],
    ['vin', ['1HGBH41JXMN109186', '1M8GDM9AXKP042788', '5GZCZ43D13S812715']],
    ['us_phone', ['(212) 555-0123', '+12125550123', '212.555.0123']],
    ['ip_address', ['192.0.2.1', '2001:db8::1', '::ffff:192.0.2.1']],
  ])('%s: numbers that its standard gives as examples, and none with another last digit', (name, examples) => {
    expect(examples.filter((text) => !accepts(name, text))).toEqual([]);
    const isNumber = name !== 'ip_address' && name !== 'us_phone';
    expect(
      isNumber
        ? examples.filter((text) => accepts(name, `${text.slice(0, -1)}${(Number(text.at(-1)) + 1) % 10 || 1}`))
        : [],
    ).toEqual([]);
  });
});
