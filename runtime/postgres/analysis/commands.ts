// The command word and category of every kind of statement, as the vocabulary spells them.
import type { Ast, Node } from './parser.ts';
import { kindOf, leftmost } from './syntax.ts';

export interface Command {
  readonly command: string;
  readonly category: string;
}

const command = (word: string, category: string): Command => ({ command: word, category });

const COMMANDS: Readonly<Record<string, Command>> = {
  InsertStmt: command('INSERT', 'write'),
  UpdateStmt: command('UPDATE', 'write'),
  DeleteStmt: command('DELETE', 'write'),
  MergeStmt: command('MERGE', 'write'),
  CopyStmt: command('COPY', 'read'),
  ExplainStmt: command('EXPLAIN', 'read'),
  TruncateStmt: command('TRUNCATE', 'write'),
  CommentStmt: command('COMMENT', 'schema'),
  RefreshMatViewStmt: command('REFRESH', 'write'),
  ReindexStmt: command('REINDEX', 'other'),
  ClusterStmt: command('CLUSTER', 'other'),
  // A read-only transaction refuses all but the weakest locks.
  LockStmt: command('LOCK', 'write'),
  ReassignOwnedStmt: command('REASSIGN', 'privilege'),
  DropOwnedStmt: command('DROP', 'schema'),
  SecLabelStmt: command('SECURITY_LABEL', 'schema'),
  VariableShowStmt: command('SHOW', 'session'),
  DiscardStmt: command('DISCARD', 'session'),
  PrepareStmt: command('PREPARE', 'session'),
  ExecuteStmt: command('EXECUTE', 'other'),
  DeallocateStmt: command('DEALLOCATE', 'session'),
  DeclareCursorStmt: command('DECLARE', 'read'),
  ClosePortalStmt: command('CLOSE', 'session'),
  ListenStmt: command('LISTEN', 'session'),
  NotifyStmt: command('NOTIFY', 'session'),
  UnlistenStmt: command('UNLISTEN', 'session'),
  CallStmt: command('CALL', 'other'),
  DoStmt: command('DO', 'other'),
  LoadStmt: command('LOAD', 'session'),
  CheckPointStmt: command('CHECKPOINT', 'other'),
  ImportForeignSchemaStmt: command('IMPORT', 'schema'),
  ConstraintsSetStmt: command('SET', 'transaction'),
  AlterSystemStmt: command('ALTER', 'privilege'),
  AlterDefaultPrivilegesStmt: command('ALTER', 'privilege'),
  RenameStmt: command('ALTER', 'schema'),
  DefineStmt: command('CREATE', 'schema'),
  RuleStmt: command('CREATE', 'schema'),
  ViewStmt: command('CREATE', 'schema'),
  IndexStmt: command('CREATE', 'schema'),
  CompositeTypeStmt: command('CREATE', 'schema'),
  DropRoleStmt: command('DROP', 'privilege'),
  CreateRoleStmt: command('CREATE', 'privilege'),
  AlterRoleStmt: command('ALTER', 'privilege'),
  AlterRoleSetStmt: command('ALTER', 'privilege'),
  CreatePolicyStmt: command('CREATE', 'privilege'),
  AlterPolicyStmt: command('ALTER', 'privilege'),
};

const TRANSACTIONS: Readonly<Record<string, string>> = {
  TRANS_STMT_BEGIN: 'BEGIN',
  TRANS_STMT_START: 'BEGIN',
  TRANS_STMT_COMMIT: 'COMMIT',
  TRANS_STMT_ROLLBACK: 'ROLLBACK',
  TRANS_STMT_SAVEPOINT: 'SAVEPOINT',
  TRANS_STMT_RELEASE: 'RELEASE',
  TRANS_STMT_ROLLBACK_TO: 'ROLLBACK',
  TRANS_STMT_PREPARE: 'PREPARE_TRANSACTION',
  TRANS_STMT_COMMIT_PREPARED: 'COMMIT',
  TRANS_STMT_ROLLBACK_PREPARED: 'ROLLBACK',
};

const isTableForm = (node: Node): boolean => {
  if (!('SelectStmt' in node) || node.SelectStmt.op !== 'SETOP_NONE') return false;
  return node.SelectStmt.valuesLists !== undefined;
};

