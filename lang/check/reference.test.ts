// The reference is true: its example compiles and has the layout, and its tables name what there is.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { format } from '../format/format.ts';
import { ALL_TOKENS } from '../lexer/tokens.ts';
import { DETECTORS } from '../vocabulary/detectors.ts';
import { TRANSFORM_STRENGTH } from '../vocabulary/transforms.ts';
import { diagnosticsOf, programOf } from './testing.ts';

const TEXT = readFileSync(new URL('../../docs/language/reference.md', import.meta.url), 'utf8');
const EXAMPLE = /```hpol\n([^]*?)```/.exec(TEXT)?.[1] ?? '';

test('the example compiles and has the layout', () => {
  expect(diagnosticsOf(EXAMPLE)).toEqual([]);
  expect(programOf(EXAMPLE).rules.map(({ kind }) => kind)).toEqual(['mask', 'block', 'approve']);
  expect(format(EXAMPLE).value).toBe(EXAMPLE);
});

test('every word of the language is in it', () => {
  const words = ALL_TOKENS.flatMap(({ name }) => (name.startsWith('word_') ? [name.slice('word_'.length)] : []));
  const missing = words.filter((word) => !new RegExp(String.raw`\b${word}\b`).test(TEXT));
  expect(missing).toEqual([]);
});

test('transforms with their strength, and detectors', () => {
  for (const [kind, strength] of Object.entries(TRANSFORM_STRENGTH)) {
    const written = kind.replace('_', ' ');
    expect(TEXT).toMatch(new RegExp(String.raw`\| .*\`${written}\b.*\| ${strength} \|`));
  }
  for (const { name } of DETECTORS) expect(TEXT).toContain(`\`${name}\``);
});
