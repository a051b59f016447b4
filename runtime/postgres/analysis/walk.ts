// One walk over one statement: what it has found so far, and the visitors that the node families call each other through.
// INVARIANT: what a visitor does not know it reports by `unknown`; nothing is skipped in silence (coverage.test.ts).
import type { Catalog } from './catalog-index.ts';
import type { Charges } from './charges.ts';
import type { AnalysisContext, OutputSource, UseKind, WrittenValue } from './facts.ts';
import type { Lineage, NamedLineage } from './lineage.ts';
import type { Ast, Node } from './parser.ts';
import { besideRows, carryOrder, newRowOrder } from './row-order.ts';
import type { RowOrder } from './row-order.ts';
import type { Scope } from './scope.ts';

export interface Findings extends Charges {
  /** What the statement itself puts into columns; what functions put into them is not looked at for masks. */
  readonly written: WrittenValue[];
  /** Byte offset in the statement's text of what was first found to be unknown or opaque; -1 when it lies elsewhere. */
  unknownAt: number;
  /** Depth of conditions that the walk is in. */
  conditions: number;
}

export interface QueryResult {
  readonly columns: readonly NamedLineage[];
}

/** The families of nodes. They are given as values because they call each other in circles. */
export interface Visitors {
  expression(walk: Walk, node: Node, scope: Scope): Lineage;
  condition(walk: Walk, node: Node, scope: Scope): Lineage;
  query(walk: Walk, query: Ast.SelectStmt, scope: Scope | null): QueryResult;
  /** A query, INSERT, UPDATE, DELETE or MERGE; null for another node. */
  statement(walk: Walk, node: Node, scope: Scope | null): QueryResult | null;
  /** The same for one that stands alone but for the arguments of a function in `scope`. */
  whole(walk: Walk, node: Node, scope: Scope | null): QueryResult | null;
  /** The same, where `via` makes values of the order of its rows. */
  ordered(walk: Walk, node: Node, scope: Scope | null, via: string): QueryResult | null;
}

/** Counts over all the walks of one statement. */
export interface Meter {
  /** Bodies of functions that were walked. */
  bodies: number;
  /** Calls that were not looked into because of those around them: they recur, go too deep, or are too many. */
  cuts: number;
}

export interface Walk {
  readonly catalog: Catalog;
  readonly context: AnalysisContext;
  readonly visit: Visitors;
  readonly findings: Findings;
  /** Node bodies that were handled; what the tree holds beyond them was overlooked. */
  readonly visited: Set<object>;
  /** What is walked in place of the statement itself, such as `the view care.v`; null for the statement. */
  readonly view: string | null;
  /** The arguments of the function whose body is walked; null elsewhere. */
  readonly parameters: readonly Lineage[] | null;
  /** The functions whose bodies are being walked, by OID, the outermost first. */
  readonly calls: readonly number[];
  /** What the walks of one statement have done together. */
  readonly meter: Meter;
  /** Byte offset of the statement in the parsed text. */
  readonly base: number;
}

export const newFindings = (): Findings => ({
  relations: new Set(),
  reads: new Set(),
  functions: new Set(),
  writes: new Set(),
  written: [],
  fills: [],
  unknownAt: -1,
  uses: new Map(),
  order: newRowOrder(),
  unknown: null,
  opaque: new Map(),
  commands: new Set(),
  hazard: null,
  conditions: 0,
});

/** Says that lineage is not known; the first reason is kept. */
export function unknown(walk: Walk, reason: string): void {
  walk.findings.unknown ??= walk.view === null ? reason : `${reason}, in ${walk.view}`;
}

/** Says that a function's code is not known: lineage is not either, unless the policy trusts the function by its name. */
export function opaque(walk: Walk, name: string, because: string): void {
  if (!walk.findings.opaque.has(name)) walk.findings.opaque.set(name, because);
}

/** Says that the statement is unsafe while a mask applies. */
export function hazard(walk: Walk, because: string): void {
  walk.findings.hazard ??= { always: false, because };
}

/** Byte offset of a node in the statement's text; -1 inside a view or where the parser gives none. */
export const positionOf = (walk: Walk, location: number | undefined): number =>
  walk.view !== null || location === undefined || location < 0 ? -1 : location - walk.base;

const isUnknown = ({ findings }: Walk): boolean => findings.unknown !== null || findings.opaque.size > 0;

/** Runs `work` on a node, and says where that stands if it is the first that is not understood, unless a part of it was said to be. */
export function locatingUnknown<T>(walk: Walk, location: number | undefined, work: () => T): T {
  const was = isUnknown(walk);
  const result = work();
  if (!was && isUnknown(walk) && walk.findings.unknownAt < 0) walk.findings.unknownAt = positionOf(walk, location);
  return result;
}

