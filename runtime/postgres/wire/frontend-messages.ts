// The messages that the gateway itself sends to a target.
import { buildMessage, buildUntyped, int16, int32 } from './message-builder.ts';

export const sslRequest = (): Buffer => buildUntyped([int32(80_877_103)]);

/** Int32 80877102, Int32 process ID, Byte[n] secret key. */
export const cancelRequest = (processId: number, secret: Buffer): Buffer =>
  buildUntyped([int32(80_877_102), int32(processId), secret]);

/** Int32 196608 (protocol 3.0), pairs of strings, a zero byte. */
export const startupMessage = (parameters: ReadonlyMap<string, string>): Buffer =>
  buildUntyped([int32(196_608), ...[...parameters].flat(), Buffer.alloc(1)]);

/** String password. */
export const passwordMessage = (password: string): Buffer => buildMessage('p', [password]);

/** String mechanism, Int32 length of the initial response, the response. */
export const saslInitialResponse = (mechanism: string, data: string): Buffer =>
  buildMessage('p', [mechanism, int32(Buffer.byteLength(data)), Buffer.from(data)]);
export const saslResponse = (data: string): Buffer => buildMessage('p', [Buffer.from(data)]);

/** String query. */
export const query = (text: string): Buffer => buildMessage('Q', [text]);

/** String statement name, String query, Int16 count of parameter types. */
export const parse = (name: string, text: string): Buffer => buildMessage('P', [name, text, int16(0)]);

/** Byte1 `P`, String portal name. */
export const describePortal = (name: string): Buffer => buildMessage('D', [Buffer.from('P'), name]);
