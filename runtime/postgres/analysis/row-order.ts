// The order in which rows come where ORDER BY does not say it. Sorting, merging and hashing put rows together by the values of columns,
// so the rows then come in an order that tells of these values. A plain result may show that order (docs/limits.md); what makes values
// of it, such as LIMIT, row_number() and array_agg, is a use of kind `order` of those columns.
import type { OutputSource } from './facts.ts';

/** A column with whether the query around owns it. */
interface Held extends OutputSource {
  readonly isOuter?: boolean;
}

/** What is known of the rows of one query while it is walked. */
export interface RowOrder {
  /** Columns by which rows are grouped: GROUP BY, DISTINCT, UNION, PARTITION BY, in this query or in what it reads. */
  readonly grouped: OutputSource[];
  /** Columns by which relations are joined. */
  readonly joined: OutputSource[];
  /** Columns that are compared with the query around: they arrange the rows of that one. */
  readonly correlated: OutputSource[];
  /** PARTITION BY of windows in the select list. */
  readonly partitions: OutputSource[];
  /** What in this query makes values of the order of its rows. */
  readonly takers: Set<string>;
}

export const newRowOrder = (): RowOrder => ({
  grouped: [],
  joined: [],
  correlated: [],
  partitions: [],
  takers: new Set(),
});

/** The same query, for parts of it whose joins and groups do not arrange its rows: values, HAVING, ORDER BY, LIMIT. */
export const besideRows = (order: RowOrder): RowOrder => ({
  ...newRowOrder(),
  partitions: order.partitions,
  takers: order.takers,
});

/** Columns that arrange the rows of the query itself, whatever the way. */
export const arranging = (order: RowOrder): readonly OutputSource[] => [
  ...order.grouped,
  ...order.partitions,
  ...order.joined,
];

/** Adds columns that are not there yet: views over views, twice each, would otherwise double them at every step. */
function add(into: OutputSource[], columns: readonly OutputSource[]): void {
  const keyOf = ({ column, how, via }: OutputSource): string => [how, via, column].join('\n');
  const known = new Set(into.map(keyOf));
  for (const column of columns) {
    const key = keyOf(column);
    if (!known.has(key)) into.push(column);
    known.add(key);
  }
}

/** The rows of a query are read by another one: what arranged them arranges those too. */
export function carryOrder(from: RowOrder, into: RowOrder): void {
  add(into.grouped, [...from.grouped, ...from.partitions]);
  add(into.joined, [...from.joined, ...from.correlated]);
}

/** Columns held against each other arrange the rows that are found by it; constants do not. */
export function joinBy(order: RowOrder, sides: readonly { readonly sources: readonly Held[] }[]): void {
  const columns = sides.filter((side) => side.sources.length > 0);
  if (columns.length < 2) return;
  const correlates = columns.some((side) => side.sources.every((source) => source.isOuter === true));
  const held = correlates ? order.correlated : order.joined;
  for (const side of columns) add(held, side.sources);
}
