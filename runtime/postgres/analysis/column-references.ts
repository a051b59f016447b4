// Column references, `*` and whole rows: from a name in the text to base columns.
import { NO_SOURCE, derive } from './lineage.ts';
import type { Lineage, NamedLineage } from './lineage.ts';
import type { Ast } from './parser.ts';
import { columnsNamed, findColumn, findTable } from './scope.ts';
import type { Found, Scope, ScopeTable } from './scope.ts';
import { last, strings } from './syntax.ts';
import { positionOf, reference, unknown } from './walk.ts';
import type { Walk } from './walk.ts';

/** pg_attribute's numbers of the columns that every table has. They hold no data of the user. */
const SYSTEM_COLUMNS: Readonly<Record<string, number>> = {
  ctid: -1,
  xmin: -2,
  cmin: -3,
  xmax: -4,
  cmax: -5,
  tableoid: -6,
};

const systemColumn = (tables: readonly ScopeTable[], name: string): Lineage | null => {
  const attribute = SYSTEM_COLUMNS[name];
  const table = tables.find((candidate) => candidate.relationOid > 0);
  if (attribute === undefined || table === undefined) return null;
  return { ...NO_SOURCE, origin: { relationOid: table.relationOid, attribute, certain: true } };
};

/** The value of a whole row: all its columns at once. */
export const wholeRow = (columns: readonly NamedLineage[]): Lineage => ({
  ...derive(
    columns.map((column) => column.lineage),
    'row',
  ),
  row: columns,
});

function referencedRow(walk: Walk, { value: table, depth }: FoundTable, position: number): Lineage {
  if (table.anyField !== undefined) return table.anyField;
  const columns = table.columns.map((column) => ({
    ...column,
    lineage: reference(walk, column.lineage, position, depth),
  }));
  const origin = table.relationOid === 0 ? null : { relationOid: table.relationOid, attribute: 0, certain: true };
  // Its fields go by the names of its type, not by those of the alias: which is which is not told apart here.
  return table.isRenamed === true ? { ...wholeRow(columns), origin, row: null } : { ...wholeRow(columns), origin };
}

/** The fields of a bare `t` of which one is taken at once, as in `(t).field`: there, and only there, they go by the names of the alias. */
export function fieldsByAlias(walk: Walk, node: Ast.ColumnRef, scope: Scope): readonly NamedLineage[] | null {
  const [name, ...more] = strings(node.fields);
  if (name === undefined || more.length > 0 || findColumn(scope, name).kind !== 'none') return null;
  const found = findTable(scope, name, null);
  if (found.kind !== 'found' || found.value.isRenamed !== true) return null;
  const position = positionOf(walk, node.location);
  return found.value.columns.map((column) => ({
    ...column,
    lineage: reference(walk, column.lineage, position, found.depth),
  }));
}

type FoundTable = Extract<Found<ScopeTable>, { kind: 'found' }>;

const problem = (found: Found<unknown>, what: string): string =>
  found.kind === 'ambiguous' ? `${what} is ambiguous` : `${what} is not known`;

/** A table by the written qualifier: `t`, `schema.t` or `database.schema.t`. */
function qualifiedTable(walk: Walk, scope: Scope, qualifier: readonly string[]): Found<ScopeTable> {
  const parts =
    qualifier.length === 3 && qualifier[0] === walk.catalog.snapshot.database ? qualifier.slice(1) : qualifier;
  const name = last(parts);
  if (name === undefined || parts.length > 2) return { kind: 'none' };
  return findTable(scope, name, parts.length === 2 ? (parts[0] ?? null) : null);
}

function bareColumn(walk: Walk, scope: Scope, name: string, position: number): Lineage {
  const found = findColumn(scope, name);
  if (found.kind === 'found') return reference(walk, found.value, position, found.depth);
  if (found.kind === 'none') {
    const system = systemColumn(
      scope.elements.flatMap((element) => element.tables),
      name,
    );
    if (system !== null) return system;
    const table = findTable(scope, name, null);
    if (table.kind === 'found') return referencedRow(walk, table, position);
  }
  unknown(walk, problem(found, `the column ${name}`));
  return NO_SOURCE;
}

/** A column, or `t.*` where one value is meant: the whole row. */
export function columnReference(walk: Walk, node: Ast.ColumnRef, scope: Scope): Lineage {
  const names = strings(node.fields);
  const position = positionOf(walk, node.location);
  const name = last(names);
  if (isStar(node) && name !== undefined) {
    const table = qualifiedTable(walk, scope, names);
    if (table.kind === 'found') return referencedRow(walk, table, position);
  }
  if (name === undefined || names.length !== (node.fields ?? []).length) {
    unknown(walk, 'a `*` stands where only a value is understood');
    return NO_SOURCE;
  }
  if (names.length === 1) return bareColumn(walk, scope, name, position);
  const table = qualifiedTable(walk, scope, names.slice(0, -1));
  if (table.kind === 'found') {
    const matches = columnsNamed(table.value.columns, name);
    const only = matches[0];
    if (only !== undefined && matches.length === 1) return reference(walk, only.lineage, position, table.depth);
    if (matches.length === 0 && table.value.anyField !== undefined) return table.value.anyField;
    const system = matches.length === 0 ? systemColumn([table.value], name) : null;
    if (system !== null) return system;
  }
  unknown(walk, problem(table, `the column ${names.join('.')}`));
  return NO_SOURCE;
}

/** Every column that `*` or `t.*` stands for. */
export function starColumns(walk: Walk, node: Ast.ColumnRef, scope: Scope): readonly NamedLineage[] {
  const qualifier = strings(node.fields);
  const position = positionOf(walk, node.location);
  const named = (columns: readonly NamedLineage[], depth = 0): readonly NamedLineage[] =>
    columns
      .filter((column) => column.isUnlisted !== true)
      .map((column) => ({ name: column.name, lineage: reference(walk, column.lineage, position, depth) }));
  if (qualifier.length === 0) return named(scope.elements.flatMap((element) => element.visible));
  const table = qualifiedTable(walk, scope, qualifier);
  if (table.kind === 'found' && table.value.anyField === undefined) return named(table.value.columns, table.depth);
  unknown(walk, problem(table, `the relation ${qualifier.join('.')}`));
  return [];
}

/** True for `*` and `t.*`. */
export const isStar = (node: Ast.ColumnRef): boolean => {
  const field = last(node.fields ?? []);
  return field !== undefined && 'A_Star' in field;
};
