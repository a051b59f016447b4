// Approval requests as the gateway sees them. A grant is bound to everything that was asked: changing
// the identity, target, rule, statement, parameters or policy asks again.
import type { ApprovalTerms } from '../../compiler/abi/decision.ts';
import type { Identity } from '../identity/identity.ts';

/** Thrown when the store of approvals cannot be reached: what needs an approval is then refused. */
export class ApprovalStoreFault extends Error {
  override readonly name = 'ApprovalStoreFault';
}

export interface ApprovalQuestion {
  readonly identity: Identity;
  readonly sessionId: string;
  readonly target: string;
  readonly terms: ApprovalTerms;
  readonly because: string;
  /** The exact statement and its parameters; parameters as text, null for NULL. */
  readonly statement: string;
  readonly parameters: readonly (string | null)[];
  readonly policyDigest: string;
}

export interface ApprovalVote {
  readonly by: string;
  readonly verdict: 'approve' | 'deny';
  readonly reason: string;
  /** RFC 3339. */
  readonly at: string;
}

export type ApprovalState = 'pending' | 'approved' | 'denied' | 'expired' | 'withdrawn' | 'used';

export interface ApprovalOutcome {
  readonly id: string;
  readonly state: ApprovalState;
  readonly votes: readonly ApprovalVote[];
}

/** A request that waits. `outcome` settles once, never rejects: a lost store settles as `denied` with the reason in a vote by `policyd`. */
export interface PendingApproval {
  readonly id: string;
  readonly outcome: Promise<ApprovalOutcome>;
  /** The client went away or cancelled. */
  withdraw(): void;
}

export interface Approvals {
  /** Finds an unused grant for exactly this question, or files a request. Throws ApprovalStoreFault when the store is unreachable. */
  request(question: ApprovalQuestion): PendingApproval;
  /** Uses a grant up; false when it was already used, expired or withdrawn. Must be called before the statement is sent. */
  use(id: string): boolean;
}
