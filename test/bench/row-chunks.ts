// The same people of eight columns as DataRow messages and in the three formats of COPY, about 64 KiB of each: what a socket gives.
import type { CopyFormatName } from '../../compiler/abi/copy.ts';

const ROWS = 1_000;
const CHUNK_BYTES = 64 * 1_024;

const PEOPLE: readonly (readonly string[])[] = Array.from({ length: ROWS }, (_, n) =>
  `${n}|9${n % 100}-01-${1_000 + n}|person${n}@example.org|Given${n}|Family${n}|Duluth|2024-03-01 10:00:00+00|c4ca4238a0b923820dcc509a6f75849b`.split(
    '|',
  ),
);

/** As many whole rows as a chunk holds. */
function chunkOf(encode: (values: readonly string[]) => Buffer): Buffer {
  let bytes = 0;
  return Buffer.concat(PEOPLE.map(encode).filter((row) => (bytes += row.length) <= CHUNK_BYTES));
}

function int(value: number, size: 2 | 4): Buffer {
  const bytes = Buffer.alloc(size);
  bytes.writeIntBE(value, 0, size);
  return bytes;
}

/** Column count, then length and bytes of each: in DataRow and in binary COPY alike. */
const tuple = (values: readonly string[]): Buffer =>
  Buffer.concat([int(values.length, 2), ...values.flatMap((value) => [int(value.length, 4), Buffer.from(value)])]);

export function dataRows(): Buffer {
  return chunkOf((values) => {
    const body = tuple(values);
    return Buffer.concat([Buffer.from('D'), int(body.length + 4, 4), body]);
  });
}

export function copyRows(format: CopyFormatName): Buffer {
  const separator = format === 'csv' ? ',' : '\t';
  return chunkOf(format === 'binary' ? tuple : (values) => Buffer.from(`${values.join(separator)}\n`));
}

/** What comes before the rows. */
export const copyHeader = (format: CopyFormatName): Buffer =>
  format === 'binary' ? Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1') : Buffer.alloc(0);
