// Parameters of Bind as text, for those types whose masks are recognised by it. What is not understood stays as bytes and looks like nothing.
import { formOfOid, type ValueForm } from '../../../lang/vocabulary/sql-types.ts';

/** How a recorded session writes a parameter in binary format: runtime/postgres/wire/read-frontend.ts. */
const BINARY = '\\b64:';
const EPOCH_MS = Date.UTC(2000, 0, 1);
const DAY_MS = 86_400_000;
const MOST_MS = 8_640_000_000_000_000;

const isoOf = (ms: number, length: number): string =>
  Math.abs(ms) > MOST_MS ? '' : new Date(ms).toISOString().replace('T', ' ').slice(0, length);

/** By form, for bytes of the length that the form has. */
const READERS: { readonly [form in ValueForm]?: readonly [bytes: number, read: (value: Buffer) => string] } = {
  int2: [2, (value) => String(value.readInt16BE())],
  int4: [4, (value) => String(value.readInt32BE())],
  int8: [8, (value) => String(value.readBigInt64BE())],
  float4: [4, (value) => String(value.readFloatBE())],
  float8: [8, (value) => String(value.readDoubleBE())],
  date: [4, (value) => isoOf(EPOCH_MS + value.readInt32BE() * DAY_MS, 10)],
  timestamp: [8, (value) => isoOf(EPOCH_MS + Number(value.readBigInt64BE() / 1000n), 19)],
  uuid: [16, (value) => value.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')],
};

/** `typeOid` is that of the column that it goes into, in which drivers send it. */
export function parameterText(parameter: string | null, typeOid: number): string | null {
  if (parameter === null || !parameter.startsWith(BINARY)) return parameter;
  const bytes = Buffer.from(parameter.slice(BINARY.length), 'base64');
  const form = formOfOid(typeOid);
  const reader = READERS[form];
  if (reader !== undefined && reader[0] === bytes.length) return reader[1](bytes);
  return form === 'bytea' ? `\\x${bytes.toString('hex')}` : bytes.toString('utf8');
}
