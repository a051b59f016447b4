// Function calls: built-in functions by their known behaviour, aggregates, windows. Functions of the database are looked into.
import { builtinFunction, isNamedByFirst, whyNotTrusted } from './builtin-functions.ts';
import type { BuiltinFunction } from './builtin-functions.ts';
import { candidatesOf } from './function-candidates.ts';
import type { Candidates } from './function-candidates.ts';
import { NO_SOURCE, derive, detached, oneOf, presenceOf } from './lineage.ts';
import type { Lineage, NamedLineage } from './lineage.ts';
import type { Ast, Node } from './parser.ts';
import type { Scope } from './scope.ts';
import { useGroup } from './operators.ts';
import { resultColumns, singleOutName } from './result-columns.ts';
import { integerOf, strings } from './syntax.ts';
import { callUserAggregate, callUserFunction } from './user-functions.ts';
import { insideCondition, unknown, use, usePartially } from './walk.ts';
import type { Walk } from './walk.ts';

/** Uses an ORDER BY list inside an aggregate or a window; names of result columns do not count there. */
export function useOrder(walk: Walk, items: readonly Node[] | undefined, scope: Scope): readonly Lineage[] {
  return (items ?? []).flatMap((item) => {
    if (!('SortBy' in item) || item.SortBy.node === undefined) {
      unknown(walk, 'a form of ORDER BY is not understood');
      return [];
    }
    const value = walk.visit.expression(walk, item.SortBy.node, scope);
    use(walk, value.sources, 'order', { via: 'ORDER BY' });
    return [value];
  });
}

/** A window: its partitioning reaches the result, its order and frame are uses. */
export function windowLineage(walk: Walk, window: Ast.WindowDef, scope: Scope): Lineage {
  const parts = (window.partitionClause ?? []).map((part) => walk.visit.expression(walk, part, scope));
  for (const part of parts) useGroup(walk, part, 'PARTITION BY');
  useOrder(walk, window.orderClause, scope);
  for (const offset of [window.startOffset, window.endOffset]) {
    if (offset !== undefined) usePartially(walk, walk.visit.expression(walk, offset, scope).sources, 'window frame');
  }
  const base = window.refname ?? (window.name !== undefined && parts.length === 0 ? window.name : undefined);
  const named = base === undefined ? [] : namedWindow(walk, base, scope);
  return derive([...parts, ...named], 'PARTITION BY');
}

function namedWindow(walk: Walk, name: string, scope: Scope): readonly Lineage[] {
  const found = scope.windows.find((window) => window.name === name);
  if (found === undefined) unknown(walk, `the window ${name} is not known`);
  return found === undefined ? [] : [found.lineage];
}

/** Arguments of a call; `name => value` is its value. */
function functionArguments(walk: Walk, node: Ast.FuncCall, scope: Scope): readonly Lineage[] {
  return (node.args ?? []).map((arg) => {
    if (!('NamedArgExpr' in arg) || arg.NamedArgExpr.arg === undefined) return walk.visit.expression(walk, arg, scope);
    walk.visited.add(arg.NamedArgExpr);
    return walk.visit.expression(walk, arg.NamedArgExpr.arg, scope);
  });
}

function applied(
  walk: Walk,
  node: Ast.FuncCall,
  known: { readonly name: string; readonly builtin: BuiltinFunction },
  args: readonly Lineage[],
): Lineage {
  const { name, builtin } = known;
  const via = `${name}(…)`;
  const first = args[0];
  if (name === 'count' || name === 'num_nulls' || name === 'num_nonnulls') return presenceOf(args, via);
  if (name === 'min' || name === 'max') {
    for (const arg of args) use(walk, arg.sources, 'range', { via, filters: walk.findings.conditions > 0 });
    return derive(args, via);
  }
  if (builtin.behaviour === 'passing' && first !== undefined) {
    const others = args.slice(1);
    for (const other of others.slice(0, 1)) usePartially(walk, other.sources, via);
    // The second argument is a number of rows; the third stands in for what is not there.
    return { ...oneOf([first, ...others]), shape: oneOf([first, ...others.slice(1)]).shape };
  }
  const integers = (node.args ?? []).slice(1).every((arg) => integerOf(arg) !== null);
  const total = builtin.behaviour === 'total' || (builtin.behaviour === 'total_with_integers' && integers);
  if (isNamedByFirst(name) && first !== undefined) usePartially(walk, first.sources, via);
  if (!total) for (const arg of args) usePartially(walk, arg.sources, via);
  return derive(args, via);
}

