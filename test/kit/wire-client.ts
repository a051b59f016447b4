// A PostgreSQL client that understands as little as possible: it keeps every byte that it is sent, so that a suite
// can search all of them for values that should not be there, and it can send bytes that no driver would.
import { connect, type Socket } from 'node:net';

export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface Login {
  readonly user: string;
  readonly database: string;
  readonly password: string;
}

export interface BackendMessage {
  readonly type: string;
  readonly body: Buffer;
}

const PROTOCOL_3 = 196_608;
const WAIT_MS = 15_000;
const CLEARTEXT = 3;

const zeroEnded = (...texts: readonly string[]): Buffer => Buffer.from(texts.map((text) => `${text}\0`).join(''));

/** A frontend message with its length. */
export function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type, 0, 'latin1');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

export const query = (text: string): Buffer => message('Q', zeroEnded(text));

export function startup(parameters: { readonly [name: string]: string }): Buffer {
  const pairs = Object.entries(parameters).flat();
  const body = Buffer.concat([Buffer.alloc(4), zeroEnded(...pairs, '')]);
  body.writeInt32BE(PROTOCOL_3);
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([length, body]);
}

/** The fields of an ErrorResponse or NoticeResponse by their letters. */
export function fieldsOf({ body }: BackendMessage): { readonly [letter: string]: string } {
  const texts = body.toString('utf8').split('\0').filter(Boolean);
  return Object.fromEntries(texts.map((text) => [text[0] ?? '', text.slice(1)]));
}

export class WireClient {
  /** Every byte received so far. */
  received: Buffer = Buffer.alloc(0);
  readonly #socket: Socket;
  #read = 0;
  #wake: () => void = () => undefined;
  #isClosed = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => {
      this.received = Buffer.concat([this.received, chunk]);
      this.#wake();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#isClosed = true;
      this.#wake();
    });
  }

  static async open({ host, port }: Address): Promise<WireClient> {
    const socket = connect(port, host);
    const client = new WireClient(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    return client;
  }

  /** Connects and signs in with a clear-text password; returns when the server is ready or has refused. */
  static async signIn(address: Address, { user, database, password }: Login): Promise<WireClient> {
    const client = await WireClient.open(address);
    client.send(startup({ user, database }));
    const first = await client.next();
    if (first?.type === 'R' && first.body.readInt32BE() === CLEARTEXT) {
      client.send(message('p', zeroEnded(password)));
      await client.until('Z');
    }
    return client;
  }

  send(bytes: Buffer): void {
    this.#socket.write(bytes);
  }

  /** The next message; null when the other side has closed the connection. */
  async next(): Promise<BackendMessage | null> {
    const deadline = Date.now() + WAIT_MS;
    for (;;) {
      const head = this.received.subarray(this.#read, this.#read + 5);
      const length = head.length === 5 ? head.readInt32BE(1) : null;
      if (length !== null && this.received.length >= this.#read + 1 + length) {
        const body = this.received.subarray(this.#read + 5, this.#read + 1 + length);
        this.#read += 1 + length;
        return { type: head.toString('latin1', 0, 1), body };
      }
      if (this.#isClosed) return null;
      if (Date.now() > deadline) throw new Error(`no message in ${WAIT_MS} ms`);
      await this.#more();
    }
  }

  /** Messages up to and including one of this type, or up to the end of the connection. */
  async until(type: string): Promise<readonly BackendMessage[]> {
    const messages: BackendMessage[] = [];
    for (;;) {
      const found = await this.next();
      if (!found) return messages;
      messages.push(found);
      if (found.type === type) return messages;
    }
  }

  /** Sends one simple query and returns the answer up to ReadyForQuery. */
  async ask(text: string): Promise<readonly BackendMessage[]> {
    this.send(query(text));
    return this.until('Z');
  }

  close(): void {
    this.#socket.destroy();
  }

  #more(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, 1_000);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
