// CREATE TABLE, CREATE TABLE AS, CREATE VIEW: what they define may hold expressions that the server runs later, for others as well, so every
// expression counts as used where it is defined.
import { columnOf } from './ddl-columns.ts';
import type { CatalogColumn } from './catalog.ts';
import type { MadeRelation } from './facts.ts';
import { relationItem } from './from-items.ts';
import { CONSTANT } from './lineage.ts';
import type { NamedLineage } from './lineage.ts';
import { madeOfColumns, madeOfQuery, newName } from './made-relations.ts';
import type { NewName } from './made-relations.ts';
import type { Ast, Node } from './parser.ts';
import { arranging } from './row-order.ts';
import { innerScope } from './scope.ts';
import type { FromElement, Scope } from './scope.ts';
import { isSorted, leftmost, strings } from './syntax.ts';
import { hazard, unknown, use } from './walk.ts';
import type { Walk } from './walk.ts';

const PLAIN: Ast.RangeVar = { inh: true };

/** The columns of a relation as expressions of its definition see them, by the names under which a policy may know them. */
export function ownColumns(
  place: { readonly schema: string; readonly name: string },
  names: readonly string[],
): FromElement {
  const columns = names.map((name): NamedLineage => {
    const column = `${place.schema}.${place.name}.${name}`;
    const source = { column, how: 'direct' as const, via: '', through: null, position: -1, stored: [column] };
    return { name, lineage: { ...CONSTANT, shape: 'column', sources: [source] } };
  });
  const table = { alias: place.name, schema: place.schema, columns, relationOid: 0 };
  return { tables: [table], visible: columns };
}

export const columnsCalled = (element: FromElement, names: readonly string[]): readonly NamedLineage[] =>
  element.visible.filter((column) => names.includes(column.name));

export const useColumns = (
  walk: Walk,
  columns: readonly NamedLineage[],
  how: 'copy' | 'order' | 'expression',
  via: string,
): void => {
  for (const { lineage } of columns) use(walk, lineage.sources, how, { via, filters: false });
};

/** A foreign key tells which values there are in the table that it refers to. Without columns it means the primary key, whichever that is. */
function foreignKey(walk: Walk, node: Ast.Constraint, own: readonly NamedLineage[]): void {
  useColumns(walk, own, 'expression', 'REFERENCES');
  if (node.pktable === undefined) return;
  const { visible } = relationItem(walk, { ...PLAIN, ...node.pktable }, innerScope(null));
  const names = strings(node.pk_attrs);
  useColumns(
    walk,
    names.length === 0 ? visible : columnsCalled({ tables: [], visible }, names),
    'expression',
    'REFERENCES',
  );
}

interface Defined {
  readonly element: FromElement;
  readonly scope: Scope;
}

/** One constraint; `column` is the one that it stands behind, or null. */
export function constraint(walk: Walk, node: Ast.Constraint, { element, scope }: Defined, column: string | null): void {
  const own = (names: readonly string[]): readonly NamedLineage[] =>
    columnsCalled(element, column === null ? names : [column]);
  const value = node.raw_expr === undefined ? CONSTANT : walk.visit.expression(walk, node.raw_expr, scope);
  switch (node.contype) {
    case 'CONSTR_DEFAULT':
      return use(walk, value.sources, 'copy', { via: 'DEFAULT' });
    case 'CONSTR_GENERATED':
      return use(walk, value.sources, 'copy', { via: 'GENERATED' });
    case 'CONSTR_CHECK':
      return use(walk, value.sources, 'expression', { via: 'CHECK' });
    case 'CONSTR_FOREIGN':
      return foreignKey(walk, node, own(strings(node.fk_attrs)));
    case 'CONSTR_PRIMARY':
    case 'CONSTR_UNIQUE':
      return useColumns(walk, own(strings(node.keys)), 'order', 'UNIQUE');
    case 'CONSTR_EXCLUSION':
      return useColumns(walk, element.visible, 'expression', 'EXCLUDE');
    case 'CONSTR_NULL':
    case 'CONSTR_NOTNULL':
    case 'CONSTR_IDENTITY':
    case 'CONSTR_ATTR_DEFERRABLE':
    case 'CONSTR_ATTR_NOT_DEFERRABLE':
    case 'CONSTR_ATTR_DEFERRED':
    case 'CONSTR_ATTR_IMMEDIATE':
    case 'CONSTR_ATTR_ENFORCED':
    case 'CONSTR_ATTR_NOT_ENFORCED':
      return undefined;
    default:
      return hazard(walk, `a constraint of the kind ${String(node.contype)} is not looked into`);
  }
}

/** The constraints behind one column. */
export function columnConstraints(
  walk: Walk,
  { colname, constraints, raw_default }: Ast.ColumnDef,
  defined: Defined,
): void {
  if (raw_default !== undefined)
    use(walk, walk.visit.expression(walk, raw_default, defined.scope).sources, 'copy', { via: 'DEFAULT' });
  for (const item of constraints ?? []) {
    if ('Constraint' in item) constraint(walk, item.Constraint, defined, colname ?? '');
  }
}

