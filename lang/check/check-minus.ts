// Differences: a time less a time is a duration, a time less a duration is a time.
import type { ExpressionNode } from '../ast/expression.ts';
import { DURATION, TIME } from '../vocabulary/common.ts';
import {
  checkRequired,
  type Checked,
  describe,
  type ExpressionContext,
  type Known,
  lost,
  plain,
} from './expression-context.ts';
import type { Expression } from '../program/program.ts';

export function checkMinus(
  node: Extract<ExpressionNode, { kind: 'minus' }>,
  known: Known,
  context: ExpressionContext,
): Checked {
  const left = checkRequired(node.left, known, context);
  const right = checkRequired(node.right, known, context);
  if (!left.type || !right.type) return lost(node);
  const { span } = node;
  const expression: Expression = { kind: 'minus', left: left.expression, right: right.expression, span };
  if (left.type.kind === 'time' && right.type.kind === 'time') return plain(expression, DURATION);
  if (left.type.kind === 'time' && right.type.kind === 'duration') return plain(expression, TIME);
  context.reporter.report('HPOL2023', span, { left: describe(left.type), right: describe(right.type) });
  return lost(node);
}
