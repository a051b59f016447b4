// Broken files, each with every independent mistake in it and no other; warnings are left out. recovery.txt holds text and findings side by side;
// `HPOL1001 mask ← {` is a code, the underlined text, and the bracket that a label points at.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compile, policy } from '../check/testing.ts';
import { isError } from '../diagnostics/diagnostic.ts';

const GOLDEN = readFileSync(new URL('recovery.txt', import.meta.url), 'utf8');
const cases = GOLDEN.split(/^## /m)
  .slice(1)
  .map((part) => {
    const [, name = '', text = '', findings = ''] = /^(.*)\n([^]*?)\n---\n([^]*?)\n*$/.exec(part) ?? [];
    return { name, text, findings };
  });

/** A text that starts with `!` is a whole file. */
const wholeFile = (text: string): string => (text.startsWith('!') ? text.slice(1) : policy(text));

function findingsOf(text: string): string {
  const { diagnostics } = compile(text);
  const lines = diagnostics.filter(isError).map(({ code, span, labels = [] }) => {
    const opened = labels.filter((label) => label.text.startsWith('opened')).map((label) => label.span);
    const [underline, ...brackets] = [span, ...opened].map(({ start, end }) => text.slice(start, end));
    return [`${code} ${underline}`, ...brackets].join(' ← ');
  });
  return lines.join('\n');
}

test('there are many', () => expect(cases.length).toBeGreaterThan(60));

describe('every mistake once', () => {
  test.each(cases)('$name', ({ text, findings }) => {
    expect(findingsOf(wholeFile(text))).toBe(findings);
  });
});

test('what follows a mistake is read as if it were not there', () => {
  const good = 'flag good on session.open when identity.usr == "a" because "x"';
  for (const { name, text } of cases) {
    const found = findingsOf(`${wholeFile(text)}\n${good}`).split('\n');
    expect([name, found.at(-1)]).toEqual([name, 'HPOL2001 identity.usr']);
  }
});
