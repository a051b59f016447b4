// What the module decides, as JSON on the OPA surface and as the value that policyd records. A leaf:
// both rooms speak these types, so that there is one shape of a decision.

export type Effect = 'allow' | 'approve' | 'block';

/** One mask that applies to one class member, the strongest of those that fired. `transform` is its written form, `keep last 4`. */
export interface MemberMask {
  readonly member: string;
  readonly transform: string;
  readonly rule: string;
}

/** What an `approve` rule asks for. Times in milliseconds; `grant_ms` null means once. */
export interface ApprovalTerms {
  readonly rule: string;
  readonly group: string;
  readonly count: number;
  readonly within_ms: number;
  readonly grant_ms: number | null;
  readonly needs_reason: boolean;
}

/**
 * The decision on one event. The JSON text on the OPA surface has exactly these keys in this order, no spaces.
 * `rules` are all firing rules in policy order; `decided_by` is the first firing rule of the winning effect, null when
 * the default decided. `reason` is that rule's `because`, or a sentence naming the default; `doc` is that rule's doc comment, empty when it has none. `approvals` holds the terms of every firing
 * approve rule when the effect is `approve`, else it is empty. `masks` are in member order, whatever the effect.
 * The policy default `block` applies when no `allow`, `approve` or `block` rule fires; `mask` and `flag` rules never allow.
 */
export interface Decision {
  readonly effect: Effect;
  readonly decided_by: string | null;
  readonly reason: string;
  readonly doc: string;
  readonly rules: readonly string[];
  readonly approvals: readonly ApprovalTerms[];
  readonly masks: readonly MemberMask[];
}

export const DEFAULT_ALLOW_REASON = 'the policy allows by default';
export const DEFAULT_BLOCK_REASON = 'the policy blocks by default and no rule allows this';
