// A part of a condition that decides nothing.
import { describe, expect, test } from 'vitest';
import { diagnosticsOf, policy } from '../check/testing.ts';

const LETS = 'let agent = identity.kind == agent\nlet limited = statement.limit is present\n';
const flag = (clauses: string): string =>
  policy(
    `${LETS}flag f on postgres.statement ${clauses} because "x"\nflag g on postgres.statement when agent and limited because "x"`,
  );

describe('idle', () => {
  test.each([
    ['when identity.mfa and true', 'true'],
    ['when identity.mfa or false', 'false'],
    ['when identity.mfa and statement.filtered and identity.mfa', 'identity.mfa'],
    ['when agent and identity.kind != person', 'identity.kind != person'],
    ['when identity.kind in {agent, person} and agent', 'identity.kind in {agent, person}'],
    ['when agent or identity.kind in {agent, person}', 'agent'],
    ['when (statement.limit ?? 0) > 5 and (statement.limit ?? 0) > 3', '(statement.limit ?? 0) > 3'],
    ['when not (agent and identity.kind != person)', 'identity.kind != person'],
    ['when agent and (identity.mfa or identity.kind == person)', 'identity.kind == person'],
    ['when agent unless identity.kind == person', 'identity.kind == person'],
    ['when agent unless identity.mfa and identity.kind != person', 'identity.kind != person'],
    ['unless identity.mfa or identity.mfa and statement.filtered', 'identity.mfa and statement.filtered'],
  ])('%s', (clauses, underline) => {
    const found = diagnosticsOf(flag(clauses));
    // Presence has no part in these; the default of `??` is a test of presence, and nothing is said.
    expect(found).toMatchObject(clauses.includes('??') ? [] : [{ code: 'HPOL3019', underline }]);
  });
});

test('a number that is there', () => {
  const when = 'statement.limit is present and statement.limit > 5 and statement.limit > 3';
  expect(diagnosticsOf(flag(`when ${when}`))).toMatchObject([{ code: 'HPOL3019', underline: 'statement.limit > 3' }]);
});

describe('not idle', () => {
  test.each([
    'when statement.limit is present and statement.limit > 5',
    'when limited and statement.limit > 5',
    'when statement.limit is absent or statement.limit > 5',
    'when agent and identity.mfa and statement.filtered',
    'when agent and identity.mfa or identity.kind == person and statement.filtered',
    'when (agent and identity.mfa) == statement.filtered',
    'when agent unless limited',
    'when identity.mfa and statement.filtered or not identity.mfa and agent',
  ])('%s', (clauses) => expect(diagnosticsOf(flag(clauses))).toEqual([]));
});

test('what a `let` says is not picked at', () => {
  const lets = 'let clinician = "c" in identity.groups and identity.kind != agent';
  expect(
    diagnosticsOf(policy(`${lets}\nflag f on session.open when identity.kind == person and clinician because "x"`)),
  ).toEqual([]);
});

test('very long chains are left alone', () => {
  const chain = (count: number): string => Array.from({ length: count }, () => 'identity.mfa').join(' and ');
  expect(diagnosticsOf(flag(`when ${chain(200)}`))).toHaveLength(199);
  expect(diagnosticsOf(flag(`when ${chain(201)}`))).toEqual([]);
});
