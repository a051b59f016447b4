// Cases on programs built by hand, some of which no policy text can say: agreed on by the reference and both surfaces of one module.
import { describe, expect, test } from 'vitest';
import type { Decision } from '../../compiler/abi/decision.ts';
import type { PolicyEvent } from '../../compiler/abi/event.ts';
import type { Expression } from '../../lang/program/program.ts';
import {
  and,
  approve,
  attribute,
  columns,
  compare,
  inSet,
  int,
  lookup,
  mask,
  member,
  no,
  not,
  oneOf,
  or,
  orElse,
  plain,
  present,
  program,
  text,
  textTest,
  touches,
  yes,
} from './build-program.ts';
import { opening, statement } from './events.ts';
import { openSurfaces } from './surfaces.ts';

const MEMBERS = [
  member('phi.ssn', [columns(['clinical'], ['*'], ['ssn'])]),
  member('phi.name', [columns(['clinical'], ['patients'], ['first_name', 'last_name'])]),
  member('phi.odd', [columns(['public', 'Audit'], ['My*Table', 'a.b'], ['q"q', '*_raw_*'])]),
];

interface Case {
  readonly name: string;
  readonly when: Expression;
  readonly event: PolicyEvent;
  readonly fires: boolean;
}

const make = (name: string, when: Expression, fires: boolean, event: PolicyEvent = statement()): Case => ({
  name,
  when,
  event,
  fires,
});

const user = attribute('identity.user');
const limit = attribute('statement.limit');
const env = lookup('target.labels', 'env');
const reads = (column: string): PolicyEvent => statement({ 'statement.reads': ['clinical.patients.id', column] });

