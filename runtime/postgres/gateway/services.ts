// What the gateway is given: everything outside it, as small interfaces. The shell of policyd wires the real ones; tests
// inject their own.
import type { Engine } from '../../engine/engine.ts';
import type { Approvals } from '../../approvals/approvals.ts';
import type { Identity } from '../../identity/identity.ts';
import type { SessionOpened } from '../../recording/records.ts';
import type { SessionRecorder } from '../../recording/recorder.ts';
import type { Decision } from '../../../compiler/abi/decision.ts';
import type { PolicyEvent } from '../../../compiler/abi/event.ts';
import type { PolicyMetadata } from '../../../compiler/abi/metadata.ts';
import type { ColumnOperation } from '../../../compiler/abi/rows.ts';
import type { Catalog } from '../analysis/catalog-index.ts';
import type { AnalysisContext, StatementFacts } from '../analysis/facts.ts';
import type { Enforcement } from '../enforcement/enforcement.ts';
import type { ResultField } from '../wire/read-backend.ts';

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

/** What an event says about the session; constant while it lives. */
export interface SessionFacts {
  readonly identity: Identity;
  readonly session: {
    readonly id: string;
    readonly protocol: string;
    readonly clientAddress: string;
    readonly application: string | null;
    readonly reason: string | null;
  };
  readonly target: { readonly name: string; readonly labels: { readonly [label: string]: string } };
}

export type ResultPlan =
  | { readonly kind: 'none' }
  | { readonly kind: 'mask'; readonly operations: readonly ColumnOperation[] }
  /** The result is not what the analysis expected: the session must end. */
  | { readonly kind: 'mismatch'; readonly message: string };

/** The functions of statement analysis and enforcement. */
export interface Inspection {
  analyze(sql: string, catalog: Catalog, context: AnalysisContext): readonly StatementFacts[];
  enforce(input: {
    readonly decision: Decision;
    readonly facts: StatementFacts;
    readonly members: (column: string) => readonly number[];
    readonly metadata: PolicyMetadata;
  }): Enforcement;
  plan(input: {
    readonly enforcement: Enforcement;
    readonly facts: StatementFacts;
    readonly fields: readonly ResultField[];
    readonly formats: readonly (0 | 1)[];
  }): ResultPlan;
  sessionEvent(session: SessionFacts): PolicyEvent;
  statementEvent(session: SessionFacts, facts: StatementFacts, inTransaction: boolean): PolicyEvent;
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
