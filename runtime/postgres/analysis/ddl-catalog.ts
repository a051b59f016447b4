// A catalog from DDL text, such as `pg_dump --schema-only` writes: what `schema "file.sql"` of a policy means. Object ids are made up.
import type {
  CatalogCast,
  CatalogColumn,
  CatalogFunction,
  CatalogOperator,
  CatalogRelation,
  CatalogSnapshot,
  CatalogType,
  FunctionName,
} from './catalog.ts';
import { indexCatalog } from './catalog-index.ts';
import { analyzeQuery } from './analyze-query.ts';
import { alteredColumns, columnOf } from './ddl-columns.ts';
import { aggregateOf, domainOf, functionOf, operatorParts, qualifiedName, triggerOf } from './ddl-routines.ts';
import type { Names } from './ddl-routines.ts';
import { inputsOf } from './function-candidates.ts';
import { parseText } from './parser.ts';
import type { Ast, Node } from './parser.ts';
import { constantText, strings } from './syntax.ts';

export interface DdlProblem {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly message: string;
}

export interface DdlFile {
  readonly file: string;
  readonly text: string;
}

const FIRST_OID = 16384;

interface Draft {
  readonly relations: Map<string, CatalogRelation>;
  readonly functions: CatalogFunction[];
  readonly operators: CatalogOperator[];
  readonly casts: CatalogCast[];
  readonly types: CatalogType[];
  searchPath: readonly string[];
  nextOid: number;
}

const currentSchema = (draft: Draft): string => draft.searchPath.find((schema) => schema !== 'pg_catalog') ?? 'public';

function add(draft: Draft, relation: Omit<CatalogRelation, 'oid'>): void {
  draft.relations.set(`${relation.schema}.${relation.name}`, { ...relation, oid: draft.nextOid++ });
}

const qualified = (draft: Draft, name: Ast.RangeVar): { schema: string; name: string } => ({
  schema: name.schemaname ?? currentSchema(draft),
  name: name.relname ?? '',
});

function createTable(draft: Draft, node: Ast.CreateStmt, kind: CatalogRelation['kind']): string | null {
  if (node.relation === undefined) return 'a table without a name';
  const parents = (node.inhRelations ?? []).flatMap((parent) =>
    'RangeVar' in parent ? [qualified(draft, parent.RangeVar)] : [],
  );
  const inherited = parents.flatMap((parent) => draft.relations.get(`${parent.schema}.${parent.name}`)?.columns ?? []);
  const columns: CatalogColumn[] = [];
  for (const column of inherited) {
    if (!columns.some((known) => known.name === column.name))
      columns.push({ ...column, attribute: columns.length + 1 });
  }
  for (const element of node.tableElts ?? []) {
    if ('TableLikeClause' in element) {
      const like = element.TableLikeClause.relation;
      const source =
        like === undefined ? undefined : draft.relations.get(Object.values(qualified(draft, like)).join('.'));
      if (source === undefined) return `LIKE names a table that is not defined before`;
      columns.push(...source.columns.map((column, index) => ({ ...column, attribute: columns.length + index + 1 })));
    }
    if (!('ColumnDef' in element) || columns.some((known) => known.name === element.ColumnDef.colname)) continue;
    columns.push(columnOf(element.ColumnDef, columns));
  }
  const names = parents.map((parent) => `${parent.schema}.${parent.name}`);
  add(draft, {
    ...qualified(draft, node.relation),
    kind,
    columns,
    definition: null,
    parents: names,
  });
  return null;
}

const context = (draft: Draft) => ({ searchPath: draft.searchPath, prepared: new Map(), cursors: new Map() });

const snapshotOf = (draft: Draft): CatalogSnapshot => ({
  format: 2,
  serverVersion: 0,
  database: '',
  user: '',
  searchPath: draft.searchPath,
  relations: [...draft.relations.values()],
  functions: draft.functions,
  operators: draft.operators,
  casts: draft.casts,
  types: draft.types,
});