const CASES: readonly Case[] = [
  make('true fires', yes, true),
  make('false does not', no, false),
  make('not', not(no), true),
  make('and needs both', and(yes, no), false),
  make('or needs one', or(no, yes), true),
  make('a bool attribute', attribute('identity.mfa'), true),
  make('bools compare', compare(attribute('identity.mfa'), '!=', yes), false),
  make('text equality', compare(user, '==', text('ana')), true),
  make('text inequality by length', compare(user, '!=', text('anab')), true),
  make(
    'text equality of long texts',
    compare(user, '==', text('abcdefghijklmnopq')),
    false,
    statement({ 'identity.user': 'abcdefghijklmnopQ' }),
  ),
  make('text order is by bytes', compare(user, '<', text('\u{10000}')), true, statement({ 'identity.user': '\uffff' })),
  make('a prefix is smaller', compare(user, '<', text('anab')), true),
  make('an empty text equals an empty text', compare(user, '==', text('')), true, statement({ 'identity.user': '' })),
  make('ints compare', compare(orElse(limit, int(0)), '>', int(1000)), true, statement({ 'statement.limit': 1001 })),
  make(
    'ints compare below',
    compare(orElse(limit, int(0)), '>', int(1000)),
    false,
    statement({ 'statement.limit': 1000 }),
  ),
  make('negative ints', compare(orElse(limit, int(0)), '<', int(-1)), true, statement({ 'statement.limit': -2 })),
  make(
    'the largest exact int',
    compare(orElse(limit, int(0)), '==', int(9007199254740991)),
    true,
    statement({ 'statement.limit': 9007199254740991 }),
  ),
  make(
    'the smallest exact int',
    compare(orElse(limit, int(0)), '==', int(-9007199254740991)),
    true,
    statement({ 'statement.limit': -9007199254740991 }),
  ),
  make(
    '32 bits are not all',
    compare(orElse(limit, int(0)), '==', int(1)),
    false,
    statement({ 'statement.limit': 4294967297 }),
  ),
  make('an absent int takes the default', compare(orElse(limit, int(7)), '==', int(7)), true),
  make('presence', present(limit), true, statement({ 'statement.limit': 0 })),
  make('absence', not(present(limit)), true),
  make(
    'an empty optional text is present',
    present(attribute('session.reason')),
    true,
    statement({ 'session.reason': '' }),
  ),
  make(
    'a guarded optional',
    and(present(limit), compare(limit, '==', int(3))),
    true,
    statement({ 'statement.limit': 3 }),
  ),
  make('an enum equals', compare(attribute('identity.kind'), '==', text('person')), true),
  make('an enum differs', compare(attribute('identity.kind'), '!=', text('agent')), true),
  make('an enum on the right', compare(text('person'), '==', attribute('identity.kind')), true),
  make('an enum in constants', oneOf(attribute('statement.command'), ['DROP', 'SELECT']), true),
  make('an enum not in constants', oneOf(attribute('statement.command'), ['DROP', 'ALTER']), false),
  make(
    'an optional enum with a default',
    compare(orElse(attribute('statement.copies_to'), text('stdout')), '==', text('stdout')),
    true,
  ),
  make(
    'an optional enum that is present',
    oneOf(orElse(attribute('statement.copies_to'), text('stdout')), ['file']),
    true,
    statement({ 'statement.copies_to': 'file' }),
  ),
  make(
    'an enum as text',
    inSet(attribute('identity.kind'), 'identity.groups'),
    true,
    statement({ 'identity.groups': ['person'] }),
  ),
  make('an enum starts with', textTest(attribute('statement.command'), 'starts_with', text('SEL')), true),
  make('text in constants', oneOf(user, ['bo', 'ana']), true),
  make('text in no constants', oneOf(user, []), false),
  make('an int in constants', and(present(limit), oneOf(limit, [1, 2])), true, statement({ 'statement.limit': 2 })),
  make(
    'an int in many constants',
    oneOf(
      orElse(limit, int(0)),
      Array.from({ length: 5000 }, (_, number) => number * 3),
    ),
    true,
    statement({ 'statement.limit': 14_997 }),
  ),
  make('in a set', inSet(text('nurses'), 'identity.groups'), true),
  make('not in an empty set', inSet(text('nurses'), 'identity.groups'), false, statement({ 'identity.groups': [] })),
  make('an empty text in a set', inSet(text(''), 'identity.groups'), true, statement({ 'identity.groups': ['a', ''] })),
  make('a label', compare(orElse(env, text('')), '==', text('prod')), true),
  make('an absent label', present(env), false, statement({ 'target.labels': { environment: 'prod' } })),
  make('an empty label is present', present(env), true, statement({ 'target.labels': { env: '' } })),
  make('a label named like a method', present(lookup('target.labels', 'toString')), false),
  make(
    'defaults chain',
    compare(orElse(orElse(lookup('identity.claims', 'a'), env), text('x')), '==', text('prod')),
    true,
  ),
  make('starts with', textTest(user, 'starts_with', text('an')), true),
  make('starts with more than there is', textTest(user, 'starts_with', text('anaa')), false),
  make('ends with', textTest(user, 'ends_with', text('na')), true),
  make('contains', textTest(attribute('statement.text'), 'contains', text('ECT 1')), true),
  make('contains at the very end only', textTest(attribute('statement.text'), 'contains', text('1')), true),
  make('contains nothing', textTest(user, 'contains', text('')), true),
  make('does not contain', textTest(user, 'contains', text('anan')), false),
  make('text beyond ASCII', textTest(user, 'contains', text('é😀')), true, statement({ 'identity.user': 'aé😀b' })),
  make(
    'a long text beyond ASCII',
    textTest(attribute('statement.text'), 'ends_with', text('😀')),
    true,
    statement({ 'statement.text': `${'x'.repeat(200_000)}😀` }),
  ),
  make(
    'a control character',
    compare(user, '==', text('a\u0000\n"\\b')),
    true,
    statement({ 'identity.user': 'a\u0000\n"\\b' }),
  ),
  make('touches by name', touches('statement.reads', [0]), true, reads('clinical.encounters.ssn')),
  make('touches only the members asked', touches('statement.reads', [1]), false, reads('clinical.encounters.ssn')),
  make('alternatives', touches('statement.reads', [1]), true, reads('clinical.patients.last_name')),
  make('another schema', touches('statement.reads', [0, 1, 2]), false, reads('public.patients.ssn')),
  make('another case', touches('statement.reads', [0]), false, reads('clinical.patients."SSN"')),
  make('quoted as needed', touches('statement.reads', [2]), true, reads('"Audit"."My Table"."x_raw_y"')),
  make('a dot inside quotes', touches('statement.reads', [2]), true, reads('public."a.b"."q""q"')),
  make('a star needs both ends', touches('statement.reads', [2]), false, reads('public."My"."x_raw_"')),
  make('a star takes nothing too', touches('statement.reads', [2]), true, reads('public."MyTable"._raw_')),
  make('two parts touch everything', touches('statement.reads', [0]), true, reads('patients.id')),
  make('an open quote touches everything', touches('statement.reads', [1]), true, reads('a."b.c')),
  make('an empty part touches everything', touches('statement.reads', [2]), true, reads('a..c')),
  make('no columns touch nothing', touches('statement.writes', [0, 1, 2]), false),
  make('each attribute has its own columns', touches('statement.writes', [0]), false, reads('clinical.patients.ssn')),
];

