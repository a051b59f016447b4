// What completion offers, in whole files and in broken ones.
import { expect, test } from 'vitest';
import { EVENTS } from '../vocabulary/registry.ts';
import { DETECTORS } from '../vocabulary/detectors.ts';
import { completionOf, labelsOf } from './testing.ts';

const POLICY = `policy p
default allow
schema "s.sql"
/// Protected.
class phi {
  ssn: column clinical.patients.ssn detect us_ssn
  name: column clinical.patients.first_name
}
class staff { salary: column staff.people.salary }
let agent = identity.kind == agent
let kind = identity.kind
let command = statement.command
block stop on postgres.statement when agent because "x"
approve wait on postgres.statement by 1 of "g" within 1h for once because "x"
`;
const ATTRIBUTES_OF_SESSION = ['identity.user', 'session.id', 'target.labels'];

test.each([
  ['', '|', ['policy', 'default', 'class', 'let', 'mask', 'test']],
  ['a word at the start', 'mas|', ['mask']],
  ['after the policy', 'policy p\n|', ['default']],
  ['the default', 'policy p\ndefault |', ['allow', 'block']],
  ['after the default', 'default allow\n|', ['mask']],
  ['after an import', 'import "x"\n|', ['mask']],
  ['after a class', `${POLICY}class x { y: column a.b.c }\n|`, ['mask']],
  ['after a test', `${POLICY}test "t" { on session.open expect allow }\n|`, ['mask']],
])('declarations: %s', (_, source, labels) => {
  expect(labelsOf(source)).toEqual(expect.arrayContaining(labels));
});

test.each([
  ['the name of a policy', 'policy |'],
  ['the name of a class', 'class |'],
  ['the name of a let', 'let |'],
  ['the name of a rule', 'mask |'],
  ['a path', 'import |'],
  ['the name of a member', 'class x { |'],
  ['a string', 'import "a|b"'],
  ['a comment', '// mas|'],
  ['a pattern', 'block b when statement.text matches /a|b/'],
  ['before a pattern', 'block b when statement.text matches |'],
  ['a key', 'block b when target.labels[|'],
  ['the count of approvers', 'approve a by |'],
  ['the group of approvers', 'approve a by 1 of |'],
  ['how long to wait', 'approve a within |'],
  ['the reason', 'block b because |'],
  ['the name of a test', 'test |'],
  ['a fourth segment', `${POLICY}class x { y: column a.b.c.|`],
  ['a row', 'test "t" { returning { |'],
  ['braces behind what has no words', `${POLICY}block b on session.open when identity.user in {|`],
  ['a whole entry', `${POLICY}block b on postgres.statement when statement.command in {SELECT |`],
  ['a whole reference', `${POLICY}block b on postgres.statement when statement.reads(phi |`],
  ['an unknown attribute', 'test "t" { given identity { usr: |'],
  ['no class', 'mask m of nobody.|'],
])('nothing: %s', (_, source) => expect(labelsOf(source)).toEqual([]));

test('the word that is written is replaced, as far as it goes', () => {
  expect(completionOf('ma|sk')).toMatchObject({ start: 0, end: 4 });
  expect(completionOf('policy p\n|')).toMatchObject({ start: 9, end: 9 });
  expect(completionOf('block b on postgres.sta|te')).toMatchObject({ start: 20, end: 25 });
});

const CONCESSIONS = ['predicates', 'trusts', 'reveals'];

test('clauses that the kind of rule takes and that it has not yet', () => {
  expect(labelsOf('mask m |')).toEqual(['of', 'with', 'when', 'unless', 'because', ...CONCESSIONS]);
  expect(labelsOf('approve a on session.open by 1 of "x" |')).toEqual([
    'when',
    'unless',
    'because',
    'within',
    'for',
    'with',
  ]);
  expect(labelsOf('block b\n  on session.open\n  when true\n  unless false\n  because "x"\n|')).toContain('mask');
  expect(labelsOf('mask m of phi |')).toEqual(['with', 'when', 'unless', 'because', ...CONCESSIONS]);
  expect(labelsOf('mask m of phi with redact |')).toEqual(['when', 'unless', 'because', ...CONCESSIONS]);
  expect(labelsOf('approve a with reason |')).toContain('by');
  expect(labelsOf('approve a for |')).toEqual(['once']);
  expect(labelsOf('approve a for 1h |')).toContain('within');
  expect(labelsOf('mask m of phi.ssn |')).toEqual(['with', 'when', 'unless', 'because', ...CONCESSIONS]);
  expect(labelsOf('block b on session.open |')).toContain('because');
  expect(labelsOf('approve a for once |')).toContain('within');
  expect(labelsOf('approve a within 1h |')).toContain('for');
  expect(labelsOf('approve a by 1 |')).toEqual(['of']);
  expect(labelsOf('approve a with |')).toEqual(['reason']);
  expect(labelsOf('mask m of phi predicates |')).toEqual(['block', 'equality', 'allow']);
  expect(labelsOf('mask m of phi predicates block |')).toContain('trusts');
  expect(labelsOf('mask m of phi trusts care.f |')).toContain('reveals');
});

