// What makes JSON: the SQL/JSON constructors, JSON(), JSON_SCALAR, JSON_SERIALIZE and IS JSON. Queries into JSON are in json-queries.ts.
import { derive } from './lineage.ts';
import type { Lineage } from './lineage.ts';
import type { Ast, Node } from './parser.ts';
import type { Scope } from './scope.ts';
import { kindOf, last, strings } from './syntax.ts';
import { settle, unknown, use, usePartially } from './walk.ts';
import type { Walk } from './walk.ts';
import { noteOrderTaker, sorts, useOrder, windowScope } from './windows.ts';

/** Types that every JSON value can be given out as. Any other one cuts off, or fails on some values. */
const WIDE_TYPES: ReadonlySet<string> = new Set(['json', 'jsonb', 'text']);

/** True for a RETURNING clause whose type not every value fits. */
const narrows = (output: Ast.JsonOutput | undefined): boolean => {
  const type = output?.typeName;
  if (type === undefined) return false;
  const wide = WIDE_TYPES.has(last(strings(type.names)) ?? '') && type.typmods === undefined;
  return !wide || type.arrayBounds !== undefined;
};

/** The type is only a name. */
export function visitOutput(walk: Walk, output: Ast.JsonOutput | undefined): void {
  if (output?.typeName !== undefined) walk.visited.add(output.typeName);
}

const isFormatted = (value: Ast.JsonValueExpr | undefined): boolean =>
  value?.format?.format_type !== undefined && value.format.format_type !== 'JS_FORMAT_DEFAULT';

/** A value inside a JSON construct. FORMAT JSON reads it as JSON, which fails on other text. */
export function jsonValue(walk: Walk, value: Ast.JsonValueExpr | undefined, scope: Scope): readonly Lineage[] {
  const raw = value?.raw_expr;
  if (raw === undefined) return [];
  const lineage = walk.visit.expression(walk, raw, scope);
  if (isFormatted(value)) usePartially(walk, lineage.sources, 'FORMAT JSON');
  return [lineage];
}

/** A key that is NULL is an error, so it tells of its presence. */
function keyValue(walk: Walk, pair: Ast.JsonKeyValue | undefined, scope: Scope): readonly Lineage[] {
  const key = pair?.key === undefined ? [] : [walk.visit.expression(walk, pair.key, scope)];
  for (const lineage of key) use(walk, lineage.sources, 'presence', { via: 'a JSON key', filters: false });
  return [...key, ...jsonValue(walk, pair?.value, scope)];
}

/** What a constructor computes from its parts; UNIQUE KEYS and a narrow type can fail on some of them. */
function constructed(
  walk: Walk,
  parts: readonly Lineage[],
  form: { readonly output: Ast.JsonOutput | undefined; readonly isUnique: boolean },
  via: string,
): Lineage {
  visitOutput(walk, form.output);
  if (form.isUnique || narrows(form.output)) for (const part of parts) usePartially(walk, part.sources, via);
  return derive(parts, via);
}

export function jsonObject(walk: Walk, node: Ast.JsonObjectConstructor, scope: Scope): Lineage {
  const parts = (node.exprs ?? []).flatMap((pair) => {
    if ('JsonKeyValue' in pair) return keyValue(walk, pair.JsonKeyValue, scope);
    unknown(walk, `the form ${kindOf(pair)} is not understood`);
    return [];
  });
  return constructed(walk, parts, { output: node.output, isUnique: node.unique === true }, 'json_object(…)');
}

export function jsonArray(walk: Walk, node: Ast.JsonArrayConstructor, scope: Scope): Lineage {
  const parts = (node.exprs ?? []).flatMap((item: Node) => {
    if ('JsonValueExpr' in item) return jsonValue(walk, item.JsonValueExpr, scope);
    unknown(walk, `the form ${kindOf(item)} is not understood`);
    return [];
  });
  return constructed(walk, parts, { output: node.output, isUnique: false }, 'json_array(…)');
}

export function jsonQueryArray(walk: Walk, node: Ast.JsonArrayQueryConstructor, scope: Scope): Lineage {
  const query = node.query;
  const result = query === undefined ? null : walk.visit.ordered(walk, query, scope, 'json_array(SELECT …)');
  if (result === null) unknown(walk, 'JSON_ARRAY of this query is not understood');
  const parts = settle(walk, result?.columns ?? []).map((column) => column.lineage);
  return constructed(walk, parts, { output: node.output, isUnique: false }, 'json_array(…)');
}

export function jsonAggregate(walk: Walk, node: Ast.JsonObjectAgg | Ast.JsonArrayAgg, scope: Scope): Lineage {
  const shell = node.constructor as unknown as Ast.JsonAggConstructor;
  const arg: Ast.JsonKeyValue & Ast.JsonValueExpr = node.arg ?? {};
  const parts = [...keyValue(walk, arg, scope), ...jsonValue(walk, arg, scope)];
  const isOrdered = sorts(useOrder(walk, shell.agg_order, scope));
  const filter = shell.agg_filter === undefined ? [] : [walk.visit.condition(walk, shell.agg_filter, scope)];
  const window = shell.over === undefined ? undefined : windowScope(walk, shell.over, scope);
  noteOrderTaker(walk, { name: 'json_arrayagg', over: shell.over, window, isOrdered, isAggregate: false });
  const isUnique = 'unique' in node && node.unique;
  return derive(
    [
      constructed(walk, parts, { output: shell.output, isUnique }, 'a JSON aggregate'),
      ...filter,
      ...(window === undefined ? [] : [window.lineage]),
    ],
    'a JSON aggregate',
  );
}

/** JSON_SCALAR: every value but NULL becomes JSON. */
export function jsonScalar(walk: Walk, node: Ast.JsonScalarExpr, scope: Scope): Lineage {
  const parts = node.expr === undefined ? [] : [walk.visit.expression(walk, node.expr, scope)];
  return constructed(walk, parts, { output: node.output, isUnique: false }, 'json_scalar(…)');
}

/** JSON() and JSON_SERIALIZE read a text as JSON, which fails on other text. */
const reading =
  (via: string) =>
  (walk: Walk, node: Ast.JsonParseExpr | Ast.JsonSerializeExpr, scope: Scope): Lineage => {
    visitOutput(walk, node.output);
    const parts = jsonValue(walk, node.expr, scope);
    for (const part of parts) usePartially(walk, part.sources, via);
    return derive(parts, via);
  };

export const jsonParse = reading('json(…)');
export const jsonSerialize = reading('json_serialize(…)');

/** IS JSON asks something of a text, as a pattern does. */
export function isJson(walk: Walk, node: Ast.JsonIsPredicate, scope: Scope): Lineage {
  const value = node.expr === undefined ? derive([], 'IS JSON') : walk.visit.expression(walk, node.expr, scope);
  use(walk, value.sources, 'pattern', { via: 'IS JSON', filters: walk.findings.conditions > 0 });
  return derive([value], 'IS JSON');
}
