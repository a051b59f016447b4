// The options of a COPY statement that say what its stream looks like, with PostgreSQL's own defaults and refusals.
// https://www.postgresql.org/docs/18/sql-copy.html
import type { CopyFormatName } from '../../compiler/abi/copy.ts';

export interface CopyOptions {
  readonly format: CopyFormatName;
  readonly delimiter?: string;
  readonly nullText?: string;
  readonly quote?: string;
  readonly escape?: string;
  /** Whether the first line names the columns. */
  readonly hasHeader?: boolean;
}

/** The options are none that PostgreSQL takes, so nothing can be known about the stream. */
export class CopyFormatFault extends Error {
  override readonly name = 'CopyFormatFault';
}

/** What the module wants to know: bytes, all given. */
export interface CopyDialect {
  readonly format: CopyFormatName;
  readonly delimiter: number;
  readonly quote: number;
  readonly escape: number;
  readonly nullText: Uint8Array;
  readonly hasHeader: boolean;
}

/** Throws CopyFormatFault where COPY would refuse the options, too. */
export function copyDialect({ format, ...options }: CopyOptions): CopyDialect {
  if (format === 'binary') {
    return { format, delimiter: 0, quote: 0, escape: 0, nullText: new Uint8Array(), hasHeader: true };
  }
  const isCsv = format === 'csv';
  const delimiter = options.delimiter ?? (isCsv ? ',' : '\t');
  const nullText = options.nullText ?? (isCsv ? '' : '\\N');
  const common = {
    format,
    delimiter: oneByte('delimiter', delimiter),
    nullText: new TextEncoder().encode(nullText),
    hasHeader: options.hasHeader ?? false,
  };
  if (/[\r\n\0]/.test(nullText)) throw fault('the null string', 'must not hold a newline, carriage return or zero');
  if (nullText.includes(delimiter)) throw fault('the null string', 'must not hold the delimiter');
  if (!isCsv) {
    if (/[\\.a-z0-9]/.test(delimiter)) throw fault('the delimiter', 'must not be a backslash, dot, letter or digit');
    return { ...common, quote: 0, escape: 0 };
  }
  const quote = options.quote ?? '"';
  if (quote === delimiter) throw fault('the quote', 'must not be the delimiter');
  if (nullText.includes(quote)) throw fault('the null string', 'must not hold the quote');
  return { ...common, quote: oneByte('quote', quote), escape: oneByte('escape', options.escape ?? quote) };
}

const HIGHEST_ASCII = 0x7f;

function oneByte(name: string, text: string): number {
  const code = text.charCodeAt(0);
  if (text.length !== 1 || code === 0 || code > HIGHEST_ASCII)
    throw fault(`the ${name}`, 'must be one ASCII character');
  if (/[\r\n]/.test(text)) throw fault(`the ${name}`, 'must not be a newline or carriage return');
  return code;
}

const fault = (what: string, why: string): CopyFormatFault => new CopyFormatFault(`${what} of a COPY stream ${why}`);
