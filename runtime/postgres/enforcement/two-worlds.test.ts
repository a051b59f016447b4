// The contract against made-up statements: two databases with the same public values and different protected ones. What is forwarded
// must give, after masking, the same rows and the same errors in both, unless it compares or groups by equality, which is allowed.
import { Client } from 'pg';
import type { QueryArrayResult } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Decision } from '../../../compiler/abi/decision.ts';
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
import { testMetadata } from './testing-metadata.ts';

interface World {
  readonly client: Client;
  readonly catalog: Catalog;
}

let server: EmbeddedPostgres;
const worlds: World[] = [];

const DDL = `CREATE TABLE p (id int, city text, ssn text, dob date, n int, f float8, ts timestamptz, js jsonb, tags text[], ok boolean);
  CREATE TABLE q (id int, city text, x text); INSERT INTO q SELECT i, 'c' || i, 'z' || i FROM generate_series(0, 11) i;
  CREATE TABLE g (id int, x text, ssn text); INSERT INTO g SELECT i, '1' || i * 7 || '-x', '1' || i * 7 || '-x' FROM generate_series(0, 11) i;
  CREATE VIEW v AS SELECT id, x FROM g;`;
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
  doc: '',
  approvals: [],
  masks: [{ member: 'c.m', transform: 'redact', rule: 'r' }],
};
const METADATA = testMetadata(['c.m'], { transforms: [{ kind: 'redact' }] });

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

const MANY = Array.from({ length: 30 }, (_, index) => index);
/** Ways to hold the protected column against guesses: `g` is full of those that are right in the first world. */
const GUESSES: readonly string[] = [
  'SELECT g.x FROM p JOIN g ON p.ssn = g.x',
  'SELECT g.x FROM p, v AS g WHERE g.x = p.ssn',
  'SELECT g.x FROM p JOIN g USING (ssn)',
  'SELECT g.x FROM (SELECT ssn FROM p) a NATURAL JOIN (SELECT ssn, x FROM g) g',
  'SELECT x FROM g WHERE x IN (SELECT ssn FROM p)',
  'SELECT id FROM p WHERE ssn NOT IN (SELECT x FROM g)',
  'SELECT id FROM p WHERE ssn = ANY (SELECT x FROM g)',
  'SELECT id FROM p WHERE ssn = ANY (ARRAY(SELECT x FROM g))',
  'SELECT id FROM p WHERE ssn = ANY (ARRAY[(SELECT x FROM g WHERE g.id = p.id)])',
  'SELECT x FROM g WHERE EXISTS (SELECT 1 FROM p WHERE p.ssn = g.x)',
  'SELECT x FROM g WHERE (SELECT count(*) FROM p WHERE p.ssn = g.x) > 0',
  'SELECT g.x FROM p JOIN g ON p.ssn IS NOT DISTINCT FROM g.x',
  'SELECT g.x FROM p JOIN g ON (p.ssn, 1) = (g.x, 1)',
  'SELECT g.x FROM p JOIN g ON (p.ssn, p.id) IN ((g.x, g.id), (g.x, g.id))',
  'SELECT g.x FROM p, g WHERE (p.ssn, p.id) IN (SELECT g.x, p.id)',
  'SELECT g.x FROM p JOIN g ON p.ssn = g.x::varchar(20)',
  "SELECT g.x FROM p JOIN g ON p.ssn = coalesce(g.x, '')",
  'SELECT g.x FROM p, g WHERE nullif(p.ssn, g.x) IS NULL',
  'SELECT g.x FROM p, g WHERE CASE p.ssn WHEN g.x THEN true ELSE false END',
  'SELECT x FROM g INTERSECT SELECT ssn FROM p',
  'SELECT count(*) FROM (SELECT x FROM g EXCEPT SELECT ssn FROM p) z',
  'SELECT count(*) FROM (SELECT x FROM g UNION SELECT ssn FROM p) z',
  'SELECT max(id) FROM (SELECT ssn, 0 AS id FROM p UNION ALL SELECT x, id FROM g) z GROUP BY ssn HAVING count(*) > 1',
  'SELECT count(*) OVER (PARTITION BY ssn) FROM (SELECT ssn FROM p UNION ALL SELECT x FROM g) z',
  'SELECT count(DISTINCT ssn) FROM (SELECT ssn FROM p UNION ALL SELECT x FROM g) z',
  'SELECT count(*) FROM (SELECT DISTINCT ssn FROM (SELECT ssn FROM p UNION ALL SELECT x FROM g) z) y',
  'SELECT a.id FROM (SELECT id, ssn FROM p UNION ALL SELECT id + 100, x FROM g) a JOIN (SELECT ssn FROM p) b USING (ssn)',
  'WITH RECURSIVE r(s, n) AS (SELECT ssn, 0 FROM p UNION SELECT x, 0 FROM r JOIN g ON true) SELECT count(*) FROM r',
  'UPDATE g SET id = -1 FROM p WHERE p.ssn = g.x RETURNING g.x',
  'MERGE INTO g USING p ON p.ssn = g.x WHEN MATCHED THEN UPDATE SET id = -1 RETURNING g.x',
  // More constants than would be allowed as a list, by ways that look like one or none.
  `SELECT max(k) FROM (SELECT ssn, 0 AS k FROM p ${MANY.map((n) => `UNION ALL SELECT '1${n}-x', ${n}`).join(' ')}) z GROUP BY ssn`,
  `SELECT g.id FROM p, g WHERE p.ssn = coalesce(${MANY.map((n) => `(SELECT '1${n}-x' WHERE g.id = ${n})`).join(', ')})`,
  `SELECT q.id FROM p, q ${MANY.map((n) => `LEFT JOIN (SELECT '1${n * 7}-x' AS a) a${n} ON q.id = ${n}`).join(' ')} WHERE p.ssn = coalesce(${MANY.map((n) => `a${n}.a`).join(', ')})`,
  `SELECT q.id FROM p, q WHERE p.ssn = (WITH ${MANY.map((n) => `a${n} AS (SELECT '1${n * 7}-x' AS a WHERE q.id = ${n})`).join(', ')} ${MANY.map((n) => `SELECT a FROM a${n}`).join(' UNION ALL ')})`,
];