/** Rows of a child come out of its parents, and what a parent hides its children hide. */
function inherit(walk: Walk, node: Ast.CreateStmt, place: NewName): void {
  for (const parent of node.inhRelations ?? []) {
    if (!('RangeVar' in parent)) continue;
    const { visible } = relationItem(walk, { ...parent.RangeVar, inh: true }, innerScope(null));
    const child = ownColumns(
      place,
      visible.map(({ name }) => name),
    );
    useColumns(walk, [...visible, ...child.visible], 'copy', 'INHERITS');
  }
}

function likeColumns(
  walk: Walk,
  like: Ast.TableLikeClause,
  others: readonly CatalogColumn[],
): readonly CatalogColumn[] {
  if (like.relation === undefined) return [];
  const { visible } = relationItem(walk, { ...PLAIN, ...like.relation }, innerScope(null));
  // What may be taken over with them: defaults, checks, indexes, generated columns.
  if ((like.options ?? 0) !== 0) useColumns(walk, visible, 'copy', 'LIKE … INCLUDING');
  return visible.map(({ name, lineage }, index) => ({
    name,
    attribute: others.length + index + 1,
    typeOid: lineage.typeOid,
    type: '',
  }));
}

function columnsOf(walk: Walk, elements: readonly Node[]): readonly CatalogColumn[] {
  const columns: CatalogColumn[] = [];
  for (const element of elements) {
    if ('ColumnDef' in element) columns.push(columnOf(element.ColumnDef, columns));
    if ('TableLikeClause' in element) columns.push(...likeColumns(walk, element.TableLikeClause, columns));
  }
  return columns;
}

/** MINVALUE and MAXVALUE are read as columns. */
const isLimit = (node: Node): boolean =>
  'ColumnRef' in node && /^(?:min|max)value$/.test(strings(node.ColumnRef.fields).join('.'));

/** The bounds of a partition are computed at once and stand in the catalog from then on. */
function bounds(walk: Walk, spec: Ast.PartitionBoundSpec | undefined): void {
  const values = [...(spec?.listdatums ?? []), ...(spec?.lowerdatums ?? []), ...(spec?.upperdatums ?? [])];
  for (const value of values.filter((node) => !isLimit(node)))
    use(walk, walk.visit.expression(walk, value, innerScope(null)).sources, 'copy', { via: 'FOR VALUES' });
}

/** CREATE TABLE. */
export function createTable(walk: Walk, node: Ast.CreateStmt): MadeRelation | null {
  if (node.relation === undefined) return null;
  const place = newName(walk, node.relation);
  const elements = node.tableElts ?? [];
  const columns = columnsOf(walk, elements);
  const names = columns.map(({ name }) => name);
  const element = ownColumns(place, names);
  const defined = { element, scope: innerScope(null, [element]) };
  for (const item of [...elements, ...(node.constraints ?? [])]) {
    if ('ColumnDef' in item) columnConstraints(walk, item.ColumnDef, defined);
    if ('Constraint' in item) constraint(walk, item.Constraint, defined, null);
  }
  for (const item of node.partspec?.partParams ?? []) {
    if (!('PartitionElem' in item)) continue;
    const { name, expr } = item.PartitionElem;
    if (name !== undefined) useColumns(walk, columnsCalled(element, [name]), 'expression', 'PARTITION BY');
    if (expr !== undefined)
      use(walk, walk.visit.expression(walk, expr, defined.scope).sources, 'expression', { via: 'PARTITION BY' });
  }
  bounds(walk, node.partbound);
  inherit(walk, node, place);
  const isWhole = (node.inhRelations ?? []).length === 0 && node.ofTypename === undefined;
  return isWhole ? madeOfColumns(place, columns, node.oncommit) : null;
}

interface Stored {
  readonly range: Ast.RangeVar | undefined;
  readonly names: readonly string[];
  readonly onCommit: string | undefined;
  readonly what: string;
}

/** A query whose rows are stored under a new name, or whose text is. Their order is kept with them. */
export function storedQuery(
  walk: Walk,
  query: Node | undefined,
  { range, what, ...options }: Stored,
): MadeRelation | null {
  if (range === undefined) return null;
  walk.visited.add(range);
  const place = newName(walk, range);
  const result = query === undefined ? null : walk.visit.ordered(walk, query, null, what);
  if (result === null) unknown(walk, `${what} of this form is not understood`);
  return storedColumns(walk, result?.columns ?? [], { place, what, ...options });
}

function storedColumns(
  walk: Walk,
  columns: readonly NamedLineage[],
  { place, what, ...options }: Omit<Stored, 'range'> & { readonly place: NewName },
): MadeRelation {
  useColumns(walk, columns, 'copy', what);
  return madeOfQuery(place, columns, options);
}

/** SELECT INTO, whose query was walked. */
export function selectInto(walk: Walk, node: Node, columns: readonly NamedLineage[]): MadeRelation | null {
  const into = 'SelectStmt' in node ? leftmost(node.SelectStmt).intoClause : undefined;
  if (into?.rel === undefined) return null;
  const what = 'SELECT INTO';
  if (!isSorted(node)) use(walk, arranging(walk.findings.order), 'order', { via: what, filters: false });
  const place = newName(walk, into.rel);
  return storedColumns(walk, columns, { place, what, names: strings(into.colNames), onCommit: into.onCommit });
}
