// The items of FROM: relations, CTEs, sub-selects, functions, joins, samples.
import { builtinFunction } from './builtin-functions.ts';
import { userFunctionColumns } from './function-calls.ts';
import { NO_SOURCE, detached, fromRows, oneOf, uncertain } from './lineage.ts';
import type { NamedLineage } from './lineage.ts';
import { useEquality } from './operators.ts';
import type { Ast, Node } from './parser.ts';
import { jsonTable } from './json-queries.ts';
import { relationColumns, resolveRelation } from './relations.ts';
import { carryOrder } from './row-order.ts';
import { columnsNamed, findCte, innerScope } from './scope.ts';
import type { FromElement, Scope, ScopeTable } from './scope.ts';
import { bodyOf, kindOf, last, strings, targetName } from './syntax.ts';
import type { NodeBody } from './syntax.ts';
import { insideCondition, settle, unknown, usePartially } from './walk.ts';
import type { Walk } from './walk.ts';
import { xmlTable } from './xml-expressions.ts';

/** Where an item stands: the queries around, and the items before it, which only LATERAL sees. */
export interface FromPlace {
  readonly outer: Scope;
  readonly before: readonly FromElement[];
}

const NOTHING: FromElement = { tables: [], visible: [] };

const lateralScope = (place: FromPlace): Scope => innerScope(place.outer, place.before);

/** Columns of a query or relation under the names of an alias: `t(a, b)` renames the first ones. */
export function renamed(
  walk: Walk,
  columns: readonly NamedLineage[],
  names: readonly string[],
): readonly NamedLineage[] {
  if (names.length > columns.length) unknown(walk, 'an alias names more columns than there are');
  return columns.map(({ name, lineage }, index) => ({ name: names[index] ?? name, lineage: fromRows(lineage) }));
}

const element = (table: ScopeTable): FromElement => ({ tables: [table], visible: table.columns });

const derivedTable = (walk: Walk, alias: Ast.Alias | undefined, columns: readonly NamedLineage[]): FromElement => {
  const named = renamed(walk, columns, strings(alias?.colnames));
  return alias?.aliasname === undefined
    ? { tables: [], visible: named }
    : element({ alias: alias.aliasname, schema: null, columns: named, relationOid: 0 });
};

/** A relation by name: a CTE hides a relation of the same bare name. */
export function relationItem(walk: Walk, name: Ast.RangeVar, scope: Scope): FromElement {
  walk.visited.add(name);
  const found =
    name.schemaname === undefined && name.catalogname === undefined ? findCte(scope, name.relname ?? '') : undefined;
  const alias = name.alias?.aliasname ?? name.relname ?? '';
  const names = strings(name.alias?.colnames);
  if (found !== undefined) {
    const { cte, isOwn } = found;
    const columns = renamed(walk, cte.columns(), names);
    carryOrder(cte.order, walk.findings.order);
    const listed = isOwn ? columns.length : columns.length - cte.added;
    const marked = columns.map((column, index) => (index < listed ? column : { ...column, isUnlisted: true }));
    return element({ alias, schema: null, columns: marked, relationOid: 0 });
  }
  const relation = resolveRelation(walk, name);
  if (relation === undefined) return NOTHING;
  const columns = renamed(walk, relationColumns(walk, relation, name), names);
  const schema = name.alias === undefined ? relation.schema : null;
  return element({ alias, schema, columns, relationOid: relation.oid, isRenamed: names.length > 0 });
}

function subselectItem(walk: Walk, node: Ast.RangeSubselect, place: FromPlace): FromElement {
  const scope = node.lateral === true ? lateralScope(place) : place.outer;
  const result = node.subquery === undefined ? null : walk.visit.statement(walk, node.subquery, scope);
  if (result === null) unknown(walk, 'a sub-select of this form is not understood');
  return derivedTable(walk, node.alias, result?.columns ?? []);
}

