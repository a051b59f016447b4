// A `let` counts as used when a rule reaches it.
import { expect, test } from 'vitest';
import { diagnosticsOf, policy } from '../check/testing.ts';

test('through other lets, and through either clause', () => {
  expect(
    diagnosticsOf(
      policy(
        'let a = identity.mfa\nlet b = a\nlet c = a and identity.kind == agent\nflag f on session.open when b unless c because "x"',
      ),
    ),
  ).toEqual([]);
});

test('used by unused lets only is unused; errors inside are told all the same', () => {
  expect(diagnosticsOf(policy('let a = identity.mfaa\nlet b = not a\n'))).toMatchObject([
    { code: 'HPOL3001', underline: 'a' },
    { code: 'HPOL2001', underline: 'identity.mfaa' },
    { code: 'HPOL3001', underline: 'b' },
  ]);
});

test('an enum word of the same name is no use', () => {
  expect(
    diagnosticsOf(policy('let agent = identity.mfa\nflag f on session.open when identity.user == "a" because "x"')),
  ).toMatchObject([{ code: 'HPOL3001', underline: 'agent' }]);
});
