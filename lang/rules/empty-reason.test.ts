// A reason says something.
import { test } from 'vitest';
import { expectDiagnostics, policy } from '../check/testing.ts';

test('spaces are no reason', () => {
  expectDiagnostics(policy('flag f on session.open because "  "'), [{ code: 'HPOL3004', underline: '"  "' }]);
});
