// In-language tests become values that the harness can run.
import { expect, test } from 'vitest';
import { diagnosticsOf, policy, programOf } from './testing.ts';

const inTest = (steps: string): string =>
  policy(`block b on session.open when identity.mfa because "x"\ntest "t" { ${steps} }`);

test('every kind of value', () => {
  const { tests } = programOf(
    inTest(`
      given identity { user: "ana", kind: agent, groups: {"a", "b"}, mfa: true, email: null, claims: {} }
      given target { labels: { env: "prod", "a b": "c" } }
      on postgres.statement "SELECT \\"a\\""
      returning { n: 1, t: "x", b: false, z: null, "Odd Name": 2 }
      expect row { n: 1 }
      expect allow`),
  );
  expect(tests[0]).toMatchObject({
    name: 't',
    given: {
      'identity.user': 'ana',
      'identity.kind': 'agent',
      'identity.groups': ['a', 'b'],
      'identity.mfa': true,
      'identity.email': null,
      'identity.claims': {},
      'target.labels': { env: 'prod', 'a b': 'c' },
    },
    event: 'postgres.statement',
    input: 'SELECT "a"',
    returning: { n: 1, t: 'x', b: false, z: null, 'Odd Name': 2 },
    expectations: [
      { kind: 'row', row: { n: 1 } },
      { kind: 'effect', effect: 'allow', by: null },
    ],
  });
});

test('what a test gives of an event that has no text', () => {
  const { tests } = programOf(
    inTest(`
      given file { operation: rename, path: "/a", new_path: null, size: 4KiB }
      given session { client_address: "::1", started: 2026-12-31T18:00Z }
      given now 2026-12-31T19:00Z
      on ssh.file
      expect allow`),
  );
  expect(tests[0]?.given).toEqual({
    'file.operation': 'rename',
    'file.path': '/a',
    'file.new_path': null,
    'file.size': 4_096,
    'session.client_address': '::1',
    'session.started': Date.UTC(2026, 11, 31, 18),
    now: Date.UTC(2026, 11, 31, 19),
  });
});

test('an empty pair of braces is an empty set or map, by type', () => {
  const { tests } = programOf(
    inTest('given identity { groups: {} } given target { labels: {} } on session.open expect block by b'),
  );
  expect(tests[0]?.given).toEqual({ 'identity.groups': [], 'target.labels': {} });
});

test.each([
  ['given identity { user: 3 } on session.open expect allow', 'HPOL2004', '3'],
  ['given identity { user: null } on session.open expect allow', 'HPOL2004', 'null'],
  ['given identity { mfa: "yes" } on session.open expect allow', 'HPOL2004', '"yes"'],
  ['given identity { groups: { a: "b" } } on session.open expect allow', 'HPOL2004', '{ a: "b" }'],
  ['given target { labels: { env: 1 } } on session.open expect allow', 'HPOL2004', '{ env: 1 }'],
  ['given identity { kind: robot } on session.open expect allow', 'HPOL2003', 'robot'],
  ['given identity { user: "a" } given identity { user: "b" } on session.open expect allow', 'HPOL2102', 'user'],
  ['on postgres.statement expect allow', 'HPOL2115', 'on postgres.statement'],
  ['on session.open on session.open expect allow', 'HPOL2102', 'on session.open'],
  ['on postgres.statement "SELECT 1" expect row { a: 1 }', 'HPOL2115', 'expect row { a: 1 }'],
  ['on postgres.statement "SELECT 1" returning { a: {} } expect allow', 'HPOL2004', '{}'],
  ['on postgres.statement "SELECT 1" returning { a: 1, a: 2 } expect allow', 'HPOL2102', 'a'],
  ['on session.open expect block by bb', 'HPOL2002', 'bb'],
  ['expect allow', 'HPOL2115', '"t"'],
  ['on session.opn expect allow', 'HPOL2002', 'session.opn'],
  ['on session.open', 'HPOL2115', '"t"'],
  ['on ssh.file expect allow', 'HPOL2115', '"t"'],
  ['given file { operation: reed } on ssh.file expect allow', 'HPOL2003', 'reed'],
  ['given file { operation: read size: 1 } on ssh.file expect allow', 'HPOL2004', '1'],
  ['given forward { direction: local port: "22" } on ssh.forward expect allow', 'HPOL2004', '"22"'],
  ['given session { client_address: "10.0.0" } on session.open expect allow', 'HPOL2004', '"10.0.0"'],
  ['given session { started: 1h } on session.open expect allow', 'HPOL2004', '1h'],
  ['given target { labels: {"a"} } on session.open expect allow', 'HPOL2004', '{"a"}'],
  ['given now 1h on session.open expect allow', 'HPOL2004', '1h'],
  ['on session.open expect approve by b', 'HPOL2117', 'b'],
])('%s', (steps, code, underline) => {
  expect(diagnosticsOf(inTest(steps))).toMatchObject([{ code, underline }]);
});

test('a mask can be why a statement is refused, and nothing else', () => {
  const around = (step: string): string =>
    policy(
      `class c { x: column a.b.c }\nmask hide of c with redact because "x"\ntest "t" { on postgres.statement "SELECT 1" ${step} }`,
    );
  expect(diagnosticsOf(around('expect block by hide'))).toEqual([]);
  expect(diagnosticsOf(around('expect allow by hide'))).toMatchObject([{ code: 'HPOL2117', underline: 'hide' }]);
});
