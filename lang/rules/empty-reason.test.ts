// A reason says something.
import { expect, test } from 'vitest';
import { diagnosticsOf, policy } from '../check/testing.ts';

test('spaces are no reason', () => {
  expect(diagnosticsOf(policy('flag f on session.open because "  "'))).toMatchObject([
    { code: 'HPOL3004', underline: '"  "' },
  ]);
});
