// INSERT, UPDATE, DELETE, MERGE and what they return. A value that goes into a column is a use of kind `copy`.
import type { CatalogRelation } from './catalog.ts';
import { withClause } from './ctes.ts';
import { fromClause, fromItem, relationItem } from './from-items.ts';
import { CONSTANT, storedColumns, uncertain, withWritten } from './lineage.ts';
import type { Lineage, NamedLineage } from './lineage.ts';
import type { Ast, Node } from './parser.ts';
import { innerScope } from './scope.ts';
import type { FromElement, Scope, ScopeTable } from './scope.ts';
import { targetColumns } from './select.ts';
import { positionOf, unknown, use, usePartially } from './walk.ts';
import type { QueryResult, Walk } from './walk.ts';
import { chargeWriteEffects } from './write-effects.ts';

interface Target {
  readonly element: FromElement;
  readonly table: ScopeTable | undefined;
  readonly relation: CatalogRelation | undefined;
  readonly position: number;
  /** What the statement puts into each column, by its name: RETURNING gives it back. */
  readonly written: Map<string, Lineage[]>;
}

/** The relation that is written. Triggers and rules make the effect more than the text says. */
function targetRelation(walk: Walk, name: Ast.RangeVar | undefined): Target {
  if (name === undefined) {
    unknown(walk, 'a statement without a relation is not understood');
    return {
      element: { tables: [], visible: [] },
      table: undefined,
      relation: undefined,
      position: -1,
      written: new Map(),
    };
  }
  const element = relationItem(walk, name, innerScope(null));
  const table = element.tables[0];
  const relation =
    name.schemaname === undefined
      ? walk.catalog.resolve(name.relname ?? '', walk.context.searchPath)
      : walk.catalog.relation(name.schemaname, name.relname ?? '');
  if (relation !== undefined) chargeWriteEffects(walk, relation);
  return { element, table, relation, position: positionOf(walk, name.location), written: new Map() };
}

interface Assignment {
  readonly name: string;
  readonly value: Lineage;
  /** True where the row was there before. */
  readonly replaces: boolean;
}

/** The base columns behind a written column. */
function writtenColumns(walk: Walk, target: Target, name: string): readonly string[] {
  const column = target.table?.columns.find((candidate) => candidate.name === name);
  if (column === undefined) unknown(walk, `the column ${name} is not known`);
  const columns = (column?.lineage.sources ?? [])
    .filter((source) => source.how === 'direct')
    .map((source) => source.column);
  for (const written of columns) walk.findings.writes.add(written);
  return columns;
}

/** Constants of several rows are so many values; what is computed row by row may be any number. */
function noteFill(walk: Walk, target: Target, columns: readonly string[], value: Lineage): void {
  const isCounted = value.shape === 'constant' || value.guesses === value.constants.length;
  const values = isCounted || value.guesses === 0 ? value.guesses : Infinity;
  const flowing = { ...value, sources: value.sources.filter((source) => source.isChoice !== true) };
  const from = storedColumns([flowing]).filter((names) => names[0] !== columns[0]);
  const position = value.constants[0]?.position ?? value.sources[0]?.position ?? target.position;
  if (values > 0 || from.length > 0) walk.findings.fills.push({ columns, values, from, position });
}

/**
 * Puts a value into a column. A value of that very column may go from row to row: who sees it there saw it before, masked in the same way. Where
 * other relations share the rows by inheritance, their masks may differ.
 */
function assign(walk: Walk, target: Target, { name, value, replaces }: Assignment): void {
  const columns = writtenColumns(walk, target, name);
  const own = columns.length === 1 ? columns[0] : undefined;
  const moved = value.sources.filter((source) => source.how !== 'direct' || source.column !== own);
  for (const source of moved) use(walk, [source], 'copy', { via: source.via, into: own ?? columns[0] ?? name });
  const typeOid = target.table?.columns.find((column) => column.name === name)?.lineage.typeOid ?? 0;
  noteFill(walk, target, columns, value);
  for (const constant of value.constants) walk.findings.written.push({ columns, typeOid, replaces, constant });
  target.written.set(name, [...(target.written.get(name) ?? []), value]);
}

