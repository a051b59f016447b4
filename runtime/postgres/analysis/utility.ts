// Statements that are not queries: what they name, what is inside them, and whether they are safe while a mask applies.
import { callStatement } from './call-statement.ts';
import { copyStatement } from './copy-statement.ts';
import type { CopyResult } from './copy-statement.ts';
import { alterTable, createIndex, drop } from './alterations.ts';
import { createTable, storedQuery } from './definitions.ts';
import type { MadeRelation } from './facts.ts';
import { newName, refuseTakenName } from './made-relations.ts';
import { CONSTANT } from './lineage.ts';
import type { Ast, Node } from './parser.ts';
import { resolveRelation } from './relations.ts';
import { setHazard } from './settings.ts';
import { bodyOf, kindOf, strings } from './syntax.ts';
import { hazard, unknown } from './walk.ts';
import type { Walk } from './walk.ts';
import { chargeWriteEffects } from './write-effects.ts';

/** Neither read data nor change what a later statement means. */
const HARMLESS = new Set([
  'VariableShowStmt',
  'DeallocateStmt',
  'ClosePortalStmt',
  'ListenStmt',
  'UnlistenStmt',
  'CheckPointStmt',
  'ConstraintsSetStmt',
  'LockStmt',
  'TransactionStmt',
  'DiscardStmt',
  'NotifyStmt',
  // The rows of its own query again, so what they come from stays known.
  'RefreshMatViewStmt',
  'VacuumStmt',
  'ReindexStmt',
  'CommentStmt',
  'GrantStmt',
]);

export interface UtilityResult extends CopyResult {
  readonly makes?: MadeRelation | null;
  readonly unmakes?: readonly string[];
}

const NOTHING: UtilityResult = { columns: null, copiesTo: null, copyOptions: null };

/** Names every relation that a statement mentions, wherever it does, for policies that speak of them. */
function nameRelations(walk: Walk, tree: unknown): void {
  if (typeof tree !== 'object' || tree === null) return;
  if ('relname' in tree && typeof tree.relname === 'string') {
    const name = tree as Ast.RangeVar;
    const found =
      name.schemaname === undefined
        ? walk.catalog.resolve(tree.relname, walk.context.searchPath)
        : walk.catalog.relation(name.schemaname, tree.relname);
    const schema =
      found?.schema ?? name.schemaname ?? walk.context.searchPath.find((entry) => entry !== 'pg_catalog') ?? 'public';
    walk.findings.relations.add(`${schema}.${tree.relname}`);
  }
  for (const part of Array.isArray(tree) ? tree : Object.values(tree)) nameRelations(walk, part);
}

/** DROP names its objects as lists of strings. */
function nameDropped(walk: Walk, node: Ast.DropStmt): void {
  if (!/TABLE|VIEW|SEQUENCE/.test(node.removeType ?? '')) return;
  for (const object of node.objects ?? []) {
    const parts = 'List' in object ? strings(object.List.items) : [];
    const [schemaname, relname] = parts.length > 1 ? parts.slice(-2) : [undefined, parts[0]];
    nameRelations(walk, schemaname === undefined ? { relname } : { schemaname, relname });
  }
}

function truncate(walk: Walk, node: Ast.TruncateStmt): UtilityResult {
  for (const relation of node.relations ?? []) {
    if (!('RangeVar' in relation)) continue;
    const found = resolveRelation(walk, relation.RangeVar);
    if (found !== undefined) chargeWriteEffects(walk, found);
    for (const column of found?.columns ?? [])
      walk.findings.writes.add(`${found?.schema}.${found?.name}.${column.name}`);
  }
  // Which tables refer to these is not in the catalog.
  if (node.behavior === 'DROP_CASCADE') unknown(walk, 'CASCADE reaches tables that the statement does not name');
  return NOTHING;
}

function createView(walk: Walk, { view, query, aliases, replace }: Ast.ViewStmt): UtilityResult {
  if (replace === true && view !== undefined) refuseTakenName(walk, view.relname ?? '');
  const stored = { range: view, names: strings(aliases), onCommit: undefined, what: 'CREATE VIEW' };
  return { ...NOTHING, makes: storedQuery(walk, query, stored) };
}

function createTableAs(walk: Walk, { into, query, objtype }: Ast.CreateTableAsStmt): UtilityResult {
  const what = objtype === 'OBJECT_MATVIEW' ? 'CREATE MATERIALIZED VIEW' : 'CREATE TABLE AS';
  const stored = { range: into?.rel, names: strings(into?.colNames), onCommit: into?.onCommit, what };
  return { ...NOTHING, makes: storedQuery(walk, query, stored) };
}

function showStatement(_walk: Walk, { name = '' }: Ast.VariableShowStmt): UtilityResult {
  const names = name === 'all' ? ['name', 'setting', 'description'] : [name];
  return { ...NOTHING, columns: names.map((shown) => ({ name: shown, lineage: CONSTANT })) };
}

function dropStatement(walk: Walk, node: Ast.DropStmt): UtilityResult {
  nameDropped(walk, node);
  return { ...NOTHING, unmakes: drop(walk, node) };
}

function setStatement(walk: Walk, node: Ast.VariableSetStmt): UtilityResult {
  walk.findings.hazard ??= setHazard(node);
  return NOTHING;
}

function createSequence(walk: Walk, { sequence }: Ast.CreateSeqStmt): UtilityResult {
  if (sequence !== undefined) newName(walk, sequence);
  return NOTHING;
}

function createSchema(walk: Walk, { schemaElts }: Ast.CreateSchemaStmt): UtilityResult {
  if ((schemaElts ?? []).length > 0) hazard(walk, 'what is made inside CREATE SCHEMA is not looked into');
  return NOTHING;
}

function runsCode(walk: Walk): UtilityResult {
  unknown(walk, 'the code that it runs is not looked into');
  return NOTHING;
}

type Handler = (walk: Walk, body: never) => UtilityResult;

/** Statements that are looked into, by kind. */
const HANDLERS: Readonly<Record<string, Handler>> = {
  TruncateStmt: truncate,
  CreateStmt: (walk, node: Ast.CreateStmt) => ({ ...NOTHING, makes: createTable(walk, node) }),
  CreateTableAsStmt: createTableAs,
  ViewStmt: createView,
  IndexStmt: (walk, node: Ast.IndexStmt) => {
    createIndex(walk, node);
    return NOTHING;
  },
  AlterTableStmt: (walk, node: Ast.AlterTableStmt) => ({ ...NOTHING, unmakes: alterTable(walk, node) }),
  CreateSeqStmt: createSequence,
  CreateSchemaStmt: createSchema,
  VariableSetStmt: setStatement,
  VariableShowStmt: showStatement,
  DropStmt: dropStatement,
  CallStmt: callStatement,
  DoStmt: runsCode,
};

/** Any statement that is no query and holds no other statement's facts. */
export function utilityStatement(walk: Walk, node: Node): UtilityResult {
  const kind = kindOf(node);
  if ('CopyStmt' in node) return copyStatement(walk, node.CopyStmt);
  nameRelations(walk, node);
  const handler = HANDLERS[kind];
  if (handler !== undefined) return handler(walk, bodyOf(node) as never);
  if (!HARMLESS.has(kind))
    hazard(walk, 'a statement of this kind can reveal or move protected values, or change what names mean');
  return NOTHING;
}