describe('conditions', () => {
  test.for(CASES)('$name', async ({ when, event, fires }) => {
    const surfaces = await openSurfaces(program([plain('flag', 'probe', when)], { members: MEMBERS }));
    expect(surfaces.agree(event).rules).toEqual(fires ? ['probe'] : []);
  });
});

const decisionOf = async (
  rules: Parameters<typeof program>[0],
  byDefault: 'allow' | 'block' = 'allow',
  event = statement(),
): Promise<Decision> => (await openSurfaces(program(rules, { members: MEMBERS, default: byDefault }))).agree(event);

describe('effects', () => {
  const block = plain('block', 'stop', yes);
  const ask = approve('ask', yes, { grantMs: 3_600_000, needsReason: true, approvers: { count: 2, group: 'a "b"' } });
  const allow = plain('allow', 'go', yes);

  test('the default allows, and says so', async () => {
    expect(await decisionOf([])).toMatchObject({
      effect: 'allow',
      decided_by: null,
      reason: 'the policy allows by default',
    });
  });
  test('the default blocks, and says so', async () => {
    const reason = 'the policy blocks by default and no rule allows this';
    expect(await decisionOf([], 'block')).toMatchObject({ effect: 'block', decided_by: null, reason });
  });
  test('allow lifts a default block', async () => {
    expect(await decisionOf([allow], 'block')).toMatchObject({ effect: 'allow', decided_by: 'go' });
  });
  test('flag and mask never allow', async () => {
    const rules = [plain('flag', 'mark', yes), mask('hide', yes, [[0, { kind: 'redact' }]])];
    expect(await decisionOf(rules, 'block')).toMatchObject({
      effect: 'block',
      decided_by: null,
      rules: ['mark', 'hide'],
    });
  });
  test('approve beats allow and carries its terms', async () => {
    const decision = await decisionOf([allow, ask]);
    expect(decision).toMatchObject({ effect: 'approve', decided_by: 'ask', rules: ['go', 'ask'] });
    expect(decision.approvals).toEqual([
      { rule: 'ask', group: 'a "b"', count: 2, within_ms: 1_800_000, grant_ms: 3_600_000, needs_reason: true },
    ]);
  });
  test('every firing approval is listed', async () => {
    const decision = await decisionOf([ask, approve('other', yes), approve('quiet', no)]);
    expect(decision.approvals.map((terms) => terms.rule)).toEqual(['ask', 'other']);
  });
  test('block beats approve, wherever it stands', async () => {
    expect(await decisionOf([ask, allow, block])).toMatchObject({ effect: 'block', decided_by: 'stop', approvals: [] });
  });
  test('the first of the winning effect decides', async () => {
    expect(await decisionOf([plain('block', 'quiet', no), block, plain('block', 'late', yes)])).toMatchObject({
      decided_by: 'stop',
    });
  });
  test('a rule speaks about its own events only', async () => {
    expect(await decisionOf([plain('block', 'stop', yes, ['session.open'])])).toMatchObject({
      effect: 'allow',
      rules: [],
    });
    expect(await decisionOf([plain('block', 'stop', yes, ['session.open'])], 'allow', opening())).toMatchObject({
      effect: 'block',
    });
  });
  test('more rules than one word of bits', async () => {
    const rules = Array.from({ length: 100 }, (_, number) =>
      plain('block', `r${number}`, number === 70 || number === 99 ? yes : no),
    );
    expect(await decisionOf(rules)).toMatchObject({ decided_by: 'r70', rules: ['r70', 'r99'] });
  });
});

