// The SQL/JSON constructors. Queries into JSON (JSON_VALUE, JSON_TABLE …) are not understood yet and are refused by name.
import { derive } from './lineage.ts';
import type { Lineage } from './lineage.ts';
import type { Ast, Node } from './parser.ts';
import { useOrder, windowLineage } from './function-calls.ts';
import type { Scope } from './scope.ts';
import { kindOf } from './syntax.ts';
import { settle, unknown } from './walk.ts';
import type { Walk } from './walk.ts';

function jsonValue(walk: Walk, value: Ast.JsonValueExpr | undefined, scope: Scope): readonly Lineage[] {
  const raw = value?.raw_expr;
  return raw === undefined ? [] : [walk.visit.expression(walk, raw, scope)];
}

function keyValue(walk: Walk, pair: Ast.JsonKeyValue | undefined, scope: Scope): readonly Lineage[] {
  const key = pair?.key;
  return [
    ...(key === undefined ? [] : [walk.visit.expression(walk, key, scope)]),
    ...jsonValue(walk, pair?.value, scope),
  ];
}

function output(walk: Walk, type: Ast.JsonOutput | undefined): void {
  if (type !== undefined) unknown(walk, 'RETURNING of a JSON constructor is not understood');
}

export function jsonObject(walk: Walk, node: Ast.JsonObjectConstructor, scope: Scope): Lineage {
  output(walk, node.output);
  if (node.unique === true) unknown(walk, 'WITH UNIQUE KEYS is not understood');
  const parts = (node.exprs ?? []).flatMap((pair) => {
    if ('JsonKeyValue' in pair) return keyValue(walk, pair.JsonKeyValue, scope);
    unknown(walk, `the form ${kindOf(pair)} is not understood`);
    return [];
  });
  return derive(parts, 'json_object(…)');
}

export function jsonArray(walk: Walk, node: Ast.JsonArrayConstructor, scope: Scope): Lineage {
  output(walk, node.output);
  const parts = (node.exprs ?? []).flatMap((item: Node) => {
    if ('JsonValueExpr' in item) return jsonValue(walk, item.JsonValueExpr, scope);
    unknown(walk, `the form ${kindOf(item)} is not understood`);
    return [];
  });
  return derive(parts, 'json_array(…)');
}

export function jsonQueryArray(walk: Walk, node: Ast.JsonArrayQueryConstructor, scope: Scope): Lineage {
  output(walk, node.output);
  const query = node.query;
  const result = query === undefined ? null : walk.visit.statement(walk, query, scope);
  if (result === null) unknown(walk, 'JSON_ARRAY of this query is not understood');
  return derive(
    settle(walk, result?.columns ?? []).map((column) => column.lineage),
    'json_array(…)',
  );
}

export function jsonAggregate(walk: Walk, node: Ast.JsonObjectAgg | Ast.JsonArrayAgg, scope: Scope): Lineage {
  const shell = node.constructor as unknown as Ast.JsonAggConstructor;
  output(walk, shell.output);
  if ('unique' in node && node.unique) unknown(walk, 'WITH UNIQUE KEYS is not understood');
  const arg: Ast.JsonKeyValue & Ast.JsonValueExpr = node.arg ?? {};
  const parts = [...keyValue(walk, arg, scope), ...jsonValue(walk, arg, scope)];
  useOrder(walk, shell.agg_order, scope);
  const filter = shell.agg_filter === undefined ? [] : [walk.visit.condition(walk, shell.agg_filter, scope)];
  const window = shell.over === undefined ? [] : [windowLineage(walk, shell.over, scope)];
  return derive([...parts, ...filter, ...window], 'a JSON aggregate');
}
