// An `allow` where everything is allowed.
import { expect, test } from 'vitest';
import { diagnosticsOf } from '../check/testing.ts';

const source = (effect: string): string =>
  `policy p\ndefault ${effect}\nallow a on session.open when identity.mfa because "x"\nflag f on session.open because "x"`;

test('it matters under `default block` only', () => {
  expect(diagnosticsOf(source('allow'))).toMatchObject([{ code: 'HPOL3014', underline: 'a' }]);
  expect(diagnosticsOf(source('block'))).toEqual([]);
});

test('one that never fires is told once', () => {
  expect(diagnosticsOf(source('allow').replace('identity.mfa', 'false'))).toMatchObject([{ code: 'HPOL3010' }]);
});
