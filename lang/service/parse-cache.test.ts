// Random edits: what the cache gives is what a parse of the whole text gives, and so is what the checker says of it.
import { array, assert, constantFrom, double, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse, type ParsedFile } from '../parser/parse.ts';
import { createParseCache } from './parse-cache.ts';
import { analyzePolicy } from './policy-analysis.ts';
import { isClean, reparse } from './reparse.ts';

const POLICY = `/// Doc of the policy.
policy p
default allow

// A comment.
/// Doc of the class.
class phi { // inside
  ssn: column clinical.*.ssn detect us_ssn
  name: column clinical.patients.{first_name, last_name}
}
let nurse = "nurses" in identity.groups /// no doc
let agent = identity.kind == agent let other = statement.limit is present
/// Doc of the mask.
mask m of phi unless nurse with { ssn: keep last 4 } because "x"
block a on postgres.statement when statement.command == DROP because "x"
block b
  on session.open
  when other or (nurse and not agent)
  because "x"
test "t" { given identity { user: "ana" } on session.open expect block by b }
flag f on postgres.statement when statement.text matches /a[/]b/ because "x"
approve w on session.open by 1 of "g" within 1h for once because "x"
let last = identity.mfa
`;

const plain = ({ value, comments, diagnostics }: ParsedFile): object => ({
  value,
  comments: comments.map(({ image, startOffset }) => [startOffset, image]),
  diagnostics: diagnostics.toSorted((a, b) => a.span.start - b.span.start),
});

const FRAGMENTS = [
  '',
  'x',
  ' ',
  '\n',
  '\r\n',
  '"',
  '/',
  '//',
  '///',
  '{',
  '}',
  '(',
  ')',
  '[',
  '*',
  '.',
  ',',
  ':',
  '=',
  '==',
  '#',
  '\u202A',
  '\uD800',
  '1',
  '30m',
  'let z = true\n',
  'mask',
  'block ',
  'class q { r: detect email }',
  'because "y"',
  ' when true',
  'allow',
  'schema',
  'limit',
  'limit x',
  'assert never',
  '/// doc\n',
  '{'.repeat(60),
  'policy',
  'with keep',
  'by a',
  ' by 1',
];
const edits = array(
  record({
    at: double({ min: 0, max: 1, noNaN: true }),
    cut: constantFrom(0, 0, 0, 1, 2, 7, 40, 200),
    text: constantFrom(...FRAGMENTS),
  }),
  { minLength: 1, maxLength: 8 },
);

/** The texts after each edit; every other one takes the edit back, as somebody does who tries things. */
function textsOf(list: readonly { at: number; cut: number; text: string }[]): string[] {
  let text = POLICY;
  return list.map((edit, index) => {
    const base = index % 3 === 2 ? POLICY : text;
    const at = Math.floor(edit.at * base.length);
    text = base.slice(0, at) + edit.text + base.slice(at + edit.cut);
    return text;
  });
}

test('the base of these tests is clean', () => expect(isClean(parse({ file: 'a', text: POLICY }))).toBe(true));

test('a cache gives what a parse gives', () => {
  assert(
    property(edits, (list) => {
      const cached = createParseCache();
      cached({ file: 'a', text: POLICY });
      for (const text of textsOf(list)) {
        expect(plain(cached({ file: 'a', text }))).toEqual(plain(parse({ file: 'a', text })));
      }
    }),
    { numRuns: 400 },
  );
});

test('and the checker says the same', () => {
  assert(
    property(edits, (list) => {
      const cached = createParseCache();
      for (const text of [POLICY, ...textsOf(list)]) {
        const input = { load: (path: string) => (path === 'a' ? text : undefined) };
        const { compiled } = analyzePolicy('a', { ...input, parse: cached });
        expect(compiled()).toEqual(analyzePolicy('a', { ...input, parse }).compiled());
      }
    }),
    { numRuns: 50 },
  );
});

test('the same text is the same parse', () => {
  const cached = createParseCache();
  const first = cached({ file: 'a', text: POLICY });
  expect(cached({ file: 'a', text: POLICY })).toBe(first);
});

test('a text that never was clean is read whole', () => {
  const cached = createParseCache();
  for (const text of ['policy (', 'policy (('])
    expect(plain(cached({ file: 'a', text }))).toEqual(plain(parse({ file: 'a', text })));
});

describe('what is kept', () => {
  const many = `policy p\ndefault allow\n${Array.from({ length: 9 }, (_, n) => `let a${n} = true\n`).join('')}`;
  const base = { text: many, parsed: parse({ file: 'a', text: many }) };
  const again = (text: string): ParsedFile | null => reparse(base, { file: 'a', text });
  const kept = (text: string): number =>
    again(text)?.value.declarations.filter((node) => base.parsed.value.declarations.includes(node)).length ?? -1;

  test('declarations before the change, as they are', () => {
    expect(kept(many.replace('a8 = true', 'a8 = false'))).toBe(8);
    expect(kept(`${many}let more = `)).toBe(9);
  });
  test('declarations behind it, as they are where nothing moved, else moved', () => {
    expect(kept(many.replace('policy p', 'policy q'))).toBe(8);
    expect(kept(many.replace('policy p', 'policy qq'))).toBe(0);
  });
  test('no part of a text that is all near', () => {
    expect(
      reparse({ text: 'policy p', parsed: parse({ file: 'a', text: 'policy p' }) }, { file: 'a', text: 'policy q' }),
    ).toBeNull();
  });
  test('a text that may be too large, nests too deep, or opens much, is read whole', () => {
    expect(again(many + ' '.repeat(400_000))).toBeNull();
    expect(again(many.replace('a8 = true', `a8 = ${'('.repeat(101)}`))).toBeNull();
    expect(again(many.replace('a8 = true', `a8 = ${'('.repeat(60)}`))).toBeNull();
  });
  test('a change that swallows its neighbours is read whole', () => {
    const text = `${many}  policy q\n  policy r\n  policy s\n  policy t\n${many}`;
    const nested = { text, parsed: parse({ file: 'a', text }) };
    const changed = text.replace('let a8 = true\n  policy', 'class x {\n  policy');
    expect(reparse(nested, { file: 'a', text: changed })).toBeNull();
  });
});
