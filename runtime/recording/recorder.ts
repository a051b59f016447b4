// The recorder as a session sees it. It is in the path: bytes reach a client only after `flush` has returned.
import type { RecordBody } from './records.ts';

/** Thrown when a record cannot be written. The session must end at once. */
export class RecorderFault extends Error {
  override readonly name = 'RecorderFault';
}

export interface SessionRecorder {
  readonly sessionId: string;
  /** Chains one record; returns its sequence number. Cheap: bytes are queued until `flush`. */
  append(body: RecordBody): number;
  /** Writes everything queued to the operating system. Throws RecorderFault. */
  flush(): void;
  /** Appends the closing record and the signed checkpoint, flushes and closes the file. Idempotent. */
  close(reason: string): void;
}
