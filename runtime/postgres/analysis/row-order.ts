// The order in which rows come where ORDER BY does not say it. Sorting, merging and hashing put rows together by the values of columns,
// so the rows then come in an order that tells of these values. A plain result may show that order (docs/limits.md); what makes values
// of it, such as LIMIT, row_number() and array_agg, is a use of kind `order` of those columns.
import type { OutputSource } from './facts.ts';

/** A column with whether the query around owns it. */
interface Held extends OutputSource {
  readonly isOuter?: boolean;
}

/** By how they came and what they are: queries that read the same rows again and again would pile them up. */
type Columns = Map<string, OutputSource>;

/** What is known of the rows of one query while it is walked. */
export interface RowOrder {
  /** Columns by which rows are grouped: GROUP BY, DISTINCT, UNION, PARTITION BY, in this query or in what it reads. */
  readonly grouped: Columns;
  /** Columns by which relations are joined. */
  readonly joined: Columns;
  /** Columns that are compared with the query around: they arrange the rows of that one. */
  readonly correlated: Columns;
  /** PARTITION BY of windows in the select list. */
  readonly partitions: Columns;
  /** What in this query makes values of the order of its rows. */
  readonly takers: Set<string>;
}

/** Adds columns that arrange rows. */
export function keep(held: Columns, sources: Iterable<OutputSource>): void {
  for (const source of sources) held.set(`${source.how} ${source.column}`, source);
}

export const newRowOrder = (): RowOrder => ({
  grouped: new Map(),
  joined: new Map(),
  correlated: new Map(),
  partitions: new Map(),
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
  ...order.grouped.values(),
  ...order.partitions.values(),
  ...order.joined.values(),
];

/** The rows of a query are read by another one: what arranged them arranges those too. */
export function carryOrder(from: RowOrder, into: RowOrder): void {
  for (const held of [from.grouped, from.partitions]) keep(into.grouped, held.values());
  for (const held of [from.joined, from.correlated]) keep(into.joined, held.values());
}

/** Columns held against each other arrange the rows that are found by it; constants do not. */
export function joinBy(order: RowOrder, sides: readonly { readonly sources: readonly Held[] }[]): void {
  const columns = sides.filter((side) => side.sources.length > 0);
  if (columns.length < 2) return;
  const correlates = columns.some((side) => side.sources.every((source) => source.isOuter === true));
  const held = correlates ? order.correlated : order.joined;
  for (const side of columns) keep(held, side.sources);
}
