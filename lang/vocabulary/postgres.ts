// What a policy can say about one PostgreSQL statement. Facts come from PostgreSQL's own parser
// and the target's catalog; see runtime/postgres/analysis.
import { BOOL, COLUMNS, COMMON_ATTRIBUTES, INT, SET, STRING } from './common.ts';
import type { Attribute, EventVocabulary, ValueType } from './types.ts';

/** Every statement is one of these; what the parser cannot read is `UNKNOWN`, what has no word of its own is `OTHER`. */
export const STATEMENT_COMMAND = {
  kind: 'enum',
  name: 'statement command',
  values: [
    'SELECT',
    'VALUES',
    'TABLE',
    'INSERT',
    'UPDATE',
    'DELETE',
    'MERGE',
    'COPY',
    'EXPLAIN',
    'CREATE',
    'ALTER',
    'DROP',
    'TRUNCATE',
    'COMMENT',
    'REFRESH',
    'REINDEX',
    'CLUSTER',
    'VACUUM',
    'ANALYZE',
    'LOCK',
    'GRANT',
    'REVOKE',
    'REASSIGN',
    'SECURITY_LABEL',
    'BEGIN',
    'COMMIT',
    'ROLLBACK',
    'SAVEPOINT',
    'RELEASE',
    'PREPARE_TRANSACTION',
    'SET',
    'SHOW',
    'RESET',
    'DISCARD',
    'PREPARE',
    'EXECUTE',
    'DEALLOCATE',
    'DECLARE',
    'FETCH',
    'MOVE',
    'CLOSE',
    'LISTEN',
    'NOTIFY',
    'UNLISTEN',
    'CALL',
    'DO',
    'LOAD',
    'CHECKPOINT',
    'IMPORT',
    'EMPTY',
    'OTHER',
    'UNKNOWN',
  ],
} as const satisfies ValueType;

export const STATEMENT_CATEGORY = {
  kind: 'enum',
  name: 'statement category',
  values: ['read', 'write', 'schema', 'privilege', 'transaction', 'session', 'other'],
} as const satisfies ValueType;

export const COPY_DESTINATION = {
  kind: 'enum',
  name: 'copy destination',
  values: ['stdout', 'file', 'program'],
} as const satisfies ValueType;

const fact = (name: string, type: ValueType, doc: string, optional = false): Attribute => ({
  path: `statement.${name}`,
  type,
  optional,
  scope: 'event',
  doc,
});

export const STATEMENT_ATTRIBUTES: readonly Attribute[] = [
  fact('command', STATEMENT_COMMAND, 'The outermost SQL command, such as `SELECT`.'),
  fact(
    'category',
    STATEMENT_CATEGORY,
    'What sort of work the statement does; of several sorts, the one that changes the most.',
  ),
  fact(
    'commands',
    { kind: 'set', words: STATEMENT_COMMAND },
    'Every SQL command that runs: its own, those inside WITH, and what EXPLAIN ANALYZE or EXECUTE runs.',
  ),
  fact('text', STRING, 'The statement as the client sent it.'),
  fact('fingerprint', STRING, 'A digest that is equal for statements that differ in constants only.'),
  fact('relations', SET, 'The relations that the statement names, as `schema.relation`.'),
  fact('reads', COLUMNS, 'The base columns whose values the statement uses anywhere.'),
  fact('filters_on', COLUMNS, 'The base columns that the statement compares, joins, groups or orders by.'),
  fact('writes', COLUMNS, 'The base columns that the statement writes.'),
  fact('returns', COLUMNS, 'The base columns that reach the result.'),
  fact(
    'filtered',
    BOOL,
    'True when a WHERE clause that is no tautology restricts the statement and every write inside it.',
  ),
  fact('limit', INT, 'The constant LIMIT of the outermost query.', true),
  fact('functions', SET, 'The functions that the statement calls, as `schema.function`.'),
  fact('copies_to', COPY_DESTINATION, 'Where COPY … TO sends its rows.', true),
  fact('analyzed', BOOL, 'False when the lineage of the statement is not fully known.'),
  fact('in_transaction', BOOL, 'True inside an explicit transaction block.'),
];

export const POSTGRES_STATEMENT: EventVocabulary = {
  name: 'postgres.statement',
  testInput: 'sql',
  doc: 'One SQL statement, before it reaches the database.',
  attributes: [...COMMON_ATTRIBUTES, ...STATEMENT_ATTRIBUTES],
};
