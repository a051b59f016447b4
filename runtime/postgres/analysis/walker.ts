// Puts the families of nodes together: the one place that knows them all.
import type { Catalog } from './catalog-index.ts';
import { overlooked } from './coverage.ts';
import { condition, expression } from './expressions.ts';
import type { AnalysisContext } from './facts.ts';
import type { Ast, Node } from './parser.ts';
import { arranging, carryOrder } from './row-order.ts';
import type { Scope } from './scope.ts';
import { query } from './select.ts';
import { bodyOf, isSorted } from './syntax.ts';
import { newFindings, unknown, use, withRowOrder } from './walk.ts';
import type { QueryResult, Visitors, Walk } from './walk.ts';
import { deleteStatement, insertStatement, mergeStatement, updateStatement } from './writes.ts';

/** A query or a write, wherever it stands. */
function inner(walk: Walk, node: Node, scope: Scope | null): QueryResult | null {
  walk.visited.add(bodyOf(node));
  if ('SelectStmt' in node) {
    if (scope !== null && node.SelectStmt.intoClause !== undefined)
      unknown(walk, 'INTO inside a query is not understood');
    return query(walk, node.SelectStmt, scope);
  }
  if ('InsertStmt' in node) return insert(walk, node.InsertStmt, scope);
  if ('UpdateStmt' in node) return updateStatement(walk, node.UpdateStmt, scope);
  if ('DeleteStmt' in node) return deleteStatement(walk, node.DeleteStmt, scope);
  if ('MergeStmt' in node) return mergeStatement(walk, node.MergeStmt, scope);
  return null;
}

/** What makes values of the order of rows that nothing says, be it a place among others or a number of a sequence. */
function ordered(walk: Walk, node: Node, scope: Scope | null, via: string): QueryResult | null {
  const { result, order } = withRowOrder(walk, () => statement(walk, node, scope));
  if (!isSorted(node)) use(walk, arranging(order), 'order', { via, filters: false });
  carryOrder(order, walk.findings.order);
  return result;
}

/** Rows that are inserted take their places, and the numbers of sequences, in the order in which they come. */
function insert(walk: Walk, node: Ast.InsertStmt, scope: Scope | null): QueryResult {
  const { result, order } = withRowOrder(walk, () => insertStatement(walk, node, scope));
  if (node.selectStmt !== undefined && !isSorted(node.selectStmt))
    use(walk, arranging(order), 'order', { via: 'INSERT', filters: false });
  carryOrder(order, walk.findings.order);
  return result;
}

/** Looked over afterwards: whatever holds it, no part of it may have been passed by. */
function whole(walk: Walk, node: Node, scope: Scope | null): QueryResult | null {
  const result = inner(walk, node, scope);
  const missed = result === null ? null : overlooked(node, walk.visited);
  if (missed !== null) unknown(walk, `the form ${missed} stands where it is not understood`);
  return result;
}

/** One with nothing around it is whole. */
const statement = (walk: Walk, node: Node, scope: Scope | null): QueryResult | null =>
  scope === null ? whole(walk, node, scope) : inner(walk, node, scope);

const visitors: Visitors = { expression, condition, query, statement, whole, ordered };

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
  meter: { bodies: 0, cuts: 0 },
  base,
});
