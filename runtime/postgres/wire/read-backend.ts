// Reads the server's messages that steer a session. They are short; rows never come here.
import { MessageCursor } from './message-cursor.ts';
import { ProtocolFault } from './protocol-fault.ts';

export interface ResultField {
  readonly name: string;
  /** 0 for anything that is not a plain column. */
  readonly relationOid: number;
  readonly attribute: number;
  readonly typeOid: number;
  readonly format: 0 | 1;
}

/** RowDescription: Int16 count; each String name, Int32 relation, Int16 attribute, Int32 type, Int16 size, Int32 modifier, Int16 format. */
export function readRowDescription(body: Buffer): readonly ResultField[] {
  const cursor = new MessageCursor(body, 'RowDescription');
  const fields: ResultField[] = [];
  for (let left = cursor.count(); left > 0; left -= 1) {
    const name = cursor.text();
    const relationOid = cursor.int32() >>> 0;
    const attribute = cursor.int16();
    const typeOid = cursor.int32() >>> 0;
    cursor.bytes(6);
    const format = cursor.int16();
    if (format !== 0 && format !== 1) throw new ProtocolFault('RowDescription has an unknown format');
    fields.push({ name, relationOid, attribute, typeOid, format });
  }
  cursor.end();
  return fields;
}

/** Checks ParameterDescription: Int16 count, Int32 type each. Its contents are not needed. */
export function checkParameterDescription(body: Buffer): void {
  const cursor = new MessageCursor(body, 'ParameterDescription');
  cursor.bytes(cursor.count() * 4);
  cursor.end();
}

export interface CopyShape {
  readonly isBinary: boolean;
  /** One for each column. */
  readonly formats: readonly number[];
}

/** CopyInResponse and CopyOutResponse: Int8 format, Int16 count, Int16 format each. */
export function readCopyShape(body: Buffer): CopyShape {
  const cursor = new MessageCursor(body, 'CopyResponse');
  const format = cursor.byte();
  if (format !== 0 && format !== 1) throw new ProtocolFault('CopyResponse has an unknown format');
  const formats: number[] = [];
  for (let left = cursor.count(); left > 0; left -= 1) formats.push(cursor.int16());
  cursor.end();
  return { isBinary: format === 1, formats };
}

/** ErrorResponse and NoticeResponse: Byte1 code and String value, repeated, then a zero byte. */
export function readReport(body: Buffer): ReadonlyMap<string, string> {
  const cursor = new MessageCursor(body, 'ErrorResponse');
  const fields = new Map<string, string>();
  for (let code = cursor.byte(); code !== 0; code = cursor.byte()) fields.set(String.fromCharCode(code), cursor.text());
  cursor.end();
  return fields;
}

export interface ParameterStatus {
  readonly name: string;
  readonly value: string;
}

/** ParameterStatus: String name, String value. */
export function readParameterStatus(body: Buffer): ParameterStatus {
  const cursor = new MessageCursor(body, 'ParameterStatus');
  const name = cursor.text();
  const value = cursor.text();
  cursor.end();
  return { name, value };
}

/** CommandComplete: String tag. */
export function readTag(body: Buffer): string {
  const cursor = new MessageCursor(body, 'CommandComplete');
  const tag = cursor.text();
  cursor.end();
  return tag;
}

export type TransactionStatus = 'I' | 'T' | 'E';

/** ReadyForQuery: Byte1 status. */
export function readReady(body: Buffer): TransactionStatus {
  const status = String.fromCharCode(body[0] ?? 0);
  if (body.length !== 1 || (status !== 'I' && status !== 'T' && status !== 'E')) {
    throw new ProtocolFault('the target sent an invalid ReadyForQuery');
  }
  return status;
}

/** NotificationResponse: Int32 process ID, String channel, String payload. */
export function readNotification(body: Buffer): {
  readonly processId: number;
  readonly channel: string;
  readonly payload: string;
} {
  const cursor = new MessageCursor(body, 'NotificationResponse');
  const processId = cursor.int32();
  const channel = cursor.text();
  const payload = cursor.text();
  cursor.end();
  return { processId, channel, payload };
}

/** BackendKeyData: Int32 process ID, Byte[n] secret key. */
export function readKeyData(body: Buffer): { readonly processId: number; readonly secret: Buffer } {
  const cursor = new MessageCursor(body, 'BackendKeyData');
  const processId = cursor.int32();
  return { processId, secret: Buffer.from(cursor.bytes(cursor.remaining)) };
}
