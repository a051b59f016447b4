// Walks over checked conditions.
import type { Expression } from './program.ts';

/** The expressions that one holds directly. */
export const partsOf = (expression: Expression): readonly Expression[] =>
  Object.values(expression).filter(isExpression);

const isExpression = (value: unknown): value is Expression =>
  typeof value === 'object' && value !== null && 'kind' in value && 'span' in value;

/** An expression and everything inside it. */
export function* subexpressions(expression: Expression): Generator<Expression> {
  yield expression;
  for (const part of partsOf(expression)) yield* subexpressions(part);
}
