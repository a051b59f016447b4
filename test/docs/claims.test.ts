// What the pages about limits and threats claim is shown by tests: each statement links to a test by its name, or says why there is none.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const DOCS = join(import.meta.dirname, '../../docs');
/** Statements that no test can show. Only goes down. */
const MOST_WITHOUT = 6;

interface Claim {
  /** What it says, shortened for the report. */
  readonly words: string;
  readonly text: string;
}

interface Proof {
  readonly name: string;
  readonly path: string;
}

/** Bullets with their continuation lines, and rows of tables of threats. */
function claimsOf(page: string): readonly Claim[] {
  const texts: string[] = [];
  let isInTable = false;
  for (const line of page.split('\n')) {
    const isRow = isInTable && line.startsWith('| ');
    isInTable = line.startsWith('| threat |') || (isInTable && line.startsWith('|'));
    if (line.startsWith('- ') || isRow) texts.push(line);
    else if (line.startsWith('  ') && texts.length > 0) texts.push(`${texts.pop() ?? ''}\n${line}`);
  }
  return texts.map((text) => ({ words: text.slice(0, 70), text }));
}

const proofsOf = ({ text }: Claim): readonly Proof[] =>
  [...text.matchAll(/\[([^\]]+)\]\((\.\.\/[^)#]+\.ts)\)/g)].map(([, name = '', path = '']) => ({ name, path }));

const saysWhyNot = ({ text }: Claim): boolean => /\(No test: [^)]+\)/.test(text);

/** The literals of a test file, without their quotes and escapes. */
const literalsOf = (source: string): readonly string[] =>
  [...source.matchAll(/'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g)].map(([, one, two, three]) =>
    (one ?? two ?? three ?? '').replaceAll(/\\(.)/g, '$1'),
  );

const isTest = (path: string): boolean =>
  path.endsWith('.test.ts') || path.startsWith('../test/leaks/corpus/') || path.startsWith('../test/clients/shapes/');

describe.each(['limits.md', 'threat-model.md'])('%s', (name) => {
  const claims = claimsOf(readFileSync(join(DOCS, name), 'utf8'));

  test('makes statements', () => {
    expect(claims.length).toBeGreaterThan(10);
  });

  test('every statement names a test, or why there is none', () => {
    const bare = claims.filter((claim) => !saysWhyNot(claim) && proofsOf(claim).length === 0);
    expect(bare.map(({ words }) => words)).toEqual([]);
  });

  test('every test that is named is there', () => {
    const missing = claims.flatMap(proofsOf).filter(({ name: wanted, path }) => {
      if (!isTest(path) || !existsSync(join(DOCS, path))) return true;
      return !literalsOf(readFileSync(join(DOCS, path), 'utf8')).some((literal) => literal.includes(wanted));
    });
    expect(missing).toEqual([]);
  });

  test('few statements go without', () => {
    expect(claims.filter(saysWhyNot).length).toBeLessThanOrEqual(MOST_WITHOUT);
  });
});

test('a statement without a test is found, and so is a name that no test has', () => {
  const claims = claimsOf(
    '- one\n- two [it works](../test/docs/claims.test.ts)\n  and on\n| who | what |\n| a | b |\n\n| threat | answer |\n|---|---|\n| a | b |\n',
  );
  expect(claims.map((claim) => proofsOf(claim).length)).toEqual([0, 1, 0]);
  expect(literalsOf(`test('it is so', () => {}); test("it’s", x)`)).toEqual(['it is so', 'it’s']);
});
