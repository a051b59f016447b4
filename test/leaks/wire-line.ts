// One client connection that keeps every message it is sent, and can send bytes that no driver would. It understands lengths and
// where an answer ends, nothing else.
import { connect, type Socket } from 'node:net';
import type { Address } from '../kit/wire-client.ts';
import { asksForEncryption } from './messages.ts';

/** A message with its type and length, as it came. */
export type Received = Buffer;

const WAIT_MS = 20_000;
const HEAD = 5;
const [READY, COPY_IN, COPY_BOTH] = ['Z', 'G', 'W'];

export const typeOf = (message: Received): string => String.fromCharCode(message[0]!);

/** No answer came in time: the runner and the servers disagree about what is owed. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

export class WireLine {
  /** Everything received so far. The one byte that answers a request for encryption is a message of its own. */
  readonly messages: Received[] = [];
  readonly #socket: Socket;
  #rest: Buffer = Buffer.alloc(0);
  #single = 0;
  #ready = 0;
  #isAskedForCopy = false;
  #isClosed = false;
  #wake: () => void = () => undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => this.#take(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#isClosed = true;
      this.#wake();
    });
  }

  static async open({ host, port }: Address): Promise<WireLine> {
    const socket = connect({ host, port, noDelay: true });
    const line = new WireLine(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    return line;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** ReadyForQuery messages so far. */
  get ready(): number {
    return this.#ready;
  }

  send(bytes: Uint8Array): void {
    if (asksForEncryption(bytes)) this.#single += 1;
    this.#isAskedForCopy = false;
    if (!this.#isClosed) this.#socket.write(bytes);
  }

  /** Waits until so many ReadyForQuery have come in all, the connection has ended, or, `orCopy`, the server waits for copy data. */
  untilReady(count: number, orCopy: 'or copy' | 'no matter what' = 'no matter what'): Promise<void> {
    return this.#until(
      () => (this.#single === 0 && this.#ready >= count) || (orCopy === 'or copy' && this.#isAskedForCopy),
      `ReadyForQuery number ${count} of the connection`,
    );
  }

  /** Sends, and waits for one ReadyForQuery more, or for the server to wait for copy data. */
  ask(bytes: Uint8Array): Promise<void> {
    const owed = this.#ready + 1;
    this.send(bytes);
    return this.untilReady(owed, 'or copy');
  }

  /** Waits for the end of the answer to a query that shows this text. */
  untilRow(text: string): Promise<void> {
    const isRow = (message: Received): boolean => typeOf(message) === 'D' && message.includes(text);
    return this.#until(() => {
      const at = this.messages.findIndex(isRow);
      return at >= 0 && this.messages.slice(at).some((message) => typeOf(message) === READY);
    }, `a row that shows ${text}`);
  }

  untilClosed(): Promise<void> {
    return this.#until(() => false, 'the end of the connection');
  }

  destroy(): void {
    this.#socket.destroy();
  }

  async #until(holds: () => boolean, what: string): Promise<void> {
    const deadline = Date.now() + WAIT_MS;
    while (!this.#isClosed && !holds()) {
      const left = deadline - Date.now();
      if (left <= 0) throw new NoAnswer(`waited ${WAIT_MS / 1000} s for ${what}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  #take(chunk: Buffer): void {
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const size = this.#sizeOf(bytes);
      if (size === 0 || bytes.length < size) break;
      this.#keep(bytes.subarray(0, size));
      bytes = bytes.subarray(size);
    }
    this.#rest = bytes;
    this.#wake();
  }

  /** 0 while that is not known. */
  #sizeOf(bytes: Buffer): number {
    if (this.#single > 0 && bytes.length > 0 && 'NSG'.includes(typeOf(bytes))) {
      this.#single -= 1;
      return 1;
    }
    return bytes.length < HEAD ? 0 : Math.max(HEAD, bytes.readInt32BE(1) + 1);
  }

  #keep(message: Received): void {
    this.messages.push(message);
    const type = message.length > 1 ? typeOf(message) : '';
    if (type === READY) this.#ready += 1;
    if (type === COPY_IN || type === COPY_BOTH) this.#isAskedForCopy = true;
  }
}
