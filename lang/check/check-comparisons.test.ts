// What is said of words, maps and constants that do not fit.
import { describe, expect, test } from 'vitest';
import { diagnosticsOf, type Finding, policy } from './testing.ts';

const findings = (condition: string, rest = ''): readonly Finding[] =>
  diagnosticsOf(policy(`flag f on postgres.statement when ${condition} because "x"\n${rest}`)).filter(
    ({ code }) => !code.startsWith('HPOL3'),
  );

describe('help', () => {
  test.each([
    ['statement.command == frobnicate', 'frobnicate', 'use one of the words'],
    ['identity.kind == frobnicate', 'frobnicate', 'it is one of `person`, `agent`, `service`'],
    ['identity.kind == persn', 'persn', 'did you mean `person`?'],
    ['target.labels == "prod"', 'target.labels == "prod"', 'ask a map for one key'],
    ['identity.groups == "a"', 'identity.groups == "a"', 'ask a set with `in`'],
    ['identity.kind == "agent"', 'identity.kind == "agent"', 'write the word without quotes: `agent`'],
    ['"agent" == identity.kind', '"agent" == identity.kind', 'write the word without quotes: `agent`'],
    ['now > "2026-12-31"', 'now > "2026-12-31"', 'write the time without quotes'],
    ['now - session.started > 8', 'now - session.started > 8', 'write the number with its unit, as in `8h`'],
    ['statement.functions any == 1', '== 1', ''],
    ['statement.limit ?? 0 > "200"', 'statement.limit ?? 0 > "200"', 'write the number without quotes'],
    ['"DELETE" in statement.commands', '"DELETE"', 'write the word without quotes: `DELETE`'],
    ['identity.user in statement.commands', 'identity.user', 'write a word of a statement command without quotes'],
    ['frobnicate in statement.commands', 'frobnicate', ''],
    ['identity.usr in statement.commands', 'identity.usr', ''],
    ['statement.commands any in {DELTE}', 'DELTE', 'did you mean `DELETE`?'],
    ['"a" in statement.text', 'statement.text', 'a text is asked with `contains`'],
    ['identity.mfa < true', 'identity.mfa < true', ''],
    ['now - session.started > 8', 'now - session.started > 8', 'with its unit, as in `8h`'],
    ['now > "2026-12-31"', 'now > "2026-12-31"', 'write the time without quotes'],
    ['"a" in identity.user', 'identity.user', 'a text is asked with `contains`'],
    ['"a" in target.labels', 'target.labels', ''],
    ['"DELETE" in statement.commands', '"DELETE"', 'write the word without quotes: `DELETE`'],
    ['"delete" in statement.commands', '"delete"', 'write a word of a statement command without quotes'],
    ['identity.usr in statement.commands', 'identity.usr', 'did you mean'],
    ['DELETE in statement.commands and statement.comand in statement.commands', 'statement.comand', 'did you mean'],
    ['identity.user in {person}', 'person', ''],
    ['identity.kind in {"agent"}', '"agent"', 'write the word without quotes'],
    ['identity.kind in {robot, agent}', 'robot', ''],
    ['identity.user in {target.name}', 'target.name', ''],
    ['identity.groups contains "a"', 'identity.groups', '`X in SET` asks'],
    ['session.client_address starts with "10."', 'session.client_address', 'ask for a range'],
    ['identity.groups in {"a"}', '"a"', 'each element with `any` or `all`'],
  ])('%s', (condition, underline, help) => {
    expect(findings(condition)).toMatchObject([{ underline, help: expect.stringContaining(help) }]);
  });
});

test('a list is asked with its own words', () => {
  const source = policy('flag f on ssh.exec when command.arguments == "a" because "x"');
  expect(diagnosticsOf(source)).toMatchObject([{ code: 'HPOL2005', help: expect.stringContaining('ask a list with') }]);
});

test('nothing is said of what is compared with something unknown', () => {
  expect(findings('statement.cmd in {SELECT, 1}')).toMatchObject([{ code: 'HPOL2001' }]);
  expect(findings('statement.cmd == SELECT')).toMatchObject([{ code: 'HPOL2001' }]);
});

test('nothing is said of a word that a broken part of the policy may declare', () => {
  expect(findings('identity.kind == robot', 'let robot =')).toMatchObject([{ code: 'HPOL1001' }]);
});

describe('defaults', () => {
  test.each([
    ['identity.foo ?? "x" == "y"', 'HPOL2001', 'identity.foo'],
    ['session.reason ?? 1 == 1', 'HPOL2004', '1'],
    ['identity.user ?? "x" == "y"', 'HPOL2007', 'identity.user'],
    ['"a" ?? "x" == "y"', 'HPOL2007', '"a"'],
    ['identity.user is present', 'HPOL2007', 'identity.user'],
    ['identity.usr is present', 'HPOL2001', 'identity.usr'],
  ])('%s', (condition, code, underline) => {
    expect(findings(condition)).toMatchObject([{ code, underline }]);
  });
  test('a chain may be long, but not without end', () => {
    const chain = (length: number): string =>
      `(${Array.from({ length }, () => 'session.reason').join(' ?? ')} ?? "x") == "y"`;
    expect(findings(chain(249))).toEqual([]);
    expect(findings(chain(250))).toMatchObject([{ code: 'HPOL4002' }]);
  });
});
