// Answers of Rego policies: the shape that is a decision, and every neighbour of it that is none.
import { describe, expect, test } from 'vitest';
import { readRegoDecision, type RegoNames } from './rego-decision.ts';

const NAMES: RegoNames = {
  entrypoint: 'hospital/decision',
  members: new Set(['phi.ssn', 'phi.note']),
  hasDetectors: false,
};
const read = (answer: unknown, names = NAMES): ReturnType<typeof readRegoDecision> => readRegoDecision(answer, names);
const ALLOW = { effect: 'allow', reason: 'fine' };

test('the smallest decision', () => {
  expect(read(ALLOW)).toEqual({
    effect: 'allow',
    decided_by: 'hospital/decision',
    reason: 'fine',
    doc: '',
    rules: [],
    approvals: [],
    masks: [],
  });
});

test('rules stand under the name of the entrypoint, and approvals get defaults', () => {
  const answer = {
    effect: 'approve',
    reason: 'exports need the office',
    rules: ['exports', 'exports', 'hidden'],
    masks: [
      { member: 'phi.ssn', transform: 'keep last 2', rule: 'hidden' },
      { member: 'phi.note', transform: 'redact' },
    ],
    approvals: [
      { group: 'office', within_ms: 1000 },
      { rule: 'exports', group: 'board', within_ms: 5, count: 2, grant_ms: 10, needs_reason: true },
    ],
  };
  expect(read(answer)).toMatchObject({
    rules: ['hospital/decision:exports', 'hospital/decision:hidden'],
    masks: [
      { member: 'phi.ssn', transform: 'keep last 2', rule: 'hospital/decision:hidden' },
      { member: 'phi.note', transform: 'redact', rule: 'hospital/decision' },
    ],
    approvals: [
      { rule: 'hospital/decision', group: 'office', count: 1, within_ms: 1000, grant_ms: null, needs_reason: false },
      { rule: 'hospital/decision:exports', group: 'board', count: 2, within_ms: 5, grant_ms: 10, needs_reason: true },
    ],
  });
  expect(read({ ...answer, effect: 'block' })).toMatchObject({ effect: 'block', approvals: [] });
});

const approval = (change: object): object => ({
  effect: 'approve',
  reason: 'x',
  approvals: [{ group: 'g', within_ms: 1, ...change }],
});
const mask = (change: object): object => ({ ...ALLOW, masks: [{ member: 'phi.ssn', transform: 'redact', ...change }] });

const NONE: readonly (readonly [string, unknown, RegExp])[] = [
  ['true', true, /the answer must be an object/],
  ['null', null, /must be an object/],
  ['a list', [ALLOW], /must be an object/],
  ['a misspelt key', { ...ALLOW, mask: [] }, /may have the keys effect, reason, rules, masks, approvals and no other/],
  ['no effect', { reason: 'x' }, /`effect` must be allow, approve or block/],
  ['another effect', { ...ALLOW, effect: 'deny' }, /`effect` must be/],
  ['an effect in capitals', { ...ALLOW, effect: 'ALLOW' }, /`effect` must be/],
  ['no reason', { effect: 'allow' }, /`reason` must be a text/],
  ['an empty reason', { ...ALLOW, reason: '' }, /`reason`/],
  ['a reason with a NUL', { ...ALLOW, reason: 'a\u0000b' }, /without control characters/],
  ['a reason with half a surrogate', { ...ALLOW, reason: 'a\ud800' }, /`reason`/],
  ['a reason that is long', { ...ALLOW, reason: 'x'.repeat(1001) }, /1 to 1000/],
  ['rules that are no list', { ...ALLOW, rules: 'x' }, /`rules` must be a list/],
  ['rules that are null', { ...ALLOW, rules: null }, /`rules` must be a list/],
  ['a rule with a slash', { ...ALLOW, rules: ['a/b'] }, /a rule must be a name/],
  ['a rule that is a number', { ...ALLOW, rules: [1] }, /a rule must be a name/],
  ['masks that are an object', { ...ALLOW, masks: { 'phi.ssn': 'redact' } }, /`masks` must be a list/],
  ['a mask that is a text', { ...ALLOW, masks: ['phi.ssn'] }, /each of `masks` must be an object/],
  ['a member that there is not', mask({ member: 'phi.sssn' }), /each `member` of `masks` must be a class member/],
  ['a transform that there is not', mask({ transform: 'hash' }), /each `transform` of `masks`/],
  ['a transform that keeps nothing', mask({ transform: 'keep last 0' }), /each `transform`/],
  ['a transform that keeps all', mask({ transform: 'keep last 1001' }), /each `transform`/],
  ['a transform in other spaces', mask({ transform: 'keep  last 4' }), /each `transform`/],
  ['a transform named like a property', mask({ transform: 'constructor' }), /each `transform`/],
  ['scrub without a detector', mask({ transform: 'scrub' }), /`scrub` needs a detector/],
  ['a mask with another key', mask({ column: 'x' }), /each of `masks` may have the keys/],
  ['approve without approvals', { effect: 'approve', reason: 'x' }, /`approvals` must say who approves/],
  ['an approval without a group', approval({ group: undefined }), /`group` of `approvals`/],
  ['an approval without end', approval({ within_ms: undefined }), /`within_ms` of `approvals`/],
  ['an approval of no time', approval({ within_ms: 0 }), /`within_ms`/],
  ['an approval of half a millisecond', approval({ within_ms: 0.5 }), /`within_ms`/],
  ['an approval by nobody', approval({ count: 0 }), /`count`/],
  ['a grant for ever', approval({ grant_ms: 1e300 }), /`grant_ms`/],
  ['a reason that is perhaps needed', approval({ needs_reason: 'yes' }), /`needs_reason`/],
  [
    'two approvals under one rule',
    {
      effect: 'approve',
      reason: 'x',
      approvals: [
        { group: 'a', within_ms: 1 },
        { group: 'b', within_ms: 1 },
      ],
    },
    /a `rule` of its own/,
  ],
  [
    'too many masks',
    { ...ALLOW, masks: Array.from({ length: 1001 }, () => ({ member: 'phi.ssn', transform: 'redact' })) },
    /more than 1000/,
  ],
];

describe('what is no decision', () => {
  test.for(NONE)('%s', ([, answer, message]) => {
    expect(read(answer)).toMatch(message);
  });
});

test('scrub is taken where the policy has detectors', () => {
  expect(read(mask({ transform: 'scrub' }), { ...NAMES, hasDetectors: true })).toMatchObject({
    masks: [{ transform: 'scrub' }],
  });
});
