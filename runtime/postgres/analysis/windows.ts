// Windows, and ORDER BY inside calls: what they use, and which calls make values of the order of rows that nothing says.
import { derive } from './lineage.ts';
import type { Lineage } from './lineage.ts';
import { useGroup } from './operators.ts';
import type { Ast, Node } from './parser.ts';
import { keep } from './row-order.ts';
import type { Scope, WindowScope } from './scope.ts';
import { unknown, use, usePartially } from './walk.ts';
import type { Walk } from './walk.ts';
import { words } from './words.ts';

/** Uses an ORDER BY list inside an aggregate or a window, and gives what it sorts by; names of result columns do not count there. */
export function useOrder(walk: Walk, items: readonly Node[] | undefined, scope: Scope): readonly Lineage[] {
  return (items ?? []).flatMap((item) => {
    if (!('SortBy' in item) || item.SortBy.node === undefined) {
      unknown(walk, 'a form of ORDER BY is not understood');
      return [];
    }
    const lineage = walk.visit.expression(walk, item.SortBy.node, scope);
    use(walk, lineage.sources, 'order', { via: 'ORDER BY' });
    return [lineage];
  });
}

/** True where the keys tell rows apart at all: a constant puts no row before another. */
export const sorts = (keys: readonly Lineage[]): boolean =>
  keys.some((key) => key.sources.length > 0 || key.shape !== 'constant');

/** A window with what reaches the results of its functions: its partitioning. Its order and its frame are uses. */
export function windowScope(walk: Walk, window: Ast.WindowDef, scope: Scope): Omit<WindowScope, 'name'> {
  const parts = (window.partitionClause ?? []).map((part) => walk.visit.expression(walk, part, scope));
  for (const part of parts) {
    useGroup(walk, part, 'PARTITION BY');
    keep(walk.findings.order.partitions, part.sources);
  }
  const keys = useOrder(walk, window.orderClause, scope);
  for (const offset of [window.startOffset, window.endOffset]) {
    if (offset !== undefined) usePartially(walk, walk.visit.expression(walk, offset, scope).sources, 'window frame');
  }
  const base = window.refname ?? (window.name !== undefined && parts.length === 0 ? window.name : undefined);
  const named = base === undefined ? undefined : namedWindow(walk, base, scope);
  return {
    lineage: derive([...parts, ...(named === undefined ? [] : [named.lineage])], 'PARTITION BY'),
    isOrdered: sorts(keys) || named?.isOrdered === true,
  };
}

function namedWindow(walk: Walk, name: string, scope: Scope): WindowScope | undefined {
  const found = scope.windows.find((window) => window.name === name);
  if (found === undefined) unknown(walk, `the window ${name} is not known`);
  return found;
}

/** Aggregates and window functions that give the same for rows in any order. */
const ORDER_FREE: ReadonlySet<string> = new Set(
  words(`count sum avg min max bool_and bool_or every bit_and bit_or bit_xor stddev stddev_pop stddev_samp variance var_pop var_samp corr
  covar_pop covar_samp regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy range_agg
  range_intersect_agg rank dense_rank percent_rank cume_dist`),
);

/** Aggregates of PostgreSQL whose result tells in which order its rows came. */
const ORDER_TELLING: ReadonlySet<string> = new Set(
  words(`array_agg string_agg json_agg jsonb_agg json_agg_strict jsonb_agg_strict json_object_agg jsonb_object_agg json_object_agg_strict
  jsonb_object_agg_strict json_object_agg_unique jsonb_object_agg_unique json_object_agg_unique_strict jsonb_object_agg_unique_strict
  json_arrayagg json_objectagg xmlagg any_value`),
);

/** True for PostgreSQL's own aggregates that are called without WITHIN GROUP. Ranks are no aggregates then. */
export const isAggregateName = (name: string): boolean =>
  ORDER_TELLING.has(name) || (ORDER_FREE.has(name) && !name.endsWith('rank') && name !== 'cume_dist');

/** FRAMEOPTION_ROWS of PostgreSQL's parsenodes.h: the frame counts rows. */
const ROWS_FRAME = 0x00004;

interface Call {
  /** The bare name of the function. */
  readonly name: string;
  readonly over: Ast.WindowDef | undefined;
  readonly window: Omit<WindowScope, 'name'> | undefined;
  readonly isOrdered: boolean;
  /** True where an aggregate of the user may be meant. */
  readonly isAggregate: boolean;
}

/** Notes a call whose result tells of the order of rows, where nothing says that order. */
export function noteOrderTaker(walk: Walk, { name, over, window, isOrdered, isAggregate }: Call): void {
  const counts = ((over?.frameOptions ?? 0) & ROWS_FRAME) !== 0;
  const takes =
    name === 'nextval' ||
    (window === undefined
      ? !isOrdered && (isAggregate || ORDER_TELLING.has(name))
      : !window.isOrdered && (counts || !ORDER_FREE.has(name)));
  if (takes) walk.findings.order.takers.add(window === undefined ? `${name}(…)` : `${name}(…) OVER (…)`);
}
