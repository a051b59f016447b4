// Reads the client's messages that name statements and portals. Bodies only; the whole body must be used up.
import { MessageCursor } from './message-cursor.ts';
import { ProtocolFault } from './protocol-fault.ts';

/** Query: String text. */
export function readQuery(body: Buffer): string {
  const cursor = new MessageCursor(body, 'Query');
  const text = cursor.text();
  cursor.end();
  return text;
}

/** Parse: String statement, String query, Int16 count, Int32 type OID each. */
export function readParse(body: Buffer): { readonly statement: string; readonly text: string } {
  const cursor = new MessageCursor(body, 'Parse');
  const statement = cursor.text();
  const text = cursor.text();
  cursor.bytes(cursor.count() * 4);
  cursor.end();
  return { statement, text };
}

export interface BindFields {
  readonly portal: string;
  readonly statement: string;
  /** Text parameters as they are; binary ones as base64 behind `\b64:`; null for NULL. */
  readonly parameters: readonly (string | null)[];
}

/** Bind: String portal, String statement, Int16 count, Int16 formats, Int16 count, values as Int32 length and bytes, Int16 count, Int16 result formats. */
export function readBind(body: Buffer): BindFields {
  const cursor = new MessageCursor(body, 'Bind');
  const portal = cursor.text();
  const statement = cursor.text();
  const formats = readFormats(cursor);
  const count = cursor.count();
  if (formats.length > 1 && formats.length !== count) throw new ProtocolFault('Bind has formats for other parameters');
  const parameters: (string | null)[] = [];
  for (let at = 0; at < count; at += 1) {
    parameters.push(readParameter(cursor, (formats.length === 1 ? formats[0] : formats[at]) ?? 0));
  }
  readFormats(cursor);
  cursor.end();
  return { portal, statement, parameters };
}

function readFormats(cursor: MessageCursor): number[] {
  const formats: number[] = [];
  for (let left = cursor.count(); left > 0; left -= 1) formats.push(cursor.int16());
  return formats;
}

function readParameter(cursor: MessageCursor, format: number): string | null {
  const length = cursor.int32();
  if (length === -1) return null;
  const bytes = cursor.bytes(length);
  return format === 0 ? bytes.toString('utf8') : `\\b64:${bytes.toString('base64')}`;
}

export interface NamedTarget {
  readonly kind: 'statement' | 'portal';
  readonly name: string;
}

/** Describe and Close: Byte1 `S` or `P`, String name. */
export function readNamed(body: Buffer, message: 'Describe' | 'Close'): NamedTarget {
  const cursor = new MessageCursor(body, message);
  const kind = String.fromCharCode(cursor.byte());
  const name = cursor.text();
  cursor.end();
  if (kind !== 'S' && kind !== 'P') throw new ProtocolFault(`${message} names neither a statement nor a portal`);
  return { kind: kind === 'S' ? 'statement' : 'portal', name };
}

export interface ExecuteFields {
  readonly portal: string;
  /** 0 or less: all rows. */
  readonly rowLimit: number;
}

/** Execute: String portal, Int32 row limit. */
export function readExecute(body: Buffer): ExecuteFields {
  const cursor = new MessageCursor(body, 'Execute');
  const portal = cursor.text();
  const rowLimit = cursor.int32();
  cursor.end();
  return { portal, rowLimit };
}
