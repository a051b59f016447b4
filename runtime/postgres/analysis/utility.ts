// Statements that are not queries: what they name, what is inside them, and whether they are safe while a mask applies.
import { copyStatement } from './copy-statement.ts';
import type { CopyResult as UtilityResult } from './copy-statement.ts';
import { CONSTANT } from './lineage.ts';
import type { Ast, Node } from './parser.ts';
import { resolveRelation } from './relations.ts';
import { setHazard } from './settings.ts';
import { kindOf, strings } from './syntax.ts';
import { hazard, unknown, use } from './walk.ts';
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
]);

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

/** A query whose rows are stored under a new name. */
function storedQuery(walk: Walk, query: Node | undefined, what: string): UtilityResult {
  const result = query === undefined ? null : walk.visit.statement(walk, query, null);
  if (result === null) unknown(walk, `${what} of this form is not understood`);
  for (const column of result?.columns ?? []) use(walk, column.lineage.sources, 'copy', { via: what });
  hazard(walk, `${what} gives a new name that later statements could mean`);
  return NOTHING;
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

/** Any statement that is no query and holds no other statement's facts. */
export function utilityStatement(walk: Walk, node: Node): UtilityResult {
  const kind = kindOf(node);
  if ('CopyStmt' in node) return copyStatement(walk, node.CopyStmt);
  nameRelations(walk, node);
  if ('TruncateStmt' in node) return truncate(walk, node.TruncateStmt);
  if ('CreateTableAsStmt' in node) return storedQuery(walk, node.CreateTableAsStmt.query, 'CREATE TABLE AS');
  if ('ViewStmt' in node) return storedQuery(walk, node.ViewStmt.query, 'CREATE VIEW');
  if ('VariableSetStmt' in node) {
    walk.findings.hazard ??= setHazard(node.VariableSetStmt);
    return NOTHING;
  }
  if ('VariableShowStmt' in node) {
    const name = node.VariableShowStmt.name ?? '';
    const names = name === 'all' ? ['name', 'setting', 'description'] : [name];
    return { ...NOTHING, columns: names.map((shown) => ({ name: shown, lineage: CONSTANT })) };
  }
  if ('DropStmt' in node) nameDropped(walk, node.DropStmt);
  if ('CallStmt' in node || 'DoStmt' in node) unknown(walk, 'the code that it runs is not looked into');
  if (!HARMLESS.has(kind))
    hazard(walk, 'a statement of this kind can reveal or move protected values, or change what names mean');
  return NOTHING;
}