/** The fields of `(a, b) = (…)`: each takes one column of the row or sub-select. */
function multiAssigned(walk: Walk, node: Ast.MultiAssignRef, scope: Scope): Lineage {
  const source = node.source;
  if (source === undefined) return CONSTANT;
  const value = walk.visit.expression(walk, source, scope);
  return value.row?.[(node.colno ?? 1) - 1]?.lineage ?? value;
}

/** SET of UPDATE, of ON CONFLICT and of MERGE. */
function setClause(walk: Walk, targets: readonly Node[] | undefined, target: Target, scope: Scope): void {
  for (const node of targets ?? []) {
    const item = 'ResTarget' in node ? node.ResTarget : undefined;
    if (item?.val === undefined || item.name === undefined) {
      unknown(walk, 'an item of SET is not understood');
      continue;
    }
    const value =
      'MultiAssignRef' in item.val
        ? multiAssigned(walk, item.val.MultiAssignRef, scope)
        : walk.visit.expression(walk, item.val, scope);
    assign(walk, target, { name: item.name, value, replaces: true });
    for (const step of item.indirection ?? []) {
      if (!('A_Indices' in step)) continue;
      for (const bound of [step.A_Indices.lidx, step.A_Indices.uidx]) {
        if (bound !== undefined) usePartially(walk, walk.visit.expression(walk, bound, scope).sources, '[…]');
      }
    }
  }
}

/** The columns of the target as they are once the statement has written them. */
const afterWrite = (target: Target, columns: readonly NamedLineage[]): readonly NamedLineage[] =>
  columns.map(({ name, lineage }) => ({ name, lineage: withWritten(lineage, target.written.get(name) ?? []) }));

/** RETURNING sees the row under the relation's name, and as `old` and `new`. */
function returning(walk: Walk, clause: Ast.ReturningClause | undefined, target: Target, scope: Scope): QueryResult {
  if (clause === undefined) return { columns: [] };
  const names = { old: 'old', new: 'new' };
  for (const option of clause.options ?? []) {
    if (!('ReturningOption' in option)) unknown(walk, 'a form of RETURNING is not understood');
    else if (option.ReturningOption.option === 'RETURNING_OPTION_OLD') names.old = option.ReturningOption.value ?? '';
    else names.new = option.ReturningOption.value ?? '';
  }
  const before = target.table?.columns ?? [];
  const after = afterWrite(target, before);
  const version = (alias: string, columns: readonly NamedLineage[]): ScopeTable => ({
    alias,
    schema: null,
    columns: columns.map((column) => ({ ...column, lineage: uncertain(column.lineage) })),
    relationOid: 0,
  });
  const elements = scope.elements.map((element) =>
    element === target.element
      ? {
          tables: element.tables.map((table) => ({ ...table, columns: afterWrite(target, table.columns) })),
          visible: afterWrite(target, element.visible),
        }
      : element,
  );
  const versions = { tables: [version(names.old, before), version(names.new, after)], visible: [] };
  return { columns: targetColumns(walk, clause.exprs, { ...scope, elements: [...elements, versions] }) };
}

function insertedValues(walk: Walk, source: Node | undefined, scope: Scope): readonly NamedLineage[] {
  if (source === undefined) return [];
  const result = walk.visit.statement(walk, source, scope);
  if (result === null) unknown(walk, 'the source of INSERT is not understood');
  return result?.columns ?? [];
}

/** `excluded` is the row that was to be inserted, so its columns come from where the values do. */
const excludedTable = (target: Target, inserted: ReadonlyMap<string, Lineage>): ScopeTable => ({
  alias: 'excluded',
  schema: null,
  columns: (target.table?.columns ?? []).map(({ name }) => ({ name, lineage: inserted.get(name) ?? CONSTANT })),
  relationOid: 0,
});

function onConflict(
  walk: Walk,
  clause: Ast.OnConflictClause,
  target: Target,
  place: { outer: Scope; excluded: ScopeTable },
): void {
  const { outer, excluded } = place;
  const own = innerScope(outer, [target.element]);
  for (const node of clause.infer?.indexElems ?? []) {
    if ('IndexElem' in node && node.IndexElem.expr !== undefined) {
      usePartially(walk, walk.visit.expression(walk, node.IndexElem.expr, own).sources, 'ON CONFLICT');
    }
  }
  if (clause.infer?.whereClause !== undefined) walk.visit.condition(walk, clause.infer.whereClause, own);
  const scope = innerScope(outer, [target.element, { tables: [excluded], visible: [] }]);
  setClause(walk, clause.targetList, target, scope);
  if (clause.whereClause !== undefined) walk.visit.condition(walk, clause.whereClause, scope);
}

