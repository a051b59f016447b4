// WITH: common table expressions, recursive and data-modifying ones included.
import { renamed } from './from-items.ts';
import { NO_SOURCE, oneOf } from './lineage.ts';
import type { NamedLineage } from './lineage.ts';
import { useGroup } from './operators.ts';
import type { Ast } from './parser.ts';
import { carryOrder, newRowOrder } from './row-order.ts';
import { innerScope } from './scope.ts';
import { withSearchAndCycle } from './search-and-cycle.ts';
import type { Cte, Scope } from './scope.ts';
import { strings } from './syntax.ts';
import { settle, unknown, withRowOrder } from './walk.ts';
import type { Walk } from './walk.ts';

/** Each round can only add sources, so this is far more than any real query takes. */
const MAX_ROUNDS = 50;

const signature = (columns: readonly NamedLineage[]): string =>
  columns
    .map((column) => column.lineage.sources.map((source) => `${source.how} ${source.column}`).join(','))
    .join('\n');

type Columns = readonly NamedLineage[];

/** The columns of a recursive query: the first part, then the second with the columns so far, until nothing is added. */
function recursiveColumns(
  walk: Walk,
  query: Ast.SelectStmt,
  parent: Scope,
  provide: (columns: Columns) => Columns,
): Columns {
  const { larg, rarg } = query;
  if (larg === undefined || rarg === undefined || query.op !== 'SETOP_UNION') {
    unknown(walk, 'a recursive query of this form is not understood');
    return [];
  }
  if (query.sortClause !== undefined || query.limitCount !== undefined || query.limitOffset !== undefined) {
    unknown(walk, 'ORDER BY or LIMIT of a recursive query is not understood');
  }
  const scope = withClause(walk, query.withClause, parent);
  walk.visited.add(query).add(larg).add(rarg);
  // What recursion computes can run through many values.
  const seed = settle(walk, walk.visit.query(walk, larg, scope).columns).map((column) => ({
    ...column,
    lineage: { ...oneOf([column.lineage]), shape: 'other' as const },
  }));
  let columns = provide(seed);
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const before = signature(columns);
    const next = settle(walk, walk.visit.query(walk, rarg, scope).columns);
    if (next.length !== columns.length) unknown(walk, 'the parts of a recursive query differ in their columns');
    columns = provide(
      columns.map((column, index) => ({
        ...column,
        lineage: oneOf([column.lineage, next[index]?.lineage ?? NO_SOURCE, NO_SOURCE]),
      })),
    );
    if (signature(columns) === before) {
      if (query.all !== true) for (const column of columns) useGroup(walk, column.lineage, 'UNION');
      return columns;
    }
  }
  unknown(walk, 'the lineage of a recursive query does not settle');
  return columns;
}

function cteOf(walk: Walk, node: Ast.CommonTableExpr, scope: () => Scope, recursive: boolean): Cte {
  let columns: Columns | null = null;
  let walking = false;
  const order = newRowOrder();
  const names = strings(node.aliascolnames);
  const compute = (): Columns => {
    const query = node.ctequery;
    if (
      recursive &&
      query !== undefined &&
      'SelectStmt' in query &&
      query.SelectStmt.op === 'SETOP_UNION' &&
      refersTo(query, node.ctename ?? '')
    ) {
      const found = recursiveColumns(walk, query.SelectStmt, scope(), (next) => {
        columns = renamed(walk, next, names);
        return columns;
      });
      return withSearchAndCycle(walk, node, found);
    }
    const result = query === undefined ? null : walk.visit.statement(walk, query, scope());
    if (node.search_clause !== undefined || node.cycle_clause !== undefined)
      unknown(walk, 'SEARCH or CYCLE of a query that is not recursive is not understood');
    if (result === null) unknown(walk, `the WITH query ${node.ctename ?? ''} is not understood`);
    return renamed(walk, result?.columns ?? [], names);
  };
  return {
    name: node.ctename ?? '',
    columns() {
      if (columns !== null) return columns;
      if (walking) {
        unknown(walk, `the WITH query ${node.ctename ?? ''} refers to itself before it has columns`);
        return [];
      }
      walking = true;
      const walked = withRowOrder(walk, compute);
      carryOrder(walked.order, order);
      columns = walked.result;
      return columns;
    },
    order,
    added: (node.search_clause === undefined ? 0 : 1) + (node.cycle_clause === undefined ? 0 : 2),
  };
}

/** True when the tree names the relation anywhere: a query under RECURSIVE need not be recursive. */
function refersTo(tree: unknown, name: string): boolean {
  if (Array.isArray(tree)) return tree.some((item) => refersTo(item, name));
  if (typeof tree !== 'object' || tree === null) return false;
  if ('relname' in tree && tree.relname === name) return true;
  return Object.values(tree).some((item) => refersTo(item, name));
}

/** A scope that knows the queries of WITH. Every one is walked, named or not: a data-modifying one runs either way. */
export function withClause(walk: Walk, clause: Ast.WithClause | undefined, parent: Scope | null): Scope {
  const ctes: Cte[] = [];
  const scope = innerScope(parent, [], ctes);
  if (clause === undefined) return scope;
  const recursive = clause.recursive === true;
  const earlier: Cte[] = [];
  for (const node of clause.ctes ?? []) {
    if (!('CommonTableExpr' in node)) {
      unknown(walk, 'a WITH clause of this form is not understood');
      continue;
    }
    const visible = innerScope(parent, [], [...earlier]);
    const cte = cteOf(walk, node.CommonTableExpr, () => (recursive ? scope : visible), recursive);
    earlier.push(cte);
    ctes.push(cte);
  }
  for (const cte of ctes) cte.columns();
  return scope;
}
