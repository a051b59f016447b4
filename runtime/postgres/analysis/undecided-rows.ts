// Which columns still decide which rows come first after ORDER BY: those that arranged the rows, where the keys of ORDER BY leave
// rows equal that a client can tell apart.
import { builtinFunction } from './builtin-functions.ts';
import type { OutputSource } from './facts.ts';
import type { Lineage, NamedLineage } from './lineage.ts';
import type { Ast, Node } from './parser.ts';
import type { RowOrder } from './row-order.ts';
import { kindOf, last, strings } from './syntax.ts';
import type { Walk } from './walk.ts';
import { isAggregateName, sorts } from './windows.ts';

const columnsOf = (lineage: Lineage): string =>
  lineage.sources.every((source) => source.how === 'direct')
    ? lineage.sources
        .map((source) => source.column)
        .toSorted()
        .join(' ')
    : '';

/** True when rows that are equal by the keys have the same value in this column. */
const isDecided = (lineage: Lineage, keys: readonly Lineage[]): boolean =>
  lineage.shape === 'constant' ||
  keys.some((key) => key === lineage || (columnsOf(key) !== '' && columnsOf(key) === columnsOf(lineage)));

/**
 * What LIMIT would take its choice by. Rows that were grouped are told apart by every column, so one that grouped them decides unless all
 * columns but itself are sorted by. Rows that were joined come in the order of the joined columns only where nothing sorts them.
 */
export function undecided(
  order: RowOrder,
  keys: readonly Lineage[],
  columns: readonly NamedLineage[],
): readonly OutputSource[] {
  const open = sorts(keys) ? columns.filter(({ lineage }) => !isDecided(lineage, keys)) : columns;
  const isItself = (lineage: Lineage, column: string): boolean =>
    lineage.sources.length > 0 &&
    lineage.sources.every((source) => source.how === 'direct' && source.column === column);
  const grouped = [...order.grouped, ...order.partitions].filter(
    ({ column }) => !sorts(keys) || open.some(({ lineage }) => !isItself(lineage, column)),
  );
  return [...grouped, ...(sorts(keys) ? [] : order.joined)];
}

/** True when the tree calls an aggregate for this query itself. */
function callsAggregate(walk: Walk, tree: unknown): boolean {
  if (Array.isArray(tree)) return tree.some((item) => callsAggregate(walk, item));
  if (typeof tree !== 'object' || tree === null) return false;
  const kind = kindOf(tree as Node);
  if (kind === 'SubLink') return false;
  if (kind === 'FuncCall') {
    const { funcname, over } = (tree as { FuncCall: Ast.FuncCall }).FuncCall;
    const name = last(strings(funcname)) ?? '';
    if (over === undefined && isAggregateName(name) && walk.catalog.functions(name, { path: [] }).length === 0)
      return true;
  }
  return Object.values(tree).some((part) => callsAggregate(walk, part));
}

const callsSetFunction = (tree: unknown): boolean => {
  if (typeof tree !== 'object' || tree === null) return false;
  if ('funcname' in tree && builtinFunction(last(strings(tree.funcname as Node[])) ?? '')?.returnsSet !== false)
    return true;
  return Object.values(tree).some(callsSetFunction);
};

/** True for a SELECT of aggregates over all rows: there is one row to choose from. */
export const givesOneRow = (walk: Walk, select: Ast.SelectStmt): boolean =>
  select.groupClause === undefined &&
  select.op === 'SETOP_NONE' &&
  !callsSetFunction(select.targetList) &&
  (select.havingClause !== undefined || callsAggregate(walk, select.targetList));
