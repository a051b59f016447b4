// Puts the families of nodes together: the one place that knows them all.
import type { Catalog } from './catalog-index.ts';
import { condition, expression } from './expressions.ts';
import type { AnalysisContext } from './facts.ts';
import type { Node } from './parser.ts';
import type { Scope } from './scope.ts';
import { query } from './select.ts';
import { bodyOf } from './syntax.ts';
import { newFindings, unknown } from './walk.ts';
import type { QueryResult, Visitors, Walk } from './walk.ts';
import { deleteStatement, insertStatement, mergeStatement, updateStatement } from './writes.ts';

function statement(walk: Walk, node: Node, scope: Scope | null): QueryResult | null {
  walk.visited.add(bodyOf(node));
  if ('SelectStmt' in node) {
    if (scope !== null && node.SelectStmt.intoClause !== undefined)
      unknown(walk, 'INTO inside a query is not understood');
    return query(walk, node.SelectStmt, scope);
  }
  if ('InsertStmt' in node) return insertStatement(walk, node.InsertStmt, scope);
  if ('UpdateStmt' in node) return updateStatement(walk, node.UpdateStmt, scope);
  if ('DeleteStmt' in node) return deleteStatement(walk, node.DeleteStmt, scope);
  if ('MergeStmt' in node) return mergeStatement(walk, node.MergeStmt, scope);
  return null;
}

const visitors: Visitors = { expression, condition, query, statement };

/** A fresh walk over one statement. `base` is the byte offset of its text in what was parsed. */
export const newWalk = (catalog: Catalog, context: AnalysisContext, base: number): Walk => ({
  catalog,
  context,
  visit: visitors,
  findings: newFindings(),
  visited: new Set(),
  view: null,
  parameters: null,
  calls: [],
  base,
});
