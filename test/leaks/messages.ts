// Makers of the messages that a client may send, well-formed ones and such that no driver would: plain bytes out, nothing is sent
// here. https://www.postgresql.org/docs/18/protocol-message-formats.html
import { buildMessage, buildUntyped, int16, int32 } from '../../runtime/postgres/wire/message-builder.ts';

const PROTOCOL_3 = 196_608;
const SSL_REQUEST = 80_877_103;
const GSS_REQUEST = 80_877_104;
const CANCEL_REQUEST = 80_877_102;

export type Format = 0 | 1;

/** All of them in one write. */
export const together = (...parts: readonly Uint8Array[]): Buffer => Buffer.concat(parts);

/** Byte1 type, Int32 length, fields; a string ends in its NUL. */
export const rawMessage: typeof buildMessage = buildMessage;

/** A message whose length field says something else than its length. */
export function withLength(message: Uint8Array, length: number): Buffer {
  const changed = Buffer.from(message);
  changed.writeInt32BE(length, 1);
  return changed;
}

export const query = (sql: string): Buffer => buildMessage('Q', [sql]);

export interface ParseFields {
  readonly name?: string;
  readonly sql: string;
  /** OIDs of parameter types; 0 leaves one open. */
  readonly types?: readonly number[];
}

export const parse = ({ name = '', sql, types = [] }: ParseFields): Buffer =>
  buildMessage('P', [name, sql, int16(types.length), ...types.map(int32)]);

export interface BindFields {
  readonly portal?: string;
  readonly statement?: string;
  /** Values in the format of `parameterFormats`; null is NULL. */
  readonly parameters?: readonly (string | Uint8Array | null)[];
  /** None: all text. One: for all. Else one each. */
  readonly parameterFormats?: readonly number[];
  readonly resultFormats?: readonly number[];
}

export function bind(fields: BindFields = {}): Buffer {
  const { portal = '', statement = '', parameters = [], parameterFormats = [], resultFormats = [] } = fields;
  const values = parameters.flatMap((value) => {
    if (value === null) return [int32(-1)];
    const bytes = typeof value === 'string' ? Buffer.from(value) : Buffer.from(value);
    return [int32(bytes.length), bytes];
  });
  return buildMessage('B', [
    portal,
    statement,
    int16(parameterFormats.length),
    ...parameterFormats.map(int16),
    int16(parameters.length),
    ...values,
    int16(resultFormats.length),
    ...resultFormats.map(int16),
  ]);
}

const named = (type: string, kind: 'S' | 'P', name: string): Buffer =>
  buildMessage(type, [Buffer.from(kind, 'latin1'), name]);

export const describeStatement = (name = ''): Buffer => named('D', 'S', name);
export const describePortal = (name = ''): Buffer => named('D', 'P', name);
export const closeStatement = (name = ''): Buffer => named('C', 'S', name);
export const closePortal = (name = ''): Buffer => named('C', 'P', name);

/** `limit` 0 is all rows. */
export const execute = (portal = '', limit = 0): Buffer => buildMessage('E', [portal, int32(limit)]);

export const sync = (): Buffer => buildMessage('S');
export const flush = (): Buffer => buildMessage('H');
export const terminate = (): Buffer => buildMessage('X');
export const password = (secret: string): Buffer => buildMessage('p', [secret]);

export const copyData = (data: string | Uint8Array): Buffer => buildMessage('d', [Buffer.from(data as string)]);
export const copyDone = (): Buffer => buildMessage('c');
export const copyFail = (reason: string): Buffer => buildMessage('f', [reason]);

/** FunctionCall with text arguments and a text result. */
export const functionCall = (oid: number, values: readonly string[]): Buffer =>
  buildMessage('F', [
    int32(oid),
    int16(0),
    int16(values.length),
    ...values.flatMap((value) => [int32(Buffer.byteLength(value)), Buffer.from(value)]),
    int16(0),
  ]);

/** What one SQL step of the extended modes sends. */
export const statement = (sql: string, resultFormat: Format, parameters: readonly (string | null)[] = []): Buffer =>
  together(parse({ sql }), bind({ parameters, resultFormats: [resultFormat] }), describePortal(), execute(), sync());

/** Pairs in order, so that a name may come twice. */
export const startup = (pairs: readonly (readonly [name: string, value: string])[], version = PROTOCOL_3): Buffer =>
  buildUntyped([int32(version), ...pairs.flat(), Buffer.alloc(1)]);

export const sslRequest = (): Buffer => buildUntyped([int32(SSL_REQUEST)]);
export const gssRequest = (): Buffer => buildUntyped([int32(GSS_REQUEST)]);
export const cancelRequest = (processId: number, secret: Uint8Array): Buffer =>
  buildUntyped([int32(CANCEL_REQUEST), int32(processId), Buffer.from(secret)]);

/** Whether these bytes begin with a request for encryption, which is answered by one byte. */
export const asksForEncryption = (bytes: Uint8Array): boolean => {
  if (bytes.length < 8) return false;
  const head = Buffer.from(bytes.subarray(0, 8));
  return head.readInt32BE(0) === 8 && [SSL_REQUEST, GSS_REQUEST].includes(head.readInt32BE(4));
};
