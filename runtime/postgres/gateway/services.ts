// What the gateway is given: everything outside it, as small interfaces. The shell of policyd wires the real ones; tests
// inject their own.
import type { Clock } from '../../engine/clock.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Approvals } from '../../approvals/approvals.ts';
import type { Identity } from '../../identity/identity.ts';
import type { SessionOpened } from '../../recording/records.ts';
import type { SessionRecorder } from '../../recording/recorder.ts';
import type { PolicyEvent } from '../../../compiler/abi/event.ts';
import type { Catalog } from '../analysis/catalog-index.ts';
import type { AnalysisContext, StatementFacts } from '../analysis/facts.ts';
import type { EnforceInput } from '../enforcement/enforce.ts';
import type { Enforcement } from '../enforcement/enforcement.ts';
import type { PlanInput, ResultPlan } from '../enforcement/plan-result.ts';
import type { Moment, SessionFacts } from '../enforcement/statement-event.ts';

export interface IdentitySource {
  /** How this user signs in. An unknown user gets an answer too, so that nothing tells them apart. */
  method(user: string): { readonly kind: 'ticket' } | { readonly kind: 'scram'; readonly verifier: string };
  /** The identity, when the secret is its ticket. */
  verifyTicket(user: string, secret: string): Identity | null;
  /** The identity of a user who has proved the password by SCRAM; null when there is none. */
  identity(user: string): Identity | null;
}

/** A catalog as it was at one moment; a newer one is another value. */
export interface CatalogView {
  readonly catalog: Catalog;
  /** `catalogDigest` of the snapshot, which the provider has stored beside the recordings. */
  readonly digest: string;
}

export interface CatalogProvider {
  current(): CatalogView;
  /** Waits for a catalog that is fresh enough to begin a session with. Rejects when the target cannot be asked; `current` then stays. */
  ensureFresh(): Promise<void>;
  /** Reads the target's catalog again. Rejects when the target cannot be asked; `current` then stays. */
  refresh(): Promise<void>;
}

/** The user that the gateway is on the target. People never see it. */
export interface TargetCredential {
  readonly user: string;
  readonly password: { reveal(): string };
}

export interface Target {
  readonly name: string;
  readonly labels: { readonly [label: string]: string };
  readonly host: string;
  readonly port: number;
  readonly database: string;
  /** `require` also checks the certificate when `ca` (PEM) is given. */
  readonly tls: { readonly mode: 'disable' | 'prefer' | 'require'; readonly ca: string | null };
  /** Resolved for each connection, so that a rotation needs no restart. */
  credential(): Promise<TargetCredential>;
  readonly catalog: CatalogProvider;
}

/** The functions of statement analysis and enforcement: `analyzeQuery`, `enforce`, `planResult` and the two events. */
export interface Inspection {
  analyze(sql: string, catalog: Catalog, context: AnalysisContext): readonly StatementFacts[];
  enforce(input: EnforceInput): Enforcement;
  plan(input: PlanInput): ResultPlan;
  sessionEvent(session: SessionFacts, clock: Clock): PolicyEvent;
  statementEvent(session: SessionFacts, facts: StatementFacts, moment: Moment): PolicyEvent;
}

/** Something that happened outside any recorded session, or ended one. Carries no secrets and no values of rows. */
export interface GatewayReport {
  readonly kind:
    | 'login_refused'
    | 'protocol_fault'
    | 'target_unavailable'
    | 'session_failed'
    | 'catalog_refresh_failed';
  readonly clientAddress: string;
  readonly user: string | null;
  readonly message: string;
}

export interface GatewayServices {
  /** The policy in force; another value after a reload. Asked at each statement. */
  engine(): Engine;
  readonly identities: IdentitySource;
  readonly approvals: Approvals;
  /** Starts the recording named `opened.session` and appends `opened` as its first record. Throws RecorderFault. */
  openRecorder(opened: SessionOpened): SessionRecorder;
  target(name: string): Target | undefined;
  readonly inspect: Inspection;
  report(report: GatewayReport): void;
}

export interface GatewayOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** PEM texts. Without them SSLRequest is answered `N`. */
  readonly tls: { readonly cert: string; readonly key: string } | null;
  readonly maxFrontendBytes?: number;
  /** From the first byte to ReadyForQuery; 30 s by default. */
  readonly loginTimeoutMs?: number;
}
