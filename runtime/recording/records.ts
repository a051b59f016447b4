// What a recording holds, record by record: the same types are written by policyd and read by verify, play and replay.
// No protected values: responses are stored as the client saw them, after masking.
import type { Decision } from '../../compiler/abi/decision.ts';
import type { PolicyEvent } from '../../compiler/abi/event.ts';
import type { ApprovalVote } from '../approvals/approvals.ts';
import type { Identity } from '../identity/identity.ts';
import type { Enforcement } from '../postgres/enforcement/enforcement.ts';

export interface SessionOpened {
  readonly kind: 'session.open';
  readonly session: string;
  readonly protocol: 'postgres';
  readonly identity: Identity;
  readonly target: string;
  readonly clientAddress: string;
  readonly application: string | null;
  readonly tls: { readonly client: boolean; readonly target: boolean };
  /** `Engine.digest`. */
  readonly policy: string;
  readonly policyName: string;
  /** The decision on `session.open`. */
  readonly event: PolicyEvent;
  readonly decision: Decision;
}

/** SHA-256, hex, of a catalog snapshot stored beside the recordings as `catalogs/<digest>.json`; it holds from here on. */
export interface CatalogUsed {
  readonly kind: 'catalog';
  readonly catalog: string;
}

/** A statement was decided on. `event` is exactly what the module saw; `policyc eval` on it gives `decision` again. */
export interface StatementDecided {
  readonly kind: 'statement';
  /** Counts statements of the session from 1; results and approvals refer to it. */
  readonly statement: number;
  readonly via: 'query' | 'parse' | 'execute' | 'function';
  /** Parameters of an Execute as text where they were text, else base64 behind `\\b64:`. */
  readonly parameters: readonly (string | null)[];
  readonly searchPath: readonly string[];
  readonly policy: string;
  readonly event: PolicyEvent;
  readonly decision: Decision;
  readonly enforcement: Enforcement;
}

/**
 * A statement that was decided exactly as statement `as` of this session, at most REPEAT_WINDOW statements before: event,
 * decision, enforcement, policy and search path are those. `readRecording` gives it back in full.
 */
export interface Repetition {
  readonly statement: number;
  readonly as: number;
  readonly via: StatementDecided['via'];
  readonly parameters: readonly (string | null)[];
}

/** A repetition on a line of its own: it may change something, so it is on record before the target gets it. */
export interface StatementRepeated extends Repetition {
  readonly kind: 'statement.repeated';
}

/** How many statements back a repetition may point, so that a reader need not remember a whole session. */
export const REPEAT_WINDOW = 1_000;

export interface ApprovalRecorded {
  readonly kind: 'approval';
  readonly statement: number;
  readonly id: string;
  readonly rule: string;
  readonly state: 'pending' | 'approved' | 'denied' | 'expired' | 'withdrawn' | 'used';
  readonly votes: readonly ApprovalVote[];
}

/**
 * Bytes released to the client, base64, already masked; in order. `repeats` are statements that were asked before them and only
 * read; `results` are those that ended with them.
 */
export interface ResponseReleased {
  readonly kind: 'response';
  readonly bytes: string;
  readonly repeats: readonly Repetition[];
  readonly results: readonly ResultEnded[];
}

/** The end of a statement's result: how much and what was masked, never values. */
export interface ResultEnded {
  readonly statement: number;
  readonly outcome: 'complete' | 'error' | 'suspended' | 'refused';
  /** Command tag, or SQLSTATE of an error. */
  readonly tag: string;
  readonly rows: number;
  /** Values masked, by member and transform: `{ "phi.ssn keep last 4": 20 }`. */
  readonly masked: { readonly [memberAndTransform: string]: number };
}

/** Something failed closed: a malformed message, a lost target, a trap. `message` carries no values. */
export interface FaultRecorded {
  readonly kind: 'fault';
  readonly message: string;
}

export interface SessionClosed {
  readonly kind: 'session.close';
  readonly reason: string;
}

/** Signed end of a recording: Ed25519 over the digest of everything before it. */
export interface Checkpoint {
  readonly kind: 'checkpoint';
  /** SHA-256, hex, of the public key in DER SPKI form. */
  readonly key: string;
  /** base64. */
  readonly signature: string;
}

export type RecordBody =
  | SessionOpened
  | CatalogUsed
  | StatementDecided
  | StatementRepeated
  | ApprovalRecorded
  | ResponseReleased
  | FaultRecorded
  | SessionClosed
  | Checkpoint;

/** What stands in front of every body on its line: number from 0, time, SHA-256 (hex) of the line before. */
export interface RecordHeader {
  readonly seq: number;
  /** RFC 3339, UTC, milliseconds. */
  readonly at: string;
  /** 64 zeros for the first record. */
  readonly prev: string;
}

export type RecordingRecord = RecordHeader & RecordBody;

/** What `readRecording` gives: repetitions come as the statements that they repeat. */
export type WholeRecord = RecordHeader & Exclude<RecordBody, StatementRepeated>;
