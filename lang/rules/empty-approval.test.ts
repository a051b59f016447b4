// Somebody must approve.
import { test } from 'vitest';
import { expectClean, expectDiagnostics, policy } from '../check/testing.ts';

const approve = (by: string): string => policy(`approve a on session.open by ${by} within 5m for once because "x"`);

test('nobody, or a group without a name', () => {
  expectClean(approve('1 of "office"'));
  expectDiagnostics(approve('0 of "office"'), [{ code: 'HPOL3003', underline: '0' }]);
  expectDiagnostics(approve('1 of " "'), [{ code: 'HPOL3003', underline: '" "' }]);
});
