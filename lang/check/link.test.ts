// Imports, schemas and the order of what they bring.
import { expect, test } from 'vitest';
import { compile, compileSourceOf, diagnosticsOf, policy, programOf } from './testing.ts';

const flag = (name: string): string => `flag ${name} on session.open because "x"\n`;

test('imports come first, each file once, names unqualified', () => {
  const program = programOf({
    'main.hpol': policy(`import "./lib/a.hpol"\nimport "./b.hpol"\nflag r on session.open when nurse because "x"`),
    'lib/a.hpol': `import "../b.hpol"\nimport "./c.hpol"\n${flag('a')}`,
    'b.hpol': `let nurse = "nurses" in identity.groups\n${flag('b')}`,
    'lib/c.hpol': flag('c'),
  });
  expect(program.rules.map(({ name }) => name)).toEqual(['b', 'c', 'a', 'r']);
  expect(program.sources.map(({ file }) => file)).toEqual(['main.hpol', 'lib/a.hpol', 'b.hpol', 'lib/c.hpol']);
});

test('an imported file may use the names of the root, and a clash names both places', () => {
  expect(
    diagnosticsOf({
      'main.hpol': policy('import "./a.hpol"\nlet nurse = "nurses" in identity.groups'),
      'a.hpol': 'flag f on session.open when nurse because "x"',
    }),
  ).toEqual([]);
  expect(diagnosticsOf({ 'main.hpol': policy(`import "./a.hpol"\n${flag('f')}`), 'a.hpol': flag('f') })).toMatchObject([
    { code: 'HPOL2104', underline: 'f' },
  ]);
});

test('what is missing does not make everything else unknown', () => {
  const source = policy('import "./gone.hpol"\nmask m of phi unless nurse with redact because "x"');
  expect(diagnosticsOf(source)).toMatchObject([{ code: 'HPOL2110', underline: '"./gone.hpol"' }]);
});

test.each(['/etc/passwd', '../main.hpol', 'a/../../b.hpol', 'C:x.hpol', 'a\\\\b.hpol', '', './', 'a/'])(
  'no way out: %s',
  (path) => {
    expect(diagnosticsOf(policy(`import "${path}"`))).toMatchObject([{ code: 'HPOL2111', underline: `"${path}"` }]);
  },
);

test('schemas are resolved like imports and must exist', () => {
  const files = { 'db/main.hpol': policy('schema "clinical.sql"\nschema "../x/more.sql"\nschema "./clinical.sql"') };
  expect(programOf(files).schemas).toEqual(['db/clinical.sql', 'x/more.sql']);
  expect(diagnosticsOf(policy('schema "clinical.ddl"'))).toMatchObject([
    { code: 'HPOL2110', underline: '"clinical.ddl"' },
  ]);
});

test('a file that imports itself', () => {
  expect(diagnosticsOf(policy('import "./main.hpol"'))).toMatchObject([
    { code: 'HPOL2112', underline: '"./main.hpol"' },
  ]);
});

test('a circle is told once, where it closes, with all its files', () => {
  const files = {
    'main.hpol': policy(`import "a.hpol"\n${flag('m')}`),
    'a.hpol': `import "lib/b.hpol"\n${flag('a')}`,
    'lib/b.hpol': `import "../a.hpol"\n${flag('b')}`,
  };
  expect(diagnosticsOf(files)).toEqual([
    {
      code: 'HPOL2112',
      underline: '"../a.hpol"',
      help: 'move what both need into another file; the circle is `a.hpol` → `lib/b.hpol` → `a.hpol`',
    },
  ]);
});

test('an import names a file of the language', () => {
  const [sql, bare] = ['s.sql', './teams'].map((path) => compile(policy(`import "${path}"`)).diagnostics);
  expect(sql).toMatchObject([{ code: 'HPOL2122', help: 'write `schema "s.sql"`' }]);
  expect(bare).toMatchObject([{ code: 'HPOL2122', fix: { edits: [{ text: '"./teams.hpol"' }], isSafe: false } }]);
  expect(bare?.[0]?.help).toBe('write the name in full, such as `./teams.hpol`');
});

test('the library: a name that it knows, one that it does not, and one that the loader lacks', () => {
  const files = { 'main.hpol': policy(`import "hpol:phi"\n${flag('f')}`), 'hpol:phi': flag('g') };
  expect(programOf(files).rules.map(({ name }) => name)).toEqual(['g', 'f']);
  expect(programOf(files).sources.map(({ file }) => file)).toEqual(['main.hpol', 'hpol:phi']);
  const help = (path: string) => diagnosticsOf(policy(`import "${path}"`)).map((one) => [one.code, one.help]);
  expect(help('hpol:fhi')).toEqual([['HPOL2113', 'did you mean `hpol:phi`?']]);
  expect(help('hpol:strange')).toEqual([['HPOL2113', 'the library holds `hpol:phi`']]);
  expect(help('hpol:phi').map(([code]) => code)).toEqual(['HPOL2110']);
  expect(diagnosticsOf(policy('schema "hpol:phi"'))).toMatchObject([{ code: 'HPOL2111' }]);
});

test.each(['import "teams.hpol"', 'schema "s.sql"'])('the library names no file of a project: %s', (declaration) => {
  const files = { 'main.hpol': policy('import "hpol:phi"'), 'hpol:phi': declaration, 'teams.hpol': flag('t') };
  expect(diagnosticsOf(files).map(({ code }) => code)).toEqual(['HPOL2121']);
});

test('a name declared twice over imports is told once, with both places', () => {
  const { diagnostics } = compile({ 'main.hpol': policy(`import "a.hpol"\n${flag('f')}`), 'a.hpol': flag('f') });
  expect(diagnostics).toMatchObject([
    { code: 'HPOL2104', span: { file: 'main.hpol' }, labels: [{ span: { file: 'a.hpol' } }] },
  ]);
});

test('a root that is not there', () => {
  const { program, diagnostics, sources } = compileSourceOf('none.hpol', {});
  expect({ program, sources, codes: diagnostics.map(({ code }) => code) }).toEqual({
    program: null,
    sources: [],
    codes: ['HPOL2110'],
  });
});

test('diagnostics come in the order of the files, root first', () => {
  const { diagnostics } = compile({
    'main.hpol': policy('import "./a.hpol"\nflag f on session.open when identity.x because "x"'),
    'a.hpol': 'flag g on session.open when identity.y because "x"',
  });
  expect(diagnostics.map(({ span }) => span.file)).toEqual(['main.hpol', 'a.hpol']);
});
