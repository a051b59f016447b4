// The policy engine as the rest of the runtime sees it: one loaded module, asked for decisions and used to mask bytes.
// Synchronous and without side effects; a module that fails means block, never an exception that lets data pass.
import type { Decision } from '../../compiler/abi/decision.ts';
import type { PolicyEvent } from '../../compiler/abi/event.ts';
import type { PolicyMetadata } from '../../compiler/abi/metadata.ts';
import type { ColumnOperation, RowsStatus } from '../../compiler/abi/rows.ts';
import type { CopyOptions } from './copy-format.ts';
import type { Explanation } from './explanation.ts';

/** A compiled row plan; valid for the engine that made it until `release`. */
export interface RowPlan {
  readonly columns: readonly ColumnOperation[];
  readonly address: number;
}

export interface MaskedRows {
  /** Bytes of the input that were taken: whole messages. */
  readonly consumed: number;
  /** How many messages that is. */
  readonly rows: number;
  /** A fresh copy of the masked messages; the caller owns it. */
  readonly output: Uint8Array;
  /** `needInput`, `otherMessage` or `malformed`; the engine drains `needOutput` itself. */
  readonly status: RowsStatus;
}

export interface MaskedCopy {
  /** Whole masked rows, in a fresh copy; the caller owns it. */
  readonly output: Uint8Array;
  /** How many rows those are; header and end marker are none. */
  readonly rows: number;
  /** After `malformed` the session must end: nothing more of the stream can be trusted. */
  readonly status: 'ok' | 'malformed';
}

/** One COPY … TO STDOUT. */
export interface CopyStream {
  /** Takes what CopyData messages carry, cut anywhere. */
  mask(chunk: Uint8Array): MaskedCopy;
  /** Whether the stream may end here: false inside a row, without the header or trailer that it must have, and after `malformed`. */
  isComplete(): boolean;
  /** Gives the stream's memory back. Idempotent. */
  release(): void;
}

/** A scan of one stream of text. It must be ended: until then it holds memory of the module. */
export interface TextScan {
  /**
   * Takes bytes cut anywhere and gives all that is decided, detector hits replaced. Only what may still become a hit, or a part of one,
   * is held back; where that grows too long it is withheld. What is not UTF-8 comes out as U+FFFD.
   */
  write(chunk: Uint8Array): Uint8Array;
  /** Gives what was held back. Nothing may be written behind it. */
  end(): Uint8Array;
}

export interface Engine {
  readonly metadata: PolicyMetadata;
  /** SHA-256, hex, of the module bytes: what recordings name as the policy. */
  readonly digest: string;
  /** Decides through the streaming surface. A fault gives a `block` decision whose reason says so, without masks lost: see `decideFault`. */
  decide(event: PolicyEvent): Decision;
  /** Why rules fired and others did not. Decides anew, and costs far more than a decision: for people who ask. */
  explain(event: PolicyEvent): Explanation;
  /** Numbers of the class members that a base column `schema.relation.column` belongs to. Cached. */
  membersOf(column: string): readonly number[];
  plan(columns: readonly ColumnOperation[]): RowPlan;
  release(plan: RowPlan): void;
  /** Masks the DataRow messages at the front of `input`, which must start at a message boundary. */
  maskRows(plan: RowPlan, input: Uint8Array): MaskedRows;
  /** Opens a stream that masks what COPY … TO STDOUT sends. Throws CopyFormatFault. */
  openCopy(columns: readonly ColumnOperation[], options: CopyOptions): CopyStream;
  /** Sets the key of `pseudonym`; without one, or with an empty one, pseudonyms are NULL. */
  setKey(key: Uint8Array): void;
  /** Replaces detector hits in one text. */
  scrub(text: string): string;
  /** Starts to replace detector hits in a stream of text. */
  openScan(): TextScan;
}
