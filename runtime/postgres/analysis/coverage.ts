// The net under the walker: every node that can name or compute something must have been visited, or lineage is unknown.
import { EXPRESSIONS } from './expressions.ts';
import { FROM_ITEMS } from './from-items.ts';
import { isParsedType } from './node-types.ts';
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

/** Types of nodes begin with a capital letter, names of their fields do not. */
const isType = (key: string): boolean => key.charCodeAt(0) <= 90;

/** True for a node that is passed by: it must have been visited, or no query may hold it. */
const isPassedBy = (kind: string, body: object, visited: ReadonlySet<object>): boolean =>
  MUST_BE_VISITED.has(kind) ? !visited.has(body) : !isParsedType(kind);

/** The kind of a node that nobody visited, or that no query may hold; null when there is none. Iterative, because trees can be deep. */
export function overlooked(tree: Node, visited: ReadonlySet<object>): string | null {
  const pending: object[] = [tree];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (Array.isArray(next)) {
      for (const item of next as readonly (object | null)[]) if (item !== null) pending.push(item);
      continue;
    }
    for (const key in next) {
      const part = (next as Record<string, unknown>)[key];
      if (typeof part !== 'object' || part === null || isTypeName(key)) continue;
      if (isType(key) && isPassedBy(key, part, visited)) return key;
      pending.push(part);
    }
  }
  return null;
}