test('events', () => {
  expect(labelsOf('block b on |')).toEqual(EVENTS.map(({ name }) => name));
  expect(labelsOf('block b on session.open, |')).toContain('postgres.statement');
  expect(labelsOf('block b on postgres.|')).toEqual(['statement']);
  expect(labelsOf('test "t" { on |')).toContain('session.open');
  expect(labelsOf('test "t" { on session.|')).toEqual(['open']);
});

test('attributes that the events have, with type and doc', () => {
  const labels = labelsOf(`${POLICY}block b on postgres.statement when |`);
  expect(labels).toEqual(expect.arrayContaining([...ATTRIBUTES_OF_SESSION, 'statement.limit', 'agent', 'not']));
  expect(labelsOf(`${POLICY}block b on postgres.statement, session.open when |`)).not.toContain('statement.limit');
  expect(labelsOf(`${POLICY}block b when statement.l|`)).toContain('limit');
  const item = completionOf('block b on postgres.statement when statement.|')?.items.find(
    ({ label }) => label === 'limit',
  );
  expect(item).toMatchObject({ kind: 'attribute', detail: 'a number, may be absent' });
  expect(item?.doc).toContain('The constant LIMIT');
});

test('a mask sees the session only', () => {
  const labels = labelsOf(`${POLICY}mask m of phi when |`);
  expect(labels).toEqual(expect.arrayContaining(ATTRIBUTES_OF_SESSION));
  expect(labels.filter((label) => label.startsWith('statement'))).toEqual([]);
});

test('a let may use any attribute, and what comes next is offered behind a whole value', () => {
  expect(labelsOf('let x = |')).toContain('statement.limit');
  expect(labelsOf('let x = identity.mfa |')).toEqual(expect.arrayContaining(['and', '==', 'mask', 'let']));
  expect(labelsOf('let x = (identity.mfa |')).not.toContain('mask');
});

test('words of an enumeration beside what has it', () => {
  expect(labelsOf(`${POLICY}block b on session.open when identity.kind == |`).slice(0, 3)).toEqual([
    'person',
    'agent',
    'service',
  ]);
  expect(labelsOf(`${POLICY}block b on session.open when kind != |`)).toContain('service');
  expect(labelsOf(`${POLICY}block b on postgres.statement when statement.command in {|`)).toContain('TRUNCATE');
  expect(labelsOf(`${POLICY}block b on postgres.statement when statement.command in {DROP, T|`)).toContain('TRUNCATE');
  expect(labelsOf(`${POLICY}block b on postgres.statement when command in {|`)).toContain('TRUNCATE');
  expect(labelsOf(`${POLICY}block b on postgres.statement when statement.limit == |`)).not.toContain('TRUNCATE');
  expect(labelsOf('block b when "x" == |')).toContain('identity.user');
});

test('operators and the words behind them', () => {
  expect(labelsOf('block b on session.open when identity.mfa |')).toEqual(
    expect.arrayContaining(['and', 'or', '==', 'because']),
  );
  expect(labelsOf('block b on session.open when session.reason is |')).toEqual(['present', 'absent']);
  expect(labelsOf('block b on session.open when identity.user starts |')).toEqual(['with']);
  expect(labelsOf('block b on session.open when identity.user ends |')).toEqual(['with']);
  expect(labelsOf('block b on session.open when identity.user starts with |')).toContain('identity.user');
  expect(labelsOf('block b on session.open when "x" in |')).toEqual(['identity.groups']);
});

test('what is asked about each element, and what is subtracted', () => {
  const exec = 'block b on ssh.exec when ';
  expect(labelsOf(`${exec}"rm" in |`)).toContain('command.programs');
  expect(labelsOf(`${exec}command.arguments |`)).toEqual(expect.arrayContaining(['any', 'all']));
  for (const word of ['any', 'all']) expect(labelsOf(`${exec}command.arguments ${word} |`)).toContain('starts with');
  expect(labelsOf(`${exec}now - |`)).toContain('session.started');
});

