// ALTER TABLE, DROP, CREATE INDEX and their like. While a mask applies they may add to what is public; they take nothing away that a statement
// which was analysed already could name, because it would find something else in its place.
import { columnConstraints, columnsCalled, constraint, ownColumns, useColumns } from './definitions.ts';
import { relationItem } from './from-items.ts';
import { TEMPORARY_SCHEMA } from './made-relations.ts';
import type { Ast, Node } from './parser.ts';
import { innerScope } from './scope.ts';
import type { FromElement } from './scope.ts';
import { last, strings } from './syntax.ts';
import { hazard, use } from './walk.ts';
import type { Walk } from './walk.ts';

/** Neither names nor values change by them, whatever else they say. */
const ADDS_NOTHING: ReadonlySet<string> = new Set([
  'AT_DropNotNull',
  'AT_SetNotNull',
  'AT_SetStatistics',
  'AT_SetStorage',
  'AT_SetCompression',
  'AT_SetOptions',
  'AT_ResetOptions',
  'AT_SetRelOptions',
  'AT_ResetRelOptions',
  'AT_SetLogged',
  'AT_SetUnLogged',
  'AT_DropConstraint',
  'AT_ValidateConstraint',
  'AT_AddIdentity',
  'AT_SetIdentity',
  'AT_DropIdentity',
]);

const TAKEN_AWAY =
  'statements that were analysed before it could find something else under the names that it takes away';

const tableOf = (walk: Walk, range: Ast.RangeVar): FromElement =>
  relationItem(walk, { ...range, inh: true }, innerScope(null));

function alterCommand(walk: Walk, command: Ast.AlterTableCmd, element: FromElement): void {
  const { subtype = '', def, name } = command;
  const scope = innerScope(null, [element]);
  if (ADDS_NOTHING.has(subtype)) return;
  if (subtype === 'AT_ColumnDefault') {
    if (def !== undefined) use(walk, walk.visit.expression(walk, def, scope).sources, 'copy', { via: 'DEFAULT' });
    return;
  }
  if (subtype === 'AT_AddConstraint' && def !== undefined && 'Constraint' in def) {
    constraint(walk, def.Constraint, { element, scope }, null);
    return;
  }
  if (subtype === 'AT_AddColumn' && def !== undefined && 'ColumnDef' in def) {
    const table = element.tables[0];
    const added = ownColumns({ schema: table?.schema ?? '', name: table?.alias ?? '' }, [def.ColumnDef.colname ?? '']);
    const all = { tables: element.tables, visible: [...element.visible, ...added.visible] };
    columnConstraints(walk, def.ColumnDef, { element: all, scope: innerScope(null, [all]) });
    return;
  }
  hazard(walk, `${subtype.replace(/^AT_/, '')}${name === undefined ? '' : ` ${name}`}: ${TAKEN_AWAY}`);
}

/** ALTER TABLE of a relation that holds masked columns is refused as a whole. */
export function alterTable(walk: Walk, node: Ast.AlterTableStmt): readonly string[] {
  if (node.relation === undefined || (node.objtype !== 'OBJECT_TABLE' && node.objtype !== 'OBJECT_INDEX')) {
    hazard(walk, 'only tables may be altered');
    return [];
  }
  if (node.objtype === 'OBJECT_INDEX') {
    hazard(walk, 'an index could be put in the place of another');
    return [];
  }
  const element = tableOf(walk, node.relation);
  useColumns(walk, element.visible, 'copy', 'ALTER TABLE');
  for (const command of node.cmds ?? []) {
    if ('AlterTableCmd' in command) alterCommand(walk, command.AlterTableCmd, element);
  }
  return [node.relation.relname ?? ''];
}

/** Sorted by an index, rows come in the order of its columns. */
export function createIndex(walk: Walk, node: Ast.IndexStmt): void {
  if (node.relation === undefined) return;
  const element = tableOf(walk, node.relation);
  const scope = innerScope(null, [element]);
  for (const item of [...(node.indexParams ?? []), ...(node.indexIncludingParams ?? [])]) {
    if (!('IndexElem' in item)) continue;
    const { name, expr } = item.IndexElem;
    if (name !== undefined) useColumns(walk, columnsCalled(element, [name]), 'order', 'CREATE INDEX');
    if (expr !== undefined)
      use(walk, walk.visit.expression(walk, expr, scope).sources, 'order', { via: 'CREATE INDEX' });
  }
  if (node.whereClause !== undefined)
    use(walk, walk.visit.condition(walk, node.whereClause, scope).sources, 'expression', { via: 'CREATE INDEX' });
}

const nameOf = (object: Node): readonly string[] => ('List' in object ? strings(object.List.items) : []);

/** DROP: of an index it changes nothing but plans; of a relation only the session's own may go. */
export function drop(walk: Walk, node: Ast.DropStmt): readonly string[] {
  const names = (node.objects ?? []).map(nameOf);
  if (node.removeType === 'OBJECT_INDEX' && node.behavior !== 'DROP_CASCADE') return [];
  const made = walk.context.made ?? [];
  const isOwn = (parts: readonly string[]): boolean =>
    (parts.length === 1 || parts[0] === TEMPORARY_SCHEMA) &&
    made.some(({ isTemporary, relation }) => isTemporary && relation.name === last(parts));
  const isRelation = node.removeType === 'OBJECT_TABLE' || node.removeType === 'OBJECT_VIEW';
  if (!isRelation || node.behavior === 'DROP_CASCADE' || !names.every(isOwn)) hazard(walk, TAKEN_AWAY);
  return names.map((parts) => last(parts) ?? '');
}
