// The generated parts of the pages are what the code says now.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EVENTS } from '../../lang/vocabulary/registry.ts';
import { PAGES, PART_NAMES, renewParts } from './generated-parts.ts';
import { grammarText } from './grammar-text.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (page: string): string => readFileSync(join(ROOT, page), 'utf8');

describe.each(PAGES)('%s', (page) => {
  test('is up to date; `npm run docs` makes it so', () => expect(read(page)).toBe(renewParts(read(page))));
});

test('every part is in a page, once', () => {
  const found = PAGES.flatMap((page) =>
    [...read(page).matchAll(/^<!-- generated: (\w+) -->$/gm)].map(([, name = '']) => name),
  );
  expect(found.toSorted()).toEqual(PART_NAMES.toSorted());
});

test('a stale part is written anew, and what stands around it stays', () => {
  const page = 'before\n<!-- generated: detectors -->\nstale text\n<!-- end -->\nafter\n';
  const renewed = renewParts(page);
  expect(renewed).toMatch(/^before\n<!-- generated: detectors -->\n\n\| detector [^]*\n\n<!-- end -->\nafter\n$/);
  expect(renewed).not.toContain('stale text');
  expect(renewParts(renewed)).toBe(renewed);
  expect(() => renewParts('<!-- generated: nothing -->\n<!-- end -->')).toThrow('no generated part');
});

test('the grammar has each rule once, and no rule that it does not explain', () => {
  const text = grammarText();
  const rules = [...text.matchAll(/^([a-z-]+)(?: =|$)/gm)].map(([, name]) => name ?? '');
  expect(new Set(rules).size).toBe(rules.length);
  const used = text.replaceAll(/"[^"]*"/g, '').match(/[a-z][a-z-]*/g);
  expect([...new Set(used)].filter((name) => !rules.includes(name))).toEqual([]);
  expect(rules[0]).toBe('policy-file');
  expect(text).toContain('let-declaration = "let" WORD "=" expression');
  expect(text).toContain('comparison = difference (');
});

test('every attribute of every event has its row', () => {
  const page = read('docs/language/reference.md');
  for (const { attributes } of EVENTS) {
    for (const { path, doc } of attributes)
      expect(page).toMatch(new RegExp(`^\\| \`${path}\` .*${RegExp.escape(doc)}`, 'm'));
  }
});
