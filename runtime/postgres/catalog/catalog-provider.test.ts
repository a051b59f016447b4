// Freshness of the catalog: when it is read, what a failure leaves in force, and a real server's catalog over TLS modes.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { CatalogSnapshot } from '../analysis/catalog.ts';
import { catalogDigest } from '../analysis/catalog-text.ts';
import { catalogFingerprint, loadCatalog } from '../analysis/load-catalog.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../embedded/embedded-server.ts';
import { CatalogFault, TargetCatalog } from './catalog-provider.ts';
import { connectTargetClient } from './connect-target-client.ts';

const snapshot = (database: string): CatalogSnapshot => ({
  format: 2,
  serverVersion: 180_000,
  database,
  user: 'app_reader',
  searchPath: ['public'],
  relations: [],
  functions: [],
  operators: [],
  casts: [],
  types: [],
});

function provider() {
  const reports: string[] = [];
  let now = 0;
  let next: CatalogSnapshot | Error = snapshot('one');
  let reads = 0;
  const catalog = new TargetCatalog({
    target: 'clinic',
    load: async (fingerprint) => {
      reads++;
      await Promise.resolve();
      if (next instanceof Error) throw next;
      return next.database === fingerprint ? null : { snapshot: next, fingerprint: next.database };
    },
    store: catalogDigest,
    report: (message) => reports.push(message),
    now: () => now,
  });
  return {
    catalog,
    reports,
    reads: () => reads,
    pass: (ms: number) => (now += ms),
    answer: (what: CatalogSnapshot | Error) => (next = what),
  };
}

test('before the first reading nothing is known, and that is a fault', async () => {
  const { catalog, answer } = provider();
  expect(() => catalog.current()).toThrow(CatalogFault);
  answer(new Error('connection refused'));
  await expect(catalog.ensureFresh()).rejects.toThrow('connection refused');
  expect(() => catalog.current()).toThrow('the catalog of target clinic is not known');
  answer(snapshot('one'));
  await catalog.ensureFresh();
  expect(catalog.current().digest).toBe(catalogDigest(snapshot('one')));
});

test('who asks for a reading while one is under way gets one that begins afterwards, and shares it with others who ask', async () => {
  const { catalog, reads, answer } = provider();
  const first = catalog.refresh();
  answer(snapshot('two'));
  const [second, third] = [catalog.refresh(), catalog.refresh()];
  await first;
  await Promise.all([second, third]);
  expect([reads(), catalog.current().catalog.snapshot.database]).toEqual([2, 'two']);
  answer(new Error('connection refused'));
  const failing = catalog.refresh();
  const after = catalog.refresh();
  await expect(failing).rejects.toThrow('connection refused');
  answer(snapshot('three'));
  await after.catch(() => undefined);
  await catalog.refresh();
  expect(catalog.current().catalog.snapshot.database).toBe('three');
});

test('a fresh catalog is not read again, an unchanged one stays the same value', async () => {
  const { catalog, reads, pass, answer } = provider();
  await Promise.all([catalog.ensureFresh(), catalog.ensureFresh()]);
  const view = catalog.current();
  await catalog.ensureFresh();
  expect(reads()).toBe(1);
  pass(60_000);
  await catalog.ensureFresh();
  expect([reads(), catalog.current()]).toEqual([2, view]);
  expect(catalog.current()).toBe(view);
  answer(snapshot('two'));
  await catalog.refresh();
  expect(catalog.current().catalog.snapshot.database).toBe('two');
});

test('an old catalog is read again in the background; a failure is reported and the old one stays', async () => {
  const { catalog, reads, reports, pass, answer } = provider();
  await catalog.ensureFresh();
  const view = catalog.current();
  pass(60_000);
  answer(new Error('gone'));
  expect(catalog.current()).toBe(view);
  await vi.waitFor(() => expect(reports).toEqual(['gone']));
  // Statements in between do not hammer a target that is down.
  expect([catalog.current(), catalog.current(), reads()]).toEqual([view, view, 2]);
});

test('a catalog that could not be read for long is not believed any more', async () => {
  const { catalog, pass, answer } = provider();
  await catalog.ensureFresh();
  answer(new Error('gone'));
  pass(299_000);
  expect(catalog.current().digest).toBe(catalogDigest(snapshot('one')));
  await expect(catalog.refresh()).rejects.toThrow('gone');
  pass(1_000);
  expect(() => catalog.current()).toThrow('too old to be believed');
  answer(snapshot('two'));
  await catalog.ensureFresh();
  expect(catalog.current().catalog.snapshot.database).toBe('two');
});

