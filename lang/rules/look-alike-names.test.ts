// Names that a reader cannot tell apart.
import { describe, expect, test } from 'vitest';
import { diagnosticsOf, policy } from '../check/testing.ts';

const findings = (body: string): string[] =>
  diagnosticsOf(policy(body)).flatMap(({ code, underline }) => (code === 'HPOL3031' ? [underline] : []));
const rule = (name: string, condition = 'true'): string =>
  `flag ${name} on session.open when ${condition} because "x"\n`;

describe('each kind of name', () => {
  test.each([
    ['rules', rule('rule_1') + rule('rule_l') + rule('rule_I'), ['rule_l', 'rule_I']],
    ['lets', 'let modem = true\nlet modern = true', ['modern']],
    ['classes', 'class O1 { a: column a.b.c }\nclass Ol { a: column a.b.c }', ['Ol']],
    ['members', 'class c { v0: column a.b.c vO: column a.b.d }', ['vO']],
    ['groups', rule('a', '"admins" in identity.groups') + rule('b', 'not ("аdmins" in identity.groups)'), ['"аdmins"']],
    [
      'approvers',
      `let x = "office" in identity.groups\n${rule('a', 'x')}approve c on session.open by 1 of "оffice" within 1h for once because "x"`,
      ['"оffice"'],
    ],
  ])('%s', (_what, body, names) => {
    expect(findings(body)).toEqual(names);
  });
});

test.each([
  ['different names', rule('rule_1') + rule('rule_2')],
  ['different kinds', `let a1 = true\n${rule('al', 'a1')}`],
  ['members of different classes', 'class c { v0: column a.b.c }\nclass d { vO: column a.b.d }'],
  ['the same group twice', rule('a', '"g" in identity.groups') + rule('b', '"g" in identity.groups')],
  [
    'other sets',
    rule('a', '"g1" in identity.groups') + 'flag b on postgres.statement when "gl" in statement.functions because "x"',
  ],
  ['values that are no constants', rule('a', 'identity.user in identity.groups')],
])('nothing is said of %s', (_what, body) => {
  expect(findings(body)).toEqual([]);
});

test('a name is told once, and the other one is shown', () => {
  expect(findings(rule('a1') + rule('al') + rule('al'))).toEqual(['al']);
});
