// The rows of a query as the bytes that the server sent, in the format that was asked for, over the extended protocol.
import { message, type WireClient } from '../kit/wire-client.ts';

export interface RawResult {
  readonly typeOids: readonly number[];
  readonly rows: readonly (readonly (Buffer | null)[])[];
}

const int16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);

/** Parse, Bind with one result format for all columns, Describe, Execute, Sync. */
export async function selectRaw(client: WireClient, text: string, format: 0 | 1): Promise<RawResult> {
  const none = int16(0);
  client.send(
    Buffer.concat([
      message('P', Buffer.concat([Buffer.from(`\0${text}\0`), none])),
      message('B', Buffer.concat([Buffer.from('\0\0'), none, none, int16(1), int16(format)])),
      message('D', Buffer.from('P\0')),
      message('E', Buffer.from('\0\0\0\0\0')),
      message('S', Buffer.alloc(0)),
    ]),
  );
  const messages = await client.until('Z');
  const described = messages.find(({ type }) => type === 'T');
  if (!described)
    throw new Error(`no rows: ${messages.map(({ type, body }) => `${type} ${body.toString()}`).join('\n')}`);
  return {
    typeOids: typesOf(described.body),
    rows: messages.filter(({ type }) => type === 'D').map(({ body }) => valuesOf(body)),
  };
}

/** Per field: name, int32 relation, int16 attribute, int32 type, int16 size, int32 modifier, int16 format. */
function typesOf(body: Buffer): readonly number[] {
  const types: number[] = [];
  for (let at = 2; at < body.length;) {
    const behindName = body.indexOf(0, at) + 1;
    types.push(body.readUInt32BE(behindName + 6));
    at = behindName + 18;
  }
  return types;
}

function valuesOf(body: Buffer): readonly (Buffer | null)[] {
  const values: (Buffer | null)[] = [];
  for (let at = 2; at < body.length;) {
    const length = body.readInt32BE(at);
    at += 4;
    values.push(length < 0 ? null : body.subarray(at, at + length));
    at += Math.max(0, length);
  }
  return values;
}
