// Functions, operators, casts, types and triggers as DDL text defines them.
import type { CatalogArgument, CatalogFunction, CatalogTrigger, CatalogType, FunctionName } from './catalog.ts';
import { typeOidOf, typeText } from './ddl-columns.ts';
import type { Ast, Node } from './parser.ts';
import { constantText, strings } from './syntax.ts';

/** What the definitions before this one know. */
export interface Names {
  readonly currentSchema: string;
  /** `schema.name` of a relation or composite type that a type name means; undefined where it means something else. */
  relationNamed(type: Ast.TypeName): string | undefined;
  /** The OID of a type that the text has defined; 0 for another. */
  typeNamed(type: Ast.TypeName): number;
}

/** `schema.name` of a list of strings; the current schema where there is none. */
export const qualifiedName = (nodes: readonly Node[] | undefined, currentSchema: string): FunctionName => {
  const parts = strings(nodes);
  return { schema: parts.at(-2) ?? currentSchema, name: parts.at(-1) ?? '' };
};

const MODES: Readonly<Record<string, CatalogArgument['mode']>> = {
  FUNC_PARAM_OUT: 'out',
  FUNC_PARAM_INOUT: 'inout',
  FUNC_PARAM_VARIADIC: 'variadic',
  FUNC_PARAM_TABLE: 'table',
};

const oidOf = (names: Names, type: Ast.TypeName | undefined): number =>
  type === undefined ? 0 : typeOidOf(type) || names.typeNamed(type);

function argumentOf(names: Names, node: Ast.FunctionParameter): CatalogArgument {
  const relation = node.argType === undefined ? undefined : names.relationNamed(node.argType);
  return {
    name: node.name ?? '',
    mode: MODES[node.mode ?? ''] ?? 'in',
    typeOid: oidOf(names, node.argType),
    type: typeText(node.argType),
    // Its text is not kept by the parser; that there is one matters for which calls fit.
    ...(node.defexpr === undefined
      ? {}
      : { default: constantText(node.defexpr) === null ? 'unknown_default()' : 'NULL' }),
    ...(relation === undefined ? {} : { relation }),
  };
}

interface Options {
  readonly language: string;
  readonly body: string;
  readonly volatility: CatalogFunction['volatility'];
  readonly searchPath: readonly string[] | null;
  readonly isDefiner: boolean;
}

const isVolatility = (text: string): text is CatalogFunction['volatility'] =>
  /^(?:immutable|stable|volatile)$/.test(text);

function optionsOf(nodes: readonly Node[] | undefined): Options {
  const options = new Map(
    (nodes ?? []).flatMap((node) =>
      'DefElem' in node ? [[node.DefElem.defname ?? '', node.DefElem.arg] as const] : [],
    ),
  );
  const textOf = (name: string): string => {
    const arg = options.get(name);
    if (arg === undefined) return '';
    if ('String' in arg) return arg.String.sval ?? '';
    return 'List' in arg ? (strings(arg.List.items)[0] ?? '') : '';
  };
  const set = options.get('set');
  const isPath = set !== undefined && 'VariableSetStmt' in set && set.VariableSetStmt.name === 'search_path';
  const volatility = textOf('volatility');
  const security = options.get('security');
  return {
    language: textOf('language').toLowerCase(),
    body: textOf('as'),
    volatility: isVolatility(volatility) ? volatility : 'volatile',
    searchPath: isPath ? (set.VariableSetStmt.args ?? []).flatMap((arg) => constantText(arg) ?? []) : null,
    isDefiner: security !== undefined && 'Boolean' in security && security.Boolean.boolval === true,
  };
}

