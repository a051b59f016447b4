// Cuts the server's stream into messages without making a value per row: rows that pass unchanged are taken as one run
// of bytes, also when the last one is not complete yet. Layout: Byte1 type, Int32 length, body.
import { MAX_BACKEND_BYTES, MAX_CONTROL_BYTES } from './limits.ts';
import { MessageBuffer } from './message-buffer.ts';
import { ProtocolFault } from './protocol-fault.ts';

const HEADER_BYTES = 5;
export const DATA_ROW = 0x44;
export const COPY_DATA = 0x64;

export interface MessageRun {
  readonly bytes: Buffer;
  /** Messages that begin in this run. */
  readonly count: number;
}

export class BackendReader {
  readonly #buffer = new MessageBuffer();
  /** Bytes that are still to come of a message whose front was already taken. */
  #open = 0;

  push(chunk: Buffer): void {
    this.#buffer.push(chunk);
  }

  /** The next message's type byte; 0 while its header has not arrived. Throws ProtocolFault. */
  peek(): number {
    if (this.#open > 0 || !this.#buffer.holds(HEADER_BYTES)) return 0;
    const type = this.#buffer.byteAt(0);
    checkLength(
      this.#buffer.int32At(1),
      type === DATA_ROW || type === COPY_DATA ? MAX_BACKEND_BYTES : MAX_CONTROL_BYTES,
    );
    return type;
  }

  /** One whole message, header included; null while it is not complete. */
  takeMessage(): Buffer | null {
    if (!this.isComplete()) return null;
    return this.#buffer.take(this.#buffer.int32At(1) + 1);
  }

  /** Whether the message that `peek` saw has arrived as a whole; if so it is in `waiting`. */
  isComplete(): boolean {
    return this.#buffer.holds(this.#buffer.int32At(1) + 1);
  }

  /** The bytes in hand, which start at a message. */
  get waiting(): Buffer {
    return this.#buffer.front;
  }

  take(count: number): Buffer {
    return this.#buffer.take(count);
  }

  /** What arrived of the message that a run left open; null when there is none. */
  takeOpen(): Buffer | null {
    if (this.#open === 0 || this.#buffer.length === 0) return null;
    const bytes = this.#buffer.take(Math.min(this.#open, this.#buffer.front.length));
    this.#open -= bytes.length;
    return bytes;
  }

  /** All messages of one type at the front, the last one perhaps only in part. Call after `peek` has seen the type. */
  takeRun(type: number): MessageRun {
    const front = this.#buffer.front;
    let at = 0;
    let count = 0;
    while (at + HEADER_BYTES <= front.length && front[at] === type) {
      at += checkLength(lengthAt(front, at), MAX_BACKEND_BYTES) + 1;
      count += 1;
    }
    const inHand = Math.min(at, front.length);
    this.#open = at - inHand;
    return { bytes: this.#buffer.take(inHand), count };
  }
}

/** Without a call per row into Buffer's checks. */
const lengthAt = (bytes: Buffer, at: number): number =>
  ((bytes[at + 1] ?? 0) << 24) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 8) | (bytes[at + 4] ?? 0);

function checkLength(length: number, limit: number): number {
  if (length < 4 || length > limit) throw new ProtocolFault('the target sent a message with an invalid length');
  return length;
}
