// Test support: DataRow messages, and a slow and obvious version of every row operation to compare the kernel with. It
// shares no code with the kernel.
import { createHmac } from 'node:crypto';
import { ROW_OPERATION, type ColumnOperation } from '../abi/rows.ts';

export type Row = readonly (Uint8Array | null)[];

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

export const operation = (name: keyof typeof ROW_OPERATION, count = 0, constant = ''): ColumnOperation => ({
  operation: ROW_OPERATION[name],
  count,
  constant,
});

export function encodeRow(row: Row): Uint8Array {
  const size = row.reduce((sum, value) => sum + 4 + (value?.length ?? 0), 7);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  bytes[0] = 0x44;
  view.setInt32(1, size - 1);
  view.setInt16(5, row.length);
  let at = 7;
  for (const value of row) {
    view.setInt32(at, value?.length ?? -1);
    bytes.set(value ?? [], at + 4);
    at += 4 + (value?.length ?? 0);
  }
  return bytes;
}

export const concat = (parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

/** Masks whole rows; scrub is left to its own test. */
export function referenceRows(plan: readonly ColumnOperation[], rows: readonly Row[], key: Uint8Array): Uint8Array {
  const mask = (value: Uint8Array | null, index: number): Uint8Array | null => {
    const column = plan[index];
    return value === null || column === undefined ? null : referenceValue(column, value, key);
  };
  return concat(rows.map((row) => encodeRow(row.map(mask))));
}

export function referenceValue(column: ColumnOperation, value: Uint8Array, key: Uint8Array): Uint8Array | null {
  switch (column.operation) {
    case ROW_OPERATION.pass:
      return value;
    case ROW_OPERATION.constant:
      return utf8(column.constant);
    case ROW_OPERATION.keepFirst:
      return keep(value, (index) => index < column.count, column.count);
    case ROW_OPERATION.keepLast:
      return keep(value, (index, total) => index >= total - column.count, column.count);
    case ROW_OPERATION.pseudonym: {
      if (key.length === 0 || decode(value) === null) return null;
      return utf8(`p_${createHmac('sha256', key).update(value).digest('hex').slice(0, 16)}`);
    }
    case ROW_OPERATION.yearText:
      return yearText(value);
    case ROW_OPERATION.yearDate:
      return yearDate(value);
    case ROW_OPERATION.yearTimestamp:
      return yearTimestamp(value);
    case ROW_OPERATION.null:
    case ROW_OPERATION.scrub:
      return null;
    default:
      return column.operation satisfies never;
  }
}

function decode(value: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(value);
  } catch {
    return null;
  }
}

function keep(value: Uint8Array, isKept: (index: number, total: number) => boolean, count: number): Uint8Array | null {
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

function yearText(value: Uint8Array): Uint8Array | null {
  const form =
    /^(\d{4})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])( (?:[01]\d|2[0-4]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?([+-]\d\d(?::\d\d){0,2})?)?$/;
  const match = form.exec(decode(value) ?? '');
  if (!match || match[1] === '0000') return null;
  return utf8(`${match[1]}-01-01${match[2] ? ' 00:00:00' : ''}${match[3] ? '+00' : ''}`);
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
