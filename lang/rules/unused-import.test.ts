// An import counts as used when anything that it brings, through whatever files, does something in this policy.
import { expect, test } from 'vitest';
import { compile, diagnosticsOf, policy } from '../check/testing.ts';

const MASK = 'class own { x: column a.b.c }\nmask m of own with scrub because "x"\n';
const PHI = 'class safe_harbor { ssn: detect us_ssn }';
const TEAMS = 'let nurse = "nurses" in identity.groups';
const USES_NURSE = 'flag f on session.open when nurse because "x"';
const unused = (files: Readonly<Record<string, string>>) =>
  diagnosticsOf(files)
    .filter(({ code }) => code === 'HPOL3005')
    .map(({ underline }) => underline);

test('a library: its classes, its detectors, or neither', () => {
  const root = (more: string) => ({ 'main.hpol': policy(`import "hpol:phi"\n${more}`), 'hpol:phi': PHI });
  expect(diagnosticsOf(root(MASK))).toEqual([]);
  expect(diagnosticsOf(root('mask m of safe_harbor with redact because "x"'))).toEqual([]);
  expect(diagnosticsOf(root(''))).toMatchObject([{ code: 'HPOL3005', underline: '"hpol:phi"' }]);
  expect(unused(root(MASK.replace('scrub', 'redact')))).toEqual(['"hpol:phi"']);
  expect(unused(root(MASK.replace('scrub', '{ x: scrub }')))).toEqual([]);
  expect(unused(root(MASK.replace('scrub', '{ x: year }')))).toEqual(['"hpol:phi"']);
});

test('lets and classes', () => {
  const root = (more: string, teams = TEAMS) => ({
    'main.hpol': policy(`import "teams.hpol"\n${more}`),
    'teams.hpol': teams,
  });
  expect(unused(root(USES_NURSE))).toEqual([]);
  expect(unused(root(''))).toEqual(['"teams.hpol"']);
  expect(unused(root('let nobody = nurse'))).toEqual(['"teams.hpol"']);
  expect(unused(root('mask m of c with redact because "x"', 'class c { x: column a.b.c }'))).toEqual([]);
  expect(unused(root('', 'class c { x: column a.b.c }'))).toEqual(['"teams.hpol"']);
});

test('what acts by itself is used', () => {
  for (const text of [
    'flag g on session.open because "x"',
    'schema "s.sql"',
    'test "t" { on session.open expect allow }',
  ]) {
    expect(unused({ 'main.hpol': policy('import "a.hpol"'), 'a.hpol': text })).toEqual([]);
  }
});

test('through other files: one that only imports is used when what it imports is', () => {
  const files = { 'all.hpol': 'import "./teams.hpol"', 'teams.hpol': TEAMS };
  expect(unused({ 'main.hpol': policy(`import "all.hpol"\n${USES_NURSE}`), ...files })).toEqual([]);
  expect(unused({ 'main.hpol': policy('import "all.hpol"'), ...files })).toEqual(['"all.hpol"', '"./teams.hpol"']);
});

test('silent where a part is missing or broken', () => {
  expect(unused({ 'main.hpol': policy('import "a.hpol"\nimport "gone.hpol"'), 'a.hpol': TEAMS })).toEqual([]);
  expect(unused({ 'main.hpol': policy('import "a.hpol"\nflag f on'), 'a.hpol': TEAMS })).toEqual([]);
});

test('what the library imports for itself is its own affair', () => {
  const files = { 'main.hpol': policy(`import "hpol:phi"\n${MASK}`), 'hpol:phi': `import "hpol:phi"\n${PHI}` };
  expect(diagnosticsOf(files).map(({ code }) => code)).toEqual(['HPOL2112']);
});

test('the fix removes the line', () => {
  const source = policy('import "hpol:phi"\nflag f on session.open because "x"');
  const { diagnostics } = compile({ 'main.hpol': source, 'hpol:phi': PHI });
  const [edit] = diagnostics[0]?.fix?.edits ?? [];
  expect([diagnostics[0]?.fix?.isSafe, edit?.text, source.slice(edit?.span.start, edit?.span.end)]).toEqual([
    true,
    '',
    'import "hpol:phi"\n',
  ]);
});
