// `policy` and `default`: once each, in the root file only.
import { test } from 'vitest';
import { expectClean, expectDiagnostics } from '../check/testing.ts';

test('both are needed, in any order', () => {
  expectClean('default block\npolicy p');
  expectDiagnostics('', [
    { code: 'HPOL2101', underline: '' },
    { code: 'HPOL2101', underline: '' },
  ]);
  expectDiagnostics('default allow', [{ code: 'HPOL2101', underline: '' }]);
});

test('once', () => {
  expectDiagnostics('policy p\ndefault allow\npolicy q\ndefault allow', [
    { code: 'HPOL2102', underline: 'policy q' },
    { code: 'HPOL2102', underline: 'default allow' },
  ]);
});

test('not in an imported file', () => {
  expectDiagnostics(
    { 'main.hpol': 'policy p\ndefault allow\nimport "./a.hpol"', 'a.hpol': 'policy q\ndefault block' },
    [
      { code: 'HPOL2103', underline: 'policy q' },
      { code: 'HPOL2103', underline: 'default block' },
    ],
  );
});

test('a header that could not be read is not called missing', () => {
  expectDiagnostics('policy p\ndefault alow', [{ code: 'HPOL1001', underline: 'alow' }]);
});