/** The function that a CREATE FUNCTION or CREATE PROCEDURE makes. `text` is that of the statement. */
export function functionOf(names: Names, node: Ast.CreateFunctionStmt, text: string): Omit<CatalogFunction, 'oid'> {
  const options = optionsOf(node.options);
  const isAtomic = node.sql_body !== undefined;
  const returnRelation = node.returnType === undefined ? undefined : names.relationNamed(node.returnType);
  const args = (node.parameters ?? []).flatMap((parameter) =>
    'FunctionParameter' in parameter ? [argumentOf(names, parameter.FunctionParameter)] : [],
  );
  return {
    ...qualifiedName(node.funcname, names.currentSchema),
    kind: node.is_procedure === true ? 'procedure' : 'function',
    language: options.language || (isAtomic ? 'sql' : 'unknown'),
    volatility: options.volatility,
    returnsSet: node.returnType?.setof === true || args.some((argument) => argument.mode === 'table'),
    arguments: args,
    returnTypeOid: oidOf(names, node.returnType),
    returnType: typeText(node.returnType),
    body: isAtomic ? (/\b(?:BEGIN\s+ATOMIC\b|RETURN\s)[\s\S]*$/i.exec(text)?.[0] ?? '') : options.body,
    isAtomic,
    ...(returnRelation === undefined ? {} : { returnRelation }),
    ...(options.searchPath === null ? {} : { searchPath: options.searchPath }),
    ...(options.isDefiner ? { runsAs: '' } : {}),
  };
}

/** A function that a definition names, in the current schema where no other is written and PostgreSQL's own has no such name. */
function functionNamed(names: Names, node: Node | undefined): FunctionName {
  const parts =
    node === undefined ? [] : 'TypeName' in node ? node.TypeName.names : 'List' in node ? node.List.items : [];
  return qualifiedName(parts, names.currentSchema);
}

export const definitionOption = (node: Ast.DefineStmt, name: string): Node | undefined =>
  (node.definition ?? []).flatMap((item) =>
    'DefElem' in item && item.DefElem.defname?.toLowerCase() === name ? [item.DefElem.arg] : [],
  )[0];

/** The function of an operator, and the types of its operands. */
export function operatorParts(
  names: Names,
  node: Ast.DefineStmt,
): { function: FunctionName; left: number; right: number } {
  const typeOf = (option: string): number => {
    const type = definitionOption(node, option);
    return type !== undefined && 'TypeName' in type ? oidOf(names, type.TypeName) || -1 : 0;
  };
  const own = definitionOption(node, 'function') ?? definitionOption(node, 'procedure');
  return { function: functionNamed(names, own), left: typeOf('leftarg'), right: typeOf('rightarg') };
}

/** An aggregate, whose functions see every row. Names without a schema may be PostgreSQL's own. */
export function aggregateOf(
  names: Names,
  node: Ast.DefineStmt,
  isKnown: (name: FunctionName) => boolean,
): Omit<CatalogFunction, 'oid'> {
  const support = ['sfunc', 'finalfunc', 'combinefunc', 'msfunc', 'minvfunc', 'mfinalfunc', 'sfunc1'].flatMap(
    (option) => {
      const value = definitionOption(node, option);
      if (value === undefined) return [];
      const own = functionNamed(names, value);
      return [isKnown(own) ? own : { schema: 'pg_catalog', name: own.name }];
    },
  );
  return {
    ...qualifiedName(node.defnames, names.currentSchema),
    kind: 'aggregate',
    language: 'internal',
    volatility: 'immutable',
    returnsSet: false,
    arguments: [],
    returnTypeOid: 0,
    returnType: '',
    body: '',
    isAtomic: false,
    support,
  };
}

/** pg_trigger's bits of the events. */
const EVENTS: readonly (readonly [number, string])[] = [
  [4, 'INSERT'],
  [8, 'DELETE'],
  [16, 'UPDATE'],
  [32, 'TRUNCATE'],
];

export const triggerOf = (names: Names, node: Ast.CreateTrigStmt): CatalogTrigger => ({
  name: node.trigname ?? '',
  function: qualifiedName(node.funcname, names.currentSchema),
  events: EVENTS.flatMap(([bit, event]) => (((node.events ?? 0) & bit) > 0 ? [event] : [])),
});

/** The text of each CHECK of a domain, which the parser does not keep apart from the statement. */
const checksOf = (text: string): readonly string[] => {
  const start = /\bCHECK\s*\(/i.exec(text);
  if (start === null) return [];
  let depth = 0;
  const from = start.index + start[0].length;
  for (let at = from - 1; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (depth === 0) return [text.slice(from, at), ...checksOf(text.slice(at))];
  }
  return [];
};

export const domainOf = (names: Names, node: Ast.CreateDomainStmt, text: string): Omit<CatalogType, 'oid'> => ({
  ...qualifiedName(node.domainname, names.currentSchema),
  kind: 'domain',
  base: oidOf(names, node.typeName),
  checks: checksOf(text),
});
