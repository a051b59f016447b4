// A decision is remembered while nothing that it asks for can change, so what it asks of the clock must be told in full.
import { expect, test } from 'vitest';
import { policy, programOf } from '../lang/check/testing.ts';
import { clockUse } from './clock-use.ts';

test.each([
  ['identity.mfa', false, []],
  ['session.started > 2026-01-01T00:00Z', false, []],
  ['now > 2026-01-01T00:00Z', true, []],
  ['now in mon..fri "Europe/Berlin" or now in sat "UTC"', true, ['Europe/Berlin', 'UTC']],
  ['identity.mfa and (zone_offsets["Europe/Paris"] ?? 0) > 60', true, ['Europe/Paris']],
  ['zone_offsets["Mars"] is absent', true, []],
])('%s', (when, isRead, zones) => {
  const program = programOf(policy(`flag f on session.open when ${when} because "x"`));
  expect(clockUse(program)).toEqual({ isRead, zones });
});
