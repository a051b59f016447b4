// Somebody must approve.
import { expect, test } from 'vitest';
import { diagnosticsOf, policy } from '../check/testing.ts';

const approve = (by: string): string =>
  policy(`approve a on postgres.statement by ${by} within 5m for once because "x"`);

test('nobody, or a group without a name', () => {
  expect(diagnosticsOf(approve('1 of "office"'))).toEqual([]);
  expect(diagnosticsOf(approve('0 of "office"'))).toMatchObject([{ code: 'HPOL3003', underline: '0' }]);
  expect(diagnosticsOf(approve('1 of " "'))).toMatchObject([{ code: 'HPOL3003', underline: '" "' }]);
});
