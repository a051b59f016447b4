// The gateway in front of a real PostgreSQL, with real drivers.
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../embedded/embedded-server.ts';
import { createGateway, type Gateway } from './gateway.ts';
import { testServices, testTarget } from './testing.ts';

let server: EmbeddedPostgres;
let gateway: Gateway;
const services = testServices({
  target: (name) =>
    name === 'clinic'
      ? testTarget({
          port: server.port,
          credential: () => Promise.resolve({ user: server.superuser, password: { reveal: () => server.password } }),
        })
      : undefined,
});

beforeAll(async () => {
  server = await startEmbeddedPostgres();
  const client = new pg.Client(server.url);
  await client.connect();
  await client.query(`CREATE TABLE people (id int PRIMARY KEY, name text, ssn text);
    INSERT INTO people SELECT n, 'name ' || n, '900-00-' || lpad(n::text, 4, '0') FROM generate_series(1, 1000) n`);
  await client.end();
  gateway = await createGateway(services, { host: '127.0.0.1', port: 0, tls: null });
});

afterAll(async () => {
  await gateway?.stop();
  await server?.stop();
});

const connect = async (user: string, options: pg.ClientConfig = {}): Promise<pg.Client> => {
  const client = new pg.Client({
    host: '127.0.0.1',
    port: gateway.port,
    user,
    password: `ticket-${user}`,
    database: 'clinic',
    ...options,
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
};

test('a masked identity sees the mask, another one the value', async () => {
  const [ana, bo] = [await connect('ana'), await connect('bo')];
  const sql = 'SELECT id, ssn FROM people ORDER BY id LIMIT 2';
  expect((await ana.query(sql)).rows).toEqual([
    { id: 1, ssn: '[phi.ssn]' },
    { id: 2, ssn: '[phi.ssn]' },
  ]);
  expect((await bo.query(sql)).rows).toEqual([
    { id: 1, ssn: '900-00-0001' },
    { id: 2, ssn: '900-00-0002' },
  ]);
  expect((await ana.query('SELECT id, ssn FROM people WHERE id = $1', [7])).rows).toEqual([
    { id: 7, ssn: '[phi.ssn]' },
  ]);
  await Promise.all([ana.end(), bo.end()]);
});
