// Test support: a slow and obvious version of every row operation to compare the kernel with. It shares no code with the kernel.
import { createHmac } from 'node:crypto';
import { SMALL_ZIP_AREAS } from '../../lang/vocabulary/small-zip-areas.ts';
import { ROW_OPERATION, type ColumnOperation } from '../abi/rows.ts';

type Value = Uint8Array | null;

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** `scrub` is left to its own test. */
export function referenceValue(column: ColumnOperation, value: Uint8Array, key: Uint8Array): Value {
  const { operation, count } = column;
  switch (operation) {
    case ROW_OPERATION.pass:
      return value;
    case ROW_OPERATION.null:
    case ROW_OPERATION.scrub:
      return null;
    case ROW_OPERATION.constant:
      return utf8(column.constant);
    case ROW_OPERATION.keepFirst:
      return keep(value, (index) => index < count, count);
    case ROW_OPERATION.keepLast:
      return keep(value, (index, total) => index >= total - count, count);
    case ROW_OPERATION.yearText:
      return yearText(value);
    case ROW_OPERATION.yearDate:
      return yearDate(value);
    case ROW_OPERATION.yearTimestamp:
      return yearTimestamp(value);
    case ROW_OPERATION.zip3Text:
      return zip3Text(value);
    case ROW_OPERATION.age90Text:
      return age90Text(value);
    case ROW_OPERATION.zip3Decimal:
    case ROW_OPERATION.zip3Int4:
    case ROW_OPERATION.zip3Int8:
    case ROW_OPERATION.zip3Numeric:
      return zip3(NUMBERS[operation], value);
    case ROW_OPERATION.age90Decimal:
    case ROW_OPERATION.age90Int2:
    case ROW_OPERATION.age90Int4:
    case ROW_OPERATION.age90Int8:
    case ROW_OPERATION.age90Float4:
    case ROW_OPERATION.age90Float8:
    case ROW_OPERATION.age90Numeric:
      return age90(NUMBERS[operation], value);
    default:
      return key.length === 0 ? null : pseudonym(operation, value, key);
  }
}

// Text.

function decode(value: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(value);
  } catch {
    return null;
  }
}

function keep(value: Uint8Array, isKept: (index: number, total: number) => boolean, count: number): Value {
  const text = decode(value);
  if (text === null) return null;
  const isLetter = (character: string): boolean => /[A-Za-z0-9]|[^\0-\x7f]/u.test(character);
  const characters = Array.from(text);
  const total = characters.filter(isLetter).length;
  if (total === 0 && characters.length > 0) return null;
  let index = -1;
  const masked = characters.map((character) => {
    if (!isLetter(character)) return character;
    index += 1;
    return total > count && isKept(index, total) ? character : '*';
  });
  return utf8(masked.join(''));
}

function yearText(value: Uint8Array): Value {
  const form =
    /^((\d{4})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?: ((?:[01]\d|2[0-4]):[0-5]\d:(?:[0-5]\d|60))(?:\.\d+)?([+-]\d\d(?::\d\d){0,2})?)?$/;
  const other =
    /^(?:(?:0[1-9]|1[0-2])([-/.])(?:0[1-9]|[12]\d|3[01])|(?:0[1-9]|[12]\d|3[01])([-/.])(?:0[1-9]|1[0-2]))([-/.])(\d{4})( (?:[01]\d|2[0-4]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?)?$/;
  const [, before, after, separator, shownYear, clock] = other.exec(decode(value)?.replace(/ +$/, '') ?? '') ?? [];
  if (separator !== undefined && (before ?? after) === separator && shownYear !== '0000')
    return utf8(`01${separator}01${separator}${shownYear}${clock === undefined ? '' : ' 00:00:00'}`);
  const [, date = '', local = '', time, zone] = form.exec(decode(value)?.replace(/ +$/, '') ?? '') ?? [];
  if (date === '' || local === '0000') return null;
  if (time === undefined) return utf8(`${local}-01-01`);
  if (zone === undefined) return utf8(`${local}-01-01 00:00:00`);
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const utc = new Date(0);
  utc.setUTCFullYear(year, month - 1, day);
  utc.setUTCSeconds(secondsOf(time) - (zone.startsWith('-') ? -1 : 1) * secondsOf(zone.slice(1)));
  // The 31st of a shorter month is none that PostgreSQL prints, and stays in its year.
  const shown = utc.getUTCFullYear();
  return shown < 1 || shown > 9_999 ? null : utf8(`${String(shown).padStart(4, '0')}-01-01 00:00:00+00`);
}

function secondsOf(clock: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(':').map(Number);
  return hours * 3_600 + minutes * 60 + seconds;
}

const EPOCH_MS = Date.UTC(2000, 0, 1);
const DAY_MS = 86_400_000;

/** Days since 2000-01-01 of the first day of the year that holds the given day; null outside 1 to 9999. */
function firstDay(day: number): number | null {
  const date = new Date(EPOCH_MS + day * DAY_MS);
  const year = date.getUTCFullYear();
  if (!(year >= 1 && year <= 9999)) return null;
  const first = new Date(0);
  first.setUTCFullYear(year, 0, 1);
  return (first.getTime() - EPOCH_MS) / DAY_MS;
}

function yearDate(value: Uint8Array): Uint8Array | null {
  if (value.length !== 4) return null;
  const day = firstDay(Buffer.from(value).readInt32BE());
  if (day === null) return null;
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(day);
  return new Uint8Array(bytes);
}

function yearTimestamp(value: Uint8Array): Uint8Array | null {
  if (value.length !== 8) return null;
  const micros = Buffer.from(value).readBigInt64BE();
  const perDay = 86_400_000_000n;
  const day = firstDay(Number((micros - (((micros % perDay) + perDay) % perDay)) / perDay));
  if (day === null) return null;
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(day) * perDay);
  return new Uint8Array(bytes);
}

