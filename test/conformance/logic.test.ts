// What the decision procedure of lang/logic claims, against the reference on random events: a claim holds on every event.
// Where it claims nothing about exact theories, an event shows that there was nothing to claim.
import { array, assert, constantFrom, property, tuple } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diagnosticsOf } from '../../lang/check/testing.ts';
import type { Expression } from '../../lang/program/program.ts';
import { createReasoner } from '../../lang/logic/reasoner.ts';
import type { PolicyEvent } from '../../compiler/abi/event.ts';
import * as build from './build-program.ts';
import { eventTrouble } from './event-trouble.ts';
import { events } from './random-event.ts';
import { hpolPolicy, variedPolicy } from '../bench/decide-policies.ts';
import { interpret } from './interpreter.ts';
import { programs } from './random-program.ts';
import { ZONES } from './random-values.ts';
import { statement } from './events.ts';

/** `HPOL_RUNS=20000` searches longer. */
const RUNS = Number(process.env['HPOL_RUNS'] ?? 300);

/** The reference has no answer where a zone is missing. */
const valid = events.filter(
  (event) =>
    eventTrouble(event) === null &&
    event.event === 'postgres.statement' &&
    ZONES.every((zone) => Object.hasOwn(event['zone_offsets'] as object, zone)),
);

/** Which of the conditions hold for an event, by the reference. */
function holding(conditions: readonly Expression[], event: PolicyEvent, members = MEMBERS): readonly boolean[] {
  const rules = conditions.map((condition, number) => build.plain('flag', `r${number}`, condition));
  const { rules: fired } = interpret(build.program(rules, { members }), event);
  return rules.map(({ name }) => fired.includes(name));
}

const MEMBERS = [
  build.member('phi.m0', [build.columns(['clinical'], ['*'], ['ssn'])]),
  build.member('phi.m1', [build.columns(['*'], ['patients'], ['*name'])]),
  build.member('phi.m2', [build.columns(['public'], ['*'], ['*'])]),
];

/** Conditions of random programs, several at a time. */
const conditions = programs
  .map(({ rules }) =>
    rules.filter((rule) => rule.events.includes('postgres.statement')).map(({ condition }) => condition),
  )
  .filter((found) => found.length > 1);

test('claims hold on random events', { timeout: 600_000 }, () => {
  let claims = 0;
  assert(
    property(conditions, array(valid, { minLength: 30, maxLength: 30 }), (found, chosen) => {
      const reasoner = createReasoner();
      const formulas = found.map(reasoner.formulaOf);
      const impossible = formulas.map((formula) => reasoner.exclude([formula]));
      const implied = formulas.map((formula) => formulas.map((other) => reasoner.implies(formula, other)));
      const apart = formulas.map((formula) => formulas.map((other) => reasoner.exclude([formula, other])));
      claims += [impossible, ...implied, ...apart].flat().filter(Boolean).length;
      for (const event of chosen) {
        const truth = holding(found, event);
        for (const [one, isTrue] of truth.entries()) {
          if (!isTrue) continue;
          expect(impossible[one], 'never true').toBe(false);
          for (const [other, isOtherTrue] of truth.entries()) {
            expect(implied[one]?.[other] === true && !isOtherTrue, 'implies').toBe(false);
            expect(apart[one]?.[other] === true && isOtherTrue, 'exclude').toBe(false);
          }
        }
      }
    }),
    { numRuns: RUNS },
  );
  expect(claims).toBeGreaterThan(RUNS / 2);
});

test('a model that is found is one', { timeout: 600_000 }, () => {
  assert(
    property(conditions, ([condition = build.yes]) => {
      const reasoner = createReasoner();
      const formula = reasoner.formulaOf(condition);
      const found = reasoner.search([formula]);
      expect(found.kind).not.toBe('unknown');
      expect(found.kind === 'found' && !found.model.makesTrue(formula)).toBe(false);
    }),
    { numRuns: RUNS * 5 },
  );
});

test.each([hpolPolicy, variedPolicy])('nothing is said about many rules that are independent', (policyOf) => {
  expect(diagnosticsOf(policyOf(200))).toEqual([]);
});

