// Masks of equal strength on members that share a column.
import { describe, expect, test } from 'vitest';
import { compile, diagnosticsOf, policy } from '../check/testing.ts';

const source = (columns: readonly [string, string], ...masks: string[]): string =>
  policy(`class c { x: column ${columns[0]} }\nclass d { y: column ${columns[1]} }\n${masks.join('\n')}`);
const SHARED = ['clinical.*.ssn', '{hr, clinical}.p*.{id, ssn}'] as const;
const mask = (name: string, text: string): string => `mask ${name} ${text} because "x"`;
const found = (text: string): unknown[] => diagnosticsOf(text).map(({ code, underline }) => [code, underline]);

test('they disagree, and the place of the other one is shown', () => {
  const text = source(SHARED, mask('m', 'of c with keep last 4'), mask('n', 'of d with keep first 2'));
  expect(found(text)).toEqual([['HPOL3017', 'keep first 2']]);
  const [diagnostic] = compile(text).diagnostics;
  expect(diagnostic?.message).toBe(
    '`c.x` and `d.y` share `clinical.p*.ssn`, where `keep last 4` and `keep first 2` are equally strong',
  );
  expect(diagnostic?.labels?.map(({ span }) => text.slice(span.start, span.end))).toEqual(['keep last 4']);
});

test('in one mask, and whichever class stands first', () => {
  expect(found(source(SHARED, mask('m', 'of c, d with { x: null y: redact }')))).toEqual([['HPOL3017', 'redact']]);
  expect(found(source(SHARED, mask('n', 'of d with keep first 2'), mask('m', 'of c with keep last 4')))).toEqual([
    ['HPOL3017', 'keep last 4'],
  ]);
});

describe('no clash', () => {
  const keep = mask('m', 'of c when identity.mfa with keep last 4');
  test.each([
    ['other columns', source(['clinical.*.ssn', 'clinical.*.name'], keep, mask('n', 'of d with keep first 2'))],
    ['no columns of one', source(['clinical.*.ssn', 'a.b.c detect us_ssn'], keep, mask('n', 'of d with keep first 2'))],
    ['the same transform', source(SHARED, keep, mask('n', 'of d with keep last 4'))],
    ['one is stronger', source(SHARED, keep, mask('n', 'of d with year'))],
    ['never together', source(SHARED, keep, mask('n', 'of d unless identity.mfa with keep first 2'))],
    [
      'a third is stronger wherever both apply',
      source(SHARED, keep, mask('n', 'of d with keep first 2'), mask('o', 'of d when identity.mfa with year')),
    ],
  ])('%s', (_, text) => expect(found(text)).toEqual([]));
});

test('a class of very many patterns is not compared to the end', () => {
  const patterns = (name: string): string => Array.from({ length: 500 }, (_, at) => `a.${name}${at}.x`).join(', ');
  const text = source(
    [patterns('p'), `${patterns('q')}, a.p1.x`],
    mask('m', 'of c with keep last 4'),
    mask('n', 'of d with keep first 2'),
  );
  expect(found(text)).toEqual([]);
});

test('very many masks are not compared to the end', () => {
  const masks = (count: number, member: string, attribute: string): string[] =>
    Array.from({ length: count }, (_, at) =>
      mask(`${member}${at}`, `of ${member} when ${attribute} == "${at}" with keep last 4`),
    );
  const clashing = (count: number): unknown[] => {
    const last = mask('z', 'of d when identity.user == "z" with keep last 3');
    return found(source(SHARED, ...masks(count, 'c', 'target.name'), ...masks(count, 'd', 'identity.user'), last));
  };
  expect(clashing(5)).toEqual([['HPOL3017', 'keep last 3']]);
  expect(clashing(450)).toEqual([]);
});
