// What the body of a function in PL/pgSQL is made of, read from the tree of PostgreSQL's own parser for it: its expressions and queries,
// its variables, and whether anything in it is made up while it runs. INVARIANT: a form without an entry here is a reason not to trust it.
import type { CatalogArgument, CatalogFunction } from './catalog.ts';
import { parsePlpgsql } from './parser.ts';
import { initialisedNames } from './plpgsql-declarations.ts';
import { words } from './words.ts';

export interface BodyText {
  /** One statement of SQL. */
  readonly sql: string;
  /** True for what goes into a message: RAISE, ASSERT. */
  readonly isMessage: boolean;
}

export interface PlpgsqlBody {
  readonly texts: readonly BodyText[];
  readonly variables: readonly string[];
  /** Names that may stand in front of a variable. */
  readonly labels: readonly string[];
  /** For triggers: true when it puts other values into the row that is written. */
  readonly changesRow: boolean;
}

/** The text of the last error, which quotes values. */
export const ERROR_TEXT = 'sqlerrm';

const PREFIX = 'PLpgSQL_';

type Tree = Readonly<Record<string, unknown>>;

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Kinds of nodes that hold others, or name something. */
const HARMLESS = new Set(
  words(`function var rec row recfield type expr alias stmt_block stmt_assign stmt_if if_elsif stmt_case case_when stmt_loop stmt_while stmt_fori
  stmt_fors stmt_forc stmt_foreach_a stmt_exit stmt_return stmt_return_next stmt_return_query stmt_raise raise_option stmt_assert
  stmt_execsql stmt_getdiag diag_item stmt_open stmt_fetch stmt_close stmt_perform stmt_call stmt_commit stmt_rollback exception_block
  exception condition`),
);

const MESSAGES = new Set(['stmt_raise', 'stmt_assert']);

/** What GET DIAGNOSTICS may ask for; the others are texts of errors, which quote values. */
const DIAGNOSTICS = new Set(['ROW_COUNT', 'RETURNED_SQLSTATE', 'PG_ROUTINE_OID']);

/** A variable, by its number. */
interface Datum {
  readonly kind: string;
  readonly name: string;
  /** For a field: the number of its record. */
  readonly parent: number;
  /** True for a cursor with a query of its own. */
  readonly isBound: boolean;
}

interface Reading {
  readonly datums: readonly Datum[];
  readonly texts: BodyText[];
  readonly names: Set<string>;
  readonly labels: Set<string>;
  /** Numbers of variables by what happens to them. */
  readonly fetched: Set<number>;
  readonly assigned: Set<number>;
  readonly returned: Set<number>;
  /** For triggers: true when a RETURN gives back something else than the row that came. */
  returnsOther: boolean;
  problem: string | null;
}

const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The end of the target of an assignment: the first `:=` or `=` outside brackets and quotes. */
function assignmentAt(text: string): { readonly from: number; readonly to: number } | null {
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') isQuoted = !isQuoted;
    if (isQuoted) continue;
    if (character === '[' || character === '(') depth += 1;
    if (character === ']' || character === ')') depth -= 1;
    if (depth > 0) continue;
    if (text.startsWith(':=', at)) return { from: at, to: at + 2 };
    if (character === '=') return { from: at, to: at + 1 };
  }
  return null;
}

/** The text as a statement: parse mode 0 is one, 2 an expression, the others an assignment. */
function statementOf(query: string, mode: number): string | null {
  if (mode === 0) return query;
  if (mode === 2) return `SELECT ${query}`;
  const at = assignmentAt(query);
  // The target is an expression too: the subscripts in it are computed.
  return at === null ? null : `SELECT ${query.slice(at.to)}`;
}

/** The subscripts of the target of an assignment, as a statement of their own. */
function targetOf(query: string): string | null {
  const target = query.slice(0, assignmentAt(query)?.from ?? 0);
  return target.includes('[') ? `SELECT ${target}` : null;
}

function readText(reading: Reading, node: Tree, isMessage: boolean): void {
  const query = textOf(node['query']);
  const mode = numberOf(node['parseMode']);
  const sql = statementOf(query, mode);
  if (sql === null) reading.problem ??= 'holds an assignment that is not understood';
  else reading.texts.push({ sql, isMessage });
  const target = mode > 2 ? targetOf(query) : null;
  if (target !== null) reading.texts.push({ sql: target, isMessage });
}

