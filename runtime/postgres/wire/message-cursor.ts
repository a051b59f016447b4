// Reads the fields of one message body. Every read is checked against the end of the body, and a body that is longer
// than its fields is refused too: what the gateway understood must be what the server will understand.
import { ProtocolFault } from './protocol-fault.ts';

export class MessageCursor {
  readonly #body: Buffer;
  readonly #name: string;
  #at = 0;

  /** `name` is the message's name for error texts. */
  constructor(body: Buffer, name: string) {
    this.#body = body;
    this.#name = name;
  }

  get remaining(): number {
    return this.#body.length - this.#at;
  }

  /** A string up to its NUL. Invalid UTF-8 is refused, because its analysis and the server's would differ. */
  text(): string {
    const end = this.#body.indexOf(0, this.#at);
    if (end < 0) throw new ProtocolFault(`a string in ${this.#name} has no end`);
    const text = this.#isAscii(end)
      ? this.#body.toString('latin1', this.#at, end)
      : decode(this.#body.subarray(this.#at, end), this.#name);
    this.#at = end + 1;
    return text;
  }

  byte(): number {
    return this.#body.readUInt8(this.#take(1));
  }

  int16(): number {
    return this.#body.readInt16BE(this.#take(2));
  }

  int32(): number {
    return this.#body.readInt32BE(this.#take(4));
  }

  bytes(length: number): Buffer {
    if (length < 0) throw new ProtocolFault(`a length in ${this.#name} is negative`);
    const from = this.#take(length);
    return this.#body.subarray(from, from + length);
  }

  /** A count of things that follow. */
  count(): number {
    const count = this.int16();
    if (count < 0) throw new ProtocolFault(`a count in ${this.#name} is negative`);
    return count;
  }

  end(): void {
    if (this.remaining !== 0) throw new ProtocolFault(`${this.#name} is longer than its fields`);
  }

  /** Names are short and ASCII nearly always; a decoder costs ten times as much for them. */
  #isAscii(end: number): boolean {
    if (end - this.#at > SHORT_BYTES) return false;
    for (let at = this.#at; at < end; at += 1) if ((this.#body[at] ?? 0) > 0x7f) return false;
    return true;
  }

  #take(length: number): number {
    const from = this.#at;
    if (length > this.remaining) throw new ProtocolFault(`${this.#name} is shorter than its fields`);
    this.#at += length;
    return from;
  }
}

const SHORT_BYTES = 64;
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decode(bytes: Buffer, name: string): string {
  try {
    return UTF8.decode(bytes);
  } catch (cause) {
    throw new ProtocolFault(`a string in ${name} is not valid UTF-8`, { cause });
  }
}
