// `command.arguments any starts with "/"`: one test about each element of a set or list.
import type { ExpressionNode } from '../ast/expression.ts';
import { BOOL, STRING } from '../vocabulary/common.ts';
import {
  checkRequired,
  type Checked,
  describe,
  elementOf,
  type ExpressionContext,
  type Known,
  lost,
  plain,
} from './expression-context.ts';

export function checkQuantified(
  node: Extract<ExpressionNode, { kind: 'quantified' }>,
  known: Known,
  context: ExpressionContext,
): Checked {
  const set = checkRequired(node.set, known, context);
  const isCollection = set.type?.kind === 'set' || set.type?.kind === 'list';
  if (set.type && !isCollection) {
    const found = { expected: 'a set or list of texts', found: describe(set.type) };
    context.reporter.report('HPOL2004', node.set.span, found, {
      help: `\`${node.quantifier}\` asks about each element`,
    });
  }
  const element = set.type ? elementOf(set.type) : STRING;
  const test = context.check(node.test, known, { ...context, element });
  if (!isCollection || set.expression.kind !== 'attribute' || !test.type) return plain(lost(node).expression, BOOL);
  const { quantifier, span } = node;
  return plain({ kind: 'quantified', quantifier, set: set.expression.path, test: test.expression, span }, BOOL);
}
