// When a release ends and where it stands, as people write it.
import { expect, test } from 'vitest';
import { notAfterOf, sequenceOf } from './release-options.ts';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const end = (text: string): string => new Date(notAfterOf(text, NOW) ?? Number.NaN).toISOString();

test('a date counts to its end, a moment is that moment, a duration counts from now', () => {
  expect(end('2026-11-24')).toBe('2026-11-24T23:59:59.999Z');
  expect(end('2028-02-29')).toBe('2028-02-29T23:59:59.999Z');
  expect(end('2027-06-30T12:00Z')).toBe('2027-06-30T12:00:00.000Z');
  expect(end('2027-06-30T12:00:30Z')).toBe('2027-06-30T12:00:30.000Z');
  expect(end('12h')).toBe('2026-11-25T00:00:00.000Z');
  expect(end('90d')).toBe('2027-02-22T12:00:00.000Z');
  expect(end('2w')).toBe('2026-12-08T12:00:00.000Z');
  expect(notAfterOf(undefined, NOW)).toBeNull();
});

test.each([
  '',
  'soon',
  '2027-02-29',
  '2027-13-01',
  '2027-6-1',
  '2027-06-30T25:00Z',
  '2027-06-30T12:00',
  '0d',
  '-1d',
  '1.5d',
  '90',
])('the end %j is refused with what to write', (text) => {
  expect(() => notAfterOf(text, NOW)).toThrow(/is no time; write a date \(2027-06-30\)/);
});

test.each(['2026-11-23', '2026-11-24T12:00Z', '2020-01-01'])('the end %s is over', (text) => {
  expect(() => notAfterOf(text, NOW)).toThrow('the bundle would be expired from the start');
});

test('a sequence is a whole number', () => {
  expect([undefined, '0', '42', '9007199254740991'].map(sequenceOf)).toEqual([null, 0, 42, 9_007_199_254_740_991]);
  for (const text of ['', '-1', '1.0', '1e3', '9007199254740992', 'x', ' 1']) {
    expect(() => sequenceOf(text)).toThrow(/is no whole number/);
  }
});
