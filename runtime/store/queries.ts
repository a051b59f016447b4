// The store's tables and its query builder: SQL is built and typed by Kysely and run by whoever holds a database. The one file that uses Kysely.
// Queries are kept to what SQLite and PostgreSQL both take.
import {
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type CompiledQuery,
} from 'kysely';

/** Times are milliseconds since 1970. */
export interface ApprovalRow {
  readonly id: string;
  /** SHA-256, hex, of everything that a grant is bound to. */
  readonly digest: string;
  /** The whole ApprovalQuestion as JSON. */
  readonly question: string;
  readonly state: string;
  readonly created_at: number;
  /** Until when a vote can be cast. */
  readonly expires_at: number;
  /** Until when the grant can be used; null while there is none. */
  readonly granted_until: number | null;
  /** 1 when one use ends the grant. */
  readonly is_once: number;
}

export interface VoteRow {
  readonly approval: string;
  readonly voter: string;
  readonly verdict: string;
  readonly reason: string;
  readonly at: number;
}

export interface MigrationRow {
  readonly name: string;
  readonly at: number;
}

interface Tables {
  readonly approvals: ApprovalRow;
  readonly votes: VoteRow;
  readonly migrations: MigrationRow;
}

/** A query ready to run; `T` is the row that it gives. */
export type Query<T> = CompiledQuery<T>;

/** Builds and never runs: its driver does nothing. */
export const queries = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (database) => new SqliteIntrospector(database),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});
