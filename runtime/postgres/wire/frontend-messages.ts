// The messages that the gateway itself sends to a target, built by pg-protocol. They are few and off the hot path.
import { serialize } from 'pg-protocol';
import { buildUntyped, int32 } from './message-builder.ts';

export const sslRequest = (): Buffer => serialize.requestSsl();

/** Int32 80877102, Int32 process ID, Byte[n] secret key. pg-protocol knows four bytes of key only. */
export const cancelRequest = (processId: number, secret: Buffer): Buffer =>
  buildUntyped([int32(80_877_102), int32(processId), secret]);

/** Protocol 3.0 with these parameters and `client_encoding` UTF8, which pg-protocol adds. */
export const startupMessage = (parameters: ReadonlyMap<string, string>): Buffer =>
  serialize.startup(Object.fromEntries(parameters));

export const passwordMessage = (password: string): Buffer => serialize.password(password);

export const saslInitialResponse = (mechanism: string, data: string): Buffer =>
  serialize.sendSASLInitialResponseMessage(mechanism, data);
export const saslResponse = (data: string): Buffer => serialize.sendSCRAMClientFinalMessage(data);

export const query = (text: string): Buffer => serialize.query(text);

/** Parse without parameter types. */
export const parse = (name: string, text: string): Buffer => serialize.parse({ name, text });

export const describePortal = (name: string): Buffer => serialize.describe({ type: 'P', name });
