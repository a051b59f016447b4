// The recorder of one session: one file in the recordings folder, one line a record. It is in the path, so a failed
// write is final: the recorder stays failed and every later call throws.
import { closeSync, fsyncSync, mkdirSync, openSync, writevSync } from 'node:fs';
import { join } from 'node:path';
import { Chain, CHAIN_START } from './chain.ts';
import { RecorderFault, type SessionRecorder } from './recorder.ts';
import type { RecordBody } from './records.ts';
import type { Signer } from './signer.ts';

export const RECORDING_SUFFIX = '.hrec.jsonl';

export interface RecordingOptions {
  readonly folder: string;
  /** Letters, digits, `-` and `_` only: it becomes part of a file name. */
  readonly sessionId: string;
  readonly signer: Signer;
  readonly clock?: () => Date;
}

const causeOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Makes the folder when needed and creates the session's file. Throws RecorderFault, and then the session must be refused. */
export function openRecording(options: RecordingOptions): SessionRecorder {
  const clock = options.clock ?? ((): Date => new Date());
  if (!/^[\w-]{1,100}$/.test(options.sessionId)) throw new RecorderFault('the session id cannot name a recording');
  const name = `${clock().toISOString().slice(0, 10)}-${options.sessionId}${RECORDING_SUFFIX}`;
  const path = join(options.folder, name);
  try {
    mkdirSync(options.folder, { recursive: true, mode: 0o700 });
    return new RecordingFile(openSync(path, 'ax', 0o600), path, { ...options, clock });
  } catch (error) {
    throw new RecorderFault(`cannot start the recording ${path}: ${causeOf(error)}`, { cause: error });
  }
}

class RecordingFile implements SessionRecorder {
  readonly sessionId: string;
  readonly #descriptor: number;
  readonly #path: string;
  readonly #chain: Chain;
  readonly #signer: Signer;
  #queue: Buffer[] = [];
  #state: 'open' | 'failed' | 'closed' = 'open';

  constructor(descriptor: number, path: string, options: RecordingOptions & { readonly clock: () => Date }) {
    this.sessionId = options.sessionId;
    this.#descriptor = descriptor;
    this.#path = path;
    this.#signer = options.signer;
    this.#chain = new Chain(options.sessionId, options.clock, CHAIN_START);
  }

  append(body: RecordBody): number {
    this.#demandOpen();
    const { seq, line } = this.#chain.append(body);
    this.#queue.push(line);
    return seq;
  }

  flush(): void {
    this.#demandOpen();
    if (this.#queue.length === 0) return;
    const queue = this.#queue;
    this.#queue = [];
    const wanted = queue.reduce((sum, line) => sum + line.length, 0);
    this.#attempt(() => {
      const written = writevSync(this.#descriptor, queue);
      if (written !== wanted) throw new Error(`only ${written} of ${wanted} bytes were written; the disk may be full`);
    });
  }

  close(reason: string): void {
    if (this.#state !== 'open') return;
    this.#queue.push(...this.#chain.finish(reason, this.#signer));
    this.flush();
    this.#attempt(() => fsyncSync(this.#descriptor));
    this.#attempt(() => closeSync(this.#descriptor));
    this.#state = 'closed';
  }

  #demandOpen(): void {
    if (this.#state !== 'open') throw new RecorderFault(`the recording ${this.#path} is ${this.#state}`);
  }

  #attempt(write: () => void): void {
    try {
      write();
    } catch (error) {
      this.#state = 'failed';
      const fault = new RecorderFault(`cannot write the recording ${this.#path}: ${causeOf(error)}`, { cause: error });
      try {
        closeSync(this.#descriptor);
      } catch (closing) {
        throw new RecorderFault(`${fault.message}; and cannot close it: ${causeOf(closing)}`, { cause: error });
      }
      throw fault;
    }
  }
}