/** A view's columns are those of its query, analysed against what is defined before it. */
function createView(
  draft: Draft,
  view: { name: Ast.RangeVar; names: readonly string[]; kind: CatalogRelation['kind'] },
  definition: string,
): string | null {
  const catalog = indexCatalog(snapshotOf(draft));
  const facts = analyzeQuery(definition, catalog, context(draft))[0];
  if (facts?.outputs === null || facts?.outputs === undefined)
    return `the query of the view ${view.name.relname ?? ''} is not understood`;
  const columns = facts.outputs.map((output, index): CatalogColumn => {
    const origin = output.origin;
    const from =
      origin === null ? undefined : catalog.snapshot.relations.find((relation) => relation.oid === origin.relationOid);
    const column = from?.columns.find((candidate) => candidate.attribute === origin?.attribute);
    return {
      name: view.names[index] ?? output.name,
      attribute: index + 1,
      typeOid: column?.typeOid ?? 0,
      type: column?.type ?? '',
    };
  });
  add(draft, { ...qualified(draft, view.name), kind: view.kind, columns, definition, parents: [] });
  return facts.analyzed ? null : `the view ${view.name.relname ?? ''}: ${facts.unanalyzedBecause ?? ''}`;
}

function attachPartition(draft: Draft, node: Ast.AlterTableStmt): void {
  for (const item of node.cmds ?? []) {
    const command = 'AlterTableCmd' in item ? item.AlterTableCmd : undefined;
    const child =
      command?.subtype === 'AT_AttachPartition' && command.def !== undefined && 'PartitionCmd' in command.def
        ? command.def.PartitionCmd.name
        : undefined;
    if (child === undefined || node.relation === undefined) continue;
    const found = draft.relations.get(Object.values(qualified(draft, child)).join('.'));
    const parent = Object.values(qualified(draft, node.relation)).join('.');
    if (found !== undefined)
      draft.relations.set(`${found.schema}.${found.name}`, { ...found, parents: [...found.parents, parent] });
  }
}

function alterTable(draft: Draft, node: Ast.AlterTableStmt): void {
  attachPartition(draft, node);
  const found = node.relation && relationNamed(draft, node.relation);
  if (!found) return;
  const columns = alteredColumns(found.columns, node.cmds ?? []);
  if (columns !== found.columns) draft.relations.set(`${found.schema}.${found.name}`, { ...found, columns });
}

const relationNamed = (draft: Draft, name: Ast.RangeVar): CatalogRelation | undefined =>
  draft.relations.get(Object.values(qualified(draft, name)).join('.'));

/** RENAME of a column or of a whole relation. */
function rename(draft: Draft, { renameType, relation, subname, newname = '' }: Ast.RenameStmt): void {
  const found = relation && relationNamed(draft, relation);
  if (!found) return;
  const key = `${found.schema}.${found.name}`;
  if (renameType === 'OBJECT_COLUMN') {
    const columns = found.columns.map((column) => (column.name === subname ? { ...column, name: newname } : column));
    draft.relations.set(key, { ...found, columns });
  } else if (renameType === 'OBJECT_TABLE' || renameType === 'OBJECT_VIEW') {
    draft.relations.delete(key);
    draft.relations.set(`${found.schema}.${newname}`, { ...found, name: newname });
  }
}

/** `set_config('search_path', …)`, as pg_dump writes it, and SET search_path. */
function changePath(draft: Draft, node: Node): void {
  if ('VariableSetStmt' in node && node.VariableSetStmt.name === 'search_path') {
    draft.searchPath = (node.VariableSetStmt.args ?? []).flatMap((arg) => constantText(arg) ?? []);
  }
}

/** Adds to what is known of a relation. */
function change(
  draft: Draft,
  name: Ast.RangeVar | undefined,
  with_: (found: CatalogRelation) => CatalogRelation,
): void {
  const found = name === undefined ? undefined : relationNamed(draft, name);
  if (found !== undefined) draft.relations.set(`${found.schema}.${found.name}`, with_(found));
}

const relationOfType = (draft: Draft, type: Ast.TypeName): string | undefined => {
  const parts = strings(type.names);
  const key = `${parts.at(-2) ?? currentSchema(draft)}.${parts.at(-1) ?? ''}`;
  return type.arrayBounds === undefined && draft.relations.has(key) ? key : undefined;
};

