// Every kind of difference, as a table: what two policies do about one event, and what the comparison must say.
import { expect, test } from 'vitest';
import type { ApprovalTerms, Decision, MemberMask } from '../../compiler/abi/decision.ts';
import type { RuleMetadata } from '../../compiler/abi/metadata.ts';
import type { Transform } from '../../lang/vocabulary/transforms.ts';
import type { ColumnEnforcement, Refusal } from '../../runtime/postgres/enforcement/enforcement.ts';
import { compareOutcomes, type Judged } from './compare-outcomes.ts';

const rule = (name: string, kind: RuleMetadata['kind'], line: number): [string, RuleMetadata] => [
  name,
  {
    name,
    kind,
    because: '',
    doc: '',
    events: [],
    file: 'p.hpol',
    line,
    column: 1,
    end: { line, column: 1 },
    approval: null,
    mask: null,
  },
];
const RULES = new Map([
  rule('mask_phi', 'mask', 3),
  rule('no_drops', 'block', 9),
  rule('bulk', 'approve', 12),
  rule('watch', 'flag', 20),
]);

interface Given {
  readonly effect?: Decision['effect'];
  readonly by?: string | null;
  readonly reason?: string;
  readonly masks?: readonly MemberMask[];
  readonly approvals?: readonly ApprovalTerms[];
  readonly flags?: readonly string[];
  readonly columns?: readonly ColumnEnforcement[] | null;
  readonly refusal?: Refusal;
  readonly hidden?: boolean;
}

const ACTIONS = { allow: 'forward', approve: 'hold', block: 'refuse' } as const;

function judged(given: Given): Judged {
  const effect = given.effect ?? 'allow';
  const decision = {
    effect,
    decided_by: given.by ?? null,
    reason: given.reason ?? 'because',
    doc: '',
    rules: given.flags ?? [],
    approvals: given.approvals ?? [],
    masks: given.masks ?? [],
  };
  const action = given.refusal ? 'refuse' : ACTIONS[effect];
  const refusal = given.refusal ?? (action === 'refuse' ? policyRefusal(decision.decided_by) : null);
  const enforcement = { action, refusal, columns: given.columns ?? null, hideServerText: given.hidden ?? false };
  return { outcome: { decision, enforcement }, rules: RULES };
}

const policyRefusal = (name: string | null): Refusal => ({
  source: 'policy',
  rule: name,
  message: `blocked by ${name}`,
  detail: '',
  hint: '',
  position: null,
  cause: null,
});
const CONTRACT: Refusal = { ...policyRefusal('mask_phi'), source: 'contract', message: '`ssn` is ordered' };

const ssn: MemberMask = { member: 'phi.ssn', transform: 'keep last 4', rule: 'mask_phi' };
const mask = (transform: Transform): ColumnEnforcement => ({ kind: 'mask', member: 'phi.ssn', transform });
const keep = (count: number): ColumnEnforcement => mask({ kind: 'keep_last', count });
const pass: ColumnEnforcement = { kind: 'pass' };
const redact: ColumnEnforcement = { kind: 'redact', members: ['phi.ssn', 'phi.name'] };
const terms = (changes: Partial<ApprovalTerms> = {}): ApprovalTerms => ({
  rule: 'bulk',
  group: 'privacy',
  count: 1,
  within_ms: 60_000,
  grant_ms: null,
  needs_reason: false,
  ...changes,
});
const held = (changes: Partial<ApprovalTerms> = {}): Given => ({
  effect: 'approve',
  by: 'bulk',
  approvals: [terms(changes)],
});

/** `kind member: before -> after`, one a difference. */
const summary = (before: Given, after: Given): string[] =>
  compareOutcomes(judged(before), judged(after)).map(
    ({ kind, member, before: was, after: is }) => `${kind} ${member ?? '-'}: ${was.text} -> ${is.text}`,
  );

const masked = (column: ColumnEnforcement): Given => ({ columns: [pass, column], masks: [ssn] });

