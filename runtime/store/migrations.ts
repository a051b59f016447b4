// How the store came to its present shape, step by step. A step that was released is never changed; a new one goes to the end.
import { queries, type Query } from './queries.ts';

export interface Migration {
  readonly name: string;
  readonly steps: readonly Query<unknown>[];
}

const { schema } = queries;

const APPROVALS: Migration = {
  name: '0001-approvals',
  steps: [
    schema
      .createTable('approvals')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('digest', 'text', (column) => column.notNull())
      .addColumn('question', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .addColumn('granted_until', 'bigint')
      .addColumn('is_once', 'integer', (column) => column.notNull())
      .compile(),
    schema.createIndex('approvals_by_digest').on('approvals').columns(['digest', 'state']).compile(),
    schema
      .createTable('votes')
      .addColumn('approval', 'text', (column) => column.notNull().references('approvals.id'))
      .addColumn('voter', 'text', (column) => column.notNull())
      .addColumn('verdict', 'text', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('votes_once_each', ['approval', 'voter'])
      .compile(),
  ],
};

export const MIGRATIONS: readonly Migration[] = [APPROVALS];

/** The table that says which steps were taken; it must be there before the first. */
export const MIGRATIONS_TABLE: Query<unknown> = schema
  .createTable('migrations')
  .ifNotExists()
  .addColumn('name', 'text', (column) => column.primaryKey())
  .addColumn('at', 'bigint', (column) => column.notNull())
  .compile();
