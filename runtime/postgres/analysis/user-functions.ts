// Functions of the database: what a call of one reads, writes and gives back. Bodies in SQL are walked with the lineage of the
// arguments, bodies in PL/pgSQL as far as they are static. What cannot be looked into is reported by name, and depends on its arguments.
import type { Catalog } from './catalog-index.ts';
import type { CatalogArgument, CatalogFunction } from './catalog.ts';
import type { Charges } from './charges.ts';
import { isHarmlessExtension } from './extension-functions.ts';
import { alignedArguments, inputsOf } from './function-candidates.ts';
import { CONSTANT, NO_SOURCE, derive, oneOf } from './lineage.ts';
import type { Lineage, NamedLineage } from './lineage.ts';
import type { Ast } from './parser.ts';
import { walkPlpgsql } from './plpgsql-functions.ts';
import { resultColumns } from './result-columns.ts';
import { innerScope } from './scope.ts';
import { storedExpression } from './stored-expressions.ts';
import { walkSqlBody } from './sql-functions.ts';
import { supportLineage } from './support-functions.ts';
import { charge, newFindings, opaque, use, usePartially } from './walk.ts';
import type { Walk } from './walk.ts';

/** Deeper calls than this are no ordinary functions. */
const MAX_DEPTH = 24;
/** More bodies than this for one statement would take too long. */
const MAX_BODIES = 2000;
/**
 * Settings that a function may give itself without its text meaning something else than it seems to. Others, such as
 * standard_conforming_strings, decide how the server reads it.
 */
const HARMLESS_SETTINGS =
  /^(?:timezone|datestyle|intervalstyle|statement_timeout|lock_timeout|work_mem|maintenance_work_mem|hash_mem_multiplier|enable_\w+|jit\w*|plan_cache_mode|random_page_cost|seq_page_cost|\w*collapse_limit|max_parallel\w*|extra_float_digits|bytea_output|application_name|log_\w+)$/i;
/** Calls that are remembered for a catalog, by function and lineage of the arguments. */
const MAX_REMEMBERED = 2000;

interface Remembered {
  readonly value: Lineage;
  readonly charges: Charges;
}

const remembered = new WeakMap<Catalog, Map<string, Remembered>>();

const qualified = (found: CatalogFunction): string => `${found.schema}.${found.name}`;

/** What stands for an argument that the call leaves out. */
function defaultLineage(walk: Walk, found: CatalogFunction, argument: CatalogArgument): Lineage {
  if (argument.default === undefined) return CONSTANT;
  return storedExpression(walk, argument.default, {
    what: `a default of the function ${qualified(found)}`,
    scope: innerScope(null),
  });
}

/** The lineage of every argument, in the order of the function's own list. */
function argumentsOf(
  walk: Walk,
  found: CatalogFunction,
  node: Ast.FuncCall,
  given: readonly Lineage[],
): readonly Lineage[] {
  const aligned = alignedArguments(found, node, given);
  return inputsOf(found).map((argument, index) => {
    const values = aligned[index] ?? [];
    if (values.length === 0) return defaultLineage(walk, found, argument);
    const [only] = values;
    return values.length === 1 && only !== undefined && argument.mode !== 'variadic'
      ? only
      : derive(values, 'VARIADIC');
  });
}

/** A call that other calls around it keep from being looked into: what holds for it here holds nowhere else. */
function cutCall(walk: Walk, found: CatalogFunction, args: readonly Lineage[], because: string): Lineage {
  walk.meter.cuts += 1;
  return opaqueCall(walk, found, args, `the function ${qualified(found)} ${because}`);
}

/** A function whose code is not known. The policy may trust it; then it depends on its arguments, which it must not compare or fail by. */
function opaqueCall(walk: Walk, found: CatalogFunction, args: readonly Lineage[], because: string): Lineage {
  opaque(walk, qualified(found), because);
  const via = `${qualified(found)}(…)`;
  if (walk.findings.conditions > 0) for (const arg of args) use(walk, arg.sources, 'expression', { via });
  return derive([...args, NO_SOURCE], via);
}