/** What a RETURN gives back: a variable, by its number or its name, or something computed. */
function readReturn(reading: Reading, node: Tree): void {
  const expression = isTree(node['expr']) ? node['expr']['PLpgSQL_expr'] : undefined;
  if (isTree(expression)) {
    if (!/^\s*(?:new|old|null)\s*$/i.test(textOf(expression['query']))) reading.returnsOther = true;
    return;
  }
  // A number that is left out is 0, and there is none where nothing is given back.
  if ('retvarno' in node) reading.returned.add(numberOf(node['retvarno']));
}

/** A record that is no declaration is one that something is put into. */
const readTarget = (reading: Reading, node: Tree): void => void reading.assigned.add(numberOf(node['dno']));

/** What a node says beside what is inside it. */
const READERS: Readonly<Record<string, (reading: Reading, node: Tree) => void>> = {
  rec: readTarget,
  alias: (reading, node) => void reading.names.add(textOf(node['name'])),
  row: (reading, node) => {
    for (const field of Array.isArray(node['fields']) ? node['fields'] : [])
      if (isTree(field)) reading.assigned.add(numberOf(field['varno']));
  },
  stmt_assign: (reading, node) => void reading.assigned.add(numberOf(node['varno'])),
  stmt_return: readReturn,
  stmt_return_next: readReturn,
  stmt_fetch: (reading, node) => void reading.fetched.add(numberOf(node['curvar'])),
  diag_item: (reading, node) => {
    reading.assigned.add(numberOf(node['target']));
    if (!DIAGNOSTICS.has(textOf(node['kind']))) reading.problem ??= 'reads the text of errors (GET DIAGNOSTICS)';
  },
  stmt_open: (reading, node) => {
    if ('dynquery' in node) reading.problem ??= 'builds statements (OPEN … FOR EXECUTE)';
  },
  stmt_return_query: (reading, node) => {
    if ('dynquery' in node) reading.problem ??= 'builds statements (RETURN QUERY EXECUTE)';
  },
};

function readNode(reading: Reading, kind: string, node: Tree, isMessage: boolean): void {
  if (kind === 'stmt_dynexecute' || kind === 'stmt_dynfors') reading.problem ??= 'builds statements (EXECUTE)';
  else if (!HARMLESS.has(kind)) reading.problem ??= `uses the form ${kind}, which is not understood`;
  if (kind === 'expr') readText(reading, node, isMessage);
  const label = node['label'];
  if (typeof label === 'string') reading.labels.add(label);
  READERS[kind]?.(reading, node);
  readTree(reading, node, isMessage || MESSAGES.has(kind));
}

function readTree(reading: Reading, tree: unknown, isMessage: boolean): void {
  if (Array.isArray(tree)) for (const item of tree) readTree(reading, item, isMessage);
  if (!isTree(tree)) return;
  for (const [key, value] of Object.entries(tree)) {
    if (key.startsWith(PREFIX)) readNode(reading, key.slice(PREFIX.length), isTree(value) ? value : {}, isMessage);
    // Declarations have what they begin with inside; the records among them are not put into.
    else if (key === 'datums') readDeclarations(reading, value);
    else readTree(reading, value, isMessage);
  }
}

