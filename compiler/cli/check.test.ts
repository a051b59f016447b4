// `policyc check` against schemas, as a process.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { folderWith, policyc, writeFiles } from './testing.ts';
import { POLICY, SCHEMA } from './testing-clinic.ts';

// Each process loads and runs the whole compiler; a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000 });

test('a schema that is no SQL is an error at its declaration, with its own line', () => {
  const folder = folderWith({ 'clinic.hpol': POLICY, 'schema.sql': `${SCHEMA}CREATE TABL x (y int);\n` });
  const { status, stderr } = policyc(folder, ['check']);
  expect(status).toBe(1);
  expect(stderr).toContain(
    'error[HPOL2119]: line 4 of the schema `schema.sql` is not SQL: syntax error at or near "TABL"',
  );
  expect(stderr).toContain('--> clinic.hpol:4:8');
  expect(policyc(folder, ['test'])).toMatchObject({ status: 1, stdout: '' });
});

test('a statement of a schema that is left out is a warning, and tests run without it', () => {
  const folder = folderWith({
    'clinic.hpol': POLICY,
    'schema.sql': `${SCHEMA}CREATE VIEW v AS SELECT nothing FROM clinic.patients;\n`,
  });
  const { status, stderr } = policyc(folder, ['check']);
  expect([status, stderr.match(/HPOL\d+/g)]).toEqual([0, ['HPOL2120']]);
  const tested = policyc(folder, ['test']);
  expect([tested.status, tested.stderr.match(/HPOL\d+|note:/g)]).toEqual([0, ['HPOL2120']]);
});

test('--schema that cannot be read is wrong use', () => {
  const folder = folderWith({ 'clinic.hpol': POLICY, 'schema.sql': SCHEMA, 'bad.sql': 'CREATE TABL x' });
  expect(policyc(folder, ['check', '--schema', 'none.sql'])).toMatchObject({ status: 2 });
  expect(policyc(folder, ['check', '--schema', 'bad.sql']).stderr).toContain('bad.sql:1: syntax error');
});

test('--schema is checked against, also by a policy that names no schema', () => {
  const body = 'class phi { x: column clinic.patients.sn }\nmask m of phi with redact because "x"\n';
  const folder = folderWith({ 'p.hpol': `policy p\ndefault allow\n${body}`, 'live.sql': SCHEMA });
  expect(policyc(folder, ['check'])).toMatchObject({ status: 0, stderr: '1 policy checked: 0 errors, 0 warnings\n' });
  const { status, stderr } = policyc(folder, ['check', '--schema', 'live.sql']);
  expect([status, stderr.match(/HPOL\d+/g)]).toEqual([0, ['HPOL3020']]);
  expect(stderr).toContain('help: did you mean `ssn`?');
});

test('a schema that is not UTF-8 is an error at its declaration', () => {
  const folder = folderWith({ 'clinic.hpol': POLICY });
  writeFileSync(join(folder, 'schema.sql'), Buffer.from(`${SCHEMA}-- caf\u{e9}\n`, 'latin1'));
  expect(policyc(folder, ['check']).stderr).toContain(
    'line 4 of the schema `schema.sql` is not SQL: it is not UTF-8 text',
  );
});

test('the library is beside the program: check, test and build read it, and a mistake in the name is told', () => {
  const policy = `policy p
default allow
import "hpol:phi"
schema "schema.sql"
class memo { body: column clinic.patients.city }
mask m of memo with scrub because "x"
test "an address is found" {
  on postgres.statement "SELECT city FROM clinic.patients LIMIT 1"
  returning { city: "Oslo, kim@example.com" }
  expect row { city: "Oslo, [safe_harbor.email]" }
}
`;
  const folder = folderWith({ 'p.hpol': policy, 'schema.sql': SCHEMA });
  expect(policyc(folder, ['check'])).toMatchObject({ status: 0, stderr: '1 policy checked: 0 errors, 0 warnings\n' });
  expect(policyc(folder, ['test'])).toMatchObject({ status: 0, stderr: '' });
  expect(policyc(folder, ['build', '.'])).toMatchObject({ status: 0, stdout: 'p.bundle.tar.gz\n' });
  writeFiles(folder, { 'p.hpol': policy.replace('hpol:phi', 'hpol:hpi') });
  const { status, stderr } = policyc(folder, ['check']);
  expect([status, stderr.match(/HPOL\d+/g)]).toEqual([1, ['HPOL2113']]);
  expect(stderr).toContain('help: did you mean `hpol:phi`?');
});

test('a policy that another one imports is told once, with the import', () => {
  const folder = folderWith({
    'a.hpol': 'policy a\ndefault allow\nimport "b.hpol"\n',
    'b.hpol': 'policy b\ndefault block\nallow r on session.open because "x"\n',
  });
  const { status, stderr } = policyc(folder, ['check']);
  expect([status, stderr.match(/HPOL\d+/g)]).toEqual([1, ['HPOL2103']]);
  expect(stderr).toContain('--> a.hpol:3:8');
  expect(stderr).toContain('imported here');
});
