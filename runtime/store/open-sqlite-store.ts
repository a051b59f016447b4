// The embedded store: one SQLite file that the gateway and the command line use at the same time.
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { reasonOf } from '../config/reason-of.ts';
import { MIGRATIONS, MIGRATIONS_TABLE } from './migrations.ts';
import { queries, type Query } from './queries.ts';
import { StoreFault, type Store } from './store.ts';

/** Another process holds a write for microseconds; who waits longer than this has lost the store. */
const BUSY_TIMEOUT_MS = 2_000;
const CACHED_STATEMENTS = 100;

/** Opens the file, made with its folder when missing, and brings it to the present shape. Throws StoreFault. */
export function openSqliteStore(path: string): Store {
  return guarded(path, () => {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    // SQLite gives its side files the mode of this one. Statements of users are in it.
    closeSync(openSync(path, 'a', 0o600));
    const store = new SqliteStore(path, new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS }));
    migrate(store);
    return store;
  });
}

function guarded<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof StoreFault) throw error;
    throw new StoreFault(`the store ${path} cannot be used: ${reasonOf(error)}`, { cause: error });
  }
}

class SqliteStore implements Store {
  readonly #path: string;
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(path: string, database: DatabaseSync) {
    this.#path = path;
    this.#database = database;
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
  }

  all<T>(query: Query<T>): readonly T[] {
    return guarded(this.#path, () => this.#prepare(query).all(...parametersOf(query)) as T[]);
  }

  run(query: Query<unknown>): number {
    return guarded(this.#path, () => Number(this.#prepare(query).run(...parametersOf(query)).changes));
  }

  transaction<T>(work: () => T): T {
    return guarded(this.#path, () => {
      // Taken for writing at once, so that what is read inside is still true when it is acted on.
      this.#database.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        this.#database.exec('COMMIT');
        return result;
      } catch (error) {
        if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
        throw error;
      }
    });
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  #prepare(query: Query<unknown>): StatementSync {
    const known = this.#statements.get(query.sql);
    if (known) return known;
    const statement = this.#database.prepare(query.sql);
    if (this.#statements.size < CACHED_STATEMENTS) this.#statements.set(query.sql, statement);
    return statement;
  }
}

const parametersOf = (query: Query<unknown>): SQLInputValue[] => query.parameters as SQLInputValue[];

function migrate(store: Store): void {
  store.transaction(() => {
    store.run(MIGRATIONS_TABLE);
    const done = new Set(store.all(queries.selectFrom('migrations').select('name').compile()).map((row) => row.name));
    const unknown = [...done].filter((name) => !MIGRATIONS.some((migration) => migration.name === name));
    if (unknown.length > 0)
      throw new StoreFault(`the store was changed by a newer version (${unknown.join(', ')}); use that one`);
    for (const migration of MIGRATIONS.filter(({ name }) => !done.has(name))) {
      for (const step of migration.steps) store.run(step);
      store.run(queries.insertInto('migrations').values({ name: migration.name, at: Date.now() }).compile());
    }
  });
}
