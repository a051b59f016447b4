// Test support: random patterns of the subset, and texts over the characters that they speak about.
import * as fc from 'fast-check';

const ATOMS = [
  ['a', 'b', '1', '-', '_', ' ', 'é', 'ß', '😀', '€', String.raw`\n`, String.raw`\.`],
  ['.', '[ab]', '[^a]', '[^é]', '[a-é]', String.raw`[^\w]`, '[€-😀]', String.raw`[^\d\-]`],
  [String.raw`\d`, String.raw`\D`, String.raw`\w`, String.raw`\W`, String.raw`\s`, String.raw`\S`],
].flat();
const ASSERTIONS = [String.raw`\b`, String.raw`\B`, '^', '$'];
const QUANTIFIERS = ['*', '+', '?', '{2}', '{1,3}', '{2,}', '{0,2}', '*?', '+?', '{0}'];
const CHARACTERS = ['a', 'b', 'A', '1', '-', '_', ' ', '.', 'é', 'É', 'ß', '€', '😀', '\n', '\u2028', '\u00a0'];

export const patternSource: fc.Arbitrary<string> = fc.letrec<{ pattern: string; item: string }>((tie) => ({
  item: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    { weight: 6, arbitrary: fc.constantFrom(...ATOMS) },
    { weight: 2, arbitrary: fc.constantFrom(...ASSERTIONS) },
    { weight: 3, arbitrary: fc.tuple(tie('pattern'), fc.constantFrom(...QUANTIFIERS)).map(([p, q]) => `(?:${p})${q}`) },
    { weight: 1, arbitrary: tie('pattern').map((pattern) => `(${pattern})`) },
  ),
  pattern: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    { weight: 3, arbitrary: fc.array(tie('item'), { minLength: 1, maxLength: 3 }).map((items) => items.join('')) },
    { weight: 1, arbitrary: fc.tuple(tie('pattern'), tie('pattern')).map(([left, right]) => `${left}|${right}`) },
  ),
})).pattern;

export const patternText: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(...CHARACTERS), { maxLength: 8 })
  .map((characters) => characters.join(''));

const SHORT_ATOMS = [
  ['a', 'b', '1', '-', 'é', '[ab]', '.', '^', '$', 'a*', '(?:ab)+', 'b{1,3}', '(?:a|ab)', '[^a]', 'a?', '(?:b|1)*'],
  [String.raw`\d`, String.raw`\w`, String.raw`\b`, String.raw`\B`, String.raw`\d+`, String.raw`\W`],
].flat();

/** Patterns that compile in little time, for properties that need many. */
export const shortPattern: fc.Arbitrary<string> = fc
  .array(fc.array(fc.constantFrom(...SHORT_ATOMS), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 2 })
  .map((alternatives) => alternatives.map((atoms) => atoms.join('')).join('|'));
