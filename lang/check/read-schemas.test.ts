// What the schema files of a policy could not be read for is said at their declaration.
import { expect, test } from 'vitest';
import type { SchemaFile } from './schema.ts';
import { compile, diagnosticsOf, policy } from './testing.ts';

const problem = (line: number, message: string) => ({ line, message });
const schemas =
  (files: Readonly<Record<string, SchemaFile>>) =>
  (path: string): SchemaFile | undefined =>
    files[path];

test('a file that is no SQL is an error at its declaration, with the line and the reason', () => {
  const load = schemas({
    'db/a.sql': { relations: [], problems: [], unreadable: problem(7, 'syntax error at "TABL"') },
  });
  const source = { 'db/main.hpol': policy('schema "a.sql"\nschema "b.sql"') };
  expect(diagnosticsOf(source, load)).toMatchObject([{ code: 'HPOL2119', underline: '"a.sql"' }]);
  const { program, diagnostics } = compile(source, load);
  expect(program).toBeNull();
  expect(diagnostics[0]?.message).toBe('line 7 of the schema `db/a.sql` is not SQL: syntax error at "TABL"');
});

test('a statement that is left out is a warning, told once for a schema that is named twice', () => {
  const load = schemas({ 'a.sql': { relations: [], problems: [problem(3, 'no'), problem(9, 'neither')] } });
  const source = policy('schema "a.sql"\nschema "./a.sql"');
  const { program, diagnostics } = compile(source, load);
  expect(program?.schemas).toEqual(['a.sql']);
  expect(diagnostics.map(({ code, severity, message }) => [code, severity, message])).toEqual([
    ['HPOL2120', 'warning', 'the statement in line 3 of the schema `a.sql` is left out: no'],
    ['HPOL2120', 'warning', 'the statement in line 9 of the schema `a.sql` is left out: neither'],
  ]);
});

test('no more than twenty statements of a file are told', () => {
  const problems = Array.from({ length: 50 }, (_, line) => problem(line, 'no'));
  expect(diagnosticsOf(policy('schema "a.sql"'), schemas({ 'a.sql': { relations: [], problems } }))).toHaveLength(20);
});

test('a path that leads out is not asked for', () => {
  const load = (path: string): SchemaFile => expect.fail(path);
  expect(diagnosticsOf(policy('schema "../a.sql"'), load)).toMatchObject([{ code: 'HPOL2111' }]);
});
