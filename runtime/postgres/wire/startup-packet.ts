// The first packet of a connection: a request for encryption, a cancellation, or the startup message with its
// parameters. https://www.postgresql.org/docs/18/protocol-message-formats.html
import { MAX_STARTUP_BYTES } from './limits.ts';
import { MessageCursor } from './message-cursor.ts';
import { ProtocolFault } from './protocol-fault.ts';
import { readSettings } from './startup-settings.ts';

export interface StartupMessage {
  readonly kind: 'startup';
  readonly user: string;
  /** Names the target; PostgreSQL's own default is the user's name. */
  readonly database: string;
  readonly application: string | null;
  /** Further settings that the client asks for, all of them harmless. */
  readonly settings: ReadonlyMap<string, string>;
  /** What NegotiateProtocolVersion must answer; null when the client speaks 3.0 without extensions. */
  readonly negotiate: { readonly unknownOptions: readonly string[] } | null;
}

export type StartupPacket =
  | { readonly kind: 'ssl' }
  | { readonly kind: 'gss' }
  | { readonly kind: 'cancel'; readonly processId: number; readonly secret: Buffer }
  | StartupMessage;

const SSL_REQUEST = 80_877_103;
const GSS_REQUEST = 80_877_104;
const CANCEL_REQUEST = 80_877_102;
const MAX_CANCEL_KEY_BYTES = 256;

/** Int32 length, Int32 code, fields. Null while the packet is not complete. Throws ProtocolFault. */
export function readStartupPacket(input: Buffer): { packet: StartupPacket; consumed: number } | null {
  if (input.length < 4) return null;
  const length = input.readInt32BE(0);
  if (length < 8 || length > MAX_STARTUP_BYTES) throw new ProtocolFault('the startup packet has an invalid length');
  if (input.length < length) return null;
  return { packet: parse(input.subarray(4, length)), consumed: length };
}

function parse(body: Buffer): StartupPacket {
  const cursor = new MessageCursor(body, 'the startup packet');
  const code = cursor.int32();
  switch (code) {
    case SSL_REQUEST:
      cursor.end();
      return { kind: 'ssl' };
    case GSS_REQUEST:
      cursor.end();
      return { kind: 'gss' };
    case CANCEL_REQUEST:
      return parseCancel(cursor);
    default:
      return parseStartup(cursor, code);
  }
}

/** Int32 process ID, Byte[n] secret key. */
function parseCancel(cursor: MessageCursor): StartupPacket {
  const processId = cursor.int32();
  const length = cursor.remaining;
  if (length < 4 || length > MAX_CANCEL_KEY_BYTES) throw new ProtocolFault('the cancel request has an invalid key');
  return { kind: 'cancel', processId, secret: Buffer.from(cursor.bytes(length)) };
}

/** Pairs of strings up to an empty name. */
function parseStartup(cursor: MessageCursor, code: number): StartupMessage {
  const major = code >>> 16;
  const minor = code & 0xffff;
  if (major !== 3) throw new ProtocolFault(`protocol version ${major}.${minor} is not supported; 3.0 is`);
  const parameters = new Map<string, string>();
  const unknownOptions: string[] = [];
  for (let name = cursor.text(); name !== ''; name = cursor.text()) {
    const value = cursor.text();
    if (name.startsWith('_pq_.')) unknownOptions.push(name);
    else if (parameters.has(name)) throw new ProtocolFault(`the startup packet names "${name}" twice`);
    else parameters.set(name, value);
  }
  cursor.end();
  const user = parameters.get('user');
  if (user === undefined || user === '') throw new ProtocolFault('the startup packet names no user');
  return {
    kind: 'startup',
    user,
    database: parameters.get('database') || user,
    application: parameters.get('application_name') || null,
    settings: readSettings(parameters),
    negotiate: minor > 0 || unknownOptions.length > 0 ? { unknownOptions } : null,
  };
}
