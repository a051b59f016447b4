// The messages that the gateway itself sends to a client.
// https://www.postgresql.org/docs/18/protocol-message-formats.html
import { buildMessage, int32, type Field } from './message-builder.ts';

export interface ServerReport {
  readonly severity: 'ERROR' | 'FATAL' | 'NOTICE' | 'WARNING';
  readonly sqlstate: string;
  readonly message: string;
  readonly detail?: string;
  readonly hint?: string;
  /** 1-based character position in the query string. */
  readonly position?: number | null;
}

/** A NUL would end a field early. */
const clean = (text: string): string => text.replaceAll('\0', '');

/** Byte1 field code and String value, repeated, then a zero byte. */
function reportFields(report: ServerReport): Field[] {
  const fields: readonly (readonly [string, string])[] = [
    ['S', report.severity],
    ['V', report.severity],
    ['C', report.sqlstate],
    ['M', report.message],
    ['D', report.detail ?? ''],
    ['H', report.hint ?? ''],
    ['P', report.position === undefined || report.position === null ? '' : String(report.position)],
  ];
  return [...fields.filter(([, value]) => value !== '').map(([code, value]) => code + clean(value)), Buffer.alloc(1)];
}

export const errorResponse = (report: ServerReport): Buffer => buildMessage('E', reportFields(report));
export const noticeResponse = (report: ServerReport): Buffer => buildMessage('N', reportFields(report));

/** Byte1 status: `I` idle, `T` in a transaction block, `E` in a failed one. */
export const readyForQuery = (status: 'I' | 'T' | 'E'): Buffer => buildMessage('Z', [Buffer.from(status, 'latin1')]);
export const parameterStatus = (name: string, value: string): Buffer => buildMessage('S', [name, value]);

/** Int32 process ID, Byte[4] secret key, as protocol 3.0 has it. */
export const backendKeyData = (processId: number, secret: Buffer): Buffer =>
  buildMessage('K', [int32(processId), secret]);

/** Int32 newest minor version, Int32 count, String option names. */
export const negotiateProtocolVersion = (unknownOptions: readonly string[]): Buffer =>
  buildMessage('v', [int32(0), int32(unknownOptions.length), ...unknownOptions]);

/** Int32 process ID of the notifier, String channel, String payload. */
export const notificationResponse = (processId: number, channel: string, payload: string): Buffer =>
  buildMessage('A', [int32(processId), channel, payload]);

/** CopyData: Byte[n]. */
export const copyData = (bytes: Buffer): Buffer => buildMessage('d', [bytes]);

export const authenticationOk = (): Buffer => buildMessage('R', [int32(0)]);
export const authenticationCleartext = (): Buffer => buildMessage('R', [int32(3)]);

/** Int32 10, then mechanism names up to an empty one. */
export const authenticationSasl = (mechanisms: readonly string[]): Buffer =>
  buildMessage('R', [int32(10), ...mechanisms, Buffer.alloc(1)]);
export const authenticationSaslContinue = (data: string): Buffer => buildMessage('R', [int32(11), Buffer.from(data)]);
export const authenticationSaslFinal = (data: string): Buffer => buildMessage('R', [int32(12), Buffer.from(data)]);