// Pseudonyms.

type PseudonymOperation = {
  [name in keyof typeof ROW_OPERATION]: name extends `pseudonym${string}` ? (typeof ROW_OPERATION)[name] : never;
}[keyof typeof ROW_OPERATION];

function pseudonym(operation: PseudonymOperation, value: Uint8Array, key: Uint8Array): Value {
  const digest = (of: Uint8Array | string): Buffer => createHmac('sha256', key).update(of).digest();
  const text = Buffer.from(value).toString('latin1');
  switch (operation) {
    case ROW_OPERATION.pseudonym:
    case ROW_OPERATION.pseudonymPadded: {
      const whole = decode(value);
      if (whole === null) return null;
      const hashed = operation === ROW_OPERATION.pseudonym ? whole : whole.replace(/ +$/, '');
      return utf8(`p_${digest(hashed).toString('hex').slice(0, 16)}`);
    }
    case ROW_OPERATION.pseudonymInt8Text: {
      if (!/^(0|-?[1-9]\d*)$/.test(text) || BigInt.asIntN(64, BigInt(text)) !== BigInt(text)) return null;
      const bytes = Buffer.alloc(8);
      bytes.writeBigInt64BE(BigInt(text));
      return utf8(int8Pseudonym(digest(bytes)).readBigInt64BE().toString());
    }
    case ROW_OPERATION.pseudonymInt8:
      return value.length === 8 ? new Uint8Array(int8Pseudonym(digest(value))) : null;
    case ROW_OPERATION.pseudonymUuidText: {
      if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)) return null;
      const hex = uuidPseudonym(digest(Buffer.from(text.replaceAll('-', ''), 'hex'))).toString('hex');
      return utf8(hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'));
    }
    case ROW_OPERATION.pseudonymUuid:
      return value.length === 16 ? new Uint8Array(uuidPseudonym(digest(value))) : null;
    case ROW_OPERATION.pseudonymByteaText: {
      const bytes = byteaOf(text);
      return bytes && utf8(`\\x${digest(bytes).subarray(0, 16).toString('hex')}`);
    }
    case ROW_OPERATION.pseudonymBytea:
      return new Uint8Array(digest(value).subarray(0, 16));
    default:
      return operation satisfies never;
  }
}

function int8Pseudonym(digest: Buffer): Buffer {
  const bytes = digest.subarray(0, 8);
  bytes.writeUInt8(bytes.readUInt8() % 128);
  return bytes;
}

function uuidPseudonym(digest: Buffer): Buffer {
  const hex = digest.toString('hex', 0, 16).split('');
  hex[12] = '8';
  hex[16] = '89ab'.charAt(Number.parseInt(hex[16] ?? '', 16) % 4);
  return Buffer.from(hex.join(''), 'hex');
}

function byteaOf(text: string): Buffer | null {
  if (text.startsWith('\\x')) return /^\\x([\da-f]{2})*$/i.test(text) ? Buffer.from(text.slice(2), 'hex') : null;
  if (!/^(?:[ -[\]-~]|\\\\|\\[0-3][0-7]{2})*$/.test(text)) return null;
  const plain = text.replace(/\\(\\|\d{3})/g, (_, code: string) =>
    code === '\\' ? code : String.fromCodePoint(Number.parseInt(code, 8)),
  );
  return Buffer.from(plain, 'latin1');
}

// Numbers.

/** A number that is not negative, and how one is written in the same encoding. */
interface NumberEncoding {
  /** Null for what is no such number. Exact as far as the transforms ask: 89 and what is just over it differ. */
  readonly read: (value: Buffer) => number | null;
  readonly write: (value: number) => Buffer;
}

type IntegerName = 'Int16BE' | 'Int32BE';

const written = (bytes: number, write: (buffer: Buffer) => unknown): Buffer => {
  const buffer = Buffer.alloc(bytes);
  write(buffer);
  return buffer;
};

