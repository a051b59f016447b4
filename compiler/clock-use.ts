// What of the clock the conditions of a policy ask for: whether they read `now` at all, and in which time zones.
import type { Program } from '../lang/program/program.ts';
import { subexpressions } from '../lang/program/subexpressions.ts';
import { NOW } from './abi/layout.ts';
import type { PolicyMetadata } from './abi/metadata.ts';

export function clockUse(program: Program): PolicyMetadata['clock'] {
  const zones = new Set<string>();
  let isRead = false;
  for (const expression of program.rules.flatMap(({ condition }) => [...subexpressions(condition)])) {
    if (expression.kind === 'attribute' && expression.path === NOW) isRead = true;
    if (expression.kind === 'window') zones.add(expression.window.zone);
  }
  return { isRead: isRead || zones.size > 0, zones: [...zones].toSorted() };
}
