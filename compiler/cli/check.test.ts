// `policyc check` against schemas, as a process.
import { expect, test, vi } from 'vitest';
import { folderWith, policyc } from './testing.ts';
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
