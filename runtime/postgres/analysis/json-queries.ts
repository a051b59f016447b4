// Queries into JSON: JSON_VALUE, JSON_QUERY, JSON_EXISTS and JSON_TABLE. What they give, whether they give anything and whether they
// fail depends on all that goes in, so a protected value must not go in; it is never said here that one passes unchanged.
import { jsonValue, visitOutput } from './json-expressions.ts';
import { NO_SOURCE, derive } from './lineage.ts';
import type { Lineage, NamedLineage } from './lineage.ts';
import type { Ast, Node } from './parser.ts';
import type { Scope } from './scope.ts';
import { kindOf } from './syntax.ts';
import { unknown, usePartially } from './walk.ts';
import type { Walk } from './walk.ts';

const VIAS: Readonly<Record<string, string>> = {
  JSON_VALUE_OP: 'json_value(…)',
  JSON_QUERY_OP: 'json_query(…)',
  JSON_EXISTS_OP: 'json_exists(…)',
};

/** PASSING: variables of the path. */
const passed = (walk: Walk, nodes: readonly Node[] | undefined, scope: Scope): readonly Lineage[] =>
  (nodes ?? []).flatMap((node) => {
    if ('JsonArgument' in node) return jsonValue(walk, node.JsonArgument.val, scope);
    unknown(walk, `the form ${kindOf(node)} is not understood`);
    return [];
  });

const optional = (walk: Walk, node: Node | undefined, scope: Scope): readonly Lineage[] =>
  node === undefined ? [] : [walk.visit.expression(walk, node, scope)];

/** DEFAULT … ON EMPTY, DEFAULT … ON ERROR: values that stand in. */
const standIns = (
  walk: Walk,
  behaviours: readonly (Ast.JsonBehavior | undefined)[],
  scope: Scope,
): readonly Lineage[] => behaviours.flatMap((behaviour) => optional(walk, behaviour?.expr, scope));

export function jsonQuery(walk: Walk, node: Ast.JsonFuncExpr, scope: Scope): Lineage {
  const via = VIAS[node.op ?? ''];
  if (via === undefined) unknown(walk, `the form ${node.op ?? 'JsonFuncExpr'} is not understood`);
  visitOutput(walk, node.output);
  const parts = [
    ...jsonValue(walk, node.context_item, scope),
    ...optional(walk, node.pathspec, scope),
    ...passed(walk, node.passing, scope),
    ...standIns(walk, [node.on_empty, node.on_error], scope),
  ];
  for (const part of parts) usePartially(walk, part.sources, via ?? 'a JSON query');
  return derive(parts, via ?? 'a JSON query');
}

interface TablePart {
  readonly names: readonly string[];
  readonly parts: readonly Lineage[];
}

/** The columns of COLUMNS (…), those of NESTED PATH in their place, and what their paths and defaults bring in. */
function tableColumns(walk: Walk, nodes: readonly Node[] | undefined, scope: Scope): TablePart {
  const names: string[] = [];
  const parts: Lineage[] = [];
  for (const node of nodes ?? []) {
    if (!('JsonTableColumn' in node)) {
      unknown(walk, `the form ${kindOf(node)} is not understood`);
      continue;
    }
    const column = node.JsonTableColumn;
    if (column.typeName !== undefined) walk.visited.add(column.typeName);
    parts.push(...optional(walk, column.pathspec?.string, scope));
    parts.push(...standIns(walk, [column.on_empty, column.on_error], scope));
    if (column.coltype !== 'JTC_NESTED') {
      names.push(column.name ?? '');
      continue;
    }
    const nested = tableColumns(walk, column.columns, scope);
    names.push(...nested.names);
    parts.push(...nested.parts);
  }
  return { names, parts };
}

/** JSON_TABLE: how many rows there are and what is in them depends on everything. */
export function jsonTable(walk: Walk, node: Ast.JsonTable, scope: Scope): readonly NamedLineage[] {
  const inputs = [
    ...jsonValue(walk, node.context_item, scope),
    ...optional(walk, node.pathspec?.string, scope),
    ...passed(walk, node.passing, scope),
    ...standIns(walk, [node.on_error], scope),
  ];
  const { names, parts } = tableColumns(walk, node.columns, scope);
  const all = [...inputs, ...parts];
  for (const part of all) usePartially(walk, part.sources, 'json_table(…)');
  const lineage = derive([...all, NO_SOURCE], 'json_table(…)');
  return names.map((name) => ({ name, lineage }));
}
