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