/** What a comparison of masked columns with each other, and of other columns, must still give. */
const COMPARISONS: readonly string[] = [
  'SELECT p.id FROM p JOIN p AS o USING (ssn)',
  'SELECT p.id FROM p WHERE p.ssn IN (SELECT ssn FROM p)',
  'SELECT count(*) FROM p GROUP BY ssn, city',
  "SELECT count(*) FROM p WHERE ssn = $$1$$ OR ssn IN ($$2$$, lower('C'))",
  'SELECT g.x FROM g JOIN q ON g.id = q.id AND g.x <> q.x',
  'SELECT max(id) FROM (SELECT id, x FROM g UNION ALL SELECT id, x FROM q) z GROUP BY x',
];

test.each(GUESSES)('guesses tell nothing: %s', async (sql) => {
  const facts = factsIn(worlds[0]!.catalog, sql);
  expect(facts.unanalyzedBecause).toBeNull();
  const refusal = judge(facts).refusal?.message ?? '';
  expect(refusal).toMatch(/^public\.p\.ssn \(c\.m\) is masked for you and cannot be /);
  for (const { client } of worlds) {
    await client.query('BEGIN');
    try {
      await client.query(sql);
    } finally {
      await client.query('ROLLBACK');
    }
  }
});

test.each(COMPARISONS)('still answered: %s', async (sql) => {
  expect(judge(factsIn(worlds[0]!.catalog, sql))).toMatchObject({ action: 'forward' });
  expect(await seen(worlds[0]!, sql, judge)).toBe(await seen(worlds[1]!, sql, judge));
});

test('the comparison notices when nothing is refused, and when nothing is masked', async () => {
  const unrefusing: Judge = (facts) => judge({ ...facts, uses: [] });
  expect((await leaks(300, unrefusing)).found.length).toBeGreaterThan(0);
  const unmasking: Judge = (facts) => ({ ...judge(facts), columns: null });
  expect((await leaks(300, unmasking)).found.length).toBeGreaterThan(0);
}, 120_000);
