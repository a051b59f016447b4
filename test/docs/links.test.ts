// Every link between pages leads to a file, and to a heading where it names one.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const PAGES = [
  ...['README.md', 'ARCHITECTURE.md', 'CHANGELOG.md'].map((name) => join(ROOT, name)),
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(ROOT, 'docs', name)),
];

/** A heading as GitHub makes an anchor of it. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

const anchorsOf = (page: string): readonly string[] =>
  [...readFileSync(page, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

/** Links as `page: target`, without code and without what leads elsewhere. */
function linksOf(page: string): readonly { readonly target: string; readonly shown: string }[] {
  const text = readFileSync(page, 'utf8')
    .replaceAll(/^```[^]*?^```$/gm, '')
    .replaceAll(/`[^`\n]*`/g, '');
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => ({ target, shown: `${relative(ROOT, page)}: ${target}` }));
}

function isBroken(page: string, target: string): boolean {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page : join(dirname(page), path);
  return !existsSync(file) || (anchor !== undefined && !anchorsOf(file).includes(anchor));
}

test('no link is broken', () => {
  const all = PAGES.flatMap((page) => linksOf(page).map((link) => ({ ...link, page })));
  expect(all.length).toBeGreaterThan(20);
  expect(all.filter(({ page, target }) => isBroken(page, target)).map(({ shown }) => shown)).toEqual([]);
});

test('a broken link is found', () => {
  const page = join(ROOT, 'docs/language/README.md');
  expect(isBroken(page, 'tutorial.md')).toBe(false);
  expect(isBroken(page, 'tutorail.md')).toBe(true);
  expect(isBroken(page, 'reference.md#grammar')).toBe(false);
  expect(isBroken(page, 'reference.md#grammer')).toBe(true);
});
