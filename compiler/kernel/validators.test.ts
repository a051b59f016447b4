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
import { startKernel } from './testing-kernel.ts';

const kernel = startKernel();
/** `HPOL_RUNS=5000 HPOL_SEED=random` looks longer. */
const RUNS = Number(process.env['HPOL_RUNS'] ?? 400);
const NAMED: readonly NamedDetector[] = DETECTORS;

const wordList = (words: readonly string[]): number => {
  const bytes = words.map((word) => new TextEncoder().encode(word));
  return words.length === 0
    ? 0
    : kernel.place(Uint8Array.from([bytes.length, ...bytes.flatMap((word) => [word.length, ...word])]));
};
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
