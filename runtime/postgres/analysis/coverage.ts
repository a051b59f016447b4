// The net under the walker: every node that can name or compute something must have been visited, or lineage is unknown.
import { EXPRESSIONS } from './expressions.ts';
import { FROM_ITEMS } from './from-items.ts';
import { kindOf } from './syntax.ts';
import type { Node } from './parser.ts';

/** Expressions that name nothing and call nothing. */
const INERT: ReadonlySet<string> = new Set([
  'A_Const',
  'ParamRef',
  'SQLValueFunction',
  'SetToDefault',
  'MergeSupportFunc',
]);

/** Kinds of nodes that nothing may stand in the place of: what they name or compute has to be known. */
export const MUST_BE_VISITED: ReadonlySet<string> = new Set([
  ...Object.keys(EXPRESSIONS).filter((kind) => !INERT.has(kind)),
  ...Object.keys(FROM_ITEMS),
  'SelectStmt',
  'InsertStmt',
  'UpdateStmt',
  'DeleteStmt',
  'MergeStmt',
]);

/** Parts that hold names of types and their constant modifiers only; a modifier that is written as a name is no column. */
const isTypeName = (key: string): boolean => key === 'typeName' || key === 'TypeName';

/** The kind of a node that nobody visited; null when all were. Iterative, because trees can be deep. */
export function overlooked(tree: Node, visited: ReadonlySet<object>): string | null {
  const pending: object[] = [tree];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const kind = kindOf(next as Node);
    if (MUST_BE_VISITED.has(kind)) {
      const body = (next as Record<string, unknown>)[kind];
      if (typeof body === 'object' && body !== null && !visited.has(body)) return kind;
    }
    for (const key in next) {
      const part = (next as Record<string, unknown>)[key];
      if (typeof part === 'object' && part !== null && !isTypeName(key)) pending.push(part);
    }
  }
  return null;
}
