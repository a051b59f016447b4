// PostgreSQL itself as the oracle: a temporary view over a query makes the server record every column that the query uses, and a
// prepared description says which result columns are plain. The analysis must find at least those columns, and the same plain ones.
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmbeddedPostgres } from '../embedded/embedded-server.ts';
import type { EmbeddedPostgres } from '../embedded/embedded-server.ts';
import { analyzeQuery, prepareAnalysis } from './analyze-query.ts';
import { indexCatalog } from './catalog-index.ts';
import type { Catalog } from './catalog-index.ts';
import type { AnalysisContext, StatementFacts } from './facts.ts';
import { loadCatalog } from './load-catalog.ts';
import { GRAMMAR_QUERIES } from './testing-grammar.ts';
import { ORACLE_DDL, ORACLE_QUERIES } from './testing-queries.ts';

const QUERIES = [...ORACLE_QUERIES, ...GRAMMAR_QUERIES];

let server: EmbeddedPostgres;
let client: Client;
let catalog: Catalog;
let context: AnalysisContext;

beforeAll(async () => {
  await prepareAnalysis();
  server = await startEmbeddedPostgres({});
  client = new Client({ connectionString: server.url });
  await client.connect();
  await client.query(ORACLE_DDL);
  await client.query('SET search_path = clinical, public');
  catalog = indexCatalog(await loadCatalog(client));
  context = { searchPath: catalog.snapshot.searchPath, prepared: new Map(), cursors: new Map() };
}, 60_000);

afterAll(async () => {
  await client?.end();
  await server?.stop();
});

/** The columns that the server records for a view over the query. */
async function recordedColumns(query: string): Promise<readonly string[]> {
  await client.query('BEGIN');
  try {
    const width = (await client.query(query)).fields.length;
    const names = Array.from({ length: width }, (_, index) => `c${index}`).join(', ');
    await client.query(`CREATE TEMP VIEW oracle (${names}) AS ${query}`);
    const { rows } = await client.query<{ name: string }>(`
      SELECT DISTINCT n.nspname || '.' || c.relname || '.' || a.attname AS name
      FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid AND d.classid = 'pg_rewrite'::regclass
        JOIN pg_class c ON c.oid = d.refobjid AND d.refclassid = 'pg_class'::regclass
        JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
      WHERE r.ev_class = 'oracle'::regclass AND d.refobjsubid > 0 AND c.oid <> r.ev_class AND c.relkind <> 'c'`);
    return rows.map((row) => row.name).toSorted();
  } finally {
    await client.query('ROLLBACK');
  }
}

const analyzed = (query: string): StatementFacts => analyzeQuery(query, catalog, context)[0]!;

test.each(QUERIES)('the server records no column that is not found: %s', async (query) => {
  const facts = analyzed(query);
  expect(facts.unanalyzedBecause).toBeNull();
  const recorded = await recordedColumns(query);
  expect(recorded.filter((column) => !facts.reads.includes(column))).toEqual([]);
});

test.each(QUERIES)('the server describes the columns as expected: %s', async (query) => {
  const facts = analyzed(query);
  const { fields } = await client.query(query);
  const described = fields.map((field) => ({ name: field.name, oid: field.tableID, attribute: field.columnID }));
  const found = (facts.outputs ?? []).map((output, index) => {
    const field = described[index];
    const plain = output.origin !== null && (output.origin.certain || field?.oid !== 0) ? output.origin : null;
    return { name: output.name, oid: plain?.relationOid ?? 0, attribute: plain?.attribute ?? 0 };
  });
  expect(found).toEqual(described);
});

test('the loaded catalog knows what the tests stand on', () => {
  expect(catalog.relation('clinical', 'visible_patients')?.definition).toMatch(/clinical\.patients/);
  expect(catalog.relation('clinical', 'patients_2024')?.parents).toEqual(['clinical.patients_by_year']);
  expect(catalog.relation('clinical', 'audited')?.triggers).toEqual([
    { name: 'note', function: { schema: 'clinical', name: 'note' }, events: ['INSERT'] },
  ]);
  expect(catalog.functions('own_upper', { path: ['clinical'] })).toMatchObject([
    { schema: 'clinical', name: 'own_upper', language: 'sql', body: 'SELECT pg_catalog.upper($1)', returnType: 'text' },
  ]);
  expect(catalog.functions('own_upper', { path: ['public'] })).toEqual([]);
  expect(catalog.operators('<~>', { schema: 'clinical' })).toMatchObject([
    { left: 25, right: 25, function: { schema: 'clinical', name: 'near' } },
  ]);
  expect(catalog.snapshot.searchPath).toContain('clinical');
  expect(catalog.resolve('pg_class', context.searchPath)?.schema).toBe('pg_catalog');
});
