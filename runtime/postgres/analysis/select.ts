// SELECT, VALUES and set operations.
import { builtinFunction } from './builtin-functions.ts';
import { isStar, starColumns } from './column-references.ts';
import { withClause } from './ctes.ts';
import { fromClause } from './from-items.ts';
import { CONSTANT, NO_SOURCE, derive, fromRows, oneOf } from './lineage.ts';
import type { WrittenConstant } from './facts.ts';
import type { Lineage, NamedLineage } from './lineage.ts';
import { useEquality, useGroup } from './operators.ts';
import type { Ast, Node } from './parser.ts';
import { newRowOrder, carryOrder } from './row-order.ts';
import { findTable, innerScope } from './scope.ts';
import type { Scope, WindowScope } from './scope.ts';
import { groupAndOrder, orderAndLimit } from './sorting.ts';
import { last, strings, targetName } from './syntax.ts';
import { aside, newFindings, settle, unknown, use, usePartially, withRowOrder } from './walk.ts';
import type { QueryResult, Walk } from './walk.ts';
import { windowScope } from './windows.ts';

/** In a view, what computing a column brings with it is kept with the column; elsewhere it counts at once. */
function targetLineage(walk: Walk, node: Node, scope: Scope): Lineage {
  if (walk.view === null) return walk.visit.expression(walk, node, scope);
  const findings = { ...newFindings(), order: walk.findings.order };
  const lineage = walk.visit.expression({ ...walk, findings }, node, scope);
  return { ...lineage, charges: { ...findings, order: newRowOrder() } };
}

/** The result columns of a select list or of RETURNING. */
export function targetColumns(walk: Walk, targets: readonly Node[] | undefined, scope: Scope): readonly NamedLineage[] {
  return (targets ?? []).flatMap((node) => {
    const target = 'ResTarget' in node ? node.ResTarget : undefined;
    const value = target?.val;
    if (target === undefined || value === undefined) {
      unknown(walk, 'an item of the select list is not understood');
      return [];
    }
    if ('ColumnRef' in value && isStar(value.ColumnRef)) {
      walk.visited.add(value.ColumnRef);
      return starColumns(walk, value.ColumnRef, scope);
    }
    const steps = 'A_Indirection' in value ? (value.A_Indirection.indirection ?? []) : [];
    const end = last(steps);
    if ('A_Indirection' in value && end !== undefined && 'A_Star' in end) {
      walk.visited.add(value.A_Indirection);
      return expandedRow(walk, { ...value.A_Indirection, indirection: steps.slice(0, -1) }, scope);
    }
    return [{ name: targetName(target), lineage: targetLineage(walk, value, scope) }];
  });
}

/** True for `*`, `t.*` and `(row).*`, which stand for any number of columns. */
const isExpanded = (node: Node): boolean => {
  const value = 'ResTarget' in node ? node.ResTarget.val : undefined;
  if (value === undefined || 'ColumnRef' in value) return value === undefined || isStar(value.ColumnRef);
  const end = 'A_Indirection' in value ? last(value.A_Indirection.indirection ?? []) : undefined;
  return end !== undefined && 'A_Star' in end;
};

/** `(row).*`: only where the fields of the row are known. */
function expandedRow(walk: Walk, node: Ast.A_Indirection, scope: Scope): readonly NamedLineage[] {
  const value = walk.visit.expression(walk, { A_Indirection: node }, scope);
  if (value.row !== null) return value.row;
  const call = node.arg !== undefined && 'FuncCall' in node.arg ? node.arg.FuncCall : undefined;
  const fields = builtinFunction(last(strings(call?.funcname)) ?? '')?.columns ?? null;
  if (fields !== null && node.indirection?.length === 0) return fields.map((name) => ({ name, lineage: value }));
  const type = walk.catalog.typeByOid(value.typeOid);
  const relation = type === undefined ? undefined : walk.catalog.relation(type.schema, type.name);
  if (relation !== undefined) {
    // A field can be NULL where the whole is not.
    usePartially(walk, value.sources, '(…).*');
    return relation.columns.map(({ name }) => ({ name, lineage: derive([value], `.${name}`) }));
  }
  unknown(walk, 'the columns of an expanded row value are not known');
  return [];
}

function namedWindows(walk: Walk, nodes: readonly Node[] | undefined, scope: Scope): readonly WindowScope[] {
  const windows: WindowScope[] = [];
  for (const node of nodes ?? []) {
    if (!('WindowDef' in node)) unknown(walk, 'a WINDOW clause of this form is not understood');
    else {
      const { name, ...definition } = node.WindowDef;
      windows.push({ name: name ?? '', ...windowScope(walk, definition, { ...scope, windows }) });
    }
  }
  return windows;
}