describe('exact theories', () => {
  const limit = build.attribute('statement.limit');
  const user = build.attribute('identity.user');
  const env = build.lookup('target.labels', 'env');
  const category = build.attribute('statement.category');
  const orders = ['==', '!=', '<', '<=', '>', '>='] as const;
  const present = (value: Expression, then: Expression): Expression => build.and(build.present(value), then);
  const atoms: readonly Expression[] = [
    build.attribute('identity.mfa'),
    build.compare(build.attribute('statement.filtered'), '==', build.no),
    build.present(limit),
    ...orders.map((operator) => present(limit, build.compare(limit, operator, build.int(5)))),
    ...orders.map((operator) => build.compare(build.orElse(limit, build.int(7)), operator, build.int(6))),
    present(limit, build.oneOf(limit, [4, 5])),
    build.compare(user, '==', build.text('ana')),
    build.oneOf(user, ['ana', 'bo']),
    build.textTest(user, 'starts_with', build.text('a')),
    build.textTest(user, 'starts_with', build.text('an')),
    build.textTest(user, 'ends_with', build.text('o')),
    build.textTest(user, 'contains', build.text('n')),
    build.compare(build.orElse(env, build.text('prod')), '==', build.text('prod')),
    present(env, build.oneOf(env, ['prod', 'test'])),
    build.compare(category, '!=', build.text('read')),
    build.oneOf(category, ['read', 'write', 'schema']),
    build.oneOf(category, ['privilege', 'transaction', 'session', 'other']),
    build.inSet(build.text('nurses'), 'identity.groups'),
    build.touches('statement.reads', [0]),
    build.touches('statement.reads', [0, 1]),
    build.touches('statement.reads', [1, 2]),
  ];
  const members = ['a.b.c', 'a.b.d', 'a.b.e'].map((name, number) => {
    const [schema = '', relation = '', column = ''] = name.split('.');
    return build.member(`phi.m${number}`, [build.columns([schema], [relation], [column])]);
  });
  /** One value of every region that the conditions tell apart, for each attribute that they speak of. */
  const REGIONS: readonly (readonly [path: string, values: readonly unknown[]])[] = [
    ['identity.mfa', [true, false]],
    ['statement.filtered', [true, false]],
    ['statement.limit', [undefined, 3, 4, 5, 6, 7]],
    [
      'identity.user',
      [
        'ana',
        'bo',
        ...['x', 'ax', 'anx'].flatMap((begin) =>
          ['', 'nx'].flatMap((middle) => [begin + middle, `${begin}${middle}o`]),
        ),
      ],
    ],
    ['target.labels', [{}, { env: 'prod' }, { env: 'test' }, { env: 'other' }]],
    ['statement.category', ['read', 'write', 'schema', 'privilege', 'transaction', 'session', 'other']],
    ['identity.groups', [[], ['nurses']]],
    [
      'statement.reads',
      [[], ['a.b.c'], ['a.b.d'], ['a.b.e'], ['a.b.c', 'a.b.d'], ['a.b.c', 'a.b.e'], ['a.b.d', 'a.b.e']],
    ],
  ];
  const spoken = (condition: Expression): typeof REGIONS => {
    const text = JSON.stringify(condition);
    return REGIONS.filter(([path]) => text.includes(`"${path}"`));
  };
  const worlds = (regions: typeof REGIONS): PolicyEvent[] =>
    regions
      .reduce<Record<string, unknown>[]>(
        (all, [path, values]) => all.flatMap((world) => values.map((value) => ({ ...world, [path]: value }))),
        [{}],
      )
      .map((world) => statement(world as Parameters<typeof statement>[0]));

  /** A few conditions on two attributes, so that they often meet. */
  const condition = tuple(constantFrom(...REGIONS), constantFrom(...REGIONS)).chain((regions) => {
    const meeting = regions.flatMap(([path]) => atoms.filter((one) => JSON.stringify(one).includes(`"${path}"`)));
    const atom = constantFrom(...meeting, ...meeting.map(build.not));
    return tuple(atom, array(tuple(atom, constantFrom(build.and, build.and, build.or)), { maxLength: 5 })).map(
      ([first, more]) => more.reduce((left, [right, join]) => join(left, right), first),
    );
  });

  test('nothing is missed', { timeout: 600_000 }, () => {
    let impossible = 0;
    assert(
      property(condition, (found) => {
        const reasoner = createReasoner();
        const isImpossible = reasoner.exclude([reasoner.formulaOf(found)]);
        const isSeen = worlds(spoken(found)).some((event) => holding([found], event, members)[0]);
        if (isImpossible) impossible += 1;
        expect(isImpossible).toBe(!isSeen);
      }),
      { numRuns: RUNS },
    );
    expect(impossible).toBeGreaterThan(RUNS / 50);
  });
});
