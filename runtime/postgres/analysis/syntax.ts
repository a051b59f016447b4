// Small readers of parse tree parts: names, constants, the name that PostgreSQL gives a result column.
import type { Ast, Node } from './parser.ts';

/** The body of a node of one kind. */
export type NodeBody<K> =
  Extract<Node, Record<K & string, unknown>> extends infer N ? (K extends keyof N ? N[K] : never) : never;

/** The names of all kinds of nodes. */
export type NodeKind = Node extends infer N ? (N extends N ? keyof N : never) : never;

/** The strings of a name list: `pg_catalog.substr`, `a.b`. Anything else in it is left out. */
export const strings = (nodes: readonly Node[] | undefined): readonly string[] =>
  (nodes ?? []).flatMap((node) => ('String' in node ? [node.String.sval ?? ''] : []));

export const last = <T>(items: readonly T[]): T | undefined => items[items.length - 1];

/** The kind of a node: its only key. Empty for a node that is not one. */
export const kindOf = (node: Node): string => Object.keys(node)[0] ?? '';

/** The body of a node of whatever kind. */
export const bodyOf = (node: Node): object => Object.values(node)[0] ?? {};

export const integerOf = (node: Node | undefined): number | null =>
  node !== undefined && 'A_Const' in node && node.A_Const.ival !== undefined ? (node.A_Const.ival.ival ?? 0) : null;

/** The text of a constant as it was written in the tree, for settings and the like. */
export function constantText(node: Node | undefined): string | null {
  if (node === undefined || !('A_Const' in node)) return null;
  const { sval, ival, fval, boolval, bsval } = node.A_Const;
  if (sval !== undefined) return sval.sval ?? '';
  if (ival !== undefined) return String(ival.ival ?? 0);
  if (fval !== undefined) return fval.fval ?? '';
  if (bsval !== undefined) return bsval.bsval ?? '';
  return boolval === undefined ? null : String(boolval.boolval ?? false);
}

/** True for NULL and for a text that takes whatever type its place asks for. */
export const isUntyped = (node: Node): boolean =>
  'A_Const' in node && (node.A_Const.isnull === true || node.A_Const.sval !== undefined);

/** The text of the name that a type is written by, without modifiers: `pg_catalog.varchar`. */
export const typeNameOf = (type: Ast.TypeName | undefined): string => strings(type?.names).join('.');

const SPECIAL: Readonly<Record<string, string>> = {
  CoalesceExpr: 'coalesce',
  A_ArrayExpr: 'array',
  RowExpr: 'row',
  GroupingFunc: 'grouping',
  MergeSupportFunc: 'merge_action',
  JsonParseExpr: 'json',
  JsonScalarExpr: 'json_scalar',
  JsonSerializeExpr: 'json_serialize',
  JsonObjectConstructor: 'json_object',
  JsonArrayConstructor: 'json_array',
  JsonArrayQueryConstructor: 'json_array',
  JsonObjectAgg: 'json_objectagg',
  JsonArrayAgg: 'json_arrayagg',
  XmlSerialize: 'xmlserialize',
};

const JSON_QUERIES: Readonly<Record<string, string>> = {
  JSON_VALUE_OP: 'json_value',
  JSON_QUERY_OP: 'json_query',
  JSON_EXISTS_OP: 'json_exists',
};

const VALUE_FUNCTIONS: Readonly<Record<string, string>> = {
  SVFOP_CURRENT_DATE: 'current_date',
  SVFOP_CURRENT_TIME: 'current_time',
  SVFOP_CURRENT_TIME_N: 'current_time',
  SVFOP_CURRENT_TIMESTAMP: 'current_timestamp',
  SVFOP_CURRENT_TIMESTAMP_N: 'current_timestamp',
  SVFOP_LOCALTIME: 'localtime',
  SVFOP_LOCALTIME_N: 'localtime',
  SVFOP_LOCALTIMESTAMP: 'localtimestamp',
  SVFOP_LOCALTIMESTAMP_N: 'localtimestamp',
  SVFOP_CURRENT_ROLE: 'current_role',
  SVFOP_CURRENT_USER: 'current_user',
  SVFOP_USER: 'user',
  SVFOP_SESSION_USER: 'session_user',
  SVFOP_CURRENT_CATALOG: 'current_catalog',
  SVFOP_CURRENT_SCHEMA: 'current_schema',
};

