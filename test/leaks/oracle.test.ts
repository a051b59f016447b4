// The lineage of generated queries, against what PostgreSQL itself records: `npm run leaks -- --oracle 20000` is the long form.
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prepareParser } from '../../runtime/postgres/analysis/parser.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../runtime/postgres/embedded/embedded-server.ts';
import { checkOracle } from './check-oracle.ts';
import { rows } from './world/rows.ts';
import { SCHEMA } from './world/schema.ts';

let server: EmbeddedPostgres;
let client: Client;

beforeAll(async () => {
  await prepareParser();
  server = await startEmbeddedPostgres({});
  client = new Client({ connectionString: server.url });
  await client.connect();
  for (const statement of [...SCHEMA, ...rows('one')]) await client.query(statement);
  await client.query(
    'CREATE MATERIALIZED VIEW care.patient_cache AS SELECT id, ssn, upper(full_name) AS loud, city FROM care.patients',
  );
}, 60_000);

afterAll(async () => {
  await client?.end();
  await server?.stop();
});

const SEEDS = Array.from({ length: 400 }, (_, index) => 50_000 + index);

test('the server records no column that is not found, and describes results as expected', async () => {
  const { checked, findings } = await checkOracle(client, SEEDS);
  expect(findings).toEqual([]);
  expect(checked).toBeGreaterThan(SEEDS.length * 0.6);
}, 120_000);
