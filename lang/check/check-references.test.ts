// Names of attributes, entries of maps and `let`s.
import { expect, test } from 'vitest';
import { diagnosticsOf, policy, programOf } from './testing.ts';

const flag = (condition: string, event = 'postgres.statement'): string =>
  policy(`flag f on ${event} when ${condition} because "x"`);

test.each([
  ['nobody.labels["env"] is present', 'HPOL2001', 'nobody.labels'],
  ['identity.user["env"] is present', 'HPOL2011', 'identity.user["env"]'],
  ['identity.groups(phi)', 'HPOL2002', 'phi'],
  ['statement.reads', 'HPOL2010', 'statement.reads'],
  ['nobody.reads(phi)', 'HPOL2001', 'nobody.reads'],
])('%s', (condition, code, underline) => {
  expect(diagnosticsOf(flag(condition))).toContainEqual({ code, underline, help: expect.any(String) });
});

test('an entry of a map of numbers is a number', () => {
  const [rule] = programOf(flag('(zone_offsets["UTC"] ?? 0) > 60')).rules;
  expect(rule?.condition).toMatchObject({ left: { value: { kind: 'lookup', map: 'zone_offsets', key: 'UTC' } } });
});

test('a circle of lets over several files is told once, at its first in the order of names and text', () => {
  const found = diagnosticsOf({
    'main.hpol': policy('import "./a.hpol"\nlet x = y\nflag f on session.open when x because "x"'),
    'a.hpol': 'let z = x\nlet y = z and w\nlet w = z\n',
  });
  expect(found.filter(({ code }) => code === 'HPOL2012')).toEqual([
    { code: 'HPOL2012', underline: 'z', help: expect.any(String) },
  ]);
});

test('local time is no part of `now`, and conditions ask about classes', () => {
  const find = (condition: string) =>
    diagnosticsOf(policy(`flag f on postgres.statement when ${condition} because "x"`))[0];
  expect(find('now.hour > 5')).toMatchObject({ code: 'HPOL2001', help: expect.stringContaining('now in 08:00') });
  expect(find('statement.writes(shop.refunds.amount)')).toMatchObject({
    code: 'HPOL2002',
    underline: 'shop',
    help: expect.stringContaining('conditions ask about classes'),
  });
});
