// A masked person's tools must be able to look around: what they ask the catalog is answered through the gateway exactly as the server
// answers it, because none of it reads a protected value.
import { Client, type ClientConfig } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startLeakWorld, type LeakWorld } from '../leaks/leak-world.ts';
import { DATABASE, GATEWAY_ROLE, ticketOf } from '../leaks/world/people.ts';
import { CATALOG_CLIENTS } from './all-clients.ts';
import type { Shape } from './shape.ts';

let world: LeakWorld;
let masked: Client;
let direct: Client;

const AS_SENT: ClientConfig = { types: { getTypeParser: () => (value: string) => value } };

beforeAll(async () => {
  world = await startLeakWorld('one');
  masked = new Client({ ...world.gateway, user: 'ana', password: ticketOf('ana'), database: DATABASE, ...AS_SENT });
  await masked.connect();
  const { host, port, superuser, password } = world.postgres;
  direct = new Client({ host, port, user: superuser, password, database: DATABASE, ...AS_SENT });
  await direct.connect();
  await direct.query(`SET SESSION AUTHORIZATION ${GATEWAY_ROLE}; SET search_path = care, public`);
}, 120_000);
afterAll(async () => {
  await masked.end();
  await direct.end();
  await world.stop();
});

interface Answer {
  readonly columns: readonly string[];
  /** Sorted: what is not ordered by the statement may come in any order. */
  readonly rows: readonly string[];
}

async function answer(client: Client, { sql, parameters, withheld = [] }: Shape): Promise<Answer> {
  const values = parameters === undefined ? {} : { values: [...parameters] };
  const { fields, rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array', ...values });
  return {
    columns: fields.map((field) => field.name),
    rows: rows.map((row) => JSON.stringify(row.filter((_, at) => !withheld.includes(fields[at]!.name)))).toSorted(),
  };
}

/** The different values of one column. */
async function valuesOf(client: Client, { sql }: Shape, column: string): Promise<readonly unknown[]> {
  const { rows } = await client.query<Record<string, unknown>>(sql);
  return [...new Set(rows.map((row) => row[column]))];
}

const has = (text: string, name: string): boolean => new RegExp(`\\b${name.replaceAll('.', '\\.')}\\b`, 'i').test(text);

describe.each(CATALOG_CLIENTS)('$client', ({ relations, functions, shapes }) => {
  test('every relation and function that it was seen to use stands in some question', () => {
    const text = shapes.map(({ sql }) => sql).join('\n');
    const names = [...relations.trim().split(/\s+/), ...functions.trim().split(/\s+/)];
    expect(names.filter((name) => !has(text, name))).toEqual([]);
  });

  test.each(shapes)('learns $asks', async (shape) => {
    const expected = await answer(direct, shape);
    expect(await answer(masked, shape)).toEqual(expected);
    for (const column of shape.withheld ?? []) expect(await valuesOf(masked, shape, column)).toEqual([null]);
  });
});

test('the catalog of the world is no empty one', async () => {
  const { rows } = await masked.query<{ count: string }>(
    'SELECT count(*) FROM pg_catalog.pg_class WHERE relnamespace = $1::regnamespace',
    ['care'],
  );
  expect(Number(rows[0]!.count)).toBeGreaterThan(15);
});
