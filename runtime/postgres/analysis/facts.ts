// What the analysis of one SQL statement finds: the facts that a policy speaks about, the lineage of every output column, and
// every other use of a base column. Plain data, no values of rows; safe to record.
import type { CatalogRelation } from './catalog.ts';
import type { CopyOptions } from '../../engine/copy-format.ts';

/**
 * Where a column of a result comes from. Columns are written `schema.relation.column`. Views are looked through: a column of a view gives
 * its base columns and, so that a policy may name it, the column of the view itself. Children and parents by inheritance are named too.
 */
export interface OutputSource {
  readonly column: string;
  /** `direct`: the value passes unchanged. `derived`: the output depends on it some other way. `presence`: only on whether it is NULL, or on a count. */
  readonly how: 'direct' | 'derived' | 'presence';
  /** The expression it passes through, shortened, without constants: `substr(…)`. Empty for `direct`. */
  readonly via: string;
  /**
   * `schema.name` of the function that was applied to the column itself, where what it gave came out unchanged: `care.age_band` of
   * `age_band(birth)`. Null where nothing was applied, or more than one function.
   */
  readonly through: string | null;
  /** Byte offset of the reference in `StatementFacts.text`; -1 when it lies inside a view. */
  readonly position: number;
}

export interface ColumnOrigin {
  readonly relationOid: number;
  readonly attribute: number;
  /** False where the server may leave it out: a cast to the column's own type is dropped, another one is not. */
  readonly certain: boolean;
}

export interface OutputColumn {
  readonly name: string;
  readonly sources: readonly OutputSource[];
  /** What RowDescription says for a plain column of a relation or view in FROM; null for anything else. */
  readonly origin: ColumnOrigin | null;
  /** OID of the type in which the value is sent, a domain's being the type under it; 0 where only the server knows it. */
  readonly typeOid: number;
}

/** How a statement uses a column outside its select list. */
export type UseKind =
  /** `=`, `<>`, IN with at most 100 constants, `IS [NOT] DISTINCT FROM`. */
  | 'equality'
  /** IS [NOT] NULL. */
  | 'presence'
  /** A bare column in GROUP BY, DISTINCT, PARTITION BY, UNION and the like. */
  | 'group'
  /** ORDER BY, also inside windows and aggregates. */
  | 'order'
  /** `<`, `>`, BETWEEN, min, max. */
  | 'range'
  /** LIKE, regex, SIMILAR TO, full text. */
  | 'pattern'
  /** Any function or expression of the column in WHERE, ON, HAVING, CASE, LIMIT, JOIN … */
  | 'expression'
  /** The value goes into a column that is written, into a new relation, or out of the database. */
  | 'copy';

export interface ColumnUse {
  readonly column: string;
  readonly how: UseKind;
  readonly via: string;
  /** As in OutputSource: what is used is what this function makes of the column, or that it can be computed at all. */
  readonly through: string | null;
  /**
   * The function, `schema.name`, whose body does it to an argument, and that reads nothing else: a policy may trust it not to tell by that.
   * Absent where rows are chosen by the result, and outside functions.
   */
  readonly inside?: string;
  readonly position: number;
  /** For `copy`: the base column written, or '' when the target is new. */
  readonly into: string;
  /**
   * For `equality` and `group`: the base columns whose values it is held against, each by its own name and then those of its ancestors by
   * inheritance. Constants and parameters are none.
   */
  readonly comparedWith: readonly (readonly string[])[];
}

/** A constant of the text, or a parameter; `text` null is NULL. */
export type WrittenConstant =
  | { readonly kind: 'constant'; readonly text: string | null; readonly position: number }
  | { readonly kind: 'parameter'; readonly number: number; readonly position: number };

/** A constant that a statement puts into a column as it is, or cast. */
export interface WrittenValue {
  /** The base column, and its other names by inheritance. */
  readonly columns: readonly string[];
  /** Of the column; 0 when it is not known. */
  readonly typeOid: number;
  /** True where it takes the place of a value: UPDATE, ON CONFLICT DO UPDATE, MERGE. */
  readonly replaces: boolean;
  readonly constant: WrittenConstant;
}

/** What a statement puts into a column, as far as the client chooses it: whoever does that beside values that are there could guess them. */
export interface ColumnFill {
  /** The base column, and its other names by inheritance. */
  readonly columns: readonly string[];
  /** How many values of the client's choice it may be; Infinity where that is not known. */
  readonly values: number;
  /** Columns that values come from, as in ColumnUse. */
  readonly from: readonly (readonly string[])[];
  readonly position: number;
}

export type CopyDestination = 'stdout' | 'file' | 'program';

/** What EXPLAIN shows: the steps of a plan, its estimates as well, or what running it was like. */
export type ExplainKind = 'shape' | 'estimates' | 'run';

