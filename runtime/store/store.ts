// The store as the rest of the runtime sees it: runs queries, alone or together. Several processes may use one store.
import type { Query } from './queries.ts';

/** Thrown when the store cannot be reached, read or written. */
export class StoreFault extends Error {
  override readonly name = 'StoreFault';
}

export interface Store {
  /** The rows of a query. */
  all<T>(query: Query<T>): readonly T[];
  /** How many rows a statement changed. */
  run(query: Query<unknown>): number;
  /** Everything inside happens at once or not at all; another writer waits. Not nested. */
  transaction<T>(work: () => T): T;
  close(): void;
}