export function insertStatement(walk: Walk, node: Ast.InsertStmt, parent: Scope | null): QueryResult {
  const outer = withClause(walk, node.withClause, parent);
  const target = targetRelation(walk, node.relation);
  const values = insertedValues(walk, node.selectStmt, outer);
  const named = (node.cols ?? []).map((column) => ('ResTarget' in column ? (column.ResTarget.name ?? '') : ''));
  const names =
    named.length > 0
      ? named
      : (target.table?.columns ?? [])
          .slice(0, node.selectStmt === undefined ? undefined : values.length)
          .map((column) => column.name);
  if (values.length > names.length) unknown(walk, 'INSERT has more values than columns');
  for (const [index, name] of names.entries())
    assign(walk, target, { name, value: values[index]?.lineage ?? CONSTANT, replaces: false });
  const inserted = new Map(names.map((name, index) => [name, values[index]?.lineage ?? CONSTANT]));
  const excluded = excludedTable(target, inserted);
  if (node.onConflictClause !== undefined) onConflict(walk, node.onConflictClause, target, { outer, excluded });
  return returning(walk, node.returningClause, target, innerScope(outer, [target.element]));
}

export function updateStatement(walk: Walk, node: Ast.UpdateStmt, parent: Scope | null): QueryResult {
  const outer = withClause(walk, node.withClause, parent);
  const target = targetRelation(walk, node.relation);
  const scope = innerScope(outer, [target.element, ...fromClause(walk, node.fromClause, outer)]);
  setClause(walk, node.targetList, target, scope);
  if (node.whereClause !== undefined) walk.visit.condition(walk, node.whereClause, scope);
  return returning(walk, node.returningClause, target, scope);
}

export function deleteStatement(walk: Walk, node: Ast.DeleteStmt, parent: Scope | null): QueryResult {
  const outer = withClause(walk, node.withClause, parent);
  const target = targetRelation(walk, node.relation);
  for (const column of target.table?.columns ?? []) writtenColumns(walk, target, column.name);
  const scope = innerScope(outer, [target.element, ...fromClause(walk, node.usingClause, outer)]);
  if (node.whereClause !== undefined) walk.visit.condition(walk, node.whereClause, scope);
  return returning(walk, node.returningClause, target, scope);
}

function mergeAction(walk: Walk, when: Ast.MergeWhenClause, target: Target, scope: Scope): void {
  if (when.condition !== undefined) walk.visit.condition(walk, when.condition, scope);
  if (when.commandType === 'CMD_DELETE')
    for (const column of target.table?.columns ?? []) writtenColumns(walk, target, column.name);
  if (when.commandType === 'CMD_UPDATE') setClause(walk, when.targetList, target, scope);
  if (when.commandType !== 'CMD_INSERT') return;
  const values = (when.values ?? []).map((value) => walk.visit.expression(walk, value, scope));
  const named = (when.targetList ?? []).map((column) => ('ResTarget' in column ? (column.ResTarget.name ?? '') : ''));
  const names = named.length > 0 ? named : (target.table?.columns ?? []).map((column) => column.name);
  for (const [index, name] of names.entries())
    assign(walk, target, { name, value: values[index] ?? CONSTANT, replaces: false });
}

export function mergeStatement(walk: Walk, node: Ast.MergeStmt, parent: Scope | null): QueryResult {
  const outer = withClause(walk, node.withClause, parent);
  const target = targetRelation(walk, node.relation);
  const source = node.sourceRelation === undefined ? [] : [fromItem(walk, node.sourceRelation, { outer, before: [] })];
  // `*` of RETURNING gives the source first.
  const scope = innerScope(outer, [...source, target.element]);
  if (node.joinCondition !== undefined) walk.visit.condition(walk, node.joinCondition, scope);
  for (const when of node.mergeWhenClauses ?? []) {
    if ('MergeWhenClause' in when) mergeAction(walk, when.MergeWhenClause, target, scope);
    else unknown(walk, 'a WHEN clause of this form is not understood');
  }
  return returning(walk, node.returningClause, target, scope);
}
