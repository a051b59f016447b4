// `policy` and `default`: once each, in the root file only.
import { expect, test } from 'vitest';
import { diagnosticsOf } from '../check/testing.ts';

test('both are needed, in any order', () => {
  expect(diagnosticsOf('default block\npolicy p')).toEqual([]);
  expect(diagnosticsOf('')).toMatchObject([
    { code: 'HPOL2101', underline: '' },
    { code: 'HPOL2101', underline: '' },
  ]);
  expect(diagnosticsOf('default allow')).toMatchObject([{ code: 'HPOL2101', underline: '' }]);
});

test('once', () => {
  expect(diagnosticsOf('policy p\ndefault allow\npolicy q\ndefault allow')).toMatchObject([
    { code: 'HPOL2102', underline: 'policy q' },
    { code: 'HPOL2102', underline: 'default allow' },
  ]);
});

test('not in an imported file', () => {
  expect(
    diagnosticsOf({ 'main.hpol': 'policy p\ndefault allow\nimport "./a.hpol"', 'a.hpol': 'policy q\ndefault block' }),
  ).toMatchObject([
    { code: 'HPOL2103', underline: 'policy q' },
    { code: 'HPOL2103', underline: 'default block' },
  ]);
});

test('a header that could not be read is not called missing', () => {
  expect(diagnosticsOf('policy p\ndefault alow')).toMatchObject([{ code: 'HPOL1001', underline: 'alow' }]);
});