interface UseOptions {
  readonly via: string;
  /** The function that does it, `schema.name`, where the sources are its arguments. */
  readonly through?: string | null;
  readonly constants?: number;
  readonly into?: string;
  readonly comparedWith?: readonly (readonly string[])[];
  /** False for what only computes a result; default: whether rows are chosen, joined, compared, grouped or ordered by it. */
  readonly filters?: boolean;
}

/** Records that the sources are used in some way; a value already derived is used through an expression, whatever the way. */
export function use(walk: Walk, sources: readonly OutputSource[], how: UseKind, options: UseOptions): void {
  const into = options.into ?? '';
  const filters = how !== 'copy' && (options.filters ?? true);
  for (const source of sources) {
    const kind: UseKind =
      source.how === 'presence' ? 'presence' : source.how === 'direct' || how === 'copy' ? how : 'expression';
    const isDerived = source.how === 'derived';
    const via = isDerived ? source.via || options.via : options.via;
    // What a function does with a value that was derived before, it does not do with the column.
    const through = isDerived ? (options.through === undefined ? source.through : null) : (options.through ?? null);
    const comparedWith = kind === 'equality' || kind === 'group' ? (options.comparedWith ?? []) : [];
    const key = [source.column, kind, via, source.position, into, filters, ...comparedWith].join('\n');
    const before = walk.findings.uses.get(key);
    walk.findings.uses.set(key, {
      column: source.column,
      how: kind,
      via,
      through: before === undefined || before.through === through ? through : null,
      position: source.position,
      into,
      comparedWith,
      constants: (before?.constants ?? 0) + (options.constants ?? 0),
      filters,
    });
  }
}

/** Adds what a part that was walked on its own has found. */
export function charge(walk: Walk, charges: Charges): void {
  for (const column of charges.reads) walk.findings.reads.add(column);
  for (const name of charges.functions) walk.findings.functions.add(name);
  for (const name of charges.relations) walk.findings.relations.add(name);
  walk.findings.fills.push(...charges.fills);
  for (const column of charges.writes) walk.findings.writes.add(column);
  for (const [key, held] of charges.uses) walk.findings.uses.set(key, held);
  carryOrder(charges.order, walk.findings.order);
  walk.findings.unknown ??= charges.unknown;
  for (const [name, because] of charges.opaque) opaque(walk, name, because);
  for (const command of charges.commands) walk.findings.commands.add(command);
  walk.findings.hazard ??= charges.hazard;
}

/** Columns that are used as they are, not by name: what they bring with them is charged now. */
export const settle = (walk: Walk, columns: readonly NamedLineage[]): readonly NamedLineage[] =>
  columns.map((column) => {
    if (column.lineage.charges === null) return column;
    charge(walk, column.lineage.charges);
    return { ...column, lineage: { ...column.lineage, charges: null } };
  });

/** The lineage of a column that is named now, `depth` queries further out: read, and charged with what its view brings. */
export function reference(walk: Walk, lineage: Lineage, position: number, depth = 0): Lineage {
  for (const source of lineage.sources) walk.findings.reads.add(source.column);
  if (lineage.charges !== null) charge(walk, lineage.charges);
  const isOuter = depth > 0;
  // Arguments of a function keep the place where the call names them.
  const sources = lineage.sources.map((source) => ({
    ...source,
    position: position < 0 ? source.position : position,
    isOuter,
  }));
  return { ...lineage, charges: null, sources };
}

/** A computation that can fail, vanish or multiply rows depending on the values: it must not see a protected column, wherever it stands. */
export function usePartially(
  walk: Walk,
  sources: readonly OutputSource[],
  via: string,
  through: string | null = null,
): void {
  use(walk, sources, 'expression', { via, through, filters: walk.findings.conditions > 0 });
}

/** Walks a query of its own, and gives what arranges its rows. The query around is not told; `carryOrder` does. */
export function withRowOrder<T>(walk: Walk, work: () => T): { readonly result: T; readonly order: RowOrder } {
  const { findings } = walk;
  const before = findings.order;
  const order = newRowOrder();
  findings.order = order;
  const result = work();
  findings.order = before;
  return { result, order };
}

/** Walks a part of a query whose joins and groups do not arrange the query's own rows. */
export function aside<T>(walk: Walk, work: () => T): T {
  const { findings } = walk;
  const before = findings.order;
  findings.order = besideRows(before);
  const result = work();
  findings.order = before;
  return result;
}

/** Runs `work` inside a condition: uses found there choose rows. */
export function insideCondition<T>(walk: Walk, work: () => T): T {
  walk.findings.conditions += 1;
  const result = work();
  walk.findings.conditions -= 1;
  return result;
}
