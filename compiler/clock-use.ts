// What of the clock the conditions of a policy ask for: whether they read `now` at all, and in which time zones.
import type { Expression, Program } from '../lang/check/program.ts';
import { NOW } from './abi/layout.ts';
import type { PolicyMetadata } from './abi/metadata.ts';

export function clockUse(program: Program): PolicyMetadata['clock'] {
  const zones = new Set<string>();
  let isRead = false;
  const visit = (expression: Expression): void => {
    if (expression.kind === 'attribute' && expression.path === NOW) isRead = true;
    if (expression.kind === 'window') zones.add(expression.window.zone);
    for (const part of partsOf(expression)) visit(part);
  };
  for (const { condition } of program.rules) visit(condition);
  return { isRead: isRead || zones.size > 0, zones: [...zones].toSorted() };
}

/** The expressions that one holds. */
function partsOf(expression: Expression): readonly Expression[] {
  return Object.values(expression).filter(isExpression);
}

const isExpression = (value: unknown): value is Expression =>
  typeof value === 'object' && value !== null && 'kind' in value && 'span' in value;
