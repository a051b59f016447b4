// GROUP BY, HAVING, DISTINCT, ORDER BY, LIMIT: how a query uses its columns after they are computed.
import type { Lineage, NamedLineage } from './lineage.ts';
import { useGroup } from './operators.ts';
import type { Ast, Node } from './parser.ts';
import { findColumn } from './scope.ts';
import type { Scope } from './scope.ts';
import { integerOf, strings } from './syntax.ts';
import { unknown, use, usePartially } from './walk.ts';
import type { Walk } from './walk.ts';

interface Query {
  readonly columns: readonly NamedLineage[];
  readonly scope: Scope;
}

const bareName = (node: Node): string | null => {
  const names = 'ColumnRef' in node ? strings(node.ColumnRef.fields) : [];
  return names.length === 1 && 'ColumnRef' in node && node.ColumnRef.fields?.length === 1 ? (names[0] ?? null) : null;
};

/** What an item of GROUP BY, DISTINCT ON or ORDER BY stands for: a result column by number or name, or an expression. */
function itemLineages(walk: Walk, node: Node, query: Query, inputFirst: boolean): readonly Lineage[] {
  const number = integerOf(node);
  if (number !== null) {
    const column = query.columns[number - 1];
    if (column === undefined) unknown(walk, `there is no result column ${number}`);
    return column === undefined ? [] : [column.lineage];
  }
  const name = bareName(node);
  const named =
    name === null ? [] : query.columns.filter((column) => column.name === name).map((column) => column.lineage);
  const local = name !== null && findColumn({ ...query.scope, parent: null }, name).kind !== 'none';
  if (named.length === 0 || (inputFirst && local)) return [walk.visit.expression(walk, node, query.scope)];
  if ('ColumnRef' in node) walk.visited.add(node.ColumnRef);
  return named;
}

function useGroups(walk: Walk, nodes: readonly Node[] | undefined, query: Query): void {
  for (const node of nodes ?? []) {
    if ('GroupingSet' in node) useGroups(walk, node.GroupingSet.content, query);
    else if ('RowExpr' in node) {
      walk.visited.add(node.RowExpr);
      useGroups(walk, node.RowExpr.args, query);
    } else {
      for (const lineage of itemLineages(walk, node, query, true)) useGroup(walk, lineage, 'GROUP BY');
    }
  }
}

/** ORDER BY of a query: names of result columns come first. */
export function useOutputOrder(walk: Walk, nodes: readonly Node[] | undefined, query: Query): void {
  for (const item of nodes ?? []) {
    if (!('SortBy' in item) || item.SortBy.node === undefined) unknown(walk, 'a form of ORDER BY is not understood');
    else
      for (const lineage of itemLineages(walk, item.SortBy.node, query, false))
        use(walk, lineage.sources, 'order', { via: 'ORDER BY' });
  }
}

export function useLimits(walk: Walk, select: Ast.SelectStmt, scope: Scope): void {
  for (const node of [select.limitCount, select.limitOffset]) {
    if (node !== undefined) usePartially(walk, walk.visit.expression(walk, node, scope).sources, 'LIMIT');
  }
}

function useDistinct(walk: Walk, nodes: readonly Node[] | undefined, query: Query): void {
  const items = (nodes ?? []).filter((node) => Object.keys(node).length > 0);
  const lineages =
    nodes === undefined
      ? []
      : items.length === 0
        ? query.columns.map((column) => column.lineage)
        : items.flatMap((node) => itemLineages(walk, node, query, false));
  for (const lineage of lineages) useGroup(walk, lineage, 'DISTINCT');
}

/** Everything behind the select list of a simple SELECT. */
export function groupAndOrder(walk: Walk, select: Ast.SelectStmt, query: Query): void {
  useGroups(walk, select.groupClause, query);
  if (select.havingClause !== undefined) walk.visit.condition(walk, select.havingClause, query.scope);
  useDistinct(walk, select.distinctClause, query);
  useOutputOrder(walk, select.sortClause, query);
  useLimits(walk, select, query.scope);
}
