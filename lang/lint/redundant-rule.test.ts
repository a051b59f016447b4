// A rule that others of its kind make superfluous.
import { describe, expect, test } from 'vitest';
import { diagnosticsOf, policy } from '../check/testing.ts';

const rule = (kind: string, name: string, when: string, terms = 'by 1 of "g" within 5m for once'): string =>
  `${kind} ${name} on postgres.statement when ${when} ${kind === 'approve' ? terms : ''} because "x"`;
const found = (...rules: string[]): unknown[] =>
  diagnosticsOf(policy(rules.join('\n'))).map(({ code, underline }) => [code, underline]);

test('a narrower block, wherever it stands', () => {
  const [narrow, wide] = [
    rule('block', 'n', 'identity.mfa and statement.filtered'),
    rule('block', 'w', 'identity.mfa'),
  ];
  expect(found(narrow, wide)).toEqual([['HPOL3015', 'n']]);
  expect(found(wide, narrow)).toEqual([['HPOL3015', 'n']]);
});

test('of equal ones, all but the first', () => {
  const same = ['a', 'b', 'c'].map((name) => rule('block', name, 'identity.mfa'));
  expect(found(...same)).toEqual([
    ['HPOL3015', 'b'],
    ['HPOL3015', 'c'],
  ]);
});

test('several together, without those that are not needed', () => {
  const both = rule('block', 'both', 'statement.analyzed and identity.kind in {person, agent}');
  const [person, agent] = [rule('block', 'p', 'identity.kind == person'), rule('block', 'a', 'identity.kind == agent')];
  expect(found(rule('block', 's', 'statement.analyzed and statement.filtered'), both, person, agent)).toEqual([
    ['HPOL3015', 'both'],
  ]);
});

test('parts of a union that turn out not to be needed', () => {
  expect(
    found(
      rule('block', 's', 'statement.analyzed and identity.kind in {person, agent}'),
      rule('block', 'spare', 'identity.kind == agent and not statement.filtered'),
      rule('block', 'p', 'identity.kind == person'),
      rule('block', 'a', 'identity.kind == agent and (statement.filtered or identity.mfa or not identity.mfa)'),
    ).filter((one) => JSON.stringify(one).includes('3015')),
  ).toEqual([
    ['HPOL3015', 's'],
    ['HPOL3015', 'spare'],
  ]);
});

describe('texts and columns', () => {
  test.each([
    ['statement.text contains "drop"', 'statement.text contains "dr"', 'n'],
    ['statement.text starts with "drop"', 'statement.text contains "dr"', 'n'],
    ['statement.text starts with "drop"', 'statement.text starts with "dr"', 'n'],
    ['statement.text ends with "drop"', 'statement.text ends with "p"', 'n'],
    ['statement.text ends with "drop"', 'statement.text starts with "d"', null],
    ['statement.text contains "dr"', 'statement.text contains "drop"', 'w'],
    ['identity.user == "anna"', 'identity.user starts with "an"', 'n'],
    ['identity.user == "anna"', 'identity.user starts with "b"', null],
    ['identity.mfa', 'statement.text contains "a" or statement.filtered', null],
    ['statement.reads(c.x)', 'statement.reads(c)', 'n'],
    ['statement.reads(c)', 'statement.reads(c.y)', 'w'],
    ['statement.reads(c.x)', 'statement.reads(c.y)', null],
  ])('%s, and %s: %s', (narrow, wide, redundant) => {
    const classes =
      'class c { x: column a.b.x y: column a.b.y }\nflag uses on postgres.statement when statement.reads(c) because "x"';
    expect(found(classes, rule('block', 'n', narrow), rule('block', 'w', wide))).toEqual(
      redundant === null ? [] : [['HPOL3015', redundant]],
    );
  });
});

test('flags leave their own marks', () => {
  expect(found(rule('flag', 'a', 'identity.mfa'), rule('flag', 'b', 'identity.mfa'))).toEqual([]);
});

describe('approvals ask for as much', () => {
  const narrow = 'identity.mfa and statement.filtered';
  test.each([
    ['by 1 of "g" within 5m for once', 'by 2 of "g" within 5m for once with reason', true],
    ['by 1 of "g" within 5m for 2h', 'by 1 of "g" within 5m for 1h', true],
    ['by 1 of "g" within 5m for once', 'by 1 of "g" within 5m for 1h', false],
    ['by 1 of "g" within 5m for once', 'by 1 of "g" within 6m for once', false],
    ['by 2 of "g" within 5m for once', 'by 1 of "g" within 5m for once', false],
    ['by 1 of "g" within 5m for once', 'by 1 of "h" within 5m for once', false],
    ['by 1 of "g" within 5m for once with reason', 'by 1 of "g" within 5m for once', false],
  ])('%s, and %s: %s', (terms, others, isRedundant) => {
    const rules = found(rule('approve', 'a', narrow, terms), rule('approve', 'b', 'identity.mfa', others));
    expect(rules).toEqual(isRedundant ? [['HPOL3015', 'a']] : []);
  });
});
