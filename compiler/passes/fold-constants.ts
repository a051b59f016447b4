// Computes what does not depend on the event, and drops rules that can never fire. What may trap stays, in its place:
// the reference asks it too, and an event that cannot be answered must stay one.
import { keyOf, mapChildren, mayTrap } from '../ir/children.ts';
import type { IrExpression, PolicyIr } from '../ir/policy-ir.ts';

type Of<Kind extends IrExpression['kind']> = Extract<IrExpression, { kind: Kind }>;

export function foldConstants(ir: PolicyIr): PolicyIr {
  const fold = (node: IrExpression): IrExpression => foldNode(mapChildren(node, fold), ir);
  const events = ir.events.map((event) => ({
    ...event,
    rules: event.rules
      .map(({ rule, condition }) => ({ rule, condition: fold(condition) }))
      .filter(({ condition }) => !isBool(condition, false)),
  }));
  return { ...ir, events };
}

const isBool = (node: IrExpression, value: boolean): boolean => node.kind === 'bool' && node.value === value;

/** A node whose children are folded. */
function foldNode(node: IrExpression, ir: PolicyIr): IrExpression {
  const answer = (value: boolean): IrExpression => ({ kind: 'bool', value, span: node.span });
  switch (node.kind) {
    case 'not':
      if (node.value.kind === 'bool') return answer(!node.value.value);
      return node.value.kind === 'not' ? node.value.value : node;
    case 'and':
      return foldJunction(node, false);
    case 'or':
      return foldJunction(node, true);
    case 'choose':
      if (node.test.kind !== 'bool') return node;
      return node.test.value ? node.chosen : node.other;
    case 'compare':
      return foldCompare(node, ir);
    case 'in_list':
      return foldInList(node, ir);
    case 'in_networks':
      return ir.networkLists[node.list]?.length === 0 ? answer(false) : node;
    case 'text_test':
      return foldTextTest(node, ir);
    case 'quantified':
      // Over no elements `any` is false and `all` is true, whatever the test says.
      return isBool(node.test, node.quantifier === 'all') ? answer(node.quantifier === 'all') : node;
    case 'touches':
      return node.members.length === 0 ? answer(false) : node;
    default:
      return node;
  }
}

/** `and` is decided by false, `or` by true; the other value changes nothing. */
function foldJunction(node: Of<'and' | 'or'>, decisive: boolean): IrExpression {
  const { left, right } = node;
  if (isBool(left, decisive)) return left;
  if (isBool(left, !decisive)) return right;
  if (isBool(right, !decisive)) return left;
  if (isBool(right, decisive) && !mayTrap(left)) return right;
  return keyOf(left) === keyOf(right) ? left : node;
}

function foldCompare(node: Of<'compare'>, ir: PolicyIr): IrExpression {
  const { left, right, operator, span } = node;
  const order = orderOf(left, right, ir);
  if (order !== null) return { kind: 'bool', value: holds(operator, order), span };
  if (node.type !== 'bool' || (operator !== '==' && operator !== '!=')) return node;
  // A bool compared with a constant is that bool, or what it is not.
  const [constant, other] = left.kind === 'bool' ? [left, right] : [right, left];
  if (constant.kind !== 'bool') return node;
  return constant.value === (operator === '==') ? other : foldNode({ kind: 'not', value: other, span }, ir);
}

/** Negative, zero or positive for two constants; null where one is none. Texts are ordered by their bytes. */
function orderOf(left: IrExpression, right: IrExpression, ir: PolicyIr): number | null {
  if (left.kind === 'int' && right.kind === 'int') return left.value - right.value;
  if (left.kind === 'bool' && right.kind === 'bool') return Number(left.value) - Number(right.value);
  const [one, other] = [textOf(left, ir), textOf(right, ir)];
  return one === null || other === null ? null : Buffer.compare(Buffer.from(one), Buffer.from(other));
}

const textOf = (node: IrExpression, ir: PolicyIr): string | null =>
  node.kind === 'text' ? (ir.texts[node.text] ?? null) : null;

function holds(operator: Of<'compare'>['operator'], order: number): boolean {
  switch (operator) {
    case '==':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    default:
      return operator satisfies never;
  }
}

function foldInList(node: Of<'in_list'>, ir: PolicyIr): IrExpression {
  const list = ir.textLists[node.list] ?? [];
  if (list.length === 0) return { kind: 'bool', value: false, span: node.span };
  if (node.value.kind !== 'text') return node;
  return { kind: 'bool', value: list.includes(node.value.text), span: node.span };
}

function foldTextTest(node: Of<'text_test'>, ir: PolicyIr): IrExpression {
  const value = textOf(node.value, ir);
  const operand = textOf(node.operand, ir);
  // Every text starts with, ends with and contains the empty one.
  if (operand === '') return { kind: 'bool', value: true, span: node.span };
  if (value === null || operand === null) return node;
  const test = { starts_with: 'startsWith', ends_with: 'endsWith', contains: 'includes' } as const;
  return { kind: 'bool', value: value[test[node.operator]](operand), span: node.span };
}