/** What a statement is called. A kind without an entry is named by its verb, or `OTHER`. */
export function commandOf(node: Node): Command {
  if ('SelectStmt' in node) {
    // It makes a table, as CREATE TABLE AS does.
    if (createsTable(node)) return command('SELECT', 'schema');
    return command(isTableForm(node) ? 'VALUES' : 'SELECT', 'read');
  }
  if ('CopyStmt' in node) return command('COPY', node.CopyStmt.is_from === true ? 'write' : 'read');
  if ('TransactionStmt' in node)
    return command(TRANSACTIONS[node.TransactionStmt.kind ?? ''] ?? 'OTHER', 'transaction');
  if ('VariableSetStmt' in node)
    return command(node.VariableSetStmt.kind?.startsWith('VAR_RESET') === true ? 'RESET' : 'SET', 'session');
  if ('FetchStmt' in node) return command(node.FetchStmt.ismove === true ? 'MOVE' : 'FETCH', 'read');
  if ('VacuumStmt' in node) return command(node.VacuumStmt.is_vacuumcmd === true ? 'VACUUM' : 'ANALYZE', 'other');
  if ('GrantStmt' in node) return command(node.GrantStmt.is_grant === true ? 'GRANT' : 'REVOKE', 'privilege');
  if ('GrantRoleStmt' in node) return command(node.GrantRoleStmt.is_grant === true ? 'GRANT' : 'REVOKE', 'privilege');
  const kind = kindOf(node);
  const known = COMMANDS[kind];
  if (known !== undefined) return known;
  const verb = /^(Create|Alter|Drop)/i.exec(kind)?.[0]?.toUpperCase();
  return verb === undefined ? command('OTHER', 'other') : command(verb, 'schema');
}

const WRITES: ReadonlySet<string> = new Set(['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt']);

/** True for SELECT INTO, whose command does not say that it creates. */
export const createsTable = (node: Node): boolean =>
  'SelectStmt' in node && leftmost(node.SelectStmt).intoClause !== undefined;

/** What a renaming or a change of schema must be of to give a function a new name. */
const FUNCTION_OBJECTS: ReadonlySet<string> = new Set([
  'OBJECT_FUNCTION',
  'OBJECT_PROCEDURE',
  'OBJECT_ROUTINE',
  'OBJECT_AGGREGATE',
  'OBJECT_SCHEMA',
  'OBJECT_EXTENSION',
]);
const FUNCTION_MAKERS: ReadonlySet<string> = new Set([
  'CreateFunctionStmt',
  'AlterFunctionStmt',
  'DefineStmt',
  'CreateExtensionStmt',
  'AlterExtensionStmt',
  'AlterExtensionContentsStmt',
  'CreatePLangStmt',
  'DoStmt',
  'CallStmt',
]);

/** True when a function's name may mean another function afterwards. */
export function changesFunctions(node: Node): boolean {
  if ('RenameStmt' in node) return FUNCTION_OBJECTS.has(node.RenameStmt.renameType ?? '');
  if ('AlterObjectSchemaStmt' in node) return FUNCTION_OBJECTS.has(node.AlterObjectSchemaStmt.objectType ?? '');
  return FUNCTION_MAKERS.has(kindOf(node));
}

/** What stands inside a statement and changes more than its command says. */
export interface Inside {
  /** Such as the DELETE in `WITH d AS (DELETE …) SELECT …`. */
  readonly writes: readonly Node[];
  /** `FOR UPDATE` and its like, which a read-only transaction refuses too. */
  readonly locks: boolean;
}

export function lookInside(node: Node): Inside {
  const writes: Node[] = [];
  let locks = false;
  // The statement's own node is no part of what is inside it.
  const pending: unknown[] = Object.values(node);
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, inner] of Object.entries(value)) {
      if (WRITES.has(key)) writes.push({ [key]: inner as object } as unknown as Node);
      if (key === 'lockingClause') locks = true;
      pending.push(inner);
    }
  }
  return { writes, locks };
}

/** Functions that change something that outlives the statement, and that PostgreSQL refuses in a read-only transaction. */
export const CHANGING_FUNCTIONS: ReadonlySet<string> = new Set(['pg_catalog.nextval', 'pg_catalog.setval']);

/** What NOTIFY sends, and where to. */
export const notificationOf = (node: Node): { readonly channel: string; readonly payload: string } | null =>
  'NotifyStmt' in node
    ? { channel: node.NotifyStmt.conditionname ?? '', payload: node.NotifyStmt.payload ?? '' }
    : null;

/** True when EXPLAIN runs what it explains. `ANALYZE false` is rare enough to count as well. */
export const isAnalyzed = ({ options = [] }: Ast.ExplainStmt): boolean =>
  options.some((option) => 'DefElem' in option && option.DefElem.defname === 'analyze');
