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
const DERIVED = `SELECT id, tags || ARRAY['x'] AS tags, upper(ssn) AS ssn, to_jsonb(stay) AS stay, severity::text
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

function expectSameKinds(masked: readonly Row[], clear: readonly Row[]): void {
  expect(masked).toHaveLength(PATIENTS);
  expect(clear).toHaveLength(PATIENTS);
  for (const [index, row] of masked.entries()) {
    const shown = clear[index] ?? {};
    expect(Object.keys(row)).toEqual(Object.keys(shown));
    for (const [name, value] of Object.entries(row)) {
      if (value === null || shown[name] === null) continue;
      // JSON holds the placeholder as a text, whatever was in it.
      if (name === 'profile' || name === 'raw_profile' || name === 'stay') expect(value).toMatch(/^\[phi\./);
      else expect(kindOf(value), `${name} of row ${index + 1}`).toBe(kindOf(shown[name]));
    }
  }
}

describe.each([
  ['every column', ALL],
  ['what is computed from them', DERIVED],
])('%s', (_, text) => {
  test.each([false, true])('is decoded by node-postgres, binary: %s', async (isBinary) => {
    const masked = await byNodePostgres('ana', text, isBinary);
    const clear = await byNodePostgres('bo', text, isBinary);
    expect(masked.fields.map(({ dataTypeID }) => dataTypeID)).toEqual(clear.fields.map(({ dataTypeID }) => dataTypeID));
    expectSameKinds(masked.rows, clear.rows);
  });

  test('is decoded by postgres.js, which asks for the types of arrays first', async () => {
    expectSameKinds(await byPostgresJs('ana', text), await byPostgresJs('bo', text));
  });
});
