// What a masked person gets of a table with a column of every kind: every row, decoded by real drivers in both formats, and in every cell
// NULL or a value of the type that somebody who sees clear values gets there.
import { Client, type QueryResult } from 'pg';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { prepareParser } from '../../runtime/postgres/analysis/parser.ts';
import { startLeakWorld, type LeakWorld } from './leak-world.ts';
import { DATABASE, ticketOf, type Person } from './world/people.ts';
import { PATIENTS } from './world/protected-values.ts';

const ALL = 'SELECT * FROM care.patients ORDER BY id';
/** What is derived from some of them. */
const DERIVED = `SELECT id, ARRAY[mrn, zip] AS both, upper(ssn) AS ssn, to_jsonb(stay) AS stay, severity::text
  FROM care.patients ORDER BY id`;

type Row = Readonly<Record<string, unknown>>;

let world: LeakWorld;
beforeAll(async () => {
  await prepareParser();
  world = await startLeakWorld('one');
}, 120_000);
afterAll(() => world.stop());

async function byNodePostgres(user: Person, text: string, isBinary: boolean): Promise<QueryResult<Row>> {
  const { host, port } = world.gateway;
  const client = new Client({ host, port, user, password: ticketOf(user), database: DATABASE });
  await client.connect();
  try {
    // The driver's types do not know of `binary`, which its protocol does.
    const query = { text, binary: isBinary } as { text: string };
    return await client.query<Row>(query);
  } finally {
    await client.end();
  }
}

async function byPostgresJs(user: Person, text: string): Promise<readonly Row[]> {
  const { host, port } = world.gateway;
  const sql = postgres({
    host,
    port,
    user,
    password: ticketOf(user),
    database: DATABASE,
    max: 1,
    onnotice: () => undefined,
  });
  try {
    return await sql.unsafe<Row[]>(text, [], { prepare: true });
  } finally {
    await sql.end();
  }
}

/** What kind of thing a driver made of a value. */
const kindOf = (value: unknown): string => {
  if (Number.isNaN(value) || (value instanceof Date && Number.isNaN(value.getTime()))) return 'unreadable';
  return typeof value === 'object' && value !== null ? value.constructor.name : typeof value;
};

/** JSON holds the placeholder as a text, whatever was in it. */
const JSON_COLUMNS: ReadonlySet<string> = new Set(['profile', 'raw_profile', 'stay']);

const isTrue = (name: string, value: unknown, shown: unknown): boolean =>
  value === null ||
  shown === null ||
  (JSON_COLUMNS.has(name) && typeof value === 'string'
    ? value.startsWith('[phi.')
    : kindOf(value) !== 'unreadable' && kindOf(value) === kindOf(shown));

/** Cells of another kind than the clear ones; rows and columns have to be as many. */
const untrueCells = (masked: readonly Row[], clear: readonly Row[]): readonly string[] =>
  clear.flatMap((shown, index) => {
    const row = masked[index] ?? {};
    return Object.entries(shown).flatMap(([name, value]) =>
      name in row && isTrue(name, row[name], value) ? [] : [`${name} of row ${index + 1}`],
    );
  });

describe.each([
  ['every column', ALL],
  ['what is computed from them', DERIVED],
])('%s', (_, text) => {
  test.each([false, true])('is decoded by node-postgres, binary: %s', async (isBinary) => {
    const masked = await byNodePostgres('ana', text, isBinary);
    const clear = await byNodePostgres('bo', text, isBinary);
    expect(masked.fields.map(({ dataTypeID }) => dataTypeID)).toEqual(clear.fields.map(({ dataTypeID }) => dataTypeID));
    expect([masked.rows.length, clear.rows.length]).toEqual([PATIENTS, PATIENTS]);
    expect(untrueCells(masked.rows, clear.rows)).toEqual([]);
  });

  test('is decoded by postgres.js, which asks for the types of arrays first', async () => {
    const masked = await byPostgresJs('ana', text);
    const clear = await byPostgresJs('bo', text);
    expect([masked.length, clear.length]).toEqual([PATIENTS, PATIENTS]);
    expect(untrueCells(masked, clear)).toEqual([]);
  });
});