test.each<[string, Given, Given, string[]]>([
  ['nothing changed', masked(keep(4)), masked(keep(4)), []],
  ['a mask is gone', masked(keep(4)), {}, ['exposed phi.ssn: keep last 4 -> clear']],
  ['a mask is new', {}, masked(keep(4)), ['masked phi.ssn: clear -> keep last 4']],
  ['a derived column opens', masked(redact), {}, ['exposed phi.ssn+phi.name: redacted -> clear']],
  ['a kept part grows', masked(keep(2)), masked(keep(4)), ['exposed phi.ssn: keep last 2 -> keep last 4']],
  ['a kept part shrinks', masked(keep(4)), masked(keep(2)), ['masked phi.ssn: keep last 4 -> keep last 2']],
  [
    'the other end is kept',
    masked(keep(4)),
    masked(mask({ kind: 'keep_first', count: 1 })),
    ['exposed phi.ssn: keep last 4 -> keep first 1'],
  ],
  ['a weaker transform', masked(mask({ kind: 'redact' })), masked(keep(4)), ['exposed phi.ssn: redact -> keep last 4']],
  [
    'a stronger transform',
    masked(keep(4)),
    masked(mask({ kind: 'pseudonym' })),
    ['masked phi.ssn: keep last 4 -> pseudonym'],
  ],
  [
    'redact and NULL tell the same',
    masked(mask({ kind: 'redact' })),
    masked(mask({ kind: 'null' })),
    ['changed phi.ssn: redact -> null'],
  ],
  ['a mask that does not reach the result goes', { columns: null, masks: [ssn] }, { columns: null }, []],
  ['a block is gone', { effect: 'block', by: 'no_drops' }, {}, ['exposed -: blocked -> allowed']],
  [
    'a block becomes an approval',
    { effect: 'block', by: 'no_drops' },
    held(),
    ['exposed -: blocked -> held for approval by 1 of "privacy" within 60 s for once'],
  ],
  [
    'a contract refusal is gone',
    { refusal: CONTRACT, masks: [ssn] },
    {},
    ['exposed -: refused by contract: `ssn` is ordered -> allowed'],
  ],
  ['a block is new', masked(keep(4)), { effect: 'block', by: 'no_drops' }, ['blocked -: allowed -> blocked']],
  [
    'an approval is gone',
    held(),
    {},
    ['exposed -: held for approval by 1 of "privacy" within 60 s for once -> allowed'],
  ],
  [
    'an approval is new',
    {},
    held(),
    ['needs_approval -: allowed -> held for approval by 1 of "privacy" within 60 s for once'],
  ],
  [
    'an approval is new and a mask is gone',
    masked(keep(4)),
    held(),
    [
      'needs_approval -: allowed -> held for approval by 1 of "privacy" within 60 s for once',
      'exposed phi.ssn: keep last 4 -> clear',
    ],
  ],
  [
    'two columns of one member count once',
    { columns: [keep(4), keep(4)], masks: [ssn] },
    {},
    ['exposed phi.ssn: keep last 4 -> clear'],
  ],
  ['the reason changed', { reason: 'old' }, { reason: 'new' }, ['changed -: old -> new']],
  ['another rule allows', { by: 'a' }, { by: 'b' }, ['changed -: because -> because']],
  [
    'another rule masks the same',
    masked(keep(4)),
    { columns: [pass, keep(4)], masks: [{ ...ssn, rule: 'mask_all' }] },
    ['changed -: keep last 4 -> keep last 4'],
  ],
  ['a flag is gone', { flags: ['watch'] }, {}, ['changed -: flagged by watch -> not flagged']],
  ['another rule fires without effect', { flags: ['mask_phi'] }, {}, []],
  [
    'server messages open',
    { hidden: true },
    {},
    ['changed -: server messages are hidden -> server messages are shown'],
  ],
])('%s', (_, before, after, wanted) => expect(summary(before, after)).toEqual(wanted));

test.each<[string, Partial<ApprovalTerms>, Partial<ApprovalTerms>, string[]]>([
  ['fewer approvers', { count: 2 }, { count: 1 }, ['exposed']],
  ['more approvers', {}, { count: 2 }, ['needs_approval']],
  ['another group', {}, { group: 'nurses' }, ['exposed']],
  ['a longer grant', {}, { grant_ms: 1000 }, ['exposed']],
  ['a shorter grant', { grant_ms: 1000 }, {}, ['needs_approval']],
  ['no reason asked any more', { needs_reason: true }, {}, ['exposed']],
  ['a longer wait', {}, { within_ms: 1 }, ['changed']],
  ['the same', {}, {}, []],
])('approval terms: %s', (_, before, after, kinds) => {
  const found = compareOutcomes(judged(held(before)), judged(held(after)));
  expect(found.map(({ kind }) => kind)).toEqual(kinds);
});

test('an approval that drops one of two rules is an exposure', () => {
  const both = { ...held(), approvals: [terms(), terms({ rule: 'second', group: 'board' })] };
  expect(compareOutcomes(judged(both), judged(held())).map(({ kind }) => kind)).toEqual(['exposed']);
});

test('sides name the rule with its line', () => {
  const [found] = compareOutcomes(judged(masked(keep(4))), judged({}));
  expect(found?.before.rule).toEqual({ name: 'mask_phi', file: 'p.hpol', line: 3 });
  expect(found?.after.rule).toBeNull();
});
