// What `policyc build --print` shows: every kind of node has a form, and places lead back to the policy.
import { expect, test } from 'vitest';
import { irText, planText } from './testing-ir.ts';

const rule = (name: string, when: string, event = 'postgres.statement'): string =>
  `flag ${name} on ${event} when ${when} because "x"\n`;

test.each([
  ['identity.mfa', 'identity.mfa'],
  ['statement.limit is present and statement.limit > 5', '(and (present statement.limit) (> statement.limit 5))'],
  ['identity.kind == agent', '(== identity.kind agent)'],
  ['identity.kind != person', '(!= identity.kind person)'],
  ['now - session.started > 8h', '(> (minus now session.started) 28800000)'],
  ['identity.user in {"a", "b"}', '(in identity.user {"a" "b"})'],
  ['"a" in identity.groups', '(in "a" identity.groups)'],
  ['statement.functions all starts with "pg_"', '(all statement.functions (starts_with element "pg_"))'],
  ['session.client_address in "10.0.0.0/8"', '(in session.client_address {10.0.0.0/8})'],
  ['statement.text matches /a+b/i', '(matches statement.text /a+b/i)'],
  ['target.labels["env"] is present', '(present target.labels["env"])'],
  ['target.labels["env"] ?? "x" == "y"', '(== (if (present target.labels["env"]) target.labels["env"] "x") "y")'],
  ['now in 08:00..18:00 "Europe/Berlin"', '(clock 480 to 1080 "Europe/Berlin")'],
  ['not (identity.mfa or statement.filtered)', '(not (or identity.mfa statement.filtered))'],
  ['identity.user == session.protocol', '(== identity.user session.protocol)'],
])('%s', (when, wanted) => {
  expect(irText(rule('a', when))).toBe(`event postgres.statement\n  flag a at main.hpol:3:1\n    ${wanted}\n`);
});

test('columns by member, shared conditions and several events', () => {
  const body = `class phi { a: column x.y.a b: column x.y.b }\n${rule('a', 'statement.reads(phi.b)')}${rule('b', 'statement.reads(phi.b) and identity.mfa')}${rule('c', 'identity.mfa', 'session.open')}`;
  expect(irText(body)).toBe(`event session.open
  flag c at main.hpol:6:1
    identity.mfa

event postgres.statement
  shared 0 = (touches statement.reads members 1)
  flag a at main.hpol:4:1
    (shared 0)
  flag b at main.hpol:5:1
    (and (shared 0) identity.mfa)
`);
  expect(planText(body)).toBe(`event session.open
  always evaluate
    flag c

event postgres.statement
  always evaluate
    flag a
    flag b
  shared conditions, evaluated at most once each: 1
`);
});

test('a policy without rules', () => {
  expect(irText('')).toBe('no rule can fire\n');
  expect(planText('')).toBe('no rule can fire\n');
});
