// The contract against made-up statements: two databases with the same public values and different protected ones. What is forwarded
// must give, after masking, the same rows and the same errors in both, unless it compares or groups by equality, which is allowed.
import { Client } from 'pg';
import type { QueryArrayResult } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Decision } from '../../../compiler/abi/decision.ts';
import type { PolicyMetadata } from '../../../compiler/abi/metadata.ts';
import { ROW_OPERATION } from '../../../compiler/abi/rows.ts';
import { analyzeQuery, prepareAnalysis } from '../analysis/analyze-query.ts';
import { indexCatalog } from '../analysis/catalog-index.ts';
import type { Catalog } from '../analysis/catalog-index.ts';
import type { StatementFacts } from '../analysis/facts.ts';
import { loadCatalog } from '../analysis/load-catalog.ts';
import { startEmbeddedPostgres } from '../embedded/embedded-server.ts';
import type { EmbeddedPostgres } from '../embedded/embedded-server.ts';
import { enforce } from './enforce.ts';
import type { Enforcement } from './enforcement.ts';
import { planResult } from './plan-result.ts';
import { statementMaker } from './testing-statements.ts';

interface World {
  readonly client: Client;
  readonly catalog: Catalog;
}

let server: EmbeddedPostgres;
const worlds: World[] = [];

const DDL = `CREATE TABLE p (id int, city text, ssn text, dob date, n int, f float8, ts timestamptz, js jsonb, tags text[], ok boolean);
  CREATE TABLE q (id int, city text, x text); INSERT INTO q SELECT i, 'c' || i, 'z' || i FROM generate_series(0, 11) i;`;
const ROWS = {
  first: `INSERT INTO p SELECT i, 'c' || i % 3, '1' || i * 7 || '-x', date '1950-01-11' + i * 100, i * 7 - 20, i / 3.0, timestamptz '2020-01-01 UTC' + i * interval '1 day',
    jsonb_build_object('a', i), ARRAY['x'], i % 2 = 0 FROM generate_series(0, 11) i`,
  second: `INSERT INTO p SELECT i, 'c' || i % 3, '9' || 200 - i * 13 || '%yz_', date '1985-07-30' - i * 371, i * 100000000, i * -7.0, timestamptz '2021-06-01 UTC' - i * interval '7 hours',
    jsonb_build_object('b', ARRAY[i]), ARRAY['y', 'z'], i % 3 = 0 FROM generate_series(0, 11) i`,
};

beforeAll(async () => {
  await prepareAnalysis();
  server = await startEmbeddedPostgres({ settings: { statement_timeout: '5s' } });
  for (const [name, rows] of Object.entries(ROWS)) {
    const root = new Client({ connectionString: server.url });
    await root.connect();
    await root.query(`CREATE DATABASE ${name}`);
    await root.end();
    const client = new Client({
      connectionString: server.url.replace(/\/postgres$/, `/${name}`),
      types: { getTypeParser: () => (value: unknown) => value },
    });
    await client.connect();
    await client.query(`${DDL} ${rows}`);
    worlds.push({ client, catalog: indexCatalog(await loadCatalog(client)) });
  }
}, 60_000);

afterAll(async () => {
  for (const { client } of worlds) await client.end();
  await server?.stop();
});

const isProtected = (column: string): boolean => /^public\.p\.(?:ssn|dob|n|f|ts|js|tags|ok)$/.test(column);
const DECISION: Decision = {
  effect: 'allow',
  decided_by: null,
  reason: '',
  rules: [],
  approvals: [],
  masks: [{ member: 'c.m', transform: 'redact', rule: 'r' }],
};
const METADATA: PolicyMetadata = {
  format: 1,
  name: 'two',
  default: 'allow',
  vocabulary: '',
  compiler: '',
  moduleSha256: '',
  rules: [],
  members: [{ name: 'c.m', class: 'c', columns: [], hasDetector: false }],
  transforms: [{ kind: 'redact' }],
  sources: [],
};

type Judge = (facts: StatementFacts) => Enforcement;
const judge: Judge = (facts) =>
  enforce({ decision: DECISION, facts, members: (column) => (isProtected(column) ? [0] : []), metadata: METADATA });

/** What a client of this world would see: masked rows, or the code of the error. */
async function seen({ client, catalog }: World, sql: string, by: Judge): Promise<string> {
  const facts = factsIn(catalog, sql);
  let result: QueryArrayResult;
  try {
    result = await client.query({ text: sql, rowMode: 'array' });
  } catch (error) {
    return `error ${String((error as { code?: unknown }).code)}`;
  }
  const fields = result.fields.map((field) => ({
    name: field.name,
    relationOid: field.tableID,
    attribute: field.columnID,
    typeOid: field.dataTypeID,
  }));
  const plan = planResult({ enforcement: by(facts), facts, fields, formats: [] });
  if (plan.kind === 'mismatch') return `mismatch in ${catalog.snapshot.database}`;
  const operations = plan.kind === 'mask' ? plan.operations : [];
  const masked = result.rows.map((row: unknown[]) =>
    row.map((value, index) => {
      const operation = operations[index]?.operation ?? ROW_OPERATION.pass;
      if (operation === ROW_OPERATION.pass || value === null) return value;
      return operation === ROW_OPERATION.null ? null : 'placeholder';
    }),
  );
  return JSON.stringify(masked);
}

const factsIn = (catalog: Catalog, sql: string): StatementFacts =>
  analyzeQuery(sql, catalog, { searchPath: ['public'], prepared: new Map(), cursors: new Map() })[0]!;

const comparesByEquality = (facts: StatementFacts): boolean =>
  facts.uses.some((use) => isProtected(use.column) && (use.how === 'equality' || use.how === 'group'));

async function leaks(
  count: number,
  by: Judge,
): Promise<{ readonly found: readonly string[]; readonly answered: number }> {
  const next = statementMaker(20_261_123);
  const found: string[] = [];
  let answered = 0;
  for (let round = 0; round < count; round += 1) {
    const sql = next();
    const facts = factsIn(worlds[0]!.catalog, sql);
    if (by(facts).action === 'refuse' || comparesByEquality(facts)) continue;
    const [first, second] = [await seen(worlds[0]!, sql, by), await seen(worlds[1]!, sql, by)];
    if (first !== second) found.push(sql);
    if (!first.startsWith('error')) answered += 1;
  }
  return { found, answered };
}

test('no statement tells two worlds apart, and enough of them are answered', async () => {
  const { found, answered } = await leaks(2500, judge);
  expect(found).toEqual([]);
  expect(answered).toBeGreaterThan(200);
}, 120_000);

test('the comparison notices when nothing is refused, and when nothing is masked', async () => {
  const unrefusing: Judge = (facts) => judge({ ...facts, uses: [] });
  expect((await leaks(300, unrefusing)).found.length).toBeGreaterThan(0);
  const unmasking: Judge = (facts) => ({ ...judge(facts), columns: null });
  expect((await leaks(300, unmasking)).found.length).toBeGreaterThan(0);
}, 120_000);
