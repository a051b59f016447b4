// The parts of an expression, for walks that look at every one.
import type { ExpressionNode } from './expression.ts';

export function childrenOf(node: ExpressionNode): readonly ExpressionNode[] {
  switch (node.kind) {
    case 'bool':
    case 'int':
    case 'string':
    case 'duration':
    case 'size':
    case 'time':
    case 'element':
    case 'path':
    case 'index':
    case 'call':
      return [];
    case 'group':
    case 'not':
    case 'presence':
    case 'matches':
    case 'in_window':
      return [node.value];
    case 'and':
    case 'or':
    case 'default':
      return node.parts;
    case 'minus':
    case 'compare':
      return [node.left, node.right];
    case 'in_constants':
      return [node.value, ...node.constants];
    case 'in_attribute':
      return [node.value, node.set];
    case 'in_text':
      return [node.value, node.text];
    case 'quantified':
      return [node.set, node.test];
    default:
      // A text test. A new kind does not compile until it is handled above.
      return [node.value, node.operand];
  }
}