const namesOf = (draft: Draft): Names => ({
  currentSchema: currentSchema(draft),
  relationNamed: (type) => relationOfType(draft, type),
  typeNamed: (type) => {
    const parts = strings(type.names);
    const schema = parts.at(-2) ?? currentSchema(draft);
    return draft.types.find((known) => known.schema === schema && known.name === parts.at(-1))?.oid ?? 0;
  },
});

/** A later definition of the same arguments takes the place of an earlier one. */
function addFunction(draft: Draft, found: Omit<CatalogFunction, 'oid'>): void {
  const inputs = (one: Omit<CatalogFunction, 'oid'>): string =>
    JSON.stringify([one.schema, one.name, inputsOf({ ...one, oid: 0 }).map((argument) => argument.type)]);
  const at = draft.functions.findIndex((known) => inputs(known) === inputs(found));
  const oid = draft.nextOid++;
  if (at >= 0) draft.functions[at] = { ...found, oid };
  else draft.functions.push({ ...found, oid });
}

function defineObject(draft: Draft, node: Ast.DefineStmt): void {
  const names = namesOf(draft);
  if (node.kind === 'OBJECT_OPERATOR')
    draft.operators.push({ ...qualifiedName(node.defnames, names.currentSchema), ...operatorParts(names, node) });
  if (node.kind === 'OBJECT_AGGREGATE') {
    const isKnown = ({ schema, name }: FunctionName): boolean =>
      draft.functions.some((found) => found.schema === schema && found.name === name);
    addFunction(draft, aggregateOf(names, node, isKnown));
  }
}

/** What is neither a relation nor a setting. */
function defineRoutine(draft: Draft, node: Node, text: string): void {
  const names = namesOf(draft);
  if ('CreateFunctionStmt' in node) addFunction(draft, functionOf(names, node.CreateFunctionStmt, text));
  if ('DefineStmt' in node) defineObject(draft, node.DefineStmt);
  if ('CreateDomainStmt' in node)
    draft.types.push({ ...domainOf(names, node.CreateDomainStmt, text), oid: draft.nextOid++ });
  if ('CreateEnumStmt' in node) {
    const named = qualifiedName(node.CreateEnumStmt.typeName, names.currentSchema);
    draft.types.push({ ...named, kind: 'enum', oid: draft.nextOid++ });
  }
  if ('CreateTrigStmt' in node) {
    const trigger = triggerOf(names, node.CreateTrigStmt);
    change(draft, node.CreateTrigStmt.relation, (found) => ({
      ...found,
      triggers: [...(found.triggers ?? []), trigger],
    }));
  }
  if ('RuleStmt' in node) {
    const { rulename = '', relation } = node.RuleStmt;
    change(draft, relation, (found) => ({ ...found, rules: [...(found.rules ?? []), rulename] }));
  }
  if ('CompositeTypeStmt' in node) defineComposite(draft, node.CompositeTypeStmt);
}

function defineComposite(draft: Draft, { typevar, coldeflist = [] }: Ast.CompositeTypeStmt): void {
  if (typevar === undefined) return;
  const columns: CatalogColumn[] = [];
  for (const element of coldeflist) if ('ColumnDef' in element) columns.push(columnOf(element.ColumnDef, columns));
  add(draft, { ...qualified(draft, typevar), kind: 'composite', columns, definition: null, parents: [] });
}

function define(draft: Draft, node: Node, text: string): string | null {
  changePath(draft, node);
  if ('CreateStmt' in node)
    return createTable(draft, node.CreateStmt, node.CreateStmt.partspec === undefined ? 'table' : 'partitioned_table');
  if ('CreateForeignTableStmt' in node && node.CreateForeignTableStmt.base !== undefined)
    return createTable(draft, node.CreateForeignTableStmt.base, 'foreign_table');
  defineRoutine(draft, node, text);
  if ('AlterTableStmt' in node) alterTable(draft, node.AlterTableStmt);
  if ('RenameStmt' in node) rename(draft, node.RenameStmt);
  if ('ViewStmt' in node && node.ViewStmt.view !== undefined) {
    return createView(
      draft,
      { name: node.ViewStmt.view, names: strings(node.ViewStmt.aliases), kind: 'view' },
      viewQuery(text),
    );
  }
  if ('CreateTableAsStmt' in node && node.CreateTableAsStmt.into?.rel !== undefined) {
    const { rel, colNames } = node.CreateTableAsStmt.into;
    return createView(draft, { name: rel, names: strings(colNames), kind: 'materialized_view' }, viewQuery(text));
  }
  return null;
}

