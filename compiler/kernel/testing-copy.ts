// Test support: COPY streams as PostgreSQL writes them, and a slow and obvious version of the COPY walkers to compare the kernel with. It
// shares no code with the kernel, works on the whole stream, and holds bytes as latin1 text, one character a byte.
import { ROW_OPERATION, type ColumnOperation } from '../abi/rows.ts';
import type { TestDialect } from './testing-kernel.ts';
import type { Row } from './testing-rows.ts';
import { referenceValue } from './testing-transforms.ts';

export const TEXT: TestDialect = {
  format: 'text',
  delimiter: '\t',
  quote: '',
  escape: '',
  nullText: '\\N',
  hasHeader: false,
};
export const CSV: TestDialect = {
  format: 'csv',
  delimiter: ',',
  quote: '"',
  escape: '"',
  nullText: '',
  hasHeader: false,
};
export const BINARY: TestDialect = { ...TEXT, format: 'binary', nullText: '' };

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

const BINARY_HEADER = 'PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0';
const BINARY_TRAILER = '\xff\xff';

const int = (value: number, size: 2 | 4): string => {
  const bytes = Buffer.alloc(size);
  bytes.writeIntBE(value, 0, size);
  return bytes.toString('latin1');
};

const LETTERS = new Map(Array.from('\b\f\n\r\t\v', (control, index) => [control, `\\${'bfnrtv'[index]}`]));

/** One value as COPY TO writes it; a text that would read as NULL gets its first byte in octal. */
function encodeField(value: string | null, dialect: TestDialect): string {
  const { format, delimiter, quote, escape, nullText } = dialect;
  if (format === 'binary') return value === null ? int(-1, 4) : int(value.length, 4) + value;
  if (value === null) return nullText;
  if (format === 'csv') {
    const isPlain = ![delimiter, quote, '\n', '\r'].some((mark) => value.includes(mark));
    if (isPlain && value !== nullText && value !== '\\.') return value;
    const doubled = Array.from(value, (byte) => (byte === quote || byte === escape ? escape + byte : byte));
    return quote + doubled.join('') + quote;
  }
  const escaped = Array.from(
    value,
    (byte) => LETTERS.get(byte) ?? (byte === '\\' || byte === delimiter ? `\\${byte}` : byte),
  );
  if (value === '' || escaped.join('') !== nullText) return escaped.join('');
  return `\\${value.charCodeAt(0).toString(8).padStart(3, '0')}${escaped.slice(1).join('')}`;
}

export function encodeCopy(rows: readonly Row[], dialect: TestDialect, header: readonly string[] = []): Uint8Array {
  const texts = rows.map((row) => row.map((value) => (value === null ? null : latin1(value))));
  if (dialect.format === 'binary') {
    const tuples = texts.map((row) => int(row.length, 2) + row.map((value) => encodeField(value, dialect)).join(''));
    return bytesOf(BINARY_HEADER + tuples.join('') + BINARY_TRAILER);
  }
  const lines = [...(dialect.hasHeader ? [header] : []), ...texts];
  const encoded = lines.map((row) => row.map((value) => encodeField(value, dialect)).join(dialect.delimiter));
  return bytesOf(encoded.map((line) => `${line}\n`).join(''));
}

/** One field as it stands in the stream, and what it means. */
interface Field {
  readonly raw: string;
  readonly value: string | null;
  /** An escape stands for a zero byte, which no text of PostgreSQL holds. */
  readonly hasZero?: boolean;
}

export interface ParsedCopy {
  /** Behind a binary header or the line of names. */
  readonly rows: readonly (readonly Field[])[];
  readonly front: string;
  /** What ends the data properly, when something does. */
  readonly back: string;
  /** Whether the stream is whole and nothing in it is wrong. */
  readonly isProper: boolean;
}

/** Masks a whole stream; rows up to the first that is damaged or incomplete. */
export function referenceCopy(
  plan: readonly ColumnOperation[],
  stream: Uint8Array,
  dialect: TestDialect,
  key: Uint8Array,
): { readonly output: Uint8Array; readonly isProper: boolean } {
  const { rows, front, back, isProper } = parseCopy(latin1(stream), dialect, plan);
  const mask = ({ raw, value }: Field, index: number): string => {
    const column = plan[index];
    if (!column || column.operation === ROW_OPERATION.pass || value === null) return raw;
    const masked = referenceValue(column, bytesOf(value), key);
    return encodeField(masked && latin1(masked), dialect);
  };
  const isBinary = dialect.format === 'binary';
  const lines = rows.map((row) => row.map(mask).join(isBinary ? '' : dialect.delimiter));
  const whole = lines.map((line) => (isBinary ? int(plan.length, 2) + line : `${line}\n`)).join('');
  return { output: bytesOf(front + whole + back), isProper };
}