const positive = (value: number): number | null =>
  Number.isFinite(value) && value >= 0 && !Object.is(value, -0) ? value : null;

const integer = (bytes: number, name: IntegerName): NumberEncoding => ({
  read: (value) => (value.length === bytes ? positive(value[`read${name}`]()) : null),
  write: (value) => written(bytes, (buffer) => buffer[`write${name}`](value)),
});

const INT2 = integer(2, 'Int16BE');
const INT4 = integer(4, 'Int32BE');
const INT8: NumberEncoding = {
  read: (value) => (value.length === 8 ? positive(Number(value.readBigInt64BE())) : null),
  write: (value) => written(8, (buffer) => buffer.writeBigInt64BE(BigInt(value))),
};
const FLOAT4: NumberEncoding = {
  read: (value) => (value.length === 4 ? positive(value.readFloatBE()) : null),
  write: (value) => written(4, (buffer) => buffer.writeFloatBE(value)),
};
const FLOAT8: NumberEncoding = {
  read: (value) => (value.length === 8 ? positive(value.readDoubleBE()) : null),
  write: (value) => written(8, (buffer) => buffer.writeDoubleBE(value)),
};
const DECIMAL: NumberEncoding = {
  read: (value) => exactly(/^\d+(\.\d+)?(e[+-]\d{1,4})?$/.exec(value.toString('latin1'))?.[0]),
  write: (value) => Buffer.from(String(value)),
};
const NUMERIC: NumberEncoding = {
  read: (value) => {
    if (value.length < 8 || value.readUInt16BE(4) !== 0 || value.length !== 8 + 2 * value.readUInt16BE()) return null;
    const digits = Array.from({ length: value.readUInt16BE() }, (_, index) => value.readUInt16BE(8 + 2 * index));
    if (digits.some((digit) => digit > 9_999)) return null;
    const text = digits.map((digit) => String(digit).padStart(4, '0')).join('');
    return exactly(`0${text}e${(value.readInt16BE(2) + 1 - digits.length) * 4}`);
  },
  write: (value) =>
    Buffer.from(value === 0 ? '0'.repeat(16) : `0001000000000000${value.toString(16).padStart(4, '0')}`, 'hex'),
};

/** A decimal text as a number in which nothing that is over a whole number is rounded down to it. */
function exactly(text: string | undefined): number | null {
  if (text === undefined) return null;
  const [digits = '', exponent = '0'] = text.split('e');
  const [whole = '', fraction = ''] = digits.split('.');
  const scaled = BigInt(whole + fraction);
  const places = Number(exponent) - fraction.length;
  if (scaled === 0n) return 0;
  if (places >= 0) return places > 400 ? Number.MAX_VALUE : Math.min(Number(scaled * 10n ** BigInt(places)), 1e300);
  const unit = 10n ** BigInt(-places);
  const rest = scaled % unit === 0n ? 0 : 0.5;
  return Math.min(Number(scaled / unit), 1e15) + rest;
}

const NUMBERS = {
  [ROW_OPERATION.zip3Decimal]: DECIMAL,
  [ROW_OPERATION.zip3Int4]: INT4,
  [ROW_OPERATION.zip3Int8]: INT8,
  [ROW_OPERATION.zip3Numeric]: NUMERIC,
  [ROW_OPERATION.age90Decimal]: DECIMAL,
  [ROW_OPERATION.age90Int2]: INT2,
  [ROW_OPERATION.age90Int4]: INT4,
  [ROW_OPERATION.age90Int8]: INT8,
  [ROW_OPERATION.age90Float4]: FLOAT4,
  [ROW_OPERATION.age90Float8]: FLOAT8,
  [ROW_OPERATION.age90Numeric]: NUMERIC,
} as const;

const areaOf = (zip: string): string => (SMALL_ZIP_AREAS.includes(zip.slice(0, 3)) ? '000' : zip.slice(0, 3));

function zip3Text(value: Uint8Array): Value {
  const zip = /^ *(\d{5})(-\d{4})? *$/.exec(decode(value) ?? '')?.[1];
  return zip === undefined ? null : utf8(areaOf(zip));
}

function zip3({ read, write }: NumberEncoding, value: Uint8Array): Value {
  const zip = read(Buffer.from(value));
  if (zip === null || zip > 99_999 || !Number.isInteger(zip)) return null;
  return new Uint8Array(write(Number(areaOf(String(zip).padStart(5, '0')))));
}

function age90Text(value: Uint8Array): Value {
  const age = /^ *(\d{1,3}|[1-9]\d*) *$/.exec(decode(value) ?? '')?.[1];
  if (age === undefined) return null;
  return BigInt(age) > 89n ? utf8('90') : value;
}

function age90({ read, write }: NumberEncoding, value: Uint8Array): Value {
  const age = read(Buffer.from(value));
  if (age === null) return null;
  return age > 89 ? new Uint8Array(write(90)) : value;
}
