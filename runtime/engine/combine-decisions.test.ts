// Several decisions as one: laws that hold for any of them, and the cases where two masks meet.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Decision, Effect } from '../../compiler/abi/decision.ts';
import { TRANSFORM_STRENGTH } from '../../lang/vocabulary/transforms.ts';
import { combineDecisions } from './combine-decisions.ts';
import { parseTransform } from './transform-text.ts';

const MEMBERS = ['phi.name', 'phi.ssn', 'phi.born'];
const EFFECTS: readonly Effect[] = ['allow', 'approve', 'block'];
const TRANSFORMS = [
  'redact',
  'null',
  'pseudonym',
  'year',
  'keep first 1',
  'keep first 4',
  'keep last 2',
  'keep last 4',
  'scrub',
];

const terms = (rule: string) => ({
  rule,
  group: 'office',
  count: 1,
  within_ms: 1,
  grant_ms: null,
  needs_reason: false,
});
const decisions = (name: string): fc.Arbitrary<Decision> =>
  fc
    .record({
      effect: fc.constantFrom(...EFFECTS),
      rules: fc.subarray([`${name}1`, `${name}2`]),
      masks: fc.subarray(MEMBERS).chain((members) =>
        fc.tuple(
          ...members.map((member) =>
            fc.record({
              member: fc.constant(member),
              transform: fc.constantFrom(...TRANSFORMS),
              rule: fc.constant(name),
            }),
          ),
        ),
      ),
    })
    .map(({ effect, rules, masks }) => ({
      effect,
      decided_by: rules[0] ?? null,
      reason: name,
      doc: '',
      rules,
      approvals: effect === 'approve' ? [terms(`${name}1`)] : [],
      masks,
    }));

const strength = (transform: string): number => TRANSFORM_STRENGTH[parseTransform(transform)?.kind ?? 'redact'];
const maskOf = (decision: Decision, member: string): string | undefined =>
  decision.masks.find((mask) => mask.member === member)?.transform;
const pair = fc.tuple(decisions('hpol'), decisions('rego'));

describe('laws', () => {
  test('the stricter effect wins, and the first decision explains where both have it', () => {
    fc.assert(
      fc.property(pair, ([one, other]) => {
        const both = combineDecisions(one, [other], MEMBERS);
        const rank = (decision: Decision): number => EFFECTS.indexOf(decision.effect);
        expect(rank(both)).toBe(Math.max(rank(one), rank(other)));
        expect(both.reason).toBe(rank(other) > rank(one) ? other.reason : one.reason);
      }),
    );
  });

  test('every mask of either is there, at least as strong, and no other', () => {
    fc.assert(
      fc.property(pair, ([one, other]) => {
        const both = combineDecisions(one, [other], MEMBERS);
        for (const member of MEMBERS) {
          const wanted = [one, other].flatMap((each) => maskOf(each, member) ?? []);
          const got = maskOf(both, member);
          expect(got === undefined).toBe(wanted.length === 0);
          for (const transform of wanted) expect(strength(got ?? '')).toBeGreaterThanOrEqual(strength(transform));
        }
        expect(both.masks.map(({ member }) => member)).toEqual(MEMBERS.filter((member) => maskOf(both, member)));
      }),
    );
  });

  test('what is masked how does not depend on the order', () => {
    const same = (left: string | undefined, right: string | undefined): boolean =>
      left === right || (left !== undefined && right !== undefined && strength(left) === 5 && strength(right) === 5);
    fc.assert(
      fc.property(pair, ([one, other]) => {
        const [left, right] = [combineDecisions(one, [other], MEMBERS), combineDecisions(other, [one], MEMBERS)];
        expect(left.effect).toBe(right.effect);
        for (const member of MEMBERS) expect(same(maskOf(left, member), maskOf(right, member))).toBe(true);
        expect(new Set(left.rules)).toEqual(new Set(right.rules));
      }),
    );
  });

  test('approvals of both are asked for exactly when both are satisfied with approval', () => {
    fc.assert(
      fc.property(pair, ([one, other]) => {
        const { effect, approvals } = combineDecisions(one, [other], MEMBERS);
        expect(approvals).toEqual(effect === 'approve' ? [...one.approvals, ...other.approvals] : []);
      }),
    );
  });
});

test.each([
  ['keep last 4', 'keep last 2', 'keep last 2'],
  ['keep first 1', 'keep first 4', 'keep first 1'],
  ['keep last 4', 'keep first 4', 'redact'],
  ['scrub', 'keep last 4', 'keep last 4'],
  ['year', 'pseudonym', 'pseudonym'],
  ['null', 'redact', 'null'],
  ['keep last 4', 'something new', 'redact'],
])('%s against %s is %s', (left, right, expected) => {
  const decision = (transform: string): Decision => ({
    effect: 'allow',
    decided_by: null,
    reason: 'x',
    doc: '',
    rules: [],
    approvals: [],
    masks: [{ member: 'phi.ssn', transform, rule: 'r' }],
  });
  expect(maskOf(combineDecisions(decision(left), [decision(right)], MEMBERS), 'phi.ssn')).toBe(expected);
});

test('a mask that a stronger one beats leaves the name of its rule', () => {
  const one: Decision = {
    effect: 'allow',
    decided_by: null,
    reason: '',
    doc: '',
    rules: ['own'],
    approvals: [],
    masks: [{ member: 'phi.ssn', transform: 'redact', rule: 'own' }],
  };
  const other: Decision = {
    ...one,
    rules: [],
    masks: [{ member: 'phi.ssn', transform: 'scrub', rule: 'rego/x:weak' }],
  };
  expect(combineDecisions(one, [other], MEMBERS)).toMatchObject({ rules: ['own', 'rego/x:weak'], masks: one.masks });
});
