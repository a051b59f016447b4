// The decision procedure on conditions that policies cannot write yet, on ones that are too large, and on a small budget.
import { describe, expect, test } from 'vitest';
import { attributeOf, EVENTS } from '../vocabulary/registry.ts';
import type { Expression } from '../program/program.ts';
import { coverOf, indexConditions } from './cover.ts';
import { ALWAYS, all, negate, NEVER, some } from './formula.ts';
import { createReasoner, type Reasoner } from './reasoner.ts';

const span = { file: 'a.hpol', start: 0, end: 0 };
const attribute = (path: string): Expression => {
  const type = EVENTS.flatMap((event) => attributeOf(event, path) ?? [])[0]?.type ?? { kind: 'bool' };
  return { kind: 'attribute', path, type, span };
};
const text = (value: string): Expression => ({ kind: 'string', value, span });
const int = (value: number): Expression => ({ kind: 'int', value, span });
const bool = (value: boolean): Expression => ({ kind: 'bool', value, span });
const and = (left: Expression, right: Expression): Expression => ({ kind: 'and', left, right, span });
const not = (value: Expression): Expression => ({ kind: 'not', value, span });
const present = (value: Expression): Expression => ({ kind: 'present', value, span });
const orElse = (value: Expression, fallback: Expression): Expression => ({ kind: 'default', value, fallback, span });
const compare = (
  left: Expression,
  operator: Extract<Expression, { kind: 'compare' }>['operator'],
  right: Expression,
): Expression => ({ kind: 'compare', operator, left, right, span });
const starts = (value: Expression, operand: Expression): Expression => ({
  kind: 'text',
  operator: 'starts_with',
  value,
  operand,
  span,
});

const [mfa, user, limit, env] = [
  attribute('identity.mfa'),
  attribute('identity.user'),
  attribute('statement.limit'),
  { kind: 'lookup', map: 'target.labels', key: 'env', span },
] as const satisfies Expression[];
const kind = attribute('identity.kind');

/** Nested `==` doubles a formula at each level. */
const doubled = (levels: number): Expression =>
  Array.from({ length: levels }, (_, at): Expression => attribute(`identity.b${at}`)).reduce((left, right) =>
    compare(left, '==', right),
  );

const isNever = (condition: Expression): boolean => {
  const reasoner = createReasoner();
  return reasoner.exclude([reasoner.formulaOf(condition)]);
};

describe('conditions beyond what policies write', () => {
  const window = (from: number, to: number): Expression => ({
    kind: 'window',
    window: { unit: 'clock', from, to, zone: 'UTC' },
    span,
  });
  test('a span of hours that holds no time is never, and nothing joined is what it would be', () => {
    expect(isNever(window(720, 720))).toBe(true);
    expect(isNever(window(720, 721))).toBe(false);
    const week: Expression = { kind: 'window', window: { unit: 'weekday', from: 4, to: 3, zone: 'UTC' }, span };
    expect(isNever(not(week))).toBe(true);
    expect(all([])).toBe(ALWAYS);
    expect(some([])).toBe(NEVER);
  });
  test('what is asked of an element on its own is not known', () => {
    const element: Expression = { kind: 'element', span };
    expect(isNever({ kind: 'in_constants', value: element, constants: ['a'], span })).toBe(false);
  });
  test('a word that is none of an enum', () => {
    expect(isNever({ kind: 'in_constants', value: kind, constants: ['robot'], span })).toBe(true);
  });
  test('a value compared with itself', () => {
    expect(isNever(compare(user, '!=', user))).toBe(true);
    expect(isNever(not(compare(user, '<=', user)))).toBe(true);
  });

  test.each<[string, Expression, boolean]>([
    ['a default of a truth value', and(orElse(mfa, bool(false)), not(mfa)), true],
    ['a default of truth values, compared', and(compare(orElse(mfa, bool(false)), '==', bool(true)), not(mfa)), true],
    ['an absent value with a default', and(not(present(orElse(limit, env))), present(limit)), true],
    ['the presence of a constant', not(present(text('a'))), true],
    ['the order of texts is not known', and(compare(user, '<', text('b')), compare(user, '==', text('c'))), false],
    ['one order of texts', and(compare(user, '<', text('b')), compare(text('b'), '<=', user)), true],
    ['the order of constant texts is not known', compare(text('b'), '<', text('a')), false],
    ['the order of a number and a text', compare(int(1), '==', text('1')), false],
    ['constants mirrored', compare(int(5), '<', int(5)), true],
    ['a word that is none', compare(kind, '==', text('robot')), true],
    ['not a word that is none', not(compare(kind, '!=', text('robot'))), true],
    ['the beginning of words', and(starts(kind, text('per')), compare(kind, '==', text('agent'))), true],
    ['the beginning of what is no text', and(starts(mfa, int(1)), not(starts(mfa, int(1)))), true],
    [
      'membership of what is no value',
      and(
        { kind: 'in_constants', value: compare(mfa, '==', mfa), constants: ['a'], span },
        not({ kind: 'in_constants', value: compare(mfa, '==', mfa), constants: ['a'], span }),
      ),
      true,
    ],
    ['what is too large may be true', and(doubled(20), not(doubled(20))), false],
    ['two halves that are too large together', compare(doubled(13), '==', not(doubled(13))), false],
    ['three that are too large together', and(and(doubled(13), doubled(13)), and(not(doubled(13)), bool(true))), false],
    ['the beginning of something else', and(starts(not(mfa), text('a')), not(starts(not(mfa), text('a')))), true],
    ['no members', { kind: 'touches', columns: 'statement.reads', members: [], span }, true],
  ])('%s', (_, condition, never) => expect(isNever(condition)).toBe(never));
});

