// What a client of PostgreSQL asks the catalog: a statement in our own words, with the relations, functions and constructs that the real
// client was seen to use. None of them reads a protected value, so a masked person must get the answer that the server gives.

export interface Shape {
  /** Unique within its client; a lower-case phrase that says what the client wants to know. */
  readonly asks: string;
  readonly sql: string;
  /** Values of $1 …; with them the statement is sent in the extended protocol. */
  readonly parameters?: readonly (string | number)[];
  /** Columns of the result that a masked person gets as NULL: counters and times that could tell of protected rows. The rest is equal. */
  readonly withheld?: readonly string[];
}

/** A client whose statements were captured at the gateway. */
export interface CatalogClient {
  /** Name and version of what was run. */
  readonly client: string;
  /** Relations of the system that it was seen to read, and functions that it was seen to call: some shape names each of them. */
  readonly relations: string;
  readonly functions: string;
  readonly shapes: readonly Shape[];
}

/** `[asks, sql]` pairs: the short form. */
export const shapes = (pairs: readonly (readonly [asks: string, sql: string])[]): readonly Shape[] =>
  pairs.map(([asks, sql]) => ({ asks, sql }));
