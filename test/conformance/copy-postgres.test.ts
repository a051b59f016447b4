// COPY streams of a real PostgreSQL through the walkers and back into it: COPY FROM must read exactly the values that the DataRow walker
// gives for the same values.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import postgres from 'postgres';
import type { Sql } from 'postgres';
import type { ColumnOperation } from '../../compiler/abi/rows.ts';
import { startKernel } from '../../compiler/kernel/testing-kernel.ts';
import { encodeRow, operation, utf8 } from '../../compiler/kernel/testing-rows.ts';
import type { CopyOptions } from '../../runtime/engine/copy-format.ts';
import { createCopyRows, type CopyExports } from '../../runtime/engine/copy-rows.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../runtime/postgres/embedded/embedded-server.ts';

const kernel = startKernel();
kernel.key(utf8('a key for tests'));
kernel.exports.hpol_mark();
const { openCopy } = createCopyRows(kernel.exports as unknown as CopyExports, kernel.memory);

const CONSTANT = '\\N\t"a",\'|\n\\.\r;';
const COLUMNS = 'id, plain, last, first, fixed, named, born, seen';
const TEXT_PLAN: readonly ColumnOperation[] = [
  operation('pass'),
  operation('pass'),
  operation('keepLast', 2),
  operation('keepFirst', 2),
  operation('constant', 0, CONSTANT),
  operation('pseudonym'),
  operation('yearText'),
  operation('yearText'),
];
const BINARY_PLAN = [...TEXT_PLAN.slice(0, 6), operation('yearDate'), operation('yearTimestamp')];

const ascii = Array.from({ length: 127 }, (_, index) => String.fromCharCode(index + 1));
const VALUES: readonly (string | null)[] = [
  null,
  '',
  ' ',
  ...ascii,
  ...ascii.map((byte) => `a${byte}1`),
  ascii.join(''),
  '\\N',
  '\\.',
  '\\\\',
  '\\x41',
  '\\101',
  '\\t',
  '""',
  '"',
  "'",
  '"a,b"',
  "'a;b'",
  'NULL',
  '***',
  'a\\',
  '123-45-6789',
  'Zoë Müllér',
  '😀a😀',
  'line\r\nline',
  '\\\n',
  'long "\\,\t'.repeat(900),
  '--- ---',
];
const DATES = ['1980-05-17', 'infinity', '0044-03-15 BC', '12345-01-01', '2000-02-29', null];
const TIMES = [
  '1980-05-17 10:20:30.5+00',
  '-infinity',
  '0044-03-15 00:00:00+00 BC',
  '1999-12-31 23:59:59.999999+00',
  null,
];

type Values = readonly (string | null)[];
let server: EmbeddedPostgres;
let sql: Sql;

beforeAll(async () => {
  server = await startEmbeddedPostgres();
  sql = postgres(server.url, { max: 1, onnotice: () => undefined });
  const shape = '(id int, plain text, last text, first text, fixed text, named text, born date, seen timestamptz)';
  await sql.unsafe(`CREATE TABLE source ${shape}; CREATE TABLE masked ${shape}`);
  const rows = VALUES.map((value, id) => ({
    id,
    plain: value,
    last: value,
    first: value,
    fixed: value,
    named: value,
    born: DATES[id % DATES.length] ?? null,
    seen: TIMES[id % TIMES.length] ?? null,
  }));
  await sql`INSERT INTO source SELECT * FROM json_populate_recordset(null::source, ${JSON.stringify(rows)}::text::json)`;
});
afterAll(async () => {
  await sql.end();
  await server.stop();
});

const valuesOf = async (table: string): Promise<readonly Values[]> => {
  const texts = COLUMNS.split(', ').map((column) => `${column}::text`);
  return sql.unsafe(`SELECT ${texts.join(', ')} FROM ${table} ORDER BY id`).values() as Promise<readonly Values[]>;
};

/** What the DataRow walker makes of a row in text format. */
function maskRow(row: Values): Values {
  kernel.exports.hpol_reset();
  const bytes = encodeRow(row.map((value) => (value === null ? null : utf8(value))));
  const { output } = kernel.rows(kernel.plan(TEXT_PLAN), bytes, bytes.length * 2 + 1_000);
  const view = Buffer.from(output);
  let at = 7;
  return row.map(() => {
    const length = view.readInt32BE(at);
    const value = length < 0 ? null : view.toString('utf8', at + 4, at + 4 + length);
    at += 4 + Math.max(length, 0);
    return value;
  });
}

async function copyOut(table: string, options: string): Promise<Buffer> {
  const readable = await sql.unsafe(`COPY ${table} (${COLUMNS}) TO STDOUT WITH (${options})`).readable();
  const chunks: Buffer[] = [];
  for await (const chunk of readable) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function copyIn(bytes: Uint8Array, options: string): Promise<void> {
  await sql.unsafe('TRUNCATE masked');
  const writable = await sql.unsafe(`COPY masked (${COLUMNS}) FROM STDIN WITH (${options})`).writable();
  await new Promise<void>((resolve, reject) => {
    writable.on('error', reject);
    writable.on('finish', resolve);
    writable.end(bytes);
  });
}

interface Dialect {
  readonly options: CopyOptions;
  readonly from: string;
  /** Options that COPY FROM does not take. */
  readonly to?: string;
}
const DIALECTS: readonly Dialect[] = [
  { options: { format: 'text' }, from: 'FORMAT text' },
  { options: { format: 'text', hasHeader: true }, from: 'FORMAT text, HEADER' },
  {
    // The null string is what the constant looks like when it is escaped.
    options: { format: 'text', delimiter: '~', nullText: '\\\\N\\t"a",\'|\\n\\\\.\\r;' },
    from: `FORMAT text, DELIMITER '~', NULL '\\\\N\\t"a",''|\\n\\\\.\\r;'`,
  },
  { options: { format: 'csv' }, from: 'FORMAT csv' },
  { options: { format: 'csv', hasHeader: true }, from: 'FORMAT csv, HEADER', to: ', FORCE_QUOTE *' },
  {
    options: { format: 'csv', delimiter: ';', quote: "'", escape: '\\', nullText: '***' },
    from: `FORMAT csv, DELIMITER ';', QUOTE '''', ESCAPE '\\', NULL '***'`,
  },
  { options: { format: 'csv', delimiter: '\t', nullText: '\\N' }, from: `FORMAT csv, DELIMITER E'\\t', NULL '\\N'` },
  { options: { format: 'binary' }, from: 'FORMAT binary' },
];

describe.each(DIALECTS)('$from', ({ options, from, to = '' }) => {
  const plan = options.format === 'binary' ? BINARY_PLAN : TEXT_PLAN;

  test('COPY FROM reads what the DataRow walker gives', async () => {
    const bytes = await copyOut('source', from + to);
    const stream = openCopy(plan, options);
    const masked = stream.mask(bytes);
    expect([masked.status, masked.rows, stream.isComplete()]).toEqual(['ok', VALUES.length, true]);
    stream.release();
    await copyIn(masked.output, from);
    expect(await valuesOf('masked')).toEqual((await valuesOf('source')).map(maskRow));
  });

  test('with a plan that masks nothing, every byte passes', async () => {
    const bytes = await copyOut('source', from + to);
    const stream = openCopy(
      plan.map(() => operation('pass')),
      options,
    );
    expect(Buffer.from(stream.mask(bytes).output).equals(bytes)).toBe(true);
    stream.release();
  });
});
