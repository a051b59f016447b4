// From a name to its declarations and to its uses, over files.
import { expect, test } from 'vitest';
import { definitionsAt, referencesAt } from './find-definition.ts';
import { open, textAt } from './testing.ts';

const FILES = {
  'main.hpol': `policy p
default allow
import "./parts/data.hpol"
schema "s.sql"
import "../out.hpol"
let agent = identity.kind == agent
block stop on postgres.statement when statement.reads(phi.ssn) and agent because "x"
mask m of phi, staff unless agent with { ssn: keep last 4 staff.salary: redact } because "x"
approve wait on session.open by 1 of "g" within 1h for once with reason because "x"
test "t" { given identity { kind: agent, nobody: 1 } on session.open expect block by stop }
`,
  'parts/data.hpol': `class phi { ssn: column a.b.c detect us_ssn detect /x/ }
class staff { salary: column a.b.d, x.y.z ssn2: detect email }
`,
};
/** The cursor is put at the nth place of a text in the root file. */
const at = (name: string, count = 0): Record<string, string> => {
  const parts = FILES['main.hpol'].split(name);
  const before = parts.slice(0, count + 1).join(name);
  return { ...FILES, 'main.hpol': `${before}|${FILES['main.hpol'].slice(before.length)}` };
};
const definitions = (sources: Record<string, string>): readonly string[] => {
  const opened = open(sources);
  return definitionsAt(opened.analysis, opened.file, opened.offset).map((span) => textAt(opened, span));
};
const inOne = (source: string): readonly string[] => definitions({ 'main.hpol': source });
const references = (sources: Record<string, string>, includeDeclaration = true): readonly string[] => {
  const opened = open(sources);
  return referencesAt(opened.analysis, opened, { includeDeclaration }).map((span) => textAt(opened, span));
};

test.each([
  ['phi.ssn', 0, ['parts/data.hpol:1:phi']],
  ['ssn: keep', 0, ['parts/data.hpol:1:ssn']],
  ['salary: redact', 0, ['parts/data.hpol:2:salary']],
  ['stop }', 0, ['7:stop']],
  ['agent because', 0, ['6:agent']],
  ['agent with', 0, ['6:agent']],
  ['agent\nblock', 0, []],
  ['"./parts/data.hpol"', 0, ['parts/data.hpol:1:']],
  ['"s.sql"', 0, ['s.sql:1:']],
  ['"../out.hpol"', 0, []],
  ['identity.kind', 0, []],
  ['policy', 0, []],
])('definition of `%s`', (name, count, found) => expect(definitions(at(name, count))).toEqual(found));

test('references, with and without the declaration', () => {
  expect(references(at('agent with'))).toEqual(['6:agent', '7:agent', '8:agent']);
  expect(references(at('agent with'), false)).toEqual(['7:agent', '8:agent']);
  expect(references(at('phi, staff'))).toEqual(['7:phi', '8:phi', 'parts/data.hpol:1:phi']);
  expect(references(at('stop on'))).toEqual(['7:stop', '10:stop']);
  expect(references(at('policy'))).toEqual([]);
});

test('a word of an enumeration is not the `let` of its name', () => {
  expect(references(at('agent\nblock'))).toEqual(['6:agent', '10:agent']);
  expect(references(at('identity.kind'))).toEqual(['6:identity.kind', '10:kind']);
});

test('a member that two classes could mean, and one that none has, lead nowhere', () => {
  const two = 'class a { x: detect email } class b { x: detect email }';
  const source = `policy p\ndefault allow\n${two}\nmask m of a, b.x with { |x: redact } because "x"`;
  expect(definitions({ 'main.hpol': source })).toEqual([]);
  expect(definitions({ 'main.hpol': source.replace('{ |x', '{ a.|x') })).toEqual(['3:x']);
});

test('names in places of every kind', () => {
  const around = (body: string): string =>
    `policy p\ndefault allow\nclass phi { x: detect email }\nlet x = identity.mfa\nlet x = true\n${body}`;
  expect(inOne(around('mask m of nobody with { |x: redact } because "x"'))).toEqual([]);
  expect(inOne(around('block b on session.open when target.lab|els["env"] is present because "x"'))).toEqual([]);
  expect(inOne(around('block b on session.open when not (1 == 2 or |x) because "x"'))).toEqual(['4:x', '5:x']);
  expect(inOne(around('test "t" { returning { a: 1 } expect row { |x: 1 } }'))).toEqual([]);
  expect(inOne(around('test "t" { given identity { |kind: nobody } }'))).toEqual([]);
  expect(inOne(around('import "hpol:p|hi"'))).toEqual(['hpol:phi:1:']);
  expect(references({ 'main.hpol': around('test "t" { given |now 2026-12-31T18:00Z given nobody 1h }') })).toEqual([
    '6:now',
  ]);
});