function isRecursion(walk: Walk, found: CatalogFunction): boolean {
  const isOne = walk.calls.includes(found.oid);
  if (isOne) walk.meter.cuts += 1;
  return isOne;
}

function bodyLineage(walk: Walk, found: CatalogFunction, args: readonly Lineage[]): Lineage {
  const name = qualified(found);
  const via = `${name}(…)`;
  if (isHarmlessExtension(found)) {
    for (const arg of args) usePartially(walk, arg.sources, via);
    return derive([...args, NO_SOURCE], via);
  }
  walk.meter.bodies += 1;
  const setting = (found.settings ?? []).find((given) => !HARMLESS_SETTINGS.test(given));
  if (setting !== undefined)
    return opaqueCall(walk, found, args, `the function ${name} sets ${setting}, so what its text means is not known`);
  if (walk.meter.bodies > MAX_BODIES) return cutCall(walk, found, args, 'is one of too many');
  if (walk.calls.length >= MAX_DEPTH) return cutCall(walk, found, args, 'is called too deep inside others');
  switch (found.language) {
    case 'sql':
      if (isRecursion(walk, found)) return opaqueCall(walk, found, args, `the function ${name} calls itself`);
      return (
        walkSqlBody(walk, found, args) ??
        opaqueCall(walk, found, args, `the body of the function ${name} cannot be read`)
      );
    case 'plpgsql': {
      // What is inside was counted when the outer call was walked.
      if (isRecursion(walk, found)) {
        for (const arg of args) usePartially(walk, arg.sources, via);
        return derive([...args, NO_SOURCE], via);
      }
      const result = walkPlpgsql(walk, found, args);
      return typeof result === 'string' ? opaqueCall(walk, found, args, result) : result;
    }
    default:
      return opaqueCall(
        walk,
        found,
        args,
        `the function ${name} is written in ${found.language}, so what it reads is not known`,
      );
  }
}

/** The columns of a function with more than one, each depending on what the value does unless the body says it better. */
function withColumns(found: CatalogFunction, catalog: Catalog, value: Lineage): Lineage {
  const names = resultColumns(found, catalog);
  if (names === null) return { ...value, row: null };
  if (value.row !== null && value.row.length === names.length) {
    const row = value.row.map(({ lineage }, index) => ({ name: names[index] ?? '', lineage }));
    return { ...value, row };
  }
  const whole = { ...value, row: null };
  return { ...value, row: names.map((name): NamedLineage => ({ name, lineage: whole })) };
}

const signature = (lineage: Lineage): string =>
  JSON.stringify([
    lineage.shape,
    lineage.typeOid,
    lineage.guesses,
    lineage.sources,
    lineage.row?.map((field) => [field.name, signature(field.lineage)]),
  ]);

/** Whether a body reads nothing but its arguments, by catalog and then by function and search path. */
const pure = new WeakMap<Catalog, Map<string, boolean>>();

function readsOnlyArguments(walk: Walk, found: CatalogFunction): boolean {
  const known = pure.get(walk.catalog) ?? new Map<string, boolean>();
  pure.set(walk.catalog, known);
  const key = [found.oid, ...walk.context.searchPath].join('\n');
  const before = known.get(key);
  if (before !== undefined) return before;
  const findings = newFindings();
  const { cuts } = walk.meter;
  bodyLineage(
    { ...walk, findings },
    found,
    inputsOf(found).map(() => NO_SOURCE),
  );
  // What was cut short may read anything.
  if (walk.meter.cuts > cuts) return false;
  const isPure = findings.reads.size === 0;
  known.set(key, isPure);
  return isPure;
}

/** The columns that the call gives as they are. */
function directColumns(args: readonly Lineage[]): ReadonlySet<string> {
  const sources = args.flatMap((arg) => arg.sources);
  const computed = new Set(sources.filter((source) => source.how !== 'direct').map((source) => source.column));
  return new Set(sources.map((source) => source.column).filter((column) => !computed.has(column)));
}

