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
