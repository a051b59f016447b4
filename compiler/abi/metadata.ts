// What a bundle says about its module, at /hpol/policy.json: the tables that turn numbers of the
// streaming surface into names, and the way back from a rule to its source line.
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