export function parseCopy(stream: string, dialect: TestDialect, plan: readonly ColumnOperation[]): ParsedCopy {
  const columns = plan.length;
  if (dialect.format === 'binary') return parseBinary(stream, columns);
  const rows: Field[][] = [];
  let at = 0;
  let front = '';
  let isHeaderDue = dialect.hasHeader;
  while (at < stream.length) {
    if (stream.startsWith('\\.\n', at) && (dialect.format === 'text' || dialect.delimiter !== '.')) {
      return { rows, front, back: '\\.\n', isProper: at + 3 === stream.length };
    }
    const line = parseLine(stream, at, dialect);
    const isRow =
      line && (columns === 0 ? line.fields.length === 1 && line.end === at + 1 : line.fields.length === columns);
    if (!isRow) return { rows, front, back: '', isProper: false };
    if (isHeaderDue) front = stream.slice(at, line.end);
    else if (line.fields.some(({ hasZero }, index) => hasZero && plan[index]?.operation !== ROW_OPERATION.pass))
      return { rows, front, back: '', isProper: false };
    else rows.push(columns === 0 ? [] : line.fields);
    isHeaderDue = false;
    at = line.end;
  }
  return { rows, front, back: '', isProper: !isHeaderDue };
}

const zeros = (text: string): number => text.split('\0').length;

interface Line {
  readonly fields: Field[];
  readonly end: number;
}

/** The line that starts at `at`; null when it is damaged or not complete. */
function parseLine(stream: string, at: number, dialect: TestDialect): Line | null {
  const isCsv = dialect.format === 'csv';
  const fields: Field[] = [];
  let raw = '';
  let isQuoted = false;
  for (let index = at; index < stream.length; index += 1) {
    const byte = stream[index] ?? '';
    const next = stream[index + 1];
    const isEscape = isCsv
      ? isQuoted && byte === dialect.escape && (next === dialect.quote || next === dialect.escape)
      : byte === '\\';
    if (isEscape) {
      if (next === undefined || (!isCsv && next === '.')) return null;
      raw += byte + next;
      index += 1;
    } else if (isCsv && byte === dialect.quote) {
      isQuoted = !isQuoted;
      raw += byte;
    } else if (isQuoted) {
      raw += byte;
    } else if (byte === '\r') {
      return null;
    } else if (byte === dialect.delimiter || byte === '\n') {
      const value = valueOf(raw, dialect);
      fields.push({ raw, value, hasZero: value !== null && zeros(value) > zeros(raw) });
      raw = '';
      if (byte === '\n') return { fields, end: index + 1 };
    } else {
      raw += byte;
    }
  }
  return null;
}

function valueOf(raw: string, { format, quote, escape, nullText }: TestDialect): string | null {
  if (raw === nullText) return null;
  if (format === 'text') {
    return raw.replaceAll(
      /\\(?:x([0-9a-fA-F]{1,2})|([0-7]{1,3})|([^]))/g,
      (_, hex?: string, octal?: string, letter?: string) => {
        if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
        if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
        const index = 'bfnrtv'.indexOf(letter ?? '');
        return index >= 0 ? '\b\f\n\r\t\v'.charAt(index) : (letter ?? '');
      },
    );
  }
  let value = '';
  let isQuoted = false;
  for (let index = 0; index < raw.length; index += 1) {
    const byte = raw.charAt(index);
    const next = raw[index + 1];
    if (isQuoted && byte === escape && (next === quote || next === escape)) {
      value += next;
      index += 1;
    } else if (byte === quote) isQuoted = !isQuoted;
    else value += byte;
  }
  return value;
}

function parseBinary(stream: string, columns: number): ParsedCopy {
  const bytes = Buffer.from(stream, 'latin1');
  const rows: Field[][] = [];
  const damaged = (front: string): ParsedCopy => ({ rows, front, back: '', isProper: false });
  if (bytes.length < BINARY_HEADER.length || !stream.startsWith(BINARY_HEADER.slice(0, 11))) return damaged('');
  const extension = bytes.readUInt32BE(15);
  if (bytes.readUInt16BE(11) !== 0 || bytes.length < 19 + extension) return damaged('');
  const front = stream.slice(0, 19 + extension);
  let at = front.length;
  for (;;) {
    if (bytes.length < at + 2) return damaged(front);
    const count = bytes.readInt16BE(at);
    if (count === -1) return { rows, front, back: BINARY_TRAILER, isProper: at + 2 === bytes.length };
    if ((count & 0xffff) !== columns) return damaged(front);
    at += 2;
    const row: Field[] = [];
    for (let column = 0; column < columns; column += 1) {
      if (bytes.length < at + 4) return damaged(front);
      const length = bytes.readInt32BE(at);
      const end = at + 4 + Math.max(length, 0);
      if (length < -1 || end > bytes.length) return damaged(front);
      row.push({ raw: stream.slice(at, end), value: length < 0 ? null : stream.slice(at + 4, end) });
      at = end;
    }
    rows.push(row);
  }
}
