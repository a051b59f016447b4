// The catalog of a real server: whole in however many pages it comes, bounded, and read anew where something was dropped under it.
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SCHEMA } from '../../../test/leaks/world/schema.ts';
import { startEmbeddedPostgres } from '../embedded/embedded-server.ts';
import type { EmbeddedPostgres } from '../embedded/embedded-server.ts';
import { analyzeQuery, prepareAnalysis } from './analyze-query.ts';
import { indexCatalog } from './catalog-index.ts';
import { CatalogTooLarge, loadCatalog } from './load-catalog.ts';
import type { CatalogClient } from './load-catalog.ts';
import { MORE_FUNCTIONS } from './testing-functions.ts';

let server: EmbeddedPostgres;
let client: Client;
const ALL = { maxRelations: 10_000, maxColumns: 100_000, pageSize: 2_000 };

beforeAll(async () => {
  await prepareAnalysis();
  server = await startEmbeddedPostgres({});
  client = new Client({ connectionString: server.url });
  await client.connect();
  for (const statement of [...SCHEMA, ...MORE_FUNCTIONS]) await client.query(statement);
}, 60_000);

afterAll(async () => {
  await client?.end();
  await server?.stop();
});

test('it is the same in pages of any size, and children share the columns of their parents', async () => {
  const whole = await loadCatalog(client, ALL);
  expect(whole.relations.length).toBeGreaterThan(200);
  for (const pageSize of [1, 7, whole.relations.length, whole.relations.length + 1])
    expect(await loadCatalog(client, { ...ALL, pageSize })).toEqual(whole);
  const catalog = indexCatalog(whole);
  expect(catalog.relation('care', 'labs_2023')?.columns).toBe(catalog.relation('care', 'labs_2024')?.columns);
});

test('it holds what functions, types, operators, casts, triggers and generated columns say', async () => {
  const catalog = indexCatalog(await loadCatalog(client));
  expect(catalog.functions('directory', { schema: 'care' })).toMatchObject([
    {
      returnsSet: true,
      arguments: [
        { name: 'who', mode: 'table', type: 'text' },
        { name: 'town', mode: 'table' },
      ],
    },
  ]);
  expect(catalog.functions('city_of', { schema: 'care' })).toMatchObject([
    { isAtomic: true, body: expect.stringContaining('care.patients') as unknown },
  ]);
  expect(catalog.functions('patients_in', { schema: 'care' })[0]?.returnRelation).toBe('care.patients');
  expect(catalog.functions('own_path', { schema: 'care' })[0]?.searchPath).toEqual(['hidden', 'care']);
  expect(catalog.functions('glue', { schema: 'care' })).toMatchObject([
    { kind: 'aggregate', support: [{ schema: 'pg_catalog', name: 'textcat' }] },
  ]);
  expect(catalog.type('ssn_text', { schema: 'care' })).toMatchObject({
    kind: 'domain',
    base: 25,
    checks: [expect.any(String)],
  });
  expect(catalog.type('severity', { path: ['care'] })?.kind).toBe('enum');
  const ssn = catalog.relation('care', 'patients')?.columns.find(({ name }) => name === 'ssn');
  expect(ssn).toMatchObject({ type: 'care.ssn_text', baseTypeOid: 25 });
  expect(catalog.relation('care', 'made')?.columns.flatMap(({ generated }) => generated ?? [])).toEqual([
    '"left"(ssn, 3)',
    'upper(ssn)',
  ]);
  expect(catalog.relation('care', 'ruled')?.rules).toEqual(['also']);
});

test('one that is larger than the bounds is refused with its size, whichever bound it is', async () => {
  await expect(loadCatalog(client, { ...ALL, maxRelations: 100 })).rejects.toThrow(CatalogTooLarge);
  await expect(loadCatalog(client, { ...ALL, maxRelations: 100 })).rejects.toThrow(
    /\d+ relations, where 100 are the most/,
  );
  await expect(loadCatalog(client, { ...ALL, maxColumns: 100 })).rejects.toThrow('more than 100 columns');
  // The connection is in no transaction afterwards.
  expect((await loadCatalog(client, ALL)).relations.length).toBeGreaterThan(200);
});

test('what is dropped while it is described makes it be read again', async () => {
  await client.query(
    'CREATE TABLE care.passing (id int); CREATE VIEW care.passing_view AS SELECT id FROM care.passing',
  );
  const other = new Client({ connectionString: server.url });
  await other.connect();
  let isDropped = false;
  const dropping: CatalogClient = {
    query: async (sql) => {
      // In the midst of the reading: its transaction has begun, and the description is still to come.
      if (!isDropped && sql.includes('pg_get_viewdef')) {
        isDropped = true;
        await other.query('DROP TABLE care.passing CASCADE');
      }
      return client.query(sql);
    },
  };
  const found = indexCatalog(await loadCatalog(dropping));
  await other.end();
  expect(isDropped).toBe(true);
  const facts = analyzeQuery('SELECT id FROM care.passing_view', found, {
    searchPath: ['public'],
    prepared: new Map(),
    cursors: new Map(),
  })[0]!;
  // It was read anew without the view, or with a view whose definition is not known: it is refused either way.
  expect(facts.analyzed).toBe(false);
});