const XML_FUNCTIONS: Readonly<Record<string, string>> = {
  IS_XMLCONCAT: 'xmlconcat',
  IS_XMLELEMENT: 'xmlelement',
  IS_XMLFOREST: 'xmlforest',
  IS_XMLPARSE: 'xmlparse',
  IS_XMLPI: 'xmlpi',
  IS_XMLROOT: 'xmlroot',
  IS_XMLSERIALIZE: 'xmlserialize',
};

interface Guess {
  readonly name: string;
  /** Weak names give way to the name of the type in a cast. */
  readonly strong: boolean;
}

const strong = (name: string | undefined): Guess | null => (name === undefined ? null : { name, strong: true });

function guess(node: Node | undefined): Guess | null {
  if (node === undefined) return null;
  if ('ColumnRef' in node) return strong(last(strings(node.ColumnRef.fields)));
  if ('FuncCall' in node) return strong(last(strings(node.FuncCall.funcname)));
  if ('A_Indirection' in node)
    return strong(last(strings(node.A_Indirection.indirection))) ?? guess(node.A_Indirection.arg);
  if ('CollateClause' in node) return guess(node.CollateClause.arg);
  if ('A_Expr' in node) return node.A_Expr.kind === 'AEXPR_NULLIF' ? strong('nullif') : null;
  if ('MinMaxExpr' in node) return strong(node.MinMaxExpr.op === 'IS_LEAST' ? 'least' : 'greatest');
  if ('SQLValueFunction' in node) return strong(VALUE_FUNCTIONS[node.SQLValueFunction.op ?? '']);
  if ('JsonFuncExpr' in node) return strong(JSON_QUERIES[node.JsonFuncExpr.op ?? '']);
  if ('XmlExpr' in node) return strong(XML_FUNCTIONS[node.XmlExpr.op ?? '']);
  if ('TypeCast' in node) {
    const inner = guess(node.TypeCast.arg);
    const type = last(strings(node.TypeCast.typeName?.names));
    return inner?.strong === true || type === undefined ? inner : { name: type, strong: false };
  }
  if ('CaseExpr' in node) {
    const inner = guess(node.CaseExpr.defresult);
    return inner?.strong === true ? inner : { name: 'case', strong: false };
  }
  if ('SubLink' in node) return guessSubLink(node.SubLink);
  return strong(SPECIAL[kindOf(node)]);
}

function guessSubLink(link: Ast.SubLink): Guess | null {
  if (link.subLinkType === 'EXISTS_SUBLINK') return strong('exists');
  if (link.subLinkType === 'ARRAY_SUBLINK') return strong('array');
  if (link.subLinkType !== 'EXPR_SUBLINK' || link.subselect === undefined || !('SelectStmt' in link.subselect))
    return null;
  const select = leftmost(link.subselect.SelectStmt);
  if (select.valuesLists !== undefined) return strong('column1');
  const first = select.targetList?.[0];
  return first !== undefined && 'ResTarget' in first ? strong(targetName(first.ResTarget)) : null;
}

/** The first SELECT of a chain of set operations: it names the columns. */
export const leftmost = (select: Ast.SelectStmt): Ast.SelectStmt => {
  let found = select;
  while (found.larg !== undefined) found = found.larg;
  return found;
};

/** True for a query that says in which order its rows come. */
export const isSorted = (node: Node): boolean => 'SelectStmt' in node && node.SelectStmt.sortClause !== undefined;

/** The name of a result column, as PostgreSQL chooses it. */
export const targetName = (target: Ast.ResTarget): string => target.name ?? guess(target.val)?.name ?? '?column?';
