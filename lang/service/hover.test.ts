// What hover says about each kind of name, also in declarations that do not parse.
import { expect, test } from 'vitest';
import { sliceOf } from './describe-thing.ts';
import { hoverAt } from './hover.ts';
import { open, textAt } from './testing.ts';

const hover = (source: string): string | undefined => {
  const opened = open(source);
  return hoverAt(opened.analysis, opened.file, opened.offset)?.markdown;
};
const POLICY = `policy p
default allow
schema "s.sql"
/// Protected.
class phi {
  ssn: column *.*.ssn, staff.people.ssn detect us_ssn
  none: column nowhere.*.x
  free: detect /\`\`\`+/
}
/// Who helps.
let helper = "helpers" in identity.groups
/// Nobody drops.
block stop on postgres.statement when statement.command == DROP because "x"
`;
const withCursor = (name: string): string => {
  const at = POLICY.indexOf(name);
  expect(at).toBeGreaterThan(0);
  return `${POLICY.slice(0, at + 1)}|${POLICY.slice(at + 1)}`;
};

test.each([
  ['identity.groups', ['identity.groups: a set of texts', 'The groups of the identity']],
  ['statement.command', ['a statement command', 'One of `SELECT`', 'Only on `postgres.statement`.']],
  ['DROP', ['A statement command.']],
  ['postgres.statement', ['One SQL statement']],
  ['us_ssn', ['social security number', 'must have a label, or separators', 'Labels: `ssn`']],
  ['helper', ['let helper = "helpers" in identity.groups', 'Who helps.']],
  ['phi', ['class phi {', 'Protected.']],
  ['stop', ['block stop on', 'Nobody drops.']],
  ['ssn', ['phi.ssn: column', '- `clinical.patients.ssn` text', '- `staff.people.ssn` text', 'Protected.']],
  ['none', ['No column of the schema matches.']],
  ['free', ['````hpol']],
  ['"s.sql"', ['s.sql']],
  ['default', ['What happens when no rule decides']],
])('%s', (name, texts) => {
  for (const text of texts) expect(hover(withCursor(name))).toContain(text);
});

test('columns are listed once, and not without end', () => {
  expect(hover(withCursor('ssn'))?.match(/staff\.people\.ssn`/g)).toHaveLength(1);
  const all = hover(`${POLICY}class all { ev|ery: column {${'clinical, '.repeat(3)}staff}.*.* }`);
  expect(all?.match(/^- `/gm)).toHaveLength(8);
  expect(all).toContain('- and 1 more');
});

test('a detector that looks for no label', () => {
  const markdown = hover(`${POLICY}class x { y: detect em|ail }`);
  expect(markdown).toContain('An e-mail address');
  expect(markdown).not.toContain('Labels');
});

test('a transform, with its number', () => {
  expect(hover(`${POLICY}mask m of phi with kee|p last 4 because "x"`)).toContain('last N letters');
  expect(hover(`${POLICY}mask m of phi with shu|ffle because "x"`)).toBeUndefined();
});

test('an optional attribute says that it may be absent', () => {
  expect(hover('block b on postgres.statement when statement.lim|it > 1 because "x"')).toContain('May be absent');
});

test('in a declaration that does not parse, names are looked up', () => {
  expect(hover(`${POLICY}block broken on postgres.statement when statement.lim|it >`)).toContain('a number');
  expect(hover(`${POLICY}block broken on postgres.sta|tement when`)).toContain('One SQL statement');
  expect(hover(`${POLICY}block broken when help|er and`)).toContain('Who helps.');
  expect(hover(`${POLICY}mask broken of ph|i with {`)).toContain('Protected.');
  expect(hover(`${POLICY}mask broken of phi.ss|n with {`)).toContain('phi.ssn');
  expect(hover(`${POLICY}test "t" { expect block by st|op expect`)).toContain('Nobody drops.');
  expect(hover(`${POLICY}block broken when no|body and`)).toBeUndefined();
  expect(hover(`${POLICY}mask broken of phi.no|body with {`)).toBeUndefined();
});

test.each([
  ['a string', 'policy p\nblock b because "x|y"'],
  ['white space', 'policy p  |  default allow'],
  ['a test', 'policy p\ndefault allow\ntest "a|b" { on session.open expect allow }'],
  ['a name nobody declares', 'policy p\ndefault allow\nmask m of no|body with redact because "x"'],
  ['a word behind a dot', 'policy p\ndefault allow\nblock b when x.wh|en and'],
  ['a word without a doc', 'policy p\nlim|it'],
  ['a detector that is none', 'policy p\ndefault allow\nclass x { y: detect no|body }'],
  ['an event that is none', 'policy p\ndefault allow\nblock b on no|body because "x"'],
  ['a rule that is none', 'policy p\ndefault allow\ntest "t" { on session.open expect block by no|body }'],
  ['a let that is none', 'policy p\ndefault allow\nblock b on session.open when no|body because "x"'],
  ['a member that is none', 'policy p\ndefault allow\nmask m of phi.no|body with redact because "x"'],
])('nothing for %s', (_, source) => expect(hover(source)).toBeUndefined());

test('the text of a file that was not read is empty', () => {
  expect(sliceOf(open(POLICY).analysis, { file: 'other.hpol', start: 0, end: 3 })).toBe('');
});

test('an unknown file has nothing to say', () => {
  const { analysis } = open(POLICY);
  expect(hoverAt(analysis, 'other.hpol', 0)).toBeUndefined();
});

test('the range is that of the name', () => {
  const opened = open(withCursor('statement.command'));
  const found = hoverAt(opened.analysis, opened.file, opened.offset);
  expect(found && textAt(opened, found.span)).toBe('13:statement.command');
});
