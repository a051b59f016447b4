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
  /** True for a generated column, which COPY leaves out. */
  readonly isGenerated?: boolean;
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

export interface CatalogRelation {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly kind: RelationKind;
  readonly columns: readonly CatalogColumn[];
  /** The query of a view or materialized view as pg_get_viewdef prints it; null otherwise. */
  readonly definition: string | null;
  /** Parents by inheritance or partitioning, as `schema.name`. */
  readonly parents: readonly string[];
  /** True when row security, rules or triggers make what a statement does depend on more than its text. */
  readonly hasTriggers: boolean;
}

export interface CatalogFunction {
  readonly schema: string;
  readonly name: string;
  readonly kind: 'function' | 'procedure' | 'aggregate' | 'window';
  readonly language: string;
  readonly volatility: 'immutable' | 'stable' | 'volatile';
  readonly returnsSet: boolean;
  readonly argumentCount: number;
}

export interface CatalogSnapshot {
  readonly format: 1;
  /** server_version_num, or 0 for a catalog made of DDL text. */
  readonly serverVersion: number;
  readonly database: string;
  /** The gateway's user on the target: what `$user` in a search_path stands for. */
  readonly user: string;
  /** The search_path that a new session of the gateway's user gets. */
  readonly searchPath: readonly string[];
  readonly relations: readonly CatalogRelation[];
  /** Functions outside pg_catalog and information_schema; the built-in ones are known by a table in the analysis. */
  readonly functions: readonly CatalogFunction[];
  /** Names of operators outside pg_catalog whose function is not compiled code: what they do is not known. */
  readonly opaqueOperators: readonly string[];
}
