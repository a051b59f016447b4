// The cheapest client there is: it sends one simple query after another and counts the bytes of the answers without
// reading them, so that what is measured is the server and what stands before it.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { message, query, startup, type Address, type Login } from '../kit/wire-client.ts';

const READY = Buffer.from([0x5a, 0, 0, 0, 5]);
const READY_BYTES = 6;
const ERROR_TYPE = 0x45;

export class Drain {
  readonly #socket: Socket;
  #count = 0;
  #tail: Buffer = Buffer.alloc(0);
  #first = -1;
  #settle: { resolve: (bytes: number) => void; reject: (error: Error) => void } | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => this.#take(chunk));
    socket.on('error', (error) => this.#settle?.reject(error));
    socket.on('close', () => this.#settle?.reject(new Error('the server closed the connection')));
  }

  /** Signs in with a clear-text password. */
  static async open({ host, port }: Address, { user, database, password }: Login): Promise<Drain> {
    const socket = connect({ host, port, noDelay: true });
    const drain = new Drain(socket);
    socket.write(startup({ user, database }));
    await once(socket, 'data');
    await drain.#exchange(message('p', Buffer.from(`${password}\0`)));
    return drain;
  }

  /** Bytes of the whole answer to a simple query; throws when the answer starts with an error. */
  async ask(text: string): Promise<number> {
    const bytes = await this.#exchange(query(text));
    if (this.#first === ERROR_TYPE) throw new Error(`refused: ${text}`);
    return bytes;
  }

  close(): void {
    this.#settle = null;
    this.#socket.destroy();
  }

  #exchange(request: Buffer): Promise<number> {
    this.#count = 0;
    this.#first = -1;
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#socket.write(request);
    });
  }

  #take(chunk: Buffer): void {
    if (this.#first === -1) this.#first = chunk[0] ?? -1;
    this.#count += chunk.length;
    this.#tail =
      chunk.length >= READY_BYTES
        ? chunk.subarray(-READY_BYTES)
        : Buffer.concat([this.#tail, chunk]).subarray(-READY_BYTES);
    if (this.#tail.length === READY_BYTES && this.#tail.subarray(0, READY.length).equals(READY)) {
      this.#settle?.resolve(this.#count);
    }
  }
}
