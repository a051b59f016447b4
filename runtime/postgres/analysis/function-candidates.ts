// Which functions a call may mean. PostgreSQL chooses among overloads by the types of the arguments, which are not all known here, so
// every function that takes that many arguments is a candidate, and what the call does is what any of them does.
import type { CatalogArgument, CatalogFunction } from './catalog.ts';
import type { Ast } from './parser.ts';
import { strings } from './syntax.ts';
import { couldBe } from './type-fit.ts';
import type { Lineage } from './lineage.ts';
import type { Walk } from './walk.ts';

export interface Candidates {
  readonly name: string;
  /** As it was written, `care.shout`. */
  readonly written: string;
  /** True when PostgreSQL's own function of this name may be meant. */
  readonly isBuiltin: boolean;
  /** Those of the user; none that the search path does not reach. */
  readonly functions: readonly CatalogFunction[];
}

/** The arguments that a call gives, in order: OUT and TABLE are given back. */
export const inputsOf = (found: CatalogFunction): readonly CatalogArgument[] =>
  found.arguments.filter((argument) => argument.mode !== 'out' && argument.mode !== 'table');

/** The names of `name => value`, in order. */
const namedArguments = (node: Ast.FuncCall): readonly string[] =>
  (node.args ?? []).flatMap((arg) => ('NamedArgExpr' in arg ? [arg.NamedArgExpr.name ?? ''] : []));

function takes(walk: Walk, found: CatalogFunction, node: Ast.FuncCall, args: readonly Lineage[]): boolean {
  // Ordered-set aggregates count their ORDER BY in, and procedures their OUT arguments: the server checks them.
  if (found.kind === 'aggregate' || found.kind === 'procedure') return true;
  const inputs = inputsOf(found);
  const named = namedArguments(node);
  const given = (node.args ?? []).length - named.length;
  if (named.some((name) => !inputs.some((input) => input.name === name))) return false;
  const isVariadic = inputs.at(-1)?.mode === 'variadic';
  if (!isVariadic && given > inputs.length) return false;
  const fits = inputs.every(
    (input, index) =>
      input.mode === 'variadic' || index >= given || couldBe(walk.catalog, args[index]?.typeOid ?? 0, input.typeOid),
  );
  return (
    fits &&
    inputs.every(
      (input, index) =>
        index < given || input.default !== undefined || input.mode === 'variadic' || named.includes(input.name),
    )
  );
}

/** The candidates of a call. Names in other schemas than those that the search path lists are none, as in PostgreSQL. */
export function candidatesOf(walk: Walk, node: Ast.FuncCall, args: readonly Lineage[] = []): Candidates {
  const parts = strings(node.funcname);
  const name = parts.at(-1) ?? '';
  // A database in front can only be the own one.
  const schema = parts.length > 1 ? (parts.at(-2) ?? '') : null;
  const where = schema === null ? { path: walk.context.searchPath } : { schema };
  const functions = walk.catalog.functions(name, where).filter((found) => takes(walk, found, node, args));
  const isBuiltin = schema === null || schema === 'pg_catalog' || schema === 'information_schema';
  return { name, written: parts.join('.'), isBuiltin, functions };
}

/** The arguments of a call by the inputs of one candidate; null where the default stands, many where it is variadic. */
export function alignedArguments<T>(
  found: CatalogFunction,
  node: Ast.FuncCall,
  values: readonly T[],
): readonly (readonly T[])[] {
  const inputs = inputsOf(found);
  const aligned: T[][] = inputs.map(() => []);
  for (const [index, arg] of (node.args ?? []).entries()) {
    const value = values[index];
    if (value === undefined) continue;
    const at =
      'NamedArgExpr' in arg
        ? inputs.findIndex((input) => input.name === arg.NamedArgExpr.name)
        : Math.min(index, inputs.length - 1);
    aligned[at]?.push(value);
  }
  return aligned;
}
