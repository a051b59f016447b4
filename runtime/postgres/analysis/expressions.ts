// The dispatch over expression nodes. INVARIANT: a kind of node that has no entry is refused by name (analyze-query.test.ts).
import { columnReference } from './column-references.ts';
import { typeCast } from './casts.ts';
import {
  arrayElement,
  arrayExpression,
  caseExpression,
  greatestOrLeast,
  rowExpression,
} from './composite-expressions.ts';
import { functionCall } from './function-calls.ts';
import { CONSTANT, NO_SOURCE, derive, detached, oneOfTyped, presenceOf } from './lineage.ts';
import type { Lineage } from './lineage.ts';
import {
  isJson,
  jsonAggregate,
  jsonArray,
  jsonObject,
  jsonParse,
  jsonQueryArray,
  jsonScalar,
  jsonSerialize,
} from './json-expressions.ts';
import { jsonQuery } from './json-queries.ts';
import { isComparison, operatorExpression } from './operators.ts';
import type { Ast, Node } from './parser.ts';
import type { Scope } from './scope.ts';
import { subLink } from './sub-links.ts';
import { bodyOf, isUntyped, kindOf, last, strings } from './syntax.ts';
import type { NodeBody, NodeKind } from './syntax.ts';
import { insideCondition, locatingUnknown, unknown, use, usePartially } from './walk.ts';
import type { Walk } from './walk.ts';
import { writtenConstant, writtenParameter } from './written-constants.ts';
import { xmlExpression, xmlSerialize } from './xml-expressions.ts';

type Handlers = { readonly [K in NodeKind]?: (walk: Walk, node: NodeBody<K>, scope: Scope) => Lineage };

const one = (walk: Walk, node: Node | undefined, scope: Scope): Lineage =>
  node === undefined ? CONSTANT : walk.visit.expression(walk, node, scope);

/** A parameter of the statement is a constant; one of a function is what the call gives. */
function parameter(walk: Walk, node: Ast.ParamRef): Lineage {
  if (walk.parameters === null) return writtenParameter(walk, node);
  const found = walk.parameters[(node.number ?? 0) - 1];
  if (found === undefined) unknown(walk, `there is no argument $${node.number ?? 0}`);
  return found ?? NO_SOURCE;
}

/** Collations that come with PostgreSQL tell all different texts apart. One of somebody's own may take many for the same. */
const TELLS_APART =
  /^(?:C|POSIX|default|ucs_basic|unicode|pg_c_utf8|pg_unicode_fast|.+-x-icu|[a-z]{2,3}_[A-Z]{2}(?:[.@].+)?)$/;

function collated(walk: Walk, node: Ast.CollateClause, scope: Scope): Lineage {
  const value = one(walk, node.arg, scope);
  const name = last(strings(node.collname)) ?? '';
  if (!TELLS_APART.test(name)) usePartially(walk, value.sources, `COLLATE ${name}`);
  return detached(value);
}

/** Node types that are expressions, each with its rule. node-types.test.ts holds this table against the parser. */
export const EXPRESSIONS: Handlers = {
  A_Const: writtenConstant,
  ParamRef: parameter,
  SQLValueFunction: () => CONSTANT,
  SetToDefault: () => CONSTANT,
  CurrentOfExpr: () => NO_SOURCE,
  MergeSupportFunc: () => NO_SOURCE,
  ColumnRef: columnReference,
  TypeCast: typeCast,
  A_Expr: operatorExpression,
  FuncCall: functionCall,
  SubLink: subLink,
  CaseExpr: caseExpression,
  RowExpr: rowExpression,
  A_Indirection: arrayElement,
  MinMaxExpr: greatestOrLeast,
  JsonObjectConstructor: jsonObject,
  JsonArrayConstructor: jsonArray,
  JsonArrayQueryConstructor: jsonQueryArray,
  JsonObjectAgg: jsonAggregate,
  JsonArrayAgg: jsonAggregate,
  JsonScalarExpr: jsonScalar,
  JsonParseExpr: jsonParse,
  JsonSerializeExpr: jsonSerialize,
  JsonIsPredicate: isJson,
  JsonFuncExpr: jsonQuery,
  XmlExpr: xmlExpression,
  XmlSerialize: xmlSerialize,
  CollateClause: collated,
  BoolExpr: (walk, node, scope) =>
    derive(
      (node.args ?? []).map((arg) => walk.visit.condition(walk, arg, scope)),
      'AND/OR/NOT',
    ),
  CoalesceExpr: (walk, node, scope) =>
    oneOfTyped((node.args ?? []).map((arg) => ({ lineage: one(walk, arg, scope), isUntyped: isUntyped(arg) }))),
  A_ArrayExpr: arrayExpression,
  GroupingFunc: (walk, node, scope) => {
    for (const arg of node.args ?? []) one(walk, arg, scope);
    return NO_SOURCE;
  },
  NullTest: (walk, node, scope) => {
    const value = one(walk, node.arg, scope);
    // A row is NULL when all its columns are.
    const parts = value.row?.map((field) => field.lineage) ?? [value];
    for (const part of parts) use(walk, part.sources, 'presence', { via: 'IS NULL' });
    return presenceOf(parts, 'IS NULL');
  },
  BooleanTest: (walk, node, scope) => {
    const value = node.arg === undefined ? CONSTANT : walk.visit.condition(walk, node.arg, scope);
    return derive([value], 'IS TRUE');
  },
};

/** The lineage of any expression. */
export function expression(walk: Walk, node: Node, scope: Scope): Lineage {
  const kind = kindOf(node);
  walk.visited.add(bodyOf(node));
  const handler = EXPRESSIONS[kind as NodeKind] as ((walk: Walk, node: object, scope: Scope) => Lineage) | undefined;
  const { location } = bodyOf(node) as { readonly location?: number };
  return locatingUnknown(walk, location, () => {
    if (handler !== undefined) return handler(walk, bodyOf(node), scope);
    unknown(walk, `the form ${kind} is not understood`);
    return NO_SOURCE;
  });
}

/** Forms that judge their own operands: what is compared in them is used already. */
function judgesItself(node: Node): boolean {
  if ('A_Expr' in node) return isComparison(node.A_Expr);
  // A sub-select that gives one value is judged by nobody: it may give anything.
  if ('SubLink' in node) return node.SubLink.subLinkType !== 'EXPR_SUBLINK';
  return 'BoolExpr' in node || 'NullTest' in node || 'BooleanTest' in node || 'JsonIsPredicate' in node;
}

/** Forms that give a value as it is stored. */
const givesValue = (node: Node): boolean => 'ColumnRef' in node || 'SubLink' in node;

/** An expression that chooses: WHERE, ON, HAVING, FILTER, WHEN. A bare column is compared with true; anything else but a comparison computes. */
export function condition(walk: Walk, node: Node, scope: Scope): Lineage {
  return insideCondition(walk, () => {
    const value = expression(walk, node, scope);
    if (!judgesItself(node))
      use(walk, value.sources, givesValue(node) ? 'equality' : 'expression', { via: 'a condition', constants: 1 });
    return value;
  });
}