test('constants and their opposites', () => {
  expect([negate(ALWAYS), negate(NEVER)]).toEqual([NEVER, ALWAYS]);
});

describe('without steps there is no answer', () => {
  const hard = (reasoner: Reasoner): readonly ReturnType<Reasoner['formulaOf']>[] =>
    ['a', 'b'].map((name) => reasoner.formulaOf(compare(user, '==', text(name))));
  test('no claim', () => {
    const reasoner = createReasoner(0);
    expect(reasoner.search([all(hard(reasoner)), ...hard(reasoner).map(negate)]).kind).toBe('none');
    const spent = createReasoner(-1);
    expect(spent.search(hard(spent)).kind).toBe('unknown');
    expect(spent.exclude(hard(spent))).toBe(false);
  });
  test('no cover', () => {
    const full = createReasoner();
    const goal = full.formulaOf(mfa);
    const found = full.search([goal]);
    if (found.kind !== 'found') throw new Error('a model was expected');
    const items = [{ condition: goal }];
    const index = indexConditions(items);
    const accepts = (): boolean => true;
    expect(coverOf(goal, found.model, { index, reasoner: full, accepts })).toEqual({
      kind: 'covered',
      items,
    });
    expect(coverOf(goal, found.model, { index, reasoner: createReasoner(-1), accepts })).toEqual({ kind: 'unknown' });
    const blind = indexConditions(items, 0);
    expect(coverOf(goal, found.model, { index: blind, reasoner: full, accepts })).toEqual({ kind: 'unknown' });
    expect(coverOf(goal, found.model, { index, reasoner: full, accepts: () => false })).toEqual({ kind: 'open' });
  });
});

test('a cover has no spare parts', () => {
  const reasoner = createReasoner();
  const isKind = (name: string): Expression => compare(kind, '==', text(name));
  const goal = reasoner.formulaOf({ kind: 'in_constants', value: kind, constants: ['person', 'agent'], span });
  const found = reasoner.search([goal]);
  if (found.kind !== 'found') throw new Error('a model was expected');
  const items = [and(isKind('agent'), not(mfa)), isKind('person'), isKind('agent')].map((condition) => ({
    condition: reasoner.formulaOf(condition),
  }));
  const cover = coverOf(goal, found.model, { index: indexConditions(items), reasoner, accepts: () => true });
  const [, person, agent] = items;
  expect(cover.kind === 'covered' && new Set(cover.items)).toEqual(new Set([person, agent]));
});