test('a catalog whose fingerprint is the same is neither stored nor indexed again', async () => {
  let stored = 0;
  const asked: (string | null)[] = [];
  const catalog = new TargetCatalog({
    target: 'clinic',
    load: async (fingerprint) => {
      asked.push(fingerprint);
      await Promise.resolve();
      return fingerprint === 'a' ? null : { snapshot: snapshot('one'), fingerprint: 'a' };
    },
    store: (found) => {
      stored += 1;
      return catalogDigest(found);
    },
    report: () => undefined,
  });
  await catalog.refresh();
  const view = catalog.current();
  await catalog.refresh();
  expect([asked, stored, catalog.current()]).toEqual([[null, 'a'], 1, view]);
  expect(catalog.current()).toBe(view);
});

test('kept fresh, it is read again without anybody asking, until that ends', async () => {
  vi.useFakeTimers();
  const { catalog, reads, pass } = provider();
  const end = catalog.keepFresh();
  await vi.advanceTimersByTimeAsync(90_000);
  expect(reads()).toBe(0);
  await catalog.ensureFresh();
  pass(60_000);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(reads()).toBe(2);
  end();
  pass(60_000);
  await vi.advanceTimersByTimeAsync(90_000);
  expect(reads()).toBe(2);
  vi.useRealTimers();
});

let server: EmbeddedPostgres;
beforeAll(async () => {
  server = await startEmbeddedPostgres();
});
afterAll(() => server.stop());

/** Each changes what a statement could mean, in another table of the catalog. */
const CHANGES = [
  'CREATE TABLE changed (id int)',
  'ALTER TABLE changed ADD COLUMN more text',
  "ALTER TABLE changed ALTER more SET DEFAULT 'x'",
  'ALTER TABLE changed RENAME more TO less',
  'CREATE VIEW changed_view AS SELECT id FROM changed',
  'CREATE OR REPLACE VIEW changed_view AS SELECT id + 1 AS id FROM changed',
  "CREATE FUNCTION changed_function(text) RETURNS text LANGUAGE sql AS 'SELECT $1'",
  "CREATE OR REPLACE FUNCTION changed_function(text) RETURNS text LANGUAGE sql AS 'SELECT upper($1)'",
  'CREATE OPERATOR <~> (LEFTARG = text, RIGHTARG = text, FUNCTION = textcat)',
  "CREATE DOMAIN changed_domain AS text CHECK (VALUE <> '')",
  "ALTER DOMAIN changed_domain ADD CONSTRAINT more CHECK (VALUE <> 'x')",
  'CREATE CAST (changed AS text) WITH INOUT',
  'CREATE RULE nothing AS ON DELETE TO changed DO INSTEAD NOTHING',
  'CREATE SCHEMA changed_schema',
];

test('the fingerprint of a real server changes with its catalog, and with nothing else', async () => {
  const credential = { user: server.superuser, password: { reveal: () => server.password } };
  const address = {
    host: server.host,
    port: server.port,
    database: 'postgres',
    tls: { mode: 'disable', ca: null },
  } as const;
  const client = await connectTargetClient(address, credential);
  let before = await catalogFingerprint(client);
  await client.query('SELECT count(*) FROM pg_class');
  expect(await catalogFingerprint(client)).toBe(before);
  for (const change of CHANGES) {
    await client.query(change);
    const after = await catalogFingerprint(client);
    expect([change, after]).not.toEqual([change, before]);
    before = after;
  }
  await client.query('INSERT INTO changed VALUES (1)');
  expect(await catalogFingerprint(client)).toBe(before);
  await client.end();
});

test('a real server without TLS is read when TLS is preferred or disabled, and not when it is required', async () => {
  const credential = { user: server.superuser, password: { reveal: () => server.password } };
  const connectWith = (mode: 'disable' | 'prefer' | 'require') =>
    connectTargetClient(
      { host: server.host, port: server.port, database: 'postgres', tls: { mode, ca: null } },
      credential,
    );
  for (const mode of ['disable', 'prefer'] as const) {
    const client = await connectWith(mode);
    expect((await loadCatalog(client)).database).toBe('postgres');
    await client.end();
  }
  await expect(connectWith('require')).rejects.toThrow('SSL');
});
