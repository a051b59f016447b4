// Renames over files, what is refused, and that a renamed policy means what it meant.
import { expect, test } from 'vitest';
import { applyEdits } from '../diagnostics/apply-edits.ts';
import { parse } from '../parser/parse.ts';
import { analyzePolicy } from './policy-analysis.ts';
import { renamableAt, renameAt } from './rename.ts';
import { open } from './testing.ts';

type Sources = string | Readonly<Record<string, string>>;

/** The texts after the rename, or why there is none. */
function renamed(sources: Sources, newName: string): Readonly<Record<string, string>> | string {
  const { analysis, file, offset } = open(sources);
  const result = renameAt(analysis, { file, offset }, newName);
  if (result.kind === 'refused') return result.reason;
  return Object.fromEntries(
    [...analysis.files.values()].map((one) => [
      one.file,
      applyEdits(
        one.text,
        result.edits.filter(({ span }) => span.file === one.file),
      ),
    ]),
  );
}
const policy = (body: string): string => `policy p\ndefault allow\n${body}`;
const CLASSES = 'class phi { ssn: column a.b.c name: column a.b.d }\nclass staff { pay: column a.b.e }\n';

test('a class, over files, where it stands alone and before a dot', () => {
  const sources = {
    'main.hpol': policy(
      'schema "s.sql"\nimport "./b.hpol"\nblock b on postgres.statement when statement.reads(ph|i.ssn, phi) because "x"\nmask m of phi with { phi.ssn: year } because "phi"',
    ),
    'b.hpol': CLASSES,
  };
  expect(renamed(sources, 'health')).toEqual({
    'main.hpol': policy(
      'schema "s.sql"\nimport "./b.hpol"\nblock b on postgres.statement when statement.reads(health.ssn, health) because "x"\nmask m of health with { health.ssn: year } because "phi"',
    ),
    'b.hpol': CLASSES.replace('phi', 'health'),
  });
});

test('a member, qualified or not, and any word may name it', () => {
  const source = policy(
    `${CLASSES}mask m of phi with { s|sn: year } because "x"\nmask n of phi.ssn, staff with { phi.ssn: year } because "x"`,
  );
  expect(renamed(source, 'when')).toEqual({
    'main.hpol': source.replace('|', '').replaceAll(/\bssn\b/g, 'when'),
  });
});

test('a let, and never a word of an enumeration that has its name', () => {
  const source = policy(
    'let agent = identity.kind == agent\nblock b on session.open when age|nt or identity.kind in {agent} because "x"',
  );
  expect(renamed(source, 'robot')).toEqual({
    'main.hpol': policy(
      'let robot = identity.kind == agent\nblock b on session.open when robot or identity.kind in {agent} because "x"',
    ),
  });
});

test('a rule, in the tests that expect it', () => {
  const source = policy(
    'block st|op on session.open because "x"\ntest "stop" { on session.open expect block by stop }',
  );
  expect(renamed(source, 'halt')).toEqual({
    'main.hpol': policy('block halt on session.open because "x"\ntest "stop" { on session.open expect block by halt }'),
  });
});

test.each([
  ['a number first', '1x', /is no name/],
  ['two words', 'a b', /is no name/],
  ['nothing', '', /is no name/],
  ['a comment', '// x', /is no name/],
  ['a name with a comment', 'x//', /is no name/],
  ['a word of rules', 'when', /is no name/],
  ['a string', '"x"', /is no name/],
  ['other letters', 'é', /is no name/],
  ['the same', 'agent', /already/],
  ['another let', 'other', /there is a let `other` already/],
  ['a word of an enumeration', 'service', /word of the vocabulary/],
])('refused: %s', (_, name, reason) => {
  const source = policy(
    'let ag|ent = identity.mfa\nlet other = identity.mfa\nblock b on session.open when agent and other because "x"',
  );
  expect(renamed(source, name)).toMatch(reason);
});

test('refused: what cannot be renamed, and what nobody declares', () => {
  expect(renamed(policy('block b on session.op|en because "x"'), 'x')).toMatch(/only classes/);
  expect(renamed('pol|icy p', 'x')).toMatch(/only classes/);
  expect(renamed(policy('mask m of no|body with redact because "x"'), 'x')).toMatch(/nothing here declares/);
});

test('refused: a policy with syntax errors', () => {
  expect(renamed(policy('let a|a = identity.mfa\nblock b when aa and'), 'x')).toMatch(/syntax errors/);
});

test('refused: names of the library', () => {
  const source = policy('let aa = identity.mfa\nblock b on session.open when aa because "x"');
  const analysis = analyzePolicy('hpol:x', { load: () => source, parse });
  const place = { file: 'hpol:x', offset: source.indexOf('aa') };
  expect(renameAt(analysis, place, 'bb')).toEqual({
    kind: 'refused',
    reason: '`aa` is declared in the library, which cannot be changed',
  });
});

test('refused: a name that would make an entry of a mask mean two members', () => {
  const source = policy(`${CLASSES}mask m of phi, staff with { name: year pay: redact } because "x"`).replace(
    'pay: c',
    'p|ay: c',
  );
  expect(renamed(source, 'name')).toMatch(/would mean something else/);
  expect(renamed(source, 'wage')).toMatchObject({ 'main.hpol': expect.stringContaining('wage: redact') as string });
});

test('what can be renamed has a name and a place', () => {
  const { analysis, file, offset } = open(policy('let a|a = identity.mfa'));
  expect(renamableAt(analysis, file, offset)).toMatchObject({ name: 'aa' });
  const other = open(policy('block b on session.op|en because "x"'));
  expect(renamableAt(other.analysis, other.file, other.offset)).toBeUndefined();
  const missing = open(policy('block b on session.open when no|body because "x"'));
  expect(renamableAt(missing.analysis, missing.file, missing.offset)).toBeUndefined();
});