/** What variables begin with, and the queries of cursors. Row variables stand for targets, which are met where they are used. */
function readDeclarations(reading: Reading, datums: unknown): void {
  for (const datum of Array.isArray(datums) ? (datums as unknown[]) : []) {
    const [key = '', value] = isTree(datum) ? (Object.entries(datum)[0] ?? []) : [];
    const kind = key.slice(PREFIX.length);
    if (!HARMLESS.has(kind)) reading.problem ??= `declares the form ${kind}, which is not understood`;
    readTree(reading, value, false);
  }
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

const MODES: Readonly<Record<CatalogArgument['mode'], string>> = {
  in: 'IN',
  out: 'OUT',
  inout: 'INOUT',
  variadic: 'VARIADIC',
  table: 'IN',
};

/** The whole text that the parser wants. It looks no types up, so those of arguments matter little. */
function createText(found: CatalogFunction): string {
  const argument = ({ mode, name, type }: CatalogArgument): string =>
    `${mode === 'table' ? '' : MODES[mode]} ${name === '' ? '' : quoted(name)} ${type}`;
  const table = found.arguments.filter(({ mode }) => mode === 'table');
  const others = found.arguments.filter(({ mode }) => mode !== 'table');
  const hasOuts = others.some(({ mode }) => mode === 'out' || mode === 'inout');
  const set = found.returnsSet ? 'SETOF ' : '';
  const returns =
    table.length > 0
      ? `RETURNS TABLE (${table.map(argument).join(', ')})`
      : hasOuts || found.kind === 'procedure'
        ? ''
        : `RETURNS ${set}${found.returnType}`;
  const what = found.kind === 'procedure' ? 'PROCEDURE' : 'FUNCTION';
  let tag = '$body$';
  while (found.body.includes(tag)) tag = `$x${tag.slice(1)}`;
  return `CREATE ${what} ${quoted(found.name)}(${others.map(argument).join(', ')}) ${returns} LANGUAGE plpgsql AS ${tag}${found.body}${tag}`;
}

const isField = (reading: Reading, number: number, name: string): boolean => {
  const datum = reading.datums[number];
  return datum?.name === name || (datum?.kind === 'recfield' && reading.datums[datum.parent]?.name === name);
};

/** True when a trigger puts something into the row that is written, or gives back another one. */
const changesRow = (reading: Reading): boolean =>
  reading.returnsOther ||
  [...reading.assigned].some((number) => isField(reading, number, 'new')) ||
  [...reading.returned].some((number) => !/^(?:new|old)$/.test(reading.datums[number]?.name ?? '')) ||
  reading.texts.some(({ sql }) => /^\s*call\b[\s\S]*\bnew\b/i.test(sql));

/** What of the whole body, beside single forms in it, keeps it from being known. */
function problemOf(reading: Reading, body: string): string | null {
  const begun = initialisedNames(body);
  if (reading.datums.some(({ kind, name }) => kind === 'rec' && begun.has(name.toLowerCase())))
    return 'gives a record a value where it is declared';
  // FETCH reads whatever cursor a variable names: only one with a query of its own, which nothing else is put into, is known.
  const isKnown = (number: number): boolean =>
    reading.datums[number]?.isBound === true && !reading.assigned.has(number);
  if (![...reading.fetched].every(isKnown)) return 'fetches from a cursor that is not its own';
  return [...reading.returned].some((number) => reading.datums[number]?.name === ERROR_TEXT)
    ? 'gives back the text of an error'
    : null;
}

function datumsOf(tree: unknown): readonly Datum[] {
  const functions = isTree(tree) && Array.isArray(tree['plpgsql_funcs']) ? (tree['plpgsql_funcs'] as unknown[]) : [];
  const datums = functions.flatMap((item) => {
    const inner = isTree(item) ? item['PLpgSQL_function'] : null;
    return isTree(inner) && Array.isArray(inner['datums']) ? (inner['datums'] as unknown[]) : [];
  });
  return datums.map((datum) => {
    const [key = '', value] = isTree(datum) ? (Object.entries(datum)[0] ?? []) : [];
    const node = isTree(value) ? value : {};
    return {
      kind: key.slice(PREFIX.length),
      name: textOf(node['refname']),
      parent: numberOf(node['recparentno']),
      isBound: 'cursor_explicit_expr' in node,
    };
  });
}

/** The body, or why it is not trusted: what it does, to be put behind its name. */
export function readPlpgsql(found: CatalogFunction): PlpgsqlBody | string {
  // The parser knows a row type only where it can look it up; as a record it has the same fields.
  const body = found.body.replaceAll(/[\w."]+\s*%\s*rowtype/gi, 'record');
  const tree = parsePlpgsql(createText({ ...found, body }));
  if (tree === null) return 'has a body that cannot be read';
  const reading: Reading = {
    datums: datumsOf(tree),
    texts: [],
    names: new Set(),
    labels: new Set([found.name]),
    fetched: new Set(),
    assigned: new Set(),
    returned: new Set(),
    returnsOther: false,
    problem: null,
  };
  readTree(reading, tree, false);
  const problem = reading.problem ?? problemOf(reading, body);
  if (problem !== null) return problem;
  const names = [...reading.names, ...reading.datums.map((datum) => datum.name)];
  const variables = [...new Set(names)].filter((name) => name !== '' && !name.startsWith('('));
  return { texts: reading.texts, variables, labels: [...reading.labels], changesRow: changesRow(reading) };
}
