// What does not depend on the event is computed, and what may trap keeps its place. The interpreter of the conformance suite
// says whether the meaning stays.
import { expect, test } from 'vitest';
import type { IrExpression, IrNode, PolicyIr } from '../ir/policy-ir.ts';
import { EVENTS } from '../../lang/vocabulary/registry.ts';
import { foldConstants } from './fold-constants.ts';

const SPAN = { file: 'p.hpol', start: 0, end: 1 };
const at = (node: IrNode): IrExpression => ({ ...node, span: SPAN });
const yes = at({ kind: 'bool', value: true });
const no = at({ kind: 'bool', value: false });
const int = (value: number): IrExpression => at({ kind: 'int', value });
const text = (number: number): IrExpression => at({ kind: 'text', text: number });
const mfa = at({ kind: 'slot', slot: 5, type: 'bool' });
const user = at({ kind: 'slot', slot: 0, type: 'text' });
const window = at({ kind: 'window', now: 1, offsets: 2, zone: 0, unit: 'clock', from: 1, to: 2 });
const not = (value: IrExpression): IrExpression => at({ kind: 'not', value });
const and = (left: IrExpression, right: IrExpression): IrExpression => at({ kind: 'and', left, right });
const or = (left: IrExpression, right: IrExpression): IrExpression => at({ kind: 'or', left, right });
type Compare = Extract<IrNode, { kind: 'compare' }>;
const compare = (
  operator: Compare['operator'],
  [left, right]: readonly [IrExpression, IrExpression],
  type: Compare['type'] = 'int',
): IrExpression => at({ kind: 'compare', operator, type, left, right });

/** Texts are numbered a, b, é and the empty one; list 0 is {a, b}, list 1 is empty. */
function folded(condition: IrExpression): IrExpression | null {
  const [event] = EVENTS;
  if (event === undefined) throw new Error('no event');
  const ir: PolicyIr = {
    events: [{ event, rules: [{ rule: 0, condition }], shared: [], index: { always: [0], lookups: [] }, atoms: [] }],
    texts: ['a', 'b', 'é', ''],
    textLists: [[0, 1], []],
    networkLists: [[], [{ text: '::/0', address: '0'.repeat(32), prefixBits: 0 }]],
    patterns: [],
    caches: 0,
  };
  return foldConstants(ir).events[0]?.rules[0]?.condition ?? null;
}

const touches = (members: readonly number[]): IrExpression => at({ kind: 'touches', slot: 1, cache: 0, members });
const quantified = (quantifier: 'any' | 'all', of: IrExpression): IrExpression =>
  at({ kind: 'quantified', quantifier, slot: 1, test: of });
const inList = (value: IrExpression, list: number): IrExpression => at({ kind: 'in_list', value, list });
const textTest = (operator: 'starts_with' | 'ends_with' | 'contains', value: IrExpression, operand: IrExpression) =>
  at({ kind: 'text_test', operator, value, operand });
const choose = (condition: IrExpression): IrExpression =>
  at({ kind: 'choose', type: 'bool', test: condition, chosen: mfa, other: yes });

test.each<[string, IrExpression, IrExpression | null]>([
  ['a rule that never fires is dropped', no, null],
  ['not false', not(no), yes],
  ['not not', not(not(mfa)), mfa],
  ['and with true', and(yes, mfa), mfa],
  ['and with true behind', and(mfa, yes), mfa],
  ['and with false', and(no, window), null],
  ['and with false behind', and(mfa, no), null],
  ['or with false', or(no, mfa), mfa],
  ['or with true', or(yes, window), yes],
  ['or with true behind', or(mfa, yes), yes],
  ['the same twice', and(mfa, mfa), mfa],
  ['what may trap stays before a false', and(window, no), and(window, no)],
  ['what may trap stays before a true', or(window, yes), or(window, yes)],
  ['a test that is known', choose(yes), mfa],
  ['a test that is known to fail', choose(no), yes],
  ['a test that is not known', choose(mfa), choose(mfa)],
  ['numbers', compare('<', [int(1), int(2)]), yes],
  ['numbers that are equal', compare('<=', [int(2), int(2)]), yes],
  ['numbers, greater', compare('>=', [int(1), int(2)]), null],
  ['numbers, not greater', compare('>', [int(1), int(2)]), null],
  ['texts are ordered by bytes', compare('>', [text(2), text(1)], 'text'), yes],
  ['texts differ', compare('!=', [text(0), text(1)], 'text'), yes],
  ['bools', compare('==', [yes, no], 'bool'), null],
  ['a bool compared with true', compare('==', [mfa, yes], 'bool'), mfa],
  ['a bool compared with false', compare('==', [no, mfa], 'bool'), not(mfa)],
  ['a bool that is not true', compare('!=', [mfa, yes], 'bool'), not(mfa)],
  ['bools that are not known', compare('==', [mfa, mfa], 'bool'), compare('==', [mfa, mfa], 'bool')],
  ['bools are not ordered', compare('<', [mfa, yes], 'bool'), compare('<', [mfa, yes], 'bool')],
  ['a constant in a list', inList(text(1), 0), yes],
  ['a constant in no list', inList(text(2), 0), null],
  ['an attribute in an empty list', inList(user, 1), null],
  ['an attribute in a list', inList(user, 0), inList(user, 0)],
  ['in no network', at({ kind: 'in_networks', value: user, list: 0 }), null],
  [
    'in a network',
    at({ kind: 'in_networks', value: user, list: 1 }),
    at({ kind: 'in_networks', value: user, list: 1 }),
  ],
  ['every text starts with nothing', textTest('starts_with', user, text(3)), yes],
  ['constants start', textTest('starts_with', text(0), text(0)), yes],
  ['constants end', textTest('ends_with', text(0), text(1)), null],
  ['constants contain', textTest('contains', text(2), text(2)), yes],
  ['an attribute contains', textTest('contains', user, text(2)), textTest('contains', user, text(2))],
  ['any of what never holds', quantified('any', no), null],
  ['all of what always holds', quantified('all', yes), yes],
  ['any of what always holds needs an element', quantified('any', yes), quantified('any', yes)],
  ['no members', touches([]), null],
  ['members', touches([1]), touches([1])],
])('%s', (_, condition, wanted) => {
  expect(folded(condition)).toEqual(wanted);
});
