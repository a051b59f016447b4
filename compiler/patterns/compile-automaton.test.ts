// Automata as the kernel runs them, against V8's own RegExp.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { startKernel } from '../kernel/testing-kernel.ts';
import { compileAutomaton } from './compile-automaton.ts';
import { compileDetectors } from './compile-detectors.ts';
import { encodeAutomaton } from './encode-automaton.ts';
import { patternSource, patternText, shortPattern } from './testing-patterns.ts';
import { matchesAnywhere } from './testing-v8.ts';

const kernel = startKernel();

/** Whether the pattern matches anywhere in each text, by the kernel. */
function matches(source: string, flags: string, texts: readonly string[]): boolean[] {
  const { value, problem } = compileAutomaton({ source, flags });
  if (!value) throw new Error(problem?.reason);
  kernel.exports.hpol_reset();
  const table = kernel.place(encodeAutomaton(value));
  return texts.map((text) => kernel.matches(table, text));
}
const byV8 = (source: string, flags: string, texts: readonly string[]): boolean[] =>
  texts.map((text) => matchesAnywhere(source, flags, text));

describe('agrees with V8', () => {
  test.each([
    ['nested', patternSource, 60],
    ['short', shortPattern, 400],
  ] as const)('on random %s patterns and texts', (_, patterns, numRuns) => {
    const texts = fc.array(patternText, { minLength: 4, maxLength: 12 });
    const property = fc.property(patterns, fc.constantFrom('', 'i'), texts, (source, flags, texts) => {
      expect(matches(source, flags, texts)).toEqual(byV8(source, flags, texts));
    });
    fc.assert(property, { numRuns });
  });

  test('where no character begins nothing is found', () => {
    const texts = ['a😀a', '😀', 'a😀', '😀😀'];
    expect(matches(String.raw`\B`, '', texts)).toEqual([false, true, true, true]);
    expect(byV8(String.raw`\B`, '', texts)).toEqual([false, true, true, true]);
  });

  const everyCharacter = Array.from({ length: 0x11_0000 }, (_, codePoint) => codePoint)
    .filter((codePoint) => codePoint < 0x3000 || codePoint % 61 === 0 || (codePoint & 0xff) < 2)
    .filter((codePoint) => codePoint < 0xd800 || codePoint > 0xdfff)
    .map((codePoint) => String.fromCodePoint(codePoint));
  test.each([
    '.',
    String.raw`\s`,
    String.raw`\S`,
    String.raw`\w`,
    String.raw`\D`,
    '[^k]',
    '[Ā-ۿ]',
    '[é-𝄞]',
    '[^\u{7ff}-\u{10000}]',
  ])('on every kind of character for %s', (set) => {
    const source = `^${set}$`;
    expect(matches(source, '', everyCharacter)).toEqual(byV8(source, '', everyCharacter));
  });
  test.each(['k', 's', 'ß', 'µ', 'σ', '[a-z]', '[^a-z]', 'İ', 'ı', 'ǆ', 'ᾳ', '[α-ω]', 'å'])(
    'on every kind of character for %s without case',
    (set) => {
      const source = `^${set}$`;
      expect(matches(source, 'i', everyCharacter)).toEqual(byV8(source, 'i', everyCharacter));
    },
  );
  test('nested repetition takes no longer on a text made for it', () => {
    const text = `${'a'.repeat(200_000)}!`;
    expect(matches('^(?:(?:a+)+)+$', '', [text, text.slice(0, -1)])).toEqual([false, true]);
  });
});

describe('refuses', () => {
  const problemOf = (source: string, flags = ''): unknown => compileAutomaton({ source, flags }).problem;
  test.each([
    ['a(?=b)', '', 1],
    ['ab(?<!b)', '', 2],
    [String.raw`(a)\1`, '', 3],
    [String.raw`x\p{L}`, '', 1],
    ['a', 'g', 0],
    ['ab(', '', 3],
    ['(?<name>a)', '', 0],
  ])('%s with flags `%s`, saying where', (source, flags, offset) => {
    expect(problemOf(source, flags)).toMatchObject({ pattern: 0, offset });
  });
  test.each(['(?:(?:a{100}){100}){100}', '[ab]*a[ab]{20}', 'a{100000}', '(?:){1000000000}a{999999999}'])(
    '%s as too large, in bounded time',
    (source) => expect(problemOf(source)).toMatchObject({ reason: expect.stringContaining('too large') as string }),
  );
  test('the right one of several', () => {
    const sources = ['a', '[ab]*a[ab]{20}', 'b'].map((source) => ({ source, flags: '' }));
    expect(compileDetectors(sources).problem).toMatchObject({ pattern: 1 });
  });
});

test('the same patterns give the same bytes', () => {
  const bytes = (): Uint8Array => {
    const { value } = compileAutomaton({ source: String.raw`\b\d{3}-[a-c]+|é$`, flags: 'i' });
    if (!value) throw new Error('it compiles');
    return encodeAutomaton(value);
  };
  expect(bytes()).toEqual(bytes());
});