/** The columns of one function in FROM. Its rows are of the client's choice, so nothing protected may be compared with them. */
function functionColumns(walk: Walk, entry: Node, scope: Scope, alias: string | undefined): readonly NamedLineage[] {
  const [call, definitions] = 'List' in entry ? (entry.List.items ?? []) : [entry];
  if (call === undefined || kindOf(call) === '') {
    unknown(walk, 'a function in FROM of this form is not understood');
    return [];
  }
  const own =
    (definitions === undefined || kindOf(definitions) === '') && 'FuncCall' in call
      ? userFunctionColumns(walk, call.FuncCall, { scope, alias })
      : null;
  if (own !== null) return own;
  const value = walk.visit.expression(walk, call, scope);
  usePartially(walk, value.sources, 'a function in FROM');
  const lineage = { ...detached(value), shape: 'other' as const, row: null };
  const typed = definitions !== undefined && 'List' in definitions ? columnDefinitions(definitions.List.items) : [];
  const name = 'FuncCall' in call ? last(strings(call.FuncCall.funcname)) : undefined;
  if (name !== undefined && typed.length === 0 && /_populate_record/.test(name))
    unknown(walk, `the columns of ${name} depend on the type of its argument, which is not looked into here`);
  const builtin = name === undefined ? undefined : builtinFunction(name);
  const arrays = name === 'unnest' && 'FuncCall' in call ? (call.FuncCall.args ?? []).length : 1;
  const names =
    typed.length > 0 ? typed : (builtin?.columns ?? Array<string>(arrays).fill(alias ?? targetName({ val: call })));
  return names.map((column) => ({ name: column, lineage }));
}

const columnDefinitions = (nodes: readonly Node[] | undefined): readonly string[] =>
  (nodes ?? []).flatMap((node) =>
    'ColumnDef' in node && node.ColumnDef.colname !== undefined ? [node.ColumnDef.colname] : [],
  );

function functionItem(walk: Walk, node: Ast.RangeFunction, place: FromPlace): FromElement {
  const functions = node.functions ?? [];
  const alias = functions.length === 1 ? node.alias?.aliasname : undefined;
  const found = functions.map((entry) => functionColumns(walk, entry, lateralScope(place), alias));
  const typed = columnDefinitions(node.coldeflist);
  const first = found[0]?.[0];
  const columns = typed.length > 0 && first !== undefined ? typed.map((name) => ({ ...first, name })) : found.flat();
  const counted = node.ordinality === true ? [...columns, { name: 'ordinality', lineage: NO_SOURCE }] : columns;
  const only = functions.length === 1 ? functions[0] : undefined;
  const call = only !== undefined && 'List' in only ? only.List.items?.[0] : only;
  const name = node.alias?.aliasname ?? (call === undefined ? '' : targetName({ val: call }));
  const item = derivedTable(walk, { ...node.alias, aliasname: name }, counted);
  const isRenamed = node.alias?.colnames !== undefined;
  return isRenamed ? { ...item, tables: item.tables.map((table) => ({ ...table, isRenamed })) } : item;
}

/** The columns that USING or NATURAL compares. */
function sharedNames(node: Ast.JoinExpr, left: FromElement, right: FromElement): readonly string[] {
  if (node.isNatural !== true) return strings(node.usingClause);
  const others = new Set(right.visible.map((column) => column.name));
  return left.visible.map((column) => column.name).filter((name) => others.has(name));
}

function sharedColumn(
  walk: Walk,
  node: Ast.JoinExpr,
  name: string,
  sides: readonly [FromElement, FromElement],
): NamedLineage {
  const [left, right] = sides.map((side) => {
    const matches = columnsNamed(side.visible, name);
    if (matches.length !== 1) unknown(walk, `the column ${name} of USING is not known or ambiguous`);
    // It is compared, so what its view brings with it counts.
    return settle(walk, matches.slice(0, 1))[0]?.lineage ?? NO_SOURCE;
  });
  if (left === undefined || right === undefined) return { name, lineage: NO_SOURCE };
  for (const source of [...left.sources, ...right.sources]) walk.findings.reads.add(source.column);
  insideCondition(walk, () => useEquality(walk, left, [right], 'USING'));
  const both = oneOf([left, right]);
  if (node.jointype === 'JOIN_FULL') return { name, lineage: both };
  const kept = node.jointype === 'JOIN_RIGHT' ? right : left;
  return { name, lineage: { ...uncertain(kept), sources: both.sources } };
}

