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

/** Says whether rows that are equal by the keys have the same value in a column. */
function decidedBy(keys: readonly Lineage[]): (lineage: Lineage) => boolean {
  const themselves = new Set(keys);
  const names = new Set(keys.map(columnsOf).filter((name) => name !== ''));
  return (lineage) => lineage.shape === 'constant' || themselves.has(lineage) || names.has(columnsOf(lineage));
}

/** The one column that a value is; null for any other value. */
function onlyColumn({ sources }: Lineage): string | null {
  const [first] = sources;
  const isOne = sources.every((source) => source.how === 'direct' && source.column === first?.column);
  return isOne ? (first?.column ?? null) : null;
}

/**
 * What LIMIT would take its choice by. Rows that were grouped are told apart by every column, so one that grouped them decides unless all
 * columns but itself are sorted by. Rows that were joined come in the order of the joined columns only where nothing sorts them.
 */
export function undecided(
  order: RowOrder,
  keys: readonly Lineage[],
  columns: readonly NamedLineage[],
): readonly OutputSource[] {
  const grouped = [...order.grouped.values(), ...order.partitions.values()];
  if (!sorts(keys)) return [...grouped, ...order.joined.values()];
  const isDecided = decidedBy(keys);
  const open = new Set(
    columns.flatMap(({ lineage }) => (isDecided(lineage) ? [] : [onlyColumn(lineage) ?? 'more than one'])),
  );
  return grouped.filter(({ column }) => open.size > (open.has(column) ? 1 : 0));
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
