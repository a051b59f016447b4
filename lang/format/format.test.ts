// The layout, and that formatting changes nothing but the layout.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { tokenize } from '../lexer/tokenize.ts';
import { parse } from '../parser/parse.ts';
import { format } from './format.ts';

const UGLY = `// head
/// Doc.
policy   p   // name
default
   allow
import"./a.hpol" import "./b.hpol"


let a = identity.mfa
let b=(a   or identity.kind==agent)and not a // why
class   phi{// open
  // first
  ssn:column clinical . * . ssn,"X y".{a,"B"}.c detect us_ssn detect /a b/i

  // last
}
mask m with{ssn:keep   last 4,phi.ssn:null} of phi predicates   block trusts care . f,care."G"reveals pg_catalog.length unless a because "x" // tail
/// Documented.
approve c on postgres.statement,session.open by 01 of "g" within 90s for 24h with reason when statement.command in{SELECT,COPY}and(target.labels [ "env" ]??"prod")=="prod"and statement.reads(phi,phi.ssn)and statement.text starts with "a" because "y" /* odd */
`.replace(' /* odd */', '');

const PRETTY = `// head
/// Doc.
policy p // name
default allow
import "./a.hpol"
import "./b.hpol"

let a = identity.mfa
let b = (a or identity.kind == agent) and not a // why

class phi { // open
  // first
  ssn: column clinical.*.ssn, "X y".{a, "B"}.c detect us_ssn detect /a b/i

  // last
}

mask m
  with {
    ssn: keep last 4
    phi.ssn: null
  }
  of phi
  predicates block
  trusts care.f, care."G"
  reveals pg_catalog.length
  unless a
  because "x" // tail

/// Documented.
approve c
  on postgres.statement, session.open
  by 01 of "g"
  within 90s
  for 24h
  with reason
  when statement.command in {SELECT, COPY}
    and (target.labels["env"] ?? "prod") == "prod"
    and statement.reads(phi, phi.ssn)
    and statement.text starts with "a"
  because "y"
`;

/** The declarations of a text, without places, and its comments. */
function meaningOf(text: string): unknown {
  const { value, comments, diagnostics } = parse({ file: 'x', text });
  expect(diagnostics).toEqual([]);
  const declarations: unknown = JSON.parse(
    JSON.stringify(value.declarations, (key, part: unknown) => (/span$/i.test(key) ? undefined : part)),
  );
  // Several comments inside one line of output become one; their text stays.
  return { declarations, comments: comments.map(({ image }) => image.trimEnd()).join(' ') };
}

const CLINICAL = readFileSync(new URL('../../policies/clinical/clinical.hpol', import.meta.url), 'utf8');

test('the one layout', () => {
  expect(format(UGLY)).toMatchObject({ value: PRETTY, diagnostics: [] });
});

const words = tokenize({ file: 'x', text: CLINICAL }).tokens.map(({ image }) => image);

describe.each([
  ['an ugly file', UGLY],
  ['a pretty file', PRETTY],
  ['the clinical policy', CLINICAL],
  ['the clinical policy on one line', words.join(' ')],
  ['the clinical policy with a word on each line', words.join('\n\n')],
  ['the clinical policy with other line ends', CLINICAL.replaceAll('\n', '\r\n')],
  ['a comment after every word', words.join(' // note\n')],
  ['a comment before every word', words.map((word) => `\n  // note\n${word}`).join('')],
  ['an empty file', ''],
  ['only comments', '// a\n\n\n// b'],
])('%s', (_name, text) => {
  const once = format(text).value ?? '';
  test('means the same', () => expect(meaningOf(once)).toEqual(meaningOf(text)));
  test('twice is once', () => expect(format(once).value).toBe(once));
  test('no trailing spaces, no tabs, one line break at the end', () => {
    expect(once).not.toMatch(/[ \t]\n|\t|\r|\n\n\n|\n\n$/);
    expect(once === '' || once.endsWith('\n')).toBe(true);
  });
});

test('the shipped policy has the layout', () => {
  expect(format(CLINICAL).value).toBe(CLINICAL);
});

test('text that does not parse is left alone', () => {
  const { value, diagnostics } = format('policy', 'a.hpol');
  expect(value).toBeNull();
  expect(diagnostics.map(({ code, span }) => [code, span.file])).toEqual([['HPOL1001', 'a.hpol']]);
});

test('a text with errors of meaning is formatted', () => {
  expect(format('block   b  on nowhere').value).toBe('block b\n  on nowhere\n');
});

test('one day stays one day', () => {
  const text = 'policy p\ndefault allow\n\nlet rest = now in sat "UTC" or now in mon..tue "UTC"\n';
  expect(format(text).value).toBe(text);
});

test('parentheses that are too long are broken where their parts begin', () => {
  const [long, longer] = ['a'.repeat(40), 'b'.repeat(60)];
  const written = `policy p
default allow

block b
  on session.open
  when identity.mfa
    and (identity.user == "${long}"
      or identity.user == "${longer}"
      or not (identity.user == "${long}" and identity.user == "${longer}"))
  because "x"
`;
  const joined = written.replace(/\n +(?=and|or)/g, ' ');
  expect(format(joined).value).toBe(written);
  expect(format(written).value).toBe(written);
});