/** The text behind AS; WITH CHECK OPTION and WITH [NO] DATA do not belong to the query. */
const viewQuery = (text: string): string =>
  text
    .replace(/^[\s\S]*?\bAS\b/i, '')
    .replace(/\bWITH\s+(?:(?:CASCADED|LOCAL)\s+)?CHECK\s+OPTION\s*;?\s*$/i, '')
    .replace(/\bWITH\s+(?:NO\s+)?DATA\s*;?\s*$/i, '');

const lineAt = (bytes: Buffer, offset: number): number => bytes.subarray(0, offset).toString('utf8').split('\n').length;

/** The line of a character, both from 1; the first one where there is no character. */
const lineOfCharacter = (text: string, position: number): number =>
  Array.from(text)
    .slice(0, Math.max(0, position - 1))
    .join('')
    .split('\n').length;

/** What one file adds to a catalog. */
export interface DdlContents {
  readonly file: string;
  readonly relations: readonly CatalogRelation[];
  readonly problems: readonly DdlProblem[];
  /** False when the text is no SQL: then its one problem says why, and nothing of it was used. */
  readonly isReadable: boolean;
}

function readFile(draft: Draft, { file, text }: DdlFile): DdlContents {
  // psql's own commands, which newer versions of pg_dump write.
  const sql = text.replace(/^\\.*$/gm, (line) => ' '.repeat(Buffer.byteLength(line)));
  const parsed = parseText(sql);
  if (parsed.kind !== 'parsed') {
    const line = parsed.kind === 'rejected' ? lineOfCharacter(sql, parsed.position) : 1;
    return { file, relations: [], problems: [{ file, line, message: parsed.message }], isReadable: false };
  }
  const before = new Set(draft.relations.values());
  const bytes = Buffer.from(sql);
  const problems = parsed.statements.flatMap((statement) => {
    const from = statement.stmt_location ?? 0;
    const raw = bytes
      .subarray(from, (statement.stmt_len ?? 0) > 0 ? from + (statement.stmt_len ?? 0) : bytes.length)
      .toString('utf8');
    const lead = /^(?:\s|--.*\n)*/.exec(raw)?.[0] ?? '';
    const message = statement.stmt === undefined ? null : define(draft, statement.stmt, raw.slice(lead.length));
    return message === null ? [] : [{ file, line: lineAt(bytes, from + Buffer.byteLength(lead)), message }];
  });
  const relations = [...draft.relations.values()].filter((relation) => !before.has(relation));
  return { file, relations, problems, isReadable: true };
}

const emptyDraft = (): Draft => ({
  relations: new Map(),
  functions: [],
  operators: [],
  casts: [],
  types: [],
  searchPath: ['public'],
  nextOid: FIRST_OID,
});

/** Reads DDL files in order, each against those before it. The parser must have been prepared. */
export function readDdl(files: readonly DdlFile[]): readonly DdlContents[] {
  const draft = emptyDraft();
  return files.map((file) => readFile(draft, file));
}

/**
 * Reads DDL files in order into a catalog, null when one of them is no SQL. The parser must have been prepared. Problems name file and line;
 * what a statement with a problem defines is not in the catalog, or is there and not understood, and what uses it is not analyzed.
 */
export function catalogFromDdl(files: readonly DdlFile[]): {
  value: CatalogSnapshot | null;
  problems: readonly DdlProblem[];
} {
  const draft = emptyDraft();
  const contents = files.map((file) => readFile(draft, file));
  const problems = contents.flatMap((file) => file.problems);
  return { value: contents.every(({ isReadable }) => isReadable) ? snapshotOf(draft) : null, problems };
}
