// A proxy that passes everything between a client and a server and lets a filter alter what the server sends: rows, copy data, errors, notices and
// notifications. It is what a masking proxy is underneath, made for comparing ways to mask; it protects nobody.
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { LOOPBACK } from '../../../runtime/postgres/embedded/free-port.ts';
import { buildMessage, int16, int32 } from '../../../runtime/postgres/wire/message-builder.ts';
import type { Address } from '../../kit/wire-client.ts';
import { asksForEncryption } from '../messages.ts';
import { Descriptions, type Field } from './descriptions.ts';

export type Value = Buffer | null;

export interface Filter {
  /** One row; `fields` is null where the server was never asked to describe it. */
  readonly row: (values: readonly Value[], fields: readonly Field[] | null) => readonly Value[];
  /** The body of CopyData, ErrorResponse, NoticeResponse or NotificationResponse. */
  readonly body: (body: Buffer) => Buffer;
}

export interface Relay extends Address {
  stop(): Promise<void>;
}

const HEAD = 5;
const BODIES = 'dENA';

/** Complete messages at the front of some bytes, and the rest. Bytes that cannot be a message are passed as they are. */
function cut(bytes: Buffer): { readonly messages: readonly Buffer[]; readonly rest: Buffer } {
  const messages: Buffer[] = [];
  let at = 0;
  while (bytes.length - at >= HEAD) {
    const end = at + 1 + Math.max(4, bytes.readInt32BE(at + 1));
    if (end > bytes.length) break;
    messages.push(bytes.subarray(at, end));
    at = end;
  }
  return { messages, rest: bytes.subarray(at) };
}

/** Int16 count, then for each value Int32 length, -1 for NULL, and its bytes. */
function readRow(body: Buffer): readonly Value[] {
  const values: Value[] = [];
  for (let at = 2; at < body.length;) {
    const length = body.readInt32BE(at);
    values.push(length < 0 ? null : body.subarray(at + 4, at + 4 + length));
    at += 4 + Math.max(0, length);
  }
  return values;
}

const writeRow = (values: readonly Value[]): Buffer =>
  buildMessage('D', [
    int16(values.length),
    ...values.flatMap((value) => (value === null ? [int32(-1)] : [int32(value.length), value])),
  ]);

/** One client. Messages of the login are passed like all others. */
class Passage {
  readonly #filter: Filter;
  readonly #descriptions = new Descriptions();
  #fromClient: Buffer = Buffer.alloc(0);
  #fromServer: Buffer = Buffer.alloc(0);
  #isStarted = false;
  #singles = 0;

  constructor(filter: Filter) {
    this.#filter = filter;
  }

  /** Watches what the client sends, which is passed on unaltered. */
  client(chunk: Buffer): void {
    this.#fromClient = Buffer.concat([this.#fromClient, chunk]);
    while (!this.#isStarted && this.#fromClient.length >= 8) {
      const length = Math.max(8, this.#fromClient.readInt32BE(0));
      if (this.#fromClient.length < length) return;
      if (asksForEncryption(this.#fromClient)) this.#singles += 1;
      else this.#isStarted = true;
      this.#fromClient = this.#fromClient.subarray(length);
    }
    if (!this.#isStarted) return;
    const { messages, rest } = cut(this.#fromClient);
    this.#fromClient = rest;
    for (const message of messages) this.#descriptions.client(message);
  }

  /** What the client is sent in place of what the server has sent. */
  server(chunk: Buffer): Buffer {
    this.#fromServer = Buffer.concat([this.#fromServer, chunk]);
    const out: Buffer[] = [];
    while (this.#singles > 0 && this.#fromServer.length > 0) {
      out.push(this.#fromServer.subarray(0, 1));
      this.#fromServer = this.#fromServer.subarray(1);
      this.#singles -= 1;
    }
    const { messages, rest } = cut(this.#fromServer);
    this.#fromServer = rest;
    return Buffer.concat([...out, ...messages.map((message) => this.#filtered(message))]);
  }

  #filtered(message: Buffer): Buffer {
    const type = String.fromCharCode(message[0]!);
    const body = message.subarray(HEAD);
    const fields = this.#descriptions.server(type, body);
    if (type === 'D') return writeRow(this.#filter.row(readRow(body), fields));
    return BODIES.includes(type) ? buildMessage(type, [this.#filter.body(body)]) : message;
  }
}

function pass(client: Socket, target: Socket, filter: Filter): void {
  const passage = new Passage(filter);
  client.on('data', (chunk: Buffer) => {
    passage.client(chunk);
    target.write(chunk);
  });
  target.on('data', (chunk: Buffer) => client.write(passage.server(chunk)));
  target.on('close', () => client.end());
  client.on('close', () => target.end());
  for (const socket of [client, target]) socket.on('error', () => undefined);
}

export async function startRelay(target: Address, filter: Filter): Promise<Relay> {
  const open = new Set<Socket>();
  const server = createServer({ noDelay: true }, (client) => {
    const socket = connect({ ...target, noDelay: true });
    for (const one of [client, socket]) {
      open.add(one);
      one.on('close', () => open.delete(one));
    }
    pass(client, socket, filter);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, LOOPBACK, resolve);
  });
  return {
    host: LOOPBACK,
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}
