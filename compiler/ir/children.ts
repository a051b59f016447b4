// Walks over IR expressions, in one place, so that a new kind of node is handled everywhere or does not compile.
import { assertNever } from './assert-never.ts';
import type { IrExpression } from './policy-ir.ts';

/** The same expression over other children. Children are given left to right. */
export function mapChildren(node: IrExpression, map: (child: IrExpression) => IrExpression): IrExpression {
  switch (node.kind) {
    case 'bool':
    case 'int':
    case 'text':
    case 'slot':
    case 'enum_slot':
    case 'enum_text':
    case 'present':
    case 'lookup':
    case 'found':
    case 'element':
    case 'window':
    case 'touches':
    case 'shared':
    case 'zone_known':
      return node;
    case 'not':
    case 'in_slot':
    case 'in_list':
    case 'in_networks':
    case 'matches':
      return { ...node, value: map(node.value) };
    case 'minus':
    case 'and':
    case 'or':
    case 'compare':
      return { ...node, left: map(node.left), right: map(node.right) };
    case 'text_test':
      return { ...node, value: map(node.value), operand: map(node.operand) };
    case 'choose':
      return { ...node, test: map(node.test), chosen: map(node.chosen), other: map(node.other) };
    case 'quantified':
      return { ...node, test: map(node.test) };
    default:
      return assertNever(node);
  }
}

/** The expressions that one holds directly, left to right. */
export function childrenOf(node: IrExpression): readonly IrExpression[] {
  const children: IrExpression[] = [];
  mapChildren(node, (child) => {
    children.push(child);
    return child;
  });
  return children;
}

/** Whether the expression or anything inside it is of the kind. */
export const contains = (node: IrExpression, kind: IrExpression['kind']): boolean =>
  node.kind === kind || childrenOf(node).some((child) => contains(child, kind));

/** Equal exactly for expressions that say the same, wherever they stand. */
export const keyOf = (node: IrExpression): string =>
  JSON.stringify(node, (name, value: unknown) => (name === 'span' ? undefined : value));

/** Only a window of local time can trap, when the host did not tell its zone; what may trap is not left out. */
export const mayTrap = (node: IrExpression): boolean => contains(node, 'window');
