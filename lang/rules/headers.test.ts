// `policy` and `default`: once each, in the root file only.
import { expect, test } from 'vitest';
import { compile, diagnosticsOf } from '../check/testing.ts';

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

test('saying the same again can be removed unasked, saying something else cannot', () => {
  const { diagnostics } = compile('policy p\ndefault allow\npolicy p\npolicy q\ndefault allow\ndefault block');
  expect(diagnostics.map(({ fix }) => [fix?.title, fix?.isSafe])).toEqual([
    ['remove this `policy`', true],
    ['remove this `policy`', false],
    ['remove this `default`', true],
    ['remove this `default`', false],
  ]);
});

test('not in an imported file', () => {
  expect(
    diagnosticsOf({ 'main.hpol': 'policy p\ndefault allow\nimport "./a.hpol"', 'a.hpol': 'policy q\ndefault block' }),
  ).toMatchObject([{ code: 'HPOL2103', underline: 'policy q' }]);
  expect(
    diagnosticsOf({ 'main.hpol': 'policy p\ndefault allow\nimport "./a.hpol"', 'a.hpol': 'default block' }),
  ).toMatchObject([
    { code: 'HPOL2103', underline: 'default block', help: 'imported files hold classes, lets, rules and tests' },
  ]);
});

test('every import of a policy is shown, once for each file', () => {
  const { diagnostics } = compile({
    'main.hpol': 'policy p\ndefault allow\nimport "./a.hpol"\nimport "b.hpol"',
    'a.hpol': 'import "b.hpol"\nflag f on session.open because "x"',
    'b.hpol': 'default block\npolicy q\nflag g on session.open because "x"',
  });
  expect(diagnostics).toMatchObject([
    {
      code: 'HPOL2103',
      message: '`default` belongs in the root file, not in an imported one',
      help: '`b.hpol` is a policy of its own; move what both need into a file that says neither `policy` nor `default`',
      labels: [
        { span: { file: 'a.hpol' }, text: 'imported here' },
        { span: { file: 'main.hpol' }, text: 'imported here' },
      ],
    },
  ]);
});

test('a header that could not be read is not called missing', () => {
  expect(diagnosticsOf('policy p\ndefault alow')).toMatchObject([{ code: 'HPOL1001', underline: 'alow' }]);
});
