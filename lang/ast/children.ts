// The parts of an expression, for walks that look at every one.
import type { ExpressionNode } from './expression.ts';

export function childrenOf(node: ExpressionNode): readonly ExpressionNode[] {
  switch (node.kind) {
    case 'bool':
    case 'int':
    case 'string':
    case 'path':
    case 'index':
    case 'call':
      return [];
    case 'group':
    case 'not':
    case 'presence':
    case 'matches':
      return [node.value];
    case 'and':
    case 'or':
    case 'default':
      return node.parts;
    case 'compare':
      return [node.left, node.right];
    case 'in_constants':
      return [node.value, ...node.constants];
    case 'in_attribute':
      return [node.value, node.set];
    case 'text':
      return [node.value, node.operand];
    default:
      return node satisfies never;
  }
}
