// A `when` that every event makes true.
import { expect, test } from 'vitest';
import { diagnosticsOf, policy } from '../check/testing.ts';

const flag = (when: string): string => policy(`flag f on postgres.statement when ${when} because "x"`);

test.each([
  'true',
  'identity.kind in {person, agent, service}',
  'statement.limit is present or statement.limit is absent',
  'statement.limit is absent or statement.limit > 3 or statement.limit <= 3',
  '(statement.limit ?? 1) >= 1 or (statement.limit ?? 1) < 1',
  'identity.user != "a" or identity.user starts with "a"',
  'identity.mfa == identity.mfa',
])('%s', (when) => {
  expect(diagnosticsOf(flag(when))).toMatchObject([{ code: 'HPOL3011', underline: when }]);
});

test.each(['identity.mfa', 'identity.mfa or statement.filtered', 'statement.limit is absent or statement.limit > 3'])(
  'not %s',
  (when) => expect(diagnosticsOf(flag(when))).toEqual([]),
);
