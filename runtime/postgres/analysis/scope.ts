// What names mean at one place of a query: relations in FROM, CTEs, and the queries around. Follows PostgreSQL's rules, so that a name
// never means something else here than there; where they say "ambiguous", so does this.
import type { Lineage, NamedLineage } from './lineage.ts';
import type { RowOrder } from './row-order.ts';

/** Something in FROM that a qualified name can name. */
export interface ScopeTable {
  readonly alias: string;
  /** The schema of a relation named without an alias: it may be used to qualify. */
  readonly schema: string | null;
  readonly columns: readonly NamedLineage[];
  /** True where an alias gives names to columns: a whole row still has the names of its type. */
  readonly isRenamed?: boolean;
  /** OID of a relation of the catalog; 0 for anything else. */
  readonly relationOid: number;
  /** For a record whose fields are not known: what any of them is. */
  readonly anyField?: Lineage;
}

/** One item of FROM: what qualified names see, and what bare names and `*` see. */
export interface FromElement {
  readonly tables: readonly ScopeTable[];
  readonly visible: readonly NamedLineage[];
}

/** A WITH query: analysed when it is first named. */
export interface Cte {
  readonly name: string;
  columns(): readonly NamedLineage[];
  /** Columns at the end that SEARCH and CYCLE add: `*` of a query inside another one leaves them out. */
  readonly added: number;
  /** What arranges its rows; known once it has columns. */
  readonly order: RowOrder;
}

export interface Scope {
  readonly parent: Scope | null;
  readonly elements: readonly FromElement[];
  readonly ctes: readonly Cte[];
  /** Named windows, with what they partition by. */
  readonly windows: readonly WindowScope[];
}

export interface WindowScope extends NamedLineage {
  /** True where ORDER BY says which row is before which. */
  readonly isOrdered: boolean;
}

export const innerScope = (
  parent: Scope | null,
  elements: readonly FromElement[] = [],
  ctes: readonly Cte[] = [],
): Scope => ({
  parent,
  elements,
  ctes,
  windows: [],
});

/** A WITH query by name, and whether the query that names it is the one that WITH belongs to. */
export function findCte(scope: Scope | null, name: string): { readonly cte: Cte; readonly isOwn: boolean } | undefined {
  for (let level = scope; level !== null; level = level.parent) {
    const cte = level.ctes.findLast((candidate) => candidate.name === name);
    if (cte !== undefined) return { cte, isOwn: level === scope };
  }
  return undefined;
}

export type Found<T> =
  /** `depth`: how many queries further out. */
  | { readonly kind: 'found'; readonly value: T; readonly depth: number }
  | { readonly kind: 'none' }
  | { readonly kind: 'ambiguous' };

const single = <T>(matches: readonly T[], depth: number): Found<T> => {
  const first = matches[0];
  if (first === undefined) return { kind: 'none' };
  return matches.length === 1 ? { kind: 'found', value: first, depth } : { kind: 'ambiguous' };
};

function search<T>(scope: Scope, at: (level: Scope) => readonly T[]): Found<T> {
  let depth = 0;
  for (let level: Scope | null = scope; level !== null; level = level.parent) {
    const found = single(at(level), depth);
    if (found.kind !== 'none') return found;
    // A level without FROM is that of WITH, which belongs to the query in it.
    if (level.elements.length > 0) depth += 1;
  }
  return { kind: 'none' };
}

/** Fewer columns than this are looked through. */
const INDEXED = 24;
const indexes = new WeakMap<readonly NamedLineage[], ReadonlyMap<string, readonly NamedLineage[]>>();

/** The columns of one name; a wide list is indexed once, because every name in a statement is looked up in it. */
export function columnsNamed(columns: readonly NamedLineage[], name: string): readonly NamedLineage[] {
  if (columns.length < INDEXED) return columns.filter((column) => column.name === name);
  const before = indexes.get(columns);
  const index = before ?? Map.groupBy(columns, (column) => column.name);
  if (before === undefined) indexes.set(columns, index);
  return index.get(name) ?? [];
}

/** A bare column name: the innermost query whose FROM has it. */
export const findColumn = (scope: Scope, name: string): Found<Lineage> =>
  search(scope, (level) =>
    level.elements.flatMap((element) => columnsNamed(element.visible, name).map((column) => column.lineage)),
  );

/** A table by alias, or by schema and name. */
export const findTable = (scope: Scope, alias: string, schema: string | null): Found<ScopeTable> =>
  search(scope, (level) =>
    level.elements.flatMap((element) =>
      element.tables.filter((table) => table.alias === alias && (schema === null || table.schema === schema)),
    ),
  );