/** What each candidate gives; a name that none answers to is reported. */
function candidateLineages(
  walk: Walk,
  node: Ast.FuncCall,
  candidates: Candidates,
  args: readonly Lineage[],
): readonly Lineage[] {
  const { name, written, functions, isBuiltin } = candidates;
  const builtin = isBuiltin ? builtinFunction(name) : undefined;
  for (const found of functions) walk.findings.functions.add(`${found.schema}.${found.name}`);
  const schema = strings(node.funcname).at(-2) ?? 'pg_catalog';
  if (builtin !== undefined || functions.length === 0) walk.findings.functions.add(`${schema}.${name}`);
  if (builtin === undefined && functions.length === 0) {
    unknown(walk, isBuiltin ? whyNotTrusted(name) : `the function ${written} is not in the catalog`);
    return [derive([...args, NO_SOURCE], 'function')];
  }
  const own = functions.map((found) =>
    found.kind === 'aggregate' ? callUserAggregate(walk, found, args) : callUserFunction(walk, found, node, args),
  );
  return builtin === undefined ? own : [...own, applied(walk, node, { name, builtin }, args)];
}

/** A function call, with everything an aggregate or window may carry. */
export function functionCall(walk: Walk, node: Ast.FuncCall, scope: Scope): Lineage {
  const written = functionArguments(walk, node, scope);
  if (node.agg_distinct === true)
    for (const arg of written) useGroup(walk, arg, 'DISTINCT', walk.findings.conditions > 0);
  const order = useOrder(walk, node.agg_order, scope);
  // WITHIN GROUP (ORDER BY …) is what the aggregate computes from.
  const args = node.agg_within_group === true ? [...written, ...order] : written;
  const filter = node.agg_filter;
  const filtered = filter === undefined ? [] : [insideCondition(walk, () => walk.visit.condition(walk, filter, scope))];
  const windows = node.over === undefined ? [] : [windowLineage(walk, node.over, scope)];
  const candidates = candidatesOf(walk, node, written);
  const [first, ...others] = candidateLineages(walk, node, candidates, args);
  const value = first === undefined ? NO_SOURCE : others.length === 0 ? first : oneOf([first, ...others]);
  const builtin = candidates.isBuiltin ? builtinFunction(candidates.name) : undefined;
  const isVolatile =
    builtin?.returnsSet === true || candidates.name.startsWith('random') || candidates.name === 'nextval';
  const context = [...filtered, ...windows].map((lineage) => derive([lineage], `${candidates.name}(…)`));
  const result = context.every((lineage) => lineage.sources.length === 0)
    ? value
    : { ...oneOf([value, ...context]), row: value.row };
  return { ...result, shape: isVolatile ? 'other' : value.shape };
}

/** The columns of a call in FROM that only functions of the user answer to; null for any other. What their bodies do is charged already. */
export function userFunctionColumns(
  walk: Walk,
  node: Ast.FuncCall,
  place: { readonly scope: Scope; readonly alias: string | undefined },
): readonly NamedLineage[] | null {
  const { functions, name, isBuiltin } = candidatesOf(walk, node);
  const [only] = functions;
  if (only === undefined || (isBuiltin && builtinFunction(name) !== undefined)) return null;
  // How many rows come depends on what it is given.
  const value = detached(insideCondition(walk, () => walk.visit.expression(walk, { FuncCall: node }, place.scope)));
  const lineage = { ...value, shape: 'other' as const, row: null };
  if (functions.length > 1) {
    const shapes = new Set(
      functions.map((found) => JSON.stringify(resultColumns(found, walk.catalog) ?? singleOutName(found))),
    );
    if (shapes.size > 1) unknown(walk, `which of the functions ${name} is meant is not known`);
  }
  return value.row ?? [{ name: singleOutName(only) ?? place.alias ?? name, lineage }];
}