function joinItem(walk: Walk, node: Ast.JoinExpr, place: FromPlace): FromElement {
  const left = node.larg === undefined ? NOTHING : fromItem(walk, node.larg, place);
  const right =
    node.rarg === undefined ? NOTHING : fromItem(walk, node.rarg, { ...place, before: [...place.before, left] });
  const names = sharedNames(node, left, right);
  const shared = names.map((name) => sharedColumn(walk, node, name, [left, right]));
  const both = [...left.visible, ...right.visible];
  const rest = names.length === 0 ? both : both.filter((column) => !names.includes(column.name));
  const visible = [...shared, ...rest];
  const usingAlias = node.join_using_alias?.aliasname;
  const usingTable =
    usingAlias === undefined ? [] : [{ alias: usingAlias, schema: null, columns: shared, relationOid: 0 }];
  const joined = { tables: [...left.tables, ...right.tables, ...usingTable], visible };
  if (node.quals !== undefined) walk.visit.condition(walk, node.quals, innerScope(place.outer, [joined]));
  return node.alias === undefined ? joined : derivedTable(walk, node.alias, visible);
}

function sampleItem(walk: Walk, node: Ast.RangeTableSample, place: FromPlace): FromElement {
  const method = strings(node.method).join('.');
  if (!/^(?:pg_catalog\.)?(?:system|bernoulli)$/.test(method))
    unknown(walk, `the sampling method ${method} is not known`);
  for (const arg of [...(node.args ?? []), ...(node.repeatable === undefined ? [] : [node.repeatable])]) {
    usePartially(walk, walk.visit.expression(walk, arg, lateralScope(place)).sources, 'TABLESAMPLE');
  }
  return node.relation === undefined ? NOTHING : fromItem(walk, node.relation, place);
}

/** XMLTABLE and JSON_TABLE see the items before them without LATERAL, and are called after what they are without an alias. */
const tableFunctionItem = (
  walk: Walk,
  node: { readonly alias?: Ast.Alias },
  name: string,
  columns: readonly NamedLineage[],
): FromElement => derivedTable(walk, { ...node.alias, aliasname: node.alias?.aliasname ?? name }, columns);

type ItemRules = {
  readonly [K in FromKind]: (walk: Walk, node: NodeBody<K>, place: FromPlace) => FromElement;
};
type ItemRule = (walk: Walk, node: object, place: FromPlace) => FromElement;
type FromKind =
  | 'RangeVar'
  | 'RangeSubselect'
  | 'RangeFunction'
  | 'RangeTableSample'
  | 'RangeTableFunc'
  | 'JsonTable'
  | 'JoinExpr';

/** Node types that are items of FROM, each with its rule. node-types.test.ts holds this table against the parser. */
export const FROM_ITEMS: ItemRules = {
  RangeVar: (walk, node, place) => relationItem(walk, node, place.outer),
  RangeSubselect: subselectItem,
  RangeFunction: functionItem,
  JoinExpr: joinItem,
  RangeTableSample: sampleItem,
  RangeTableFunc: (walk, node, place) =>
    tableFunctionItem(walk, node, 'xmltable', xmlTable(walk, node, lateralScope(place))),
  JsonTable: (walk, node, place) =>
    tableFunctionItem(walk, node, 'json_table', jsonTable(walk, node, lateralScope(place))),
};

/** One item of FROM, whatever its form. */
export function fromItem(walk: Walk, node: Node, place: FromPlace): FromElement {
  walk.visited.add(bodyOf(node));
  const rule = (FROM_ITEMS as Readonly<Record<string, unknown>>)[kindOf(node)] as ItemRule | undefined;
  if (rule !== undefined) return rule(walk, bodyOf(node), place);
  unknown(walk, `${kindOf(node)} in FROM is not understood`);
  return NOTHING;
}

/** All items of a FROM clause, left to right. */
export function fromClause(walk: Walk, nodes: readonly Node[] | undefined, outer: Scope): readonly FromElement[] {
  const elements: FromElement[] = [];
  for (const node of nodes ?? []) elements.push(fromItem(walk, node, { outer, before: [...elements] }));
  return elements;
}
