// Texts that the scanner would take minutes over are refused at once, and what people write is not.
import { beforeAll, expect, test } from 'vitest';
import { parseText, prepareParser } from './parser.ts';
import { scannerHazard } from './scanner-limits.ts';

beforeAll(() => prepareParser());

const LIMIT_MS = 1_000;

test.each([
  ['operators', `SELECT ${'+'.repeat(200_000)}1`],
  ['operators of two signs', `SELECT a${'+-'.repeat(100_000)}`],
  ['comments within comments', `${'/*'.repeat(100_000)}${'*/'.repeat(100_000)} SELECT 1`],
  ['comments that open and close', `SELECT 1 ${'/**/'.repeat(100_000)}`],
  ['comments that open in a row of others', `SELECT (${'/*--'.repeat(100_000)}`],
  ['many short rows of openings', `SELECT 1 ${`${'/*'.repeat(20)} `.repeat(20_000)}`],
])('%s in great number are refused at once', (_, text) => {
  const started = performance.now();
  expect(parseText(text).kind).toBe('failed');
  expect(performance.now() - started).toBeLessThan(LIMIT_MS);
});

test.each([
  ['a line of dashes in a literal', `SELECT '${'-'.repeat(500)}', '${'x'.repeat(2_000)}'`],
  ['a box of stars', `/${'*'.repeat(500)}\n ${'x '.repeat(1_000)}\n${'*'.repeat(500)}/ SELECT 1`],
  ['comments within comments', `${'/* '.repeat(200)}${'*/ '.repeat(200)} SELECT '${'x'.repeat(2_000)}'`],
  ['comments side by side', `SELECT ${'1 /* one */ + '.repeat(500)}1`],
  ['a path in a literal', `SELECT '${'/*'.repeat(8)}', '${'x'.repeat(2_000)}'`],
])('%s is read', (_, text) => {
  expect(scannerHazard(text)).toBeNull();
  expect(parseText(text)).toMatchObject({ kind: 'parsed' });
});

test('what stays under the limits is read in time', () => {
  const run = `${'/*'.repeat(16)}${'+'.repeat(1_900)} `;
  const text = `SELECT 1 ${run.repeat(1_000)}${'*/ '.repeat(16_000)}`;
  const started = performance.now();
  expect(parseText(text).kind).toBe('parsed');
  expect(performance.now() - started).toBeLessThan(5 * LIMIT_MS);
});
