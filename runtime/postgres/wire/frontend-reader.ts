// Cuts the client's stream into messages: Byte1 type, Int32 length, body. Type and length are checked as soon as they
// have arrived, before the rest of the message is awaited.
import { MessageBuffer } from './message-buffer.ts';
import { ProtocolFault } from './protocol-fault.ts';

export interface FrontendMessage {
  /** The type byte as a character. */
  readonly type: string;
  /** The whole message, to forward it. */
  readonly raw: Buffer;
  readonly body: Buffer;
}

/** Bind, Close, CopyData, CopyDone, CopyFail, Describe, Execute, FunctionCall, Flush, password or SASL, Parse, Query, Sync, Terminate. */
const TYPES = 'BCdcfDEFHpPQSX';

export class FrontendReader {
  readonly #buffer = new MessageBuffer();
  #maxBytes: number;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** After login, messages may be longer. */
  set maxBytes(bytes: number) {
    this.#maxBytes = bytes;
  }

  get backlog(): number {
    return this.#buffer.length;
  }

  push(chunk: Buffer): void {
    this.#buffer.push(chunk);
  }

  /** Null while no whole message has arrived. Throws ProtocolFault. */
  next(): FrontendMessage | null {
    if (!this.#buffer.holds(1)) return null;
    const type = String.fromCharCode(this.#buffer.byteAt(0));
    if (!TYPES.includes(type)) throw new ProtocolFault('the client sent a message of an unknown type');
    if (!this.#buffer.holds(5)) return null;
    const length = this.#buffer.int32At(1);
    if (length < 4) throw new ProtocolFault('the client sent a message with an invalid length');
    if (length > this.#maxBytes) {
      throw new ProtocolFault(`the client sent a message of ${length} bytes; the limit is ${this.#maxBytes}`);
    }
    if (!this.#buffer.holds(length + 1)) return null;
    const raw = this.#buffer.take(length + 1);
    return { type, raw, body: raw.subarray(5) };
  }
}
