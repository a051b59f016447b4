// Bugs that a compiler could have, planted by changing the program that is compiled while the reference interprets the
// one that was meant. The differential test must find each.
import type { CompareOperator, Expression, Program, Rule } from '../../lang/check/program.ts';

export interface PlantedBug {
  readonly name: string;
  readonly plant: (program: Program) => Program;
}

type Change = (expression: Expression) => Expression;

/** Changes every node, innermost first. */
function rewrite(expression: Expression, change: Change): Expression {
  const inner = (value: Expression): Expression => rewrite(value, change);
  switch (expression.kind) {
    case 'not':
      return change({ ...expression, value: inner(expression.value) });
    case 'and':
    case 'or':
    case 'compare':
    case 'minus':
      return change({ ...expression, left: inner(expression.left), right: inner(expression.right) });
    case 'default':
      return change({ ...expression, value: inner(expression.value), fallback: inner(expression.fallback) });
    case 'text':
      return change({ ...expression, value: inner(expression.value), operand: inner(expression.operand) });
    case 'in_constants':
    case 'in_attribute':
    case 'in_networks':
    case 'matches':
      return change({ ...expression, value: inner(expression.value) });
    case 'quantified':
      return change({ ...expression, test: inner(expression.test) });
    default:
      return change(expression);
  }
}

const inRules = (name: string, change: (rule: Rule) => Rule): PlantedBug => ({
  name,
  plant: (program) => ({ ...program, rules: program.rules.map(change) }),
});

const inConditions = (name: string, change: Change): PlantedBug =>
  inRules(name, (rule) => ({ ...rule, condition: rewrite(rule.condition, change) }));

const SLIPS: Partial<Record<CompareOperator, CompareOperator>> = { '<': '<=', '>=': '>' };

export const PLANTED_BUGS: readonly PlantedBug[] = [
  inConditions('`and` taken for `or`', (node) => (node.kind === 'and' ? { ...node, kind: 'or' } : node)),
  inConditions('`not` forgotten', (node) => (node.kind === 'not' ? node.value : node)),
  inConditions('a bound off by one', (node) =>
    node.kind === 'compare' ? { ...node, operator: SLIPS[node.operator] ?? node.operator } : node,
  ),
  inConditions('a default that always wins', (node) => (node.kind === 'default' ? node.fallback : node)),
  inConditions('a prefix taken for a part', (node) =>
    node.kind === 'text' && node.operator === 'starts_with' ? { ...node, operator: 'contains' } : node,
  ),
  inConditions('the first constant forgotten', (node) =>
    node.kind === 'in_constants' ? { ...node, constants: node.constants.slice(1) } : node,
  ),
  inConditions('case ignored in patterns', (node) =>
    node.kind === 'matches' ? { ...node, pattern: { ...node.pattern, flags: 'i' } } : node,
  ),
  inConditions('a difference the wrong way round', (node) =>
    node.kind === 'minus' ? { ...node, left: node.right, right: node.left } : node,
  ),
  inConditions('`any` taken for `all`', (node) => (node.kind === 'quantified' ? { ...node, quantifier: 'all' } : node)),
  inConditions('a window that ends a minute or a day late', (node) =>
    node.kind === 'window' ? { ...node, window: { ...node.window, to: node.window.to + 1 } } : node,
  ),
  inConditions('a window in another zone', (node) =>
    node.kind === 'window' ? { ...node, window: { ...node.window, zone: 'UTC' } } : node,
  ),
  inConditions('one bit of a network lost', (node) =>
    node.kind === 'in_networks'
      ? { ...node, networks: node.networks.map((one) => ({ ...one, prefixBits: Math.max(0, one.prefixBits - 1) })) }
      : node,
  ),
  inConditions('the first member forgotten', (node) =>
    node.kind === 'touches' ? { ...node, members: node.members.slice(1) } : node,
  ),
  inRules('masks that are weaker win', (rule) =>
    rule.kind === 'mask' ? { ...rule, entries: rule.entries.toReversed().slice(0, 1) } : rule,
  ),
  inRules('a rule that hears one event only', (rule) => ({ ...rule, events: rule.events.slice(0, 1) })),
  inRules('an approval taken for a block', (rule) => (rule.kind === 'approve' ? { ...rule, kind: 'block' } : rule)),
  {
    name: 'the default turned round',
    plant: (program) => ({ ...program, default: program.default === 'allow' ? 'block' : 'allow' }),
  },
  {
    name: 'columns of the last member lost',
    plant: (program) => ({
      ...program,
      members: program.members.map((member, number) => (number === 2 ? { ...member, columns: [] } : member)),
    }),
  },
];
