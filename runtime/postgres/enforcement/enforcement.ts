// What the gateway does about one statement, as data: the module's decision combined with the no-leak
// contract. Recorded as it is, and compared by replay.
import type { Transform } from '../../../lang/vocabulary/transforms.ts';

/** Why a statement does not reach the target. Carries names only, never values. */
export interface Refusal {
  /** `policy`: a block rule or the default. `contract`: the no-leak contract of docs/limits.md. `approval`: denied, expired or unavailable. */
  readonly source: 'policy' | 'contract' | 'approval';
  readonly rule: string | null;
  /** The PostgreSQL error fields that the client sees. */
  readonly message: string;
  readonly detail: string;
  readonly hint: string;
  /** 1-based character position in the query string for the P field; null when unknown. */
  readonly position: number | null;
  /** What of the statement led to it, for people and tools that read recordings; null where the policy alone refused. */
  readonly cause: RefusalCause | null;
}

export interface RefusalCause {
  /**
   * By what way a protected value would have come out: a condition or another use outside the select list; a comparison with a column that
   * anybody may write; a copy into another column; a value of a mask written over a protected one; something whose lineage is not known; or
   * the statement as a whole.
   */
  readonly channel: 'predicate' | 'comparison' | 'copy' | 'mask written back' | 'lineage' | 'statement';
  /** `schema.relation.column`. */
  readonly column: string | null;
  readonly member: string | null;
  /** The expression, shortened, without constants: `substr(…)`. */
  readonly via: string;
  /** 1-based, in characters of the statement's own text. */
  readonly line: number | null;
  readonly lineColumn: number | null;
}

export type ColumnEnforcement =
  | { readonly kind: 'pass' }
  /** The value passes unchanged from one protected column: the declared transform. */
  | { readonly kind: 'mask'; readonly member: string; readonly transform: Transform }
  /** The value is derived from protected columns: a placeholder or NULL. */
  | { readonly kind: 'redact'; readonly members: readonly string[] };

export interface Enforcement {
  readonly action: 'forward' | 'hold' | 'refuse';
  readonly refusal: Refusal | null;
  /** One entry per output column; null when no result column needs work. */
  readonly columns: readonly ColumnEnforcement[] | null;
  /** True when server messages may carry protected values and must be replaced by templates. */
  readonly hideServerText: boolean;
}
