// The net under the walker: every node that can name or compute something must have been visited, or lineage is unknown.
import { kindOf } from './syntax.ts';
import type { Node } from './parser.ts';

const MUST_BE_VISITED = new Set([
  'ColumnRef',
  'FuncCall',
  'A_Expr',
  'BoolExpr',
  'SubLink',
  'RangeVar',
  'RangeSubselect',
  'RangeFunction',
  'JoinExpr',
  'SelectStmt',
  'CaseExpr',
  'CoalesceExpr',
  'A_Indirection',
  'TypeCast',
  'RowExpr',
]);

/** The kind of a node that nobody visited; null when all were. Iterative, because trees can be deep. */
export function overlooked(tree: Node, visited: ReadonlySet<object>): string | null {
  const pending: unknown[] = [tree];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    const kind = kindOf(next as Node);
    if (MUST_BE_VISITED.has(kind)) {
      const body = (next as Record<string, unknown>)[kind];
      if (typeof body === 'object' && body !== null && !visited.has(body)) return kind;
    }
    pending.push(...(Array.isArray(next) ? next : Object.values(next)));
  }
  return null;
}