/** Says of what a function makes of columns that it is this function that does it, where nothing but its arguments takes part. */
function throughFunction(walk: Walk, found: CatalogFunction, args: readonly Lineage[], called: Remembered): Remembered {
  const direct = directColumns(args);
  const isWhole = direct.size > 0 && readsOnlyArguments(walk, found);
  const through = (column: string): string | null => (isWhole && direct.has(column) ? qualified(found) : null);
  const inside = (column: string): { readonly inside?: string } =>
    isWhole && direct.has(column) && walk.findings.conditions === 0 ? { inside: qualified(found) } : {};
  const named = (lineage: Lineage): Lineage => ({
    ...lineage,
    sources: lineage.sources.map((source) => ({ ...source, through: through(source.column) })),
    row: lineage.row?.map((field) => ({ ...field, lineage: named(field.lineage) })) ?? null,
  });
  const uses = new Map(
    [...called.charges.uses].map(([key, held]) => [
      key,
      held.how === 'copy'
        ? { ...held, through: null }
        : { ...held, through: through(held.column), ...inside(held.column) },
    ]),
  );
  return { value: named(called.value), charges: { ...called.charges, uses } };
}

/** What one candidate gives for a call. The same call of the same catalog is walked once. */
export function callUserFunction(
  walk: Walk,
  found: CatalogFunction,
  node: Ast.FuncCall,
  given: readonly Lineage[],
): Lineage {
  const args = argumentsOf(walk, found, node, given);
  const known = remembered.get(walk.catalog) ?? new Map<string, Remembered>();
  remembered.set(walk.catalog, known);
  const { cuts } = walk.meter;
  const key = [
    found.oid,
    walk.findings.conditions > 0,
    walk.context.searchPath.join('\0'),
    ...args.map(signature),
  ].join('\n');
  const before = known.get(key);
  if (before !== undefined) {
    charge(walk, before.charges);
    return before.value;
  }
  const findings = { ...newFindings(), conditions: walk.findings.conditions };
  const body = bodyLineage({ ...walk, findings }, found, args);
  const derived = derive([body], `${qualified(found)}(…)`);
  const value = withColumns(found, walk.catalog, { ...derived, shape: 'other', row: body.row });
  const called = throughFunction(walk, found, args, { value, charges: findings });
  charge(walk, called.charges);
  // What was cut short gives something else elsewhere.
  if (walk.meter.cuts === cuts) {
    if (known.size >= MAX_REMEMBERED) known.clear();
    known.set(key, called);
  }
  return called.value;
}

/** An aggregate of the user: its support functions see the arguments of every row. */
export function callUserAggregate(walk: Walk, found: CatalogFunction, args: readonly Lineage[]): Lineage {
  const via = `${qualified(found)}(…)`;
  if (isHarmlessExtension(found)) {
    for (const arg of args) usePartially(walk, arg.sources, via);
    return derive([...args, NO_SOURCE], via);
  }
  let all = derive([...args, NO_SOURCE], via);
  // The state goes through the functions again and again.
  for (let round = 0; round < 2; round += 1) {
    for (const support of found.support ?? []) all = oneOf([all, callSupport(walk, support, all)]);
  }
  return derive([all], via);
}

/** A function that the server calls by itself, for an operator, a cast or an aggregate: each argument may be any of the values. */
export function callSupport(
  walk: Walk,
  support: { readonly schema: string; readonly name: string },
  value: Lineage,
): Lineage {
  const builtin = support.schema === 'pg_catalog' ? supportLineage(walk, support.name, [value]) : null;
  const own = walk.catalog.functions(support.name, { schema: support.schema });
  if (own.length === 0 && builtin === null) {
    const name = `${support.schema}.${support.name}`;
    opaque(walk, name, `the function ${name} is not known to be harmless`);
    return derive([value, NO_SOURCE], `${name}(…)`);
  }
  const results = own.map((found) => {
    walk.findings.functions.add(qualified(found));
    if (!isHarmlessExtension(found) && walk.calls.length >= MAX_DEPTH)
      return cutCall(walk, found, [value], 'is called too deep inside others');
    return bodyLineage(
      walk,
      found,
      inputsOf(found).map(() => value),
    );
  });
  return derive([...results, ...(builtin === null ? [] : [builtin])], `${support.name}(…)`);
}
