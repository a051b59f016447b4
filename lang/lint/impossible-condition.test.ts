// A rule whose `when` is never true.
import { describe, expect, test } from 'vitest';
import { compile, diagnosticsOf, policy } from '../check/testing.ts';

const block = (when: string): string => policy(`block b on postgres.statement when ${when} because "x"`);

describe('never true', () => {
  test.each([
    'false',
    'identity.mfa and not identity.mfa',
    'statement.command == SELECT and statement.command == INSERT',
    'statement.limit is present and (statement.limit > 5 and statement.limit < 6)',
    '(statement.limit ?? 0) > 9007199254740991',
    'identity.user in {"a", "b"} and identity.user in {"c"}',
    'identity.user == "bo" and identity.user starts with "a"',
    'identity.user starts with "a" and identity.user starts with "b"',
    'identity.user ends with "a" and identity.user ends with "b"',
    'identity.user starts with "abc" and not (identity.user contains "b")',
    'statement.reads(c.x) and not statement.reads(c)',
    'statement.reads(c) and not statement.reads(c.x) and not statement.reads(c.y)',
    '(target.labels["env"] ?? "prod") == "prod" and target.labels["env"] is present and target.labels["env"] != "prod"',
    'identity.user == target.name and identity.user != target.name',
    '(identity.mfa == statement.filtered) and identity.mfa and not statement.filtered',
    '(identity.mfa != statement.filtered) and identity.mfa and statement.filtered',
    '1 > 2',
    '"a" == "b"',
    'identity.user != identity.user',
    '"nurses" in identity.groups and not ("nurses" in identity.groups)',
    'identity.user matches /a/ and not (identity.user matches /a/)',
    'not ("a" starts with "")',
    '"b" in {"a"} or "ba" starts with "a"',
  ])('%s', (when) => {
    const classes = when.includes('c.x') ? '\nclass c { x: column a.b.x y: column a.b.y }\n' : '';
    expect(diagnosticsOf(`${block(when)}${classes}`)).toMatchObject([{ code: 'HPOL3010', underline: when }]);
  });
});

describe('not proved, because it can be true', () => {
  test.each([
    'statement.limit is present and statement.limit > 5 and statement.limit < 7',
    'identity.user starts with "a" and identity.user ends with "b" and identity.user contains "c"',
    'identity.user starts with "a" and identity.user starts with identity.user',
    'identity.user contains "a" and not (identity.user contains "aa") and identity.user != "a"',
    'statement.command in {SELECT, INSERT} and statement.category == read',
    'identity.user in identity.groups and not ("a" in identity.groups) and identity.user == "a"',
    '"a" ends with identity.user and "b" ends with identity.user',
  ])('%s', (when) => {
    expect(diagnosticsOf(block(when))).toEqual([]);
  });
});

test('the program is still there, and no other check speaks of the rule', () => {
  const { program, diagnostics } = compile(block('false'));
  expect(program?.rules).toHaveLength(1);
  expect(diagnostics).toMatchObject([
    { severity: 'warning', message: 'the block rule `b` never fires, because this is never true' },
  ]);
});

test('nothing is said about meaning while there are errors', () => {
  expect(diagnosticsOf(`${block('false')}\nflag f on session.open because ""`)).toMatchObject([{ code: 'HPOL3004' }]);
});