/** FOR UPDATE OF names tables of this FROM; it changes nothing about the values. */
function lockedTables(walk: Walk, clauses: readonly Node[] | undefined, scope: Scope): void {
  for (const clause of clauses ?? []) {
    for (const locked of 'LockingClause' in clause ? (clause.LockingClause.lockedRels ?? []) : []) {
      const name = 'RangeVar' in locked ? (locked.RangeVar.relname ?? '') : '';
      const found = findTable({ ...scope, parent: null }, name, null);
      if (found.kind === 'found' && 'RangeVar' in locked) walk.visited.add(locked.RangeVar);
      else unknown(walk, `the relation ${name} of FOR UPDATE is not known`);
    }
  }
}

function simpleSelect(walk: Walk, select: Ast.SelectStmt, outer: Scope): QueryResult {
  const base = innerScope(outer, fromClause(walk, select.fromClause, outer));
  if (select.whereClause !== undefined) walk.visit.condition(walk, select.whereClause, base);
  const scope: Scope = { ...base, windows: namedWindows(walk, select.windowClause, base) };
  lockedTables(walk, select.lockingClause, scope);
  const columns = aside(walk, () => targetColumns(walk, select.targetList, scope));
  const targets = select.targetList ?? [];
  groupAndOrder(walk, select, { columns, scope, targets: targets.some(isExpanded) ? [] : targets });
  return { columns };
}

function values(walk: Walk, select: Ast.SelectStmt, outer: Scope): QueryResult {
  const rows = (select.valuesLists ?? []).map((row) =>
    ('List' in row ? (row.List.items ?? []) : []).map((item) => walk.visit.expression(walk, item, outer)),
  );
  const width = Math.max(0, ...rows.map((row) => row.length));
  const columns = Array.from({ length: width }, (_, index) => {
    const merged = oneOf(rows.map((row) => row[index] ?? CONSTANT));
    return { name: `column${index + 1}`, lineage: rows.length > 1 ? { ...merged, shape: 'other' as const } : merged };
  });
  const scope = innerScope(outer);
  orderAndLimit(walk, select, { columns, scope, targets: [] });
  return { columns };
}

function setOperation(walk: Walk, select: Ast.SelectStmt, outer: Scope): QueryResult {
  const [left, right] = [select.larg, select.rarg].map((side) =>
    side === undefined ? [] : settle(walk, query(walk, side, outer).columns),
  );
  if (left === undefined || right === undefined || left.length !== right.length)
    unknown(walk, 'the parts of a set operation differ in their columns');
  const merges = select.op === 'SETOP_UNION' && select.all === true;
  const columns = (left ?? []).map((column, index) => {
    const other = right?.[index]?.lineage ?? NO_SOURCE;
    if (!merges) useSameRow(walk, column.lineage, other);
    const both = oneOf([column.lineage, other]);
    // Two constants of a union are two values.
    return { name: column.name, lineage: fromRows(both) };
  });
  const scope = innerScope(outer);
  orderAndLimit(walk, select, { columns, scope, targets: [] });
  return { columns };
}

/** UNION, INTERSECT and EXCEPT compare rows: equality between the parts, grouping within them. */
function useSameRow(walk: Walk, left: Lineage, right: Lineage): void {
  useEquality(walk, left, [right], 'a set operation');
  if (left.shape === 'other') useEquality(walk, right, [left], 'a set operation');
  for (const side of [left, right]) useGroup(walk, side, 'a set operation');
  const own = { via: 'a set operation with a value that you chose', filters: false };
  if (isChosen(left)) use(walk, right.sources, 'expression', own);
  if (isChosen(right)) use(walk, left.sources, 'expression', own);
}

/** A value that the client chose. In one column with others, their order would tell which of them is greater. */
const isChosen = ({ shape, guesses, constants }: Lineage): boolean =>
  shape === 'constant' && guesses > 0 && !(constants.length > 0 && constants.every(isNull));

const isNull = (constant: WrittenConstant): boolean => constant.kind === 'constant' && constant.text === null;

/** Any query. `parent` is the query around it, for names that this one does not know. */
export function query(walk: Walk, select: Ast.SelectStmt, parent: Scope | null): QueryResult {
  walk.visited.add(select);
  const { result, order } = withRowOrder(walk, () => anyQuery(walk, select, parent));
  carryOrder(order, walk.findings.order);
  return result;
}

function anyQuery(walk: Walk, select: Ast.SelectStmt, parent: Scope | null): QueryResult {
  const outer = withClause(walk, select.withClause, parent);
  if (select.op !== undefined && select.op !== 'SETOP_NONE') return setOperation(walk, select, outer);
  if (select.valuesLists !== undefined) return values(walk, select, outer);
  return simpleSelect(walk, select, outer);
}