describe('masks', () => {
  test('the strongest mask wins, then the first rule', async () => {
    const { masks } = await decisionOf([
      mask('weak', yes, [
        [0, { kind: 'keep_last', count: 4 }],
        [1, { kind: 'redact' }],
      ]),
      mask('strong', yes, [
        [0, { kind: 'pseudonym' }],
        [1, { kind: 'redact' }],
      ]),
      mask('off', no, [
        [0, { kind: 'null' }],
        [2, { kind: 'null' }],
      ]),
    ]);
    expect(masks).toEqual([
      { member: 'phi.ssn', transform: 'pseudonym', rule: 'strong' },
      { member: 'phi.name', transform: 'redact', rule: 'weak' },
    ]);
  });
  test('masks are listed on a block too, and on other events', async () => {
    const rules = [mask('hide', yes, [[2, { kind: 'year' }]]), plain('block', 'stop', yes, ['session.open'])];
    expect((await decisionOf(rules, 'allow', opening())).masks).toEqual([
      { member: 'phi.odd', transform: 'year', rule: 'hide' },
    ]);
  });
});

describe('events that are not valid', () => {
  const cases: readonly (readonly [string, unknown, string])[] = [
    ['no event name', { ...statement(), event: undefined }, 'event is missing'],
    ['an unknown event', { ...statement(), event: 'postgres.x' }, 'event must name an event of the vocabulary'],
    ['an event that is no text', { ...statement(), event: 7 }, 'event must name an event of the vocabulary'],
    ['a missing group', { ...statement(), identity: undefined }, 'identity.user is missing'],
    ['a group that is a list', { ...statement(), session: [] }, 'session must be an object'],
    ['a group that is null', { ...statement(), target: null }, 'target must be an object'],
    ['a missing attribute', statement({ 'statement.analyzed': undefined }), 'statement.analyzed is missing'],
    [
      'a bool that is a text',
      { ...statement(), ...withStatement({ filtered: 'true' }) },
      'statement.filtered must be true or false',
    ],
    ['an int with a fraction', statement({ 'statement.limit': 1.5 }), 'statement.limit must be a whole number'],
    ['an int that is too large', statement({ 'statement.limit': 2 ** 53 }), 'statement.limit must be a whole number'],
    ['an int in exponent form', statement({ 'statement.limit': 1e22 }), 'statement.limit must be a whole number'],
    ['an int that is a text', statement({ 'statement.limit': '5' }), 'statement.limit must be a whole number'],
    [
      'null is not absence',
      { ...statement(), ...withStatement({ limit: null }) },
      'statement.limit must be a whole number',
    ],
    ['a text that is a number', statement({ 'identity.user': 5 }), 'identity.user must be a text'],
    ['half a surrogate pair', statement({ 'identity.user': 'a\ud800' }), 'identity.user must be a text'],
    [
      'an unknown enum value',
      statement({ 'identity.kind': 'robot' }),
      'identity.kind must be one of its declared values',
    ],
    [
      'a list with a number',
      { ...statement(), ...withStatement({ reads: ['a', 1] }) },
      'statement.reads must be a list of texts',
    ],
    [
      'a list that is an object',
      statement({ 'identity.groups': { 0: 'a' } }),
      'identity.groups must be a list of texts',
    ],
    ['a map that is a list', statement({ 'target.labels': ['a'] }), 'target.labels must be an object of texts'],
    [
      'a map of numbers',
      { ...statement(), target: { name: 'x', labels: { env: 1 } } },
      'target.labels must be an object of texts',
    ],
    [
      'a key that is half a pair',
      statement({ 'target.labels': { '\udc00': 'x' } }),
      'target.labels must be an object of texts',
    ],
    ['a list at the top', [], 'input must be a JSON object'],
    ['nothing', undefined, 'input must be a JSON object'],
    ['false', false, 'input must be a JSON object'],
  ];
  test.for(cases)('%s', async ([, event, trouble]) => {
    const surfaces = await openSurfaces(
      program([mask('hide', yes, [[0, { kind: 'redact' }]]), plain('allow', 'go', yes)], { members: MEMBERS }),
    );
    const decision = surfaces.agree(event as PolicyEvent);
    expect(decision.reason).toBe(`the event is not valid: ${trouble}`);
    expect(decision).toMatchObject({ effect: 'block', decided_by: null, rules: [], masks: [] });
  });
  test('unknown keys are ignored', async () => {
    const event = {
      ...statement(),
      extra: { deep: [{ a: null }] },
      identity: { ...(statement()['identity'] as object), x: 1.5e3 },
    };
    const surfaces = await openSurfaces(program([]));
    expect(surfaces.agree(event as unknown as PolicyEvent).effect).toBe('allow');
  });
});

function withStatement(changes: Record<string, unknown>): Record<string, unknown> {
  return { statement: { ...(statement()['statement'] as object), ...changes } };
}
