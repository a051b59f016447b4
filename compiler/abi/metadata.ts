// What a bundle says about its module, at /hpol/policy.json: the tables that turn numbers of the
// streaming surface into names, and the way back from a rule to its source line.
import type { PredicateLevel } from '../../lang/vocabulary/predicates.ts';
import type { Transform } from '../../lang/vocabulary/transforms.ts';
import type { ApprovalTerms } from './decision.ts';
import type { ConditionTree } from './explain.ts';

export interface RuleMetadata {
  readonly name: string;
  readonly kind: 'mask' | 'block' | 'approve' | 'allow' | 'flag';
  readonly because: string;
  readonly doc: string;
  readonly events: readonly string[];
  readonly file: string;
  /** 1-based, like the end. */
  readonly line: number;
  readonly column: number;
  /** Behind the last character of the rule. */
  readonly end: { readonly line: number; readonly column: number };
  readonly approval: ApprovalTerms | null;
  /** Null for a rule of another kind. */
  readonly mask: MaskTerms | null;
}

/** What a mask covers, and what it concedes: of several that fire, each must concede it. */
export interface MaskTerms {
  /** Names of members, in the order of `PolicyMetadata.members`. */
  readonly members: readonly string[];
  readonly predicates: PredicateLevel;
  /** Functions of the database, `schema.name`: opaque ones that depend on nothing but their arguments. */
  readonly trusts: readonly string[];
  /** Functions whose result may be shown although it is computed from a masked value. */
  readonly reveals: readonly string[];
}

export interface MemberMetadata {
  /** `phi.ssn`. */
  readonly name: string;
  readonly class: string;
  /** `clinical.*.ssn`, as written. */
  readonly columns: readonly string[];
  readonly hasDetector: boolean;
}

export interface PolicyMetadata {
  readonly format: 1;
  /** `ABI_VERSION` of the compiler. */
  readonly abi: number;
  readonly name: string;
  readonly default: 'allow' | 'block';
  /** SHA-256, hex, of the vocabulary's attribute table; a gateway with another vocabulary refuses the bundle. */
  readonly vocabulary: string;
  readonly compiler: string;
  /** SHA-256, hex, of /policy.wasm. */
  readonly moduleSha256: string;
  readonly rules: readonly RuleMetadata[];
  readonly members: readonly MemberMetadata[];
  /** What each rule asks, for explanations; hpol_explain gives a byte for each of the atoms. */
  readonly conditions: { readonly atoms: number; readonly trees: readonly ConditionTree[] };
  /** The distinct transforms of the policy; a decision record refers to them by position. */
  readonly transforms: readonly Transform[];
  /** What of the clock the rules ask for. A decision that asks for nothing of it holds at any time. */
  readonly clock: { readonly isRead: boolean; readonly zones: readonly string[] };
  readonly sources: readonly { readonly file: string; readonly sha256: string }[];
}
