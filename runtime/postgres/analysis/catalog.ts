// The catalog value that lineage is resolved against: plain data that can be written to a recording and read back.
// Built from a live server (load-catalog.ts) or from DDL text (ddl-catalog.ts), by one builder.

export interface CatalogColumn {
  readonly name: string;
  /** attnum; 1-based, with gaps where columns were dropped. */
  readonly attribute: number;
  readonly typeOid: number;
  /** As format_type prints it. */
  readonly type: string;
  /** OID of the type under a domain: values are sent as one of it. Absent for other types. */
  readonly baseTypeOid?: number;
  /** What a generated column is computed by, as an expression over the other columns; absent for other columns. COPY leaves it out. */
  readonly generated?: string;
  /** The default, as an expression; absent where there is none. */
  readonly default?: string;
}

export type RelationKind =
  | 'table'
  | 'view'
  | 'materialized_view'
  | 'foreign_table'
  | 'partitioned_table'
  | 'sequence'
  | 'composite'
  | 'other';

/** A function by the name that it has, whichever of its overloads is meant. */
export interface FunctionName {
  readonly schema: string;
  readonly name: string;
}

export interface CatalogTrigger {
  readonly name: string;
  readonly function: FunctionName;
  /** What fires it: INSERT, UPDATE, DELETE, TRUNCATE. */
  readonly events: readonly string[];
}

export interface CatalogRelation {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly kind: RelationKind;
  readonly columns: readonly CatalogColumn[];
  /** The query of a view or materialized view as pg_get_viewdef prints it; null otherwise, and where it cannot be read. */
  readonly definition: string | null;
  /** Parents by inheritance or partitioning, as `schema.name`. */
  readonly parents: readonly string[];
  /** Those of the user; the server's own, for foreign keys, are left out. */
  readonly triggers?: readonly CatalogTrigger[];
  /** CHECK constraints, as expressions over the columns. */
  readonly checks?: readonly string[];
  /** Names of rules beside the one that makes a view: they rewrite statements into others. */
  readonly rules?: readonly string[];
}

export interface CatalogArgument {
  readonly name: string;
  readonly mode: 'in' | 'out' | 'inout' | 'variadic' | 'table';
  readonly typeOid: number;
  readonly type: string;
  /** The default, as an expression; absent where there is none. */
  readonly default?: string;
  /** The columns' holder of a composite type, as `schema.name`; absent for other types. */
  readonly relation?: string;
}

export interface CatalogFunction extends FunctionName {
  readonly oid: number;
  readonly kind: 'function' | 'procedure' | 'aggregate' | 'window';
  /** `sql`, `plpgsql`, `c`, `internal` and whatever is installed. */
  readonly language: string;
  readonly volatility: 'immutable' | 'stable' | 'volatile';
  readonly returnsSet: boolean;
  /** In order, OUT arguments and the columns of RETURNS TABLE included. */
  readonly arguments: readonly CatalogArgument[];
  readonly returnTypeOid: number;
  readonly returnType: string;
  /** As for arguments. */
  readonly returnRelation?: string;
  /** Its text; for `c` and `internal` the name of what is called. */
  readonly body: string;
  /** True for a body in SQL syntax (RETURN …, BEGIN ATOMIC …), whose names were resolved when it was made. */
  readonly isAtomic: boolean;
  /** Its own search_path (SET search_path …); absent where it runs with that of the session. */
  readonly searchPath?: readonly string[];
  /** Names of other settings that it runs with (SET … of CREATE FUNCTION); absent where there are none. */
  readonly settings?: readonly string[];
  /** The owner, where it runs with the owner's rights (SECURITY DEFINER). */
  readonly runsAs?: string;
  /** The extension that it belongs to. */
  readonly extension?: string;
  /** What an aggregate calls for its rows and at its end. */
  readonly support?: readonly FunctionName[];
}

/** An operator outside pg_catalog. */
export interface CatalogOperator extends FunctionName {
  /** Type OIDs; 0 where there is no operand. */
  readonly left: number;
  readonly right: number;
  readonly function: FunctionName;
}

/** A cast that someone has added. */
export interface CatalogCast {
  readonly source: number;
  readonly target: number;
  /** Null where the value is taken as it is, or goes through its text. */
  readonly function: FunctionName | null;
  /** True where it is made without being written: in assignments, or anywhere. */
  readonly isImplicit: boolean;
}

/** A type outside pg_catalog, but no row type of a relation. */
export interface CatalogType {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly kind: 'domain' | 'enum' | 'composite' | 'range' | 'base';
  /** The OID of the type under a domain; absent for others. */
  readonly base?: number;
  /** The conditions of a domain over VALUE. */
  readonly checks?: readonly string[];
  /** What a column of a domain gets by default. */
  readonly default?: string;
}

export interface CatalogSnapshot {
  readonly format: 2;
  /** server_version_num, or 0 for a catalog made of DDL text. */
  readonly serverVersion: number;
  readonly database: string;
  /** The gateway's user on the target: what `$user` in a search_path stands for. */
  readonly user: string;
  /** The search_path that a new session of the gateway's user gets. */
  readonly searchPath: readonly string[];
  readonly relations: readonly CatalogRelation[];
  /** Functions that are not PostgreSQL's own; those are known by a table in the analysis. */
  readonly functions: readonly CatalogFunction[];
  readonly operators: readonly CatalogOperator[];
  readonly casts: readonly CatalogCast[];
  readonly types: readonly CatalogType[];
}