test('classes and members', () => {
  expect(labelsOf(`${POLICY}mask m of |`)).toEqual(['phi', 'staff']);
  expect(labelsOf(`${POLICY}mask m of phi, |`)).toEqual(['phi', 'staff']);
  expect(labelsOf(`${POLICY}mask m of phi.|`)).toEqual(['ssn', 'name']);
  expect(labelsOf(`${POLICY}block b on postgres.statement when statement.reads(|`)).toEqual(['phi', 'staff']);
  expect(labelsOf(`${POLICY}block b on postgres.statement when statement.reads(phi, sta|`)).toEqual(['phi', 'staff']);
  expect(labelsOf(`${POLICY}block b on postgres.statement when statement.reads(phi.|`)).toEqual(['ssn', 'name']);
  expect(labelsOf(`${POLICY}mask m of phi with {|`)).toEqual(['ssn', 'name']);
  expect(labelsOf(`${POLICY}mask m of phi, staff.salary with { phi.|`)).toEqual(['ssn', 'name']);
  expect(labelsOf(`${POLICY}mask m of phi, staff.salary with {|`)).toEqual(['ssn', 'name', 'salary', 'phi', 'staff']);
  expect(labelsOf(`${POLICY}mask m with {|`)).toEqual([]);
});

test('transforms', () => {
  expect(labelsOf(`${POLICY}mask m of phi with |`)).toContain('keep last');
  expect(labelsOf(`${POLICY}mask m of phi with { ssn: |`)).toEqual(
    expect.arrayContaining(['pseudonym', 'zip3', 'age90']),
  );
  expect(labelsOf(`${POLICY}mask m of phi with { ssn: keep |`)).toEqual(['first', 'last']);
});

test('inside a class', () => {
  expect(labelsOf('class x { y: |')).toEqual(['column', 'detect']);
  expect(labelsOf('class x { y: detect |')).toEqual(DETECTORS.map(({ name }) => name));
  expect(labelsOf('class x { y: column a.b.c |')).toEqual(['detect']);
  expect(labelsOf('class x { y: column a.b.c detect email |')).toEqual([]);
});

test('columns of the schema, segment by segment', () => {
  expect(labelsOf(`${POLICY}class x { y: column |`)).toEqual(['clinical', 'staff']);
  expect(labelsOf(`${POLICY}class x { y: column clinical.|`)).toEqual(['patients', 'encounters']);
  expect(labelsOf(`${POLICY}class x { y: column clinical.*.n|`)).toEqual([
    'id',
    'ssn',
    'first_name',
    'last_name',
    '"Alias"',
    'notes',
  ]);
  expect(labelsOf(`${POLICY}class x { y: column a.b.c, staff.people.{ssn, |`)).toEqual(['ssn', 'salary']);
  expect(labelsOf(`${POLICY}class x { y: column "staff".{people}.|`)).toEqual(['ssn', 'salary']);
});

test('steps and values of tests', () => {
  expect(labelsOf('test "t" { |')).toEqual(['given', 'on', 'returning', 'expect']);
  expect(labelsOf('test "t" { given |')).toEqual(
    expect.arrayContaining(['identity', 'session', 'target', 'now', 'command']),
  );
  expect(labelsOf('test "t" { given command { |')).toContain('programs');
  expect(labelsOf('test "t" { given identity { |')).toEqual(expect.arrayContaining(['user', 'kind']));
  expect(labelsOf('test "t" { given identity { user: "ana", |')).not.toContain('user');
  expect(labelsOf('test "t" { given identity { user: "ana" |')).toContain('kind');
  expect(labelsOf('test "t" { given identity { user |')).toEqual([]);
  expect(labelsOf('test "t" { given identity { kind: |')).toEqual(['person', 'agent', 'service']);
  expect(labelsOf('test "t" { given identity { mfa: |')).toEqual(['true', 'false']);
  expect(labelsOf('test "t" { expect |')).toEqual(['allow', 'block', 'approve', 'flag', 'row']);
  for (const effect of ['allow', 'approve', 'block']) expect(labelsOf(`test "t" { expect ${effect} |`)).toContain('by');
  expect(labelsOf(`${POLICY}test "t" { expect block by |`)).toEqual(['stop']);
  expect(labelsOf(`${POLICY}test "t" { expect approve by |`)).toEqual(['wait']);
});

test('a brace that was forgotten ends at the next declaration at the margin', () => {
  expect(labelsOf(`${POLICY}class x { y: column a.b.c\nmask m |`)).toContain('of');
  expect(labelsOf(`${POLICY}class x { y: column a.b.c\n  block: |`)).toEqual(['column', 'detect']);
});

test('events that nobody knows are left out, and so is the path that a dot has none before it', () => {
  expect(labelsOf(`${POLICY}block b on nobody, postgres.statement because "x" when |`)).toContain('statement.limit');
  expect(labelsOf('block b on .|')).toContain('session.open');
  expect(labelsOf('block b on session.open when (.|')).toContain('identity.user');
  expect(labelsOf('block b when |')).toContain('statement.limit');
});

test('`schema` as a word of an enumeration starts no declaration', () => {
  expect(labelsOf(`${POLICY}block b on postgres.statement when statement.category == schema |`)).toContain('because');
});
