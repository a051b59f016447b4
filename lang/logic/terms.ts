// Tests of values: which variable a value is, and which of its values pass. No `default` comes here; it was split into
// its cases before.
import type { CompareOperator, TextOperator } from '../ast/expression.ts';
import type { Expression } from '../program/program.ts';
import { EVENTS } from '../vocabulary/registry.ts';
import { ALWAYS, type Formula, NEVER, type Test, valueIn } from './formula.ts';
import { ANYTHING, BIT, comparedWith, contains, from, intersect, ONE, pointsOf } from './ranges.ts';
import type { Variable, Variables } from './variables.ts';

export interface Terms {
  readonly variables: Variables;
  /** What was formulated already. */
  readonly formulas: Map<Expression, Formula>;
  /** The one test of a key. */
  testOf(key: string, create: (number: number) => Test): Test;
}

/** What some event may lack. */
const OPTIONAL: ReadonlySet<string> = new Set(
  EVENTS.flatMap((event) => event.attributes.filter(({ optional }) => optional).map(({ path }) => path)),
);

/** What has a variable of its own: a difference has one too, since nothing is said here about what it is made of. */
type Named = Extract<Expression, { kind: 'attribute' | 'lookup' | 'minus' }>;

/** Names a value by what it is, wherever it stands. */
export function keyOf(node: Expression): string {
  if (node.kind === 'attribute') return node.path;
  if (node.kind === 'string') return JSON.stringify(node.value);
  if (node.kind === 'lookup') return `${node.map}[${JSON.stringify(node.key)}]`;
  return JSON.stringify(node, (name, value: unknown) => (name === 'span' ? undefined : value));
}

export function variableOf(node: Named, { variables }: Terms): Variable {
  if (node.kind === 'lookup') return variables.named(keyOf(node), ANYTHING, true);
  if (node.kind === 'minus') return variables.named(keyOf(node), ANYTHING, false);
  const { path, type } = node;
  const isOptional = OPTIONAL.has(path);
  if (type.kind === 'bool') return variables.named(path, BIT, isOptional);
  return variables.named(path, type.kind === 'enum' ? from(0, type.values.length - 1) : ANYTHING, isOptional);
}

type Constant = string | number;

const constantOf = (node: Expression): Constant | undefined =>
  node.kind === 'string' || node.kind === 'int' ? node.value : undefined;

const isNamed = (node: Expression): node is Named =>
  node.kind === 'attribute' || node.kind === 'lookup' || node.kind === 'minus';

/** The number of a constant as a value of what it is compared with; undefined for a word that is none of its values. */
function numberOf(constant: Constant, beside: Named, { variables }: Terms): number | undefined {
  if (typeof constant === 'number') return constant;
  if (beside.kind !== 'attribute' || beside.type.kind !== 'enum') return variables.numberOf(constant);
  const index = beside.type.values.indexOf(constant);
  return index < 0 ? undefined : index;
}

export function isOneOf(value: Expression, constants: readonly Constant[], terms: Terms): Formula {
  const constant = constantOf(value);
  if (constant !== undefined) return constants.includes(constant) ? ALWAYS : NEVER;
  if (!isNamed(value)) return opaque({ kind: 'in_constants', value, constants, span: value.span }, terms);
  const numbers = constants.flatMap((one) => numberOf(one, value, terms) ?? []);
  return valueIn(variableOf(value, terms), pointsOf(numbers));
}

const MIRRORED = { '==': '==', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

export function compareValues(left: Expression, operator: CompareOperator, right: Expression, terms: Terms): Formula {
  const [first, second] = [constantOf(left), constantOf(right)];
  if (typeof first === 'number' && typeof second === 'number')
    return contains(comparedWith(operator, second), first) ? ALWAYS : NEVER;
  if (typeof first === 'string' && typeof second === 'string' && isEquality(operator))
    return (first === second) === (operator === '==') ? ALWAYS : NEVER;
  return first === undefined
    ? compareWith(left, operator, right, terms)
    : compareWith(right, MIRRORED[operator], left, terms);
}

const isEquality = (operator: CompareOperator): boolean => operator === '==' || operator === '!=';

/** A value and a constant. Texts are equal to one or not; their order is no theory of this procedure. */
function compareWith(value: Expression, operator: CompareOperator, other: Expression, terms: Terms): Formula {
  const constant = constantOf(other);
  if (!isNamed(value) || constant === undefined || (typeof constant === 'string' && !isEquality(operator)))
    return compareTwo(value, operator, other, terms);
  const variable = variableOf(value, terms);
  const number = numberOf(constant, value, terms);
  if (number === undefined) return operator === '==' ? NEVER : valueIn(variable, variable.present);
  return valueIn(variable, intersect(variable.present, comparedWith(operator, number)));
}

/** Two values are less, equal or greater, whatever they are. */
function compareTwo(left: Expression, operator: CompareOperator, right: Expression, terms: Terms): Formula {
  const [first, second] = [keyOf(left), keyOf(right)];
  if (first === second) return ['==', '<=', '>='].includes(operator) ? ALWAYS : NEVER;
  if (first > second) return compareTwo(right, MIRRORED[operator], left, terms);
  const order = terms.variables.named(`${first} <=> ${second}`, from(0, 2), false);
  return valueIn(order, intersect(order.present, comparedWith(operator, 1)));
}

export function isText(node: Extract<Expression, { kind: 'text' }>, terms: Terms): Formula {
  const { value, operator } = node;
  const [text, operand] = [constantOf(value), constantOf(node.operand)];
  if (operand === '') return ALWAYS;
  if (typeof operand !== 'string') return opaque(node, terms);
  if (typeof text === 'string') return passes(text, operator, operand) ? ALWAYS : NEVER;
  if (!isNamed(value)) return opaque(node, terms);
  const variable = variableOf(value, terms);
  if (value.kind === 'attribute' && value.type.kind === 'enum') {
    const passing = value.type.values.flatMap((word, index) => (passes(word, operator, operand) ? [index] : []));
    return valueIn(variable, pointsOf(passing));
  }
  const test = terms.testOf(`${keyOf(value)} ${operator} ${operand}`, (number) => ({
    kind: 'text',
    number,
    operator,
    operand,
  }));
  return { kind: 'test', variable, test, holds: true, size: 1 };
}

const PASSES: Readonly<Record<TextOperator, (text: string, operand: string) => boolean>> = {
  starts_with: (text, operand) => text.startsWith(operand),
  ends_with: (text, operand) => text.endsWith(operand),
  contains: (text, operand) => text.includes(operand),
};

export const passes = (text: string, operator: TextOperator, operand: string): boolean =>
  PASSES[operator](text, operand);

const opaque = (node: Expression, { variables }: Terms): Formula =>
  valueIn(variables.named(keyOf(node), BIT, false), ONE);
