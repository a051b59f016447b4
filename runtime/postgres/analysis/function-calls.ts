// Function calls: built-in functions by their known behaviour, aggregates, windows. Functions of the database are looked into.
import { builtinFunction, isNamedByFirst, whyNotTrusted } from './builtin-functions.ts';
import type { BuiltinFunction } from './builtin-functions.ts';
import { candidatesOf } from './function-candidates.ts';
import type { Candidates } from './function-candidates.ts';
import { NO_SOURCE, derive, detached, oneOf, presenceOf } from './lineage.ts';
import type { Lineage, NamedLineage } from './lineage.ts';
import type { Ast } from './parser.ts';
import type { Scope } from './scope.ts';
import { useGroup } from './operators.ts';
import { resultColumns, singleOutName } from './result-columns.ts';
import { isSetConfig, setConfig } from './set-config.ts';
import { integerOf, strings } from './syntax.ts';
import { canFail } from './type-sensitive.ts';
import { callUserAggregate, callUserFunction } from './user-functions.ts';
import { insideCondition, unknown, use, usePartially } from './walk.ts';
import type { Walk } from './walk.ts';
import { isAggregateName, noteOrderTaker, sorts, useOrder, windowScope } from './windows.ts';

interface KnownFunction {
  readonly name: string;
  readonly builtin: BuiltinFunction;
  /** `schema.name`. */
  readonly resolved: string;
}

/** Arguments of a call; `name => value` is its value. */
function functionArguments(walk: Walk, node: Ast.FuncCall, scope: Scope): readonly Lineage[] {
  return (node.args ?? []).map((arg) => {
    if (!('NamedArgExpr' in arg) || arg.NamedArgExpr.arg === undefined) return walk.visit.expression(walk, arg, scope);
    walk.visited.add(arg.NamedArgExpr);
    return walk.visit.expression(walk, arg.NamedArgExpr.arg, scope);
  });
}

function applied(walk: Walk, node: Ast.FuncCall, known: KnownFunction, args: readonly Lineage[]): Lineage {
  const { name, builtin, resolved } = known;
  const via = `${name}(…)`;
  const first = args[0];
  const counts = name === 'count' || name === 'num_nulls' || name === 'num_nonnulls';
  if (counts && node.func_variadic !== true) return presenceOf(args, via);
  if (name === 'min' || name === 'max') {
    for (const arg of args)
      use(walk, arg.sources, 'range', { via, through: resolved, filters: walk.findings.conditions > 0 });
    return derive(args, via, resolved);
  }
  if (builtin.behaviour === 'passing' && first !== undefined) {
    const others = args.slice(1);
    for (const other of others.slice(0, 1)) usePartially(walk, other.sources, via);
    // The second argument is a number of rows; the third stands in for what is not there.
    return { ...oneOf([first, ...others]), shape: oneOf([first, ...others.slice(1)]).shape };
  }
  const integers = (node.args ?? []).slice(1).every((arg) => integerOf(arg) !== null);
  const isTotal = builtin.behaviour === 'total' || (builtin.behaviour === 'total_with_integers' && integers);
  const total = isTotal && !canFail(walk, name, node, args);
  if (isNamedByFirst(name) && first !== undefined) usePartially(walk, first.sources, via, resolved);
  if (!total) for (const arg of args) usePartially(walk, arg.sources, via, resolved);
  return derive(args, via, resolved);
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
  return builtin === undefined
    ? own
    : [...own, applied(walk, node, { name, builtin, resolved: `pg_catalog.${name}` }, args)];
}

/** Functions that give another value on every row. */
const VARYING =
  /^(?:random|nextval|currval|lastval|setval|clock_timestamp|timeofday|gen_random_uuid|uuidv[47]|pg_sleep)/;

/** Nobody chooses what these give, and nobody guesses anything by it. */
const UNGUESSED = /^(?:gen_random_uuid|uuidv[47])$/;

/** A function call, with everything an aggregate or window may carry. */
export function functionCall(walk: Walk, node: Ast.FuncCall, scope: Scope): Lineage {
  if (isSetConfig(walk, node)) return setConfig(walk, node, scope);
  const args = functionArguments(walk, node, scope);
  const candidates = candidatesOf(walk, node, args);
  const { name } = candidates;
  if (node.agg_distinct === true) for (const arg of args) useGroup(walk, arg, 'DISTINCT', walk.findings.conditions > 0);
  const sorted = useOrder(walk, node.agg_order, scope);
  const filter = node.agg_filter;
  const filtered = filter === undefined ? [] : [insideCondition(walk, () => walk.visit.condition(walk, filter, scope))];
  const window = node.over === undefined ? undefined : windowScope(walk, node.over, scope);
  const windows = window === undefined ? [] : [window.lineage];
  const isOrdered = node.agg_distinct === true || node.agg_within_group === true || sorts(sorted);
  const isAggregate = candidates.functions.some((found) => found.kind === 'aggregate');
  noteOrderTaker(walk, { name, over: node.over, window, isOrdered, isAggregate });
  // What WITHIN GROUP sorts is what the aggregate is computed from.
  const within = node.agg_within_group === true ? sorted : [];
  const [first, ...others] = candidateLineages(walk, node, candidates, [...args, ...within]);
  const value =
    first === undefined ? NO_SOURCE : others.length === 0 ? first : { ...oneOf([first, ...others]), row: first.row };
  // What differs from row to row without a column of its own could be counted up against a protected one.
  const builtin = candidates.isBuiltin ? builtinFunction(name) : undefined;
  const isMany =
    builtin?.returnsSet === true ||
    node.over !== undefined ||
    isAggregate ||
    isAggregateName(name) ||
    VARYING.test(name);
  const context = [...filtered, ...windows].map((lineage) => derive([lineage], `${name}(…)`));
  const isPlain = context.every((lineage) => lineage.sources.length === 0);
  const result = isPlain ? value : { ...oneOf([value, ...context]), row: value.row };
  const guesses = isMany && !UNGUESSED.test(name) ? Infinity : result.guesses;
  return { ...result, guesses, shape: isMany ? 'other' : value.shape };
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