/** Why a statement may not run although nothing in its lineage forbids it. */
export interface Hazard {
  /** True: for nobody. False: only while a mask applies. */
  readonly always: boolean;
  /** A sentence for the client. */
  readonly because: string;
}

/** A name that PREPARE or DECLARE gives to a query. It holds only once the server has reported success. */
export interface QueryDefinition {
  readonly kind: 'prepared' | 'cursor';
  readonly name: string;
  /** Of the query inside: what EXECUTE or FETCH returns. */
  readonly facts: StatementFacts;
}

/** A relation that a statement makes, until the catalog has it, and for as long as a temporary one lives. */
export interface MadeRelation {
  readonly relation: CatalogRelation;
  /** Where the values of each column come from; empty for columns that nothing was put into yet. */
  readonly sources: readonly (readonly OutputSource[])[];
  readonly isTemporary: boolean;
  readonly endsWithTransaction: boolean;
}

/** One statement of a query string. */
export interface StatementFacts {
  /** A value of STATEMENT_COMMAND in lang/vocabulary/postgres.ts. */
  readonly command: string;
  /** The commands that run, sorted: `command`, the writes inside WITH, and what EXPLAIN ANALYZE or EXECUTE runs. */
  readonly commands: readonly string[];
  /** A value of STATEMENT_CATEGORY. */
  readonly category: string;
  readonly text: string;
  /** Characters (code points, as the protocol counts) of the query string in front of `text`. */
  readonly start: number;
  readonly fingerprint: string;
  /** `schema.relation`, sorted, without duplicates; so are the sets below. */
  readonly relations: readonly string[];
  readonly reads: readonly string[];
  readonly filtersOn: readonly string[];
  readonly writes: readonly string[];
  readonly returns: readonly string[];
  readonly filtered: boolean;
  readonly limit: number | null;
  readonly functions: readonly string[];
  readonly copiesTo: CopyDestination | null;
  /** How COPY TO STDOUT writes its rows; null for anything else. */
  readonly copyOptions: CopyOptions | null;
  /** Null for anything but EXPLAIN. */
  readonly explains: ExplainKind | null;
  readonly analyzed: boolean;
  /** Why lineage is unknown, as a sentence for the client; null when `analyzed`. */
  readonly unanalyzedBecause: string | null;
  /** Byte offset in `text` of what is not understood; -1 when it is not known, or lies elsewhere. */
  readonly unanalyzedAt: number;
  /**
   * `schema.name` of the functions that alone keep lineage from being known: if each depends on nothing but its arguments, all the rest
   * here is true. Empty when `analyzed`, and when something else is unknown as well.
   */
  readonly opaqueFunctions: readonly string[];
  /** True for a statement that makes, changes or renames functions, so that a name may come to mean another one. */
  readonly changesFunctions: boolean;
  /** The columns of the result in order; null when the statement returns no rows. */
  readonly outputs: readonly OutputColumn[] | null;
  readonly uses: readonly ColumnUse[];
  /** Constants of the text are values that the client typed: not for messages, nor for recordings beyond the text itself. */
  readonly written: readonly WrittenValue[];
  readonly fills: readonly ColumnFill[];
  /**
   * Columns by which the rows of the result are grouped or joined where no ORDER BY says their order: who stops reading in the middle
   * makes a choice by them. Sorted, without duplicates.
   */
  readonly arrangedBy: readonly string[];
  readonly hazard: Hazard | null;
  /** The search_path that a SET gives until the session changes it again; null where the statement does not say. */
  readonly setsPath: readonly string[] | null;
  /** What NOTIFY sends; null for any other statement. */
  readonly notifies: { readonly channel: string; readonly payload: string } | null;
  /** Put it into AnalysisContext.made when the statement has succeeded. */
  readonly makes: MadeRelation | null;
  /** Bare names of relations that the statement drops or alters: what was known of them as made no longer holds. */
  readonly unmakes: readonly string[];
  /** Put `defines.facts` into AnalysisContext.prepared or .cursors under `defines.name` when the statement has succeeded. */
  readonly defines: QueryDefinition | null;
}

/** What the session adds to the text: without it names cannot be resolved. */
export interface AnalysisContext {
  /** Effective search_path, in order, `pg_catalog` included where it is searched. */
  readonly searchPath: readonly string[];
  /** Facts of named prepared statements and of cursors and named portals, of SQL and of the protocol (they share their names). */
  readonly prepared: ReadonlyMap<string, StatementFacts>;
  readonly cursors: ReadonlyMap<string, StatementFacts>;
  /** Relations that the session has made and that the catalog lacks. */
  readonly made?: readonly MadeRelation[];
}
