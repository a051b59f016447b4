// GROUP BY, HAVING, DISTINCT, ORDER BY, LIMIT: how a query uses its columns after they are computed.
import type { Lineage, NamedLineage } from './lineage.ts';
import { useGroup } from './operators.ts';
import type { Ast, Node } from './parser.ts';
import { arranging } from './row-order.ts';
import { columnsNamed, findColumn } from './scope.ts';
import type { Scope } from './scope.ts';
import { integerOf, strings } from './syntax.ts';
import { aside, unknown, use, usePartially } from './walk.ts';
import { givesOneRow, undecided } from './undecided-rows.ts';
import type { Walk } from './walk.ts';

interface Query {
  readonly columns: readonly NamedLineage[];
  readonly scope: Scope;
  /** The select list, where it has one item for each column. */
  readonly targets: readonly Node[];
}

/** What a bare name means first: GROUP BY looks at the columns of FROM, the others at those of the result. */
type NameOrder = 'input first' | 'output first';

/** An expression as a text that does not depend on where it stands. */
function writtenAs(node: Node): string {
  const before = written.get(node);
  if (before !== undefined) return before;
  const text = JSON.stringify(node, (key, value: unknown) => (key === 'location' ? undefined : value));
  written.set(node, text);
  return text;
}

/** Every item of ORDER BY is held against every item of the select list. */
const written = new WeakMap<Node, string>();

const bareName = (node: Node): string | null => {
  const names = 'ColumnRef' in node ? strings(node.ColumnRef.fields) : [];
  return names.length === 1 && 'ColumnRef' in node && node.ColumnRef.fields?.length === 1 ? (names[0] ?? null) : null;
};

/** What an item of GROUP BY, DISTINCT ON or ORDER BY stands for: a result column by number or name, or an expression. */
function itemLineages(walk: Walk, node: Node, query: Query, names: NameOrder): readonly Lineage[] {
  const number = integerOf(node);
  if (number !== null) {
    const column = query.columns[number - 1];
    if (column === undefined) unknown(walk, `there is no result column ${number}`);
    return column === undefined ? [] : [column.lineage];
  }
  const name = bareName(node);
  const named = name === null ? [] : columnsNamed(query.columns, name).map((column) => column.lineage);
  const local = name !== null && findColumn({ ...query.scope, parent: null }, name).kind !== 'none';
  if (named.length === 0 || (names === 'input first' && local)) {
    const value = walk.visit.expression(walk, node, query.scope);
    // The same expression as in the select list is that column.
    const text = writtenAs(node);
    const index = query.targets.findIndex(
      (target) =>
        'ResTarget' in target && target.ResTarget.val !== undefined && writtenAs(target.ResTarget.val) === text,
    );
    return [query.columns[index]?.lineage ?? value];
  }
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
      for (const lineage of itemLineages(walk, node, query, 'input first')) useGroup(walk, lineage, 'GROUP BY');
    }
  }
}

/** ORDER BY of a query: names of result columns come first. Gives what it sorts by. */
function useOutputOrder(walk: Walk, nodes: readonly Node[] | undefined, query: Query): readonly Lineage[] {
  return (nodes ?? []).flatMap((item) => {
    if (!('SortBy' in item) || item.SortBy.node === undefined) {
      unknown(walk, 'a form of ORDER BY is not understood');
      return [];
    }
    const keys = itemLineages(walk, item.SortBy.node, query, 'output first');
    for (const lineage of keys) use(walk, lineage.sources, 'order', { via: 'ORDER BY' });
    return keys;
  });
}

/** `LIMIT ALL` and `LIMIT NULL` limit nothing. */
const isNoLimit = (node: Node): boolean => 'A_Const' in node && node.A_Const.isnull === true;

function useLimits(walk: Walk, select: Ast.SelectStmt, scope: Scope): void {
  for (const node of [select.limitCount, select.limitOffset]) {
    if (node !== undefined) usePartially(walk, walk.visit.expression(walk, node, scope).sources, 'LIMIT');
  }
}

const isDistinctOn = (select: Ast.SelectStmt): boolean =>
  (select.distinctClause ?? []).some((node) => Object.keys(node).length > 0);

function useDistinct(walk: Walk, nodes: readonly Node[] | undefined, query: Query): void {
  const items = (nodes ?? []).filter((node) => Object.keys(node).length > 0);
  const lineages =
    nodes === undefined
      ? []
      : items.length === 0
        ? query.columns.map((column) => column.lineage)
        : items.flatMap((node) => itemLineages(walk, node, query, 'output first'));
  for (const lineage of lineages) useGroup(walk, lineage, 'DISTINCT');
}

/** ORDER BY and LIMIT, of any query. */
export function orderAndLimit(walk: Walk, select: Ast.SelectStmt, query: Query): void {
  const keys = aside(walk, () => {
    const sorted = useOutputOrder(walk, select.sortClause, query);
    useLimits(walk, select, query.scope);
    return sorted;
  });
  const { limitCount, limitOffset } = select;
  const limits = [limitCount, limitOffset].some((node) => node !== undefined && !isNoLimit(node));
  // All rows that are equal to the last one come too, so it does not matter which of them is first.
  const withTies = select.limitOption === 'LIMIT_OPTION_WITH_TIES' && limitOffset === undefined;
  if (!limits || withTies || givesOneRow(walk, select)) return;
  const untold = undecided(walk.findings.order, keys, query.columns);
  use(walk, untold, 'order', {
    via: keys.length === 0 ? 'LIMIT without ORDER BY' : 'LIMIT among equals of ORDER BY',
    filters: false,
  });
}

/** Everything behind the select list of a simple SELECT. */
export function groupAndOrder(walk: Walk, select: Ast.SelectStmt, query: Query): void {
  useGroups(walk, select.groupClause, { ...query, targets: [] });
  const having = select.havingClause;
  if (having !== undefined) aside(walk, () => walk.visit.condition(walk, having, query.scope));
  const { order } = walk.findings;
  const rows = [...arranging(order)];
  useDistinct(walk, select.distinctClause, query);
  orderAndLimit(walk, select, query);
  for (const via of order.takers) use(walk, rows, 'order', { via: `${via} without ORDER BY`, filters: false });
  // Of the rows that are alike, the first is taken.
  if (isDistinctOn(select) && (select.sortClause ?? []).length <= (select.distinctClause ?? []).length)
    use(walk, arranging(order), 'order', { via: 'DISTINCT ON without ORDER BY', filters: false });
}
