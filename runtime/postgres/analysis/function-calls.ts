// Function calls: built-in functions by their known behaviour, aggregates, windows. Functions of the database are opaque.
import { builtinFunction, isNamedByFirst, whyNotTrusted } from './builtin-functions.ts';
import type { BuiltinFunction } from './builtin-functions.ts';
import { NO_SOURCE, derive, oneOf, presenceOf } from './lineage.ts';
import type { Lineage } from './lineage.ts';
import type { Ast } from './parser.ts';
import type { Scope } from './scope.ts';
import { useGroup } from './operators.ts';
import { isSetConfig, setConfig } from './set-config.ts';
import { integerOf, last, strings } from './syntax.ts';
import { insideCondition, unknown, use, usePartially } from './walk.ts';
import type { Walk } from './walk.ts';
import { isAggregateName, noteOrderTaker, sorts, useOrder, windowScope } from './windows.ts';

interface KnownFunction {
  readonly name: string;
  readonly builtin: BuiltinFunction;
  /** `schema.name`. */
  readonly resolved: string;
}

/** A function of pg_catalog that is known, or the one name of a function that is not looked into; null where it may be several. */
function knownFunction(walk: Walk, node: Ast.FuncCall): KnownFunction | string | null {
  const parts = strings(node.funcname);
  const name = parts[parts.length - 1] ?? '';
  const schema = parts.length > 1 ? parts[0] : null;
  const own = schema === null ? walk.catalog.hasUserFunction(name) : schema !== 'pg_catalog';
  const home =
    schema ?? (own ? walk.catalog.snapshot.functions.find((found) => found.name === name)?.schema : 'pg_catalog');
  const resolved = `${home ?? 'pg_catalog'}.${name}`;
  walk.findings.functions.add(resolved);
  const builtin = own ? undefined : builtinFunction(name);
  if (builtin !== undefined) return { name, builtin, resolved };
  return own ? opaqueFunction(walk, schema, name) : unknownFunction(walk, name);
}

function unknownFunction(walk: Walk, name: string): null {
  unknown(walk, whyNotTrusted(name));
  return null;
}

/** Without its schema a name stands for every function of that name: which one is called depends on types and on the search path. */
function opaqueFunction(walk: Walk, schema: string | null | undefined, name: string): string | null {
  const found = walk.catalog.snapshot.functions.filter((one) => one.name === name).map((one) => one.schema);
  const schemas = typeof schema === 'string' ? [schema] : [...new Set(found)];
  const written = typeof schema === 'string' ? `${schema}.${name}` : name;
  const why = `the function ${written} is not one of PostgreSQL's own and is not looked into`;
  const mayBeBuiltin = typeof schema !== 'string' && builtinFunction(name) !== undefined;
  const isAmbiguous = [...schemas, name].some((part) => part.includes('.'));
  if (schemas.length === 0 || mayBeBuiltin || isAmbiguous) unknown(walk, why);
  for (const one of schemas) walk.findings.opaque.set(`${one}.${name}`, why);
  return schemas.length === 1 ? `${schemas[0]}.${name}` : null;
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
  if (name === 'count' || name === 'num_nulls' || name === 'num_nonnulls') return presenceOf(args, via);
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
  const total = builtin.behaviour === 'total' || (builtin.behaviour === 'total_with_integers' && integers);
  if (isNamedByFirst(name) && first !== undefined) usePartially(walk, first.sources, via, resolved);
  if (!total) for (const arg of args) usePartially(walk, arg.sources, via, resolved);
  return derive(args, via, resolved);
}

/** Functions that give another value on every row. */
const VARYING =
  /^(?:random|nextval|currval|lastval|setval|clock_timestamp|timeofday|gen_random_uuid|uuidv[47]|pg_sleep)/;

/** A function call, with everything an aggregate or window may carry. */
export function functionCall(walk: Walk, node: Ast.FuncCall, scope: Scope): Lineage {
  if (isSetConfig(walk, node)) return setConfig(walk, node, scope);
  const known = knownFunction(walk, node);
  const args = functionArguments(walk, node, scope);
  if (node.agg_distinct === true) for (const arg of args) useGroup(walk, arg, 'DISTINCT', walk.findings.conditions > 0);
  const sorted = useOrder(walk, node.agg_order, scope);
  const filter = node.agg_filter;
  const filtered = filter === undefined ? [] : [insideCondition(walk, () => walk.visit.condition(walk, filter, scope))];
  const window = node.over === undefined ? undefined : windowScope(walk, node.over, scope);
  const windows = window === undefined ? [] : [window.lineage];
  const isOrdered = node.agg_distinct === true || node.agg_within_group === true || sorts(sorted);
  noteOrderTaker(walk, { name: last(strings(node.funcname)) ?? '', over: node.over, window, isOrdered });
  // What WITHIN GROUP sorts is what the aggregate is computed from.
  const within = node.agg_within_group === true ? sorted : [];
  if (known === null || typeof known === 'string') {
    const result = derive(args, `${known?.split('.')[1] ?? 'function'}(…)`, known);
    return oneOf([result, derive([...within, ...filtered, ...windows], 'function'), NO_SOURCE]);
  }
  const value = applied(walk, node, known, [...args, ...within]);
  // What differs from row to row without a column of its own could be counted up against a protected one.
  const isMany =
    known.builtin.returnsSet || node.over !== undefined || isAggregateName(known.name) || VARYING.test(known.name);
  const context = [...filtered, ...windows].map((lineage) => derive([lineage], `${known.name}(…)`));
  const result = context.every((lineage) => lineage.sources.length === 0) ? value : oneOf([value, ...context]);
  return isMany ? { ...result, shape: 'other' } : { ...result, shape: value.shape };
}
