// What the `schema` files of a policy say about the target, as the checks of this room need it. The shell reads the SQL and gives
// this value; nothing here parses SQL.

export interface SchemaColumn {
  readonly name: string;
  /** As PostgreSQL's format_type prints it: `text`, `date`, `numeric(10,2)`. */
  readonly type: string;
}

export interface SchemaRelation {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly SchemaColumn[];
}

/** A place in a schema file that could not be understood. */
export interface SchemaProblem {
  /** 1-based. */
  readonly line: number;
  readonly message: string;
}

export interface SchemaFile {
  readonly relations: readonly SchemaRelation[];
  /** Statements that could not be used; the rest of the file was. */
  readonly problems: readonly SchemaProblem[];
  /** Why nothing of the file could be read: it is no SQL. */
  readonly unreadable?: SchemaProblem;
}

/** What a `schema "…"` file says; undefined when the shell has not read it, and then nothing is checked against it. */
export type SchemaLoader = (path: string) => SchemaFile | undefined;
