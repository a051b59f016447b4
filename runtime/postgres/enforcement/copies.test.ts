// Where masked values may go: nowhere but from row to row of their own column, and only as they are.
import { beforeAll, expect, test } from 'vitest';
import type { Decision } from '../../../compiler/abi/decision.ts';
import { analyzeQuery, prepareAnalysis } from '../analysis/analyze-query.ts';
import { indexCatalog } from '../analysis/catalog-index.ts';
import type { Catalog } from '../analysis/catalog-index.ts';
import { catalogFromDdl } from '../analysis/ddl-catalog.ts';
import { enforce } from './enforce.ts';
import { testMetadata } from './testing-metadata.ts';

const DDL = `CREATE SCHEMA care;
CREATE TABLE care.people (id int PRIMARY KEY, ssn text, zip text, mrn text, city text);
CREATE TABLE care.archive (id int, ssn text, zip text, mrn text);
CREATE TABLE care.base (id int, ssn text);
CREATE TABLE care.child (grade text) INHERITS (care.base);
CREATE TABLE care.parts (id int, ssn text, at date) PARTITION BY LIST (at);
CREATE TABLE care.part PARTITION OF care.parts FOR VALUES IN ('2024-01-01');
CREATE VIEW care.shown AS SELECT id, ssn FROM care.people;`;

// Every `ssn` but that of care.base, every `mrn`, every `zip`.
const MEMBERS = ['c.ssn', 'c.zip', 'c.mrn'];
const members = (column: string): readonly number[] =>
  column === 'care.base.ssn'
    ? []
    : MEMBERS.flatMap((name, number) => (column.endsWith(`.${name.slice(2)}`) ? [number] : []));

const METADATA = testMetadata(MEMBERS, {
  transforms: [{ kind: 'keep_last', count: 4 }, { kind: 'zip3' }, { kind: 'pseudonym' }],
});
const DECISION: Decision = {
  effect: 'allow',
  decided_by: null,
  reason: '',
  doc: '',
  rules: ['m'],
  approvals: [],
  masks: [
    { member: 'c.ssn', transform: 'keep last 4', rule: 'm' },
    { member: 'c.zip', transform: 'zip3', rule: 'm' },
    { member: 'c.mrn', transform: 'pseudonym', rule: 'm' },
  ],
};

let catalog: Catalog;
beforeAll(async () => {
  await prepareAnalysis();
  catalog = indexCatalog(catalogFromDdl([{ file: 'care.sql', text: DDL }]).value!);
});

function judge(sql: string): string {
  const context = { searchPath: ['care'], prepared: new Map(), cursors: new Map() };
  const facts = analyzeQuery(sql, catalog, context).at(-1)!;
  const { action, refusal } = enforce({ decision: DECISION, facts, members, metadata: METADATA });
  return refusal === null ? action : refusal.message;
}

test.each([
  'UPDATE people SET ssn = ssn',
  'UPDATE people SET ssn = COALESCE($1, ssn), city = $2 WHERE id = 3',
  "UPDATE people SET ssn = CASE WHEN city = 'x' THEN $1 ELSE ssn END",
  'UPDATE people p SET ssn = q.ssn FROM people q WHERE p.id = 1 AND q.id = 2',
  'UPDATE people SET ssn = (SELECT q.ssn FROM people q WHERE q.id = 1)',
  'INSERT INTO people (id, ssn) SELECT 9, ssn FROM people WHERE id = 1',
  'INSERT INTO people (id, ssn) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET ssn = COALESCE(EXCLUDED.ssn, people.ssn)',
  'MERGE INTO people p USING people q ON p.id = q.id WHEN MATCHED THEN UPDATE SET ssn = q.ssn',
  'INSERT INTO archive (id) SELECT id FROM people WHERE ssn IS NOT NULL',
  'UPDATE people SET city = (SELECT count(ssn)::text FROM people)',
])('stays in its column: %s', (sql) => expect(judge(sql)).toBe('forward'));

test.each([
  // Another column of the same member: constraints there could tell values, and types may differ.
  'INSERT INTO archive (id, ssn) SELECT id, ssn FROM people',
  // A weaker or another mask shows another part.
  'UPDATE people SET zip = ssn',
  'UPDATE people SET mrn = ssn',
  'UPDATE people SET ssn = mrn',
  // What is computed is another value, of which the mask shows another part.
  'UPDATE people SET ssn = reverse(ssn)',
  'UPDATE people SET ssn = ssn::varchar(3)',
  "UPDATE people SET ssn = ssn || '0000'",
  "UPDATE people SET ssn = CASE WHEN mrn = 'x' THEN $1 ELSE ssn END",
  'UPDATE people p SET ssn = (SELECT max(q.ssn) FROM people q)',
  // A view of the column is another name, with a mask of its own.
  'UPDATE people p SET ssn = s.ssn FROM shown s WHERE s.id = p.id',
  // Rows of a child are masked by a rule that does not hold for its parent.
  'UPDATE base SET ssn = c.ssn FROM child c',
  'UPDATE ONLY base SET ssn = c.ssn FROM child c',
  'INSERT INTO base SELECT id, ssn FROM child',
  'UPDATE base p SET ssn = q.ssn FROM base q',
  'UPDATE parts SET ssn = ssn',
  'INSERT INTO people (id, city) SELECT id, ssn FROM people',
  'INSERT INTO people (id, city) VALUES (1, (SELECT ssn FROM people LIMIT 1))',
  'INSERT INTO people (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET city = people.ssn',
  'INSERT INTO people (id, ssn) SELECT id, ssn FROM people ON CONFLICT (id) DO UPDATE SET city = EXCLUDED.ssn',
  'UPDATE people SET (ssn, city) = (SELECT city, ssn FROM people q WHERE q.id = 1)',
  'WITH s AS (SELECT ssn AS x FROM people) UPDATE people SET city = s.x FROM s',
  'WITH u AS (UPDATE people SET id = id RETURNING ssn) INSERT INTO archive (zip) SELECT ssn FROM u',
  'WITH d AS (DELETE FROM people RETURNING old.ssn AS x) INSERT INTO people (id, city) SELECT 1, x FROM d',
  'MERGE INTO archive a USING people p ON a.id = p.id WHEN NOT MATCHED THEN INSERT (id, ssn) VALUES (p.id, p.ssn)',
  'MERGE INTO people a USING people p ON a.id = p.id WHEN MATCHED THEN UPDATE SET city = p.mrn',
])('leaves its column: %s', (sql) =>
  expect(judge(sql)).toMatch(/ is masked for you and cannot be (?:copied into|used in)/),
);

test('a copy that a function makes says which', () => {
  expect(judge('UPDATE people SET city = left(ssn, 3)')).toContain(
    'cannot be copied into care.people.city (left(…)), at line 1, column 31',
  );
});

const rows = (count: number, value: string): string =>
  Array.from({ length: count }, (_, at) => `(${at}, ${value})`).join(', ');

test.each([
  `INSERT INTO people (id, ssn) VALUES ${rows(100, "'x'")}`,
  `INSERT INTO people (id, city) VALUES ${rows(500, "'x'")}`,
  'INSERT INTO people (id, city) SELECT g, g::text FROM generate_series(1, 1000) g',
  "INSERT INTO people VALUES (1, $1, $2, lower('A') || $3, $4)",
  'INSERT INTO people DEFAULT VALUES',
  'INSERT INTO people (id, mrn, ssn) VALUES (1, gen_random_uuid()::text, now()::text)',
  'INSERT INTO people (id, ssn) VALUES (1, DEFAULT)',
  'INSERT INTO people (id, ssn) SELECT 1, $1 WHERE NOT EXISTS (SELECT FROM people WHERE id = 1)',
  "UPDATE people p SET ssn = v.ssn FROM (VALUES (1, 'a'), (2, 'b')) v(id, ssn) WHERE p.id = v.id",
  "UPDATE people SET ssn = CASE id WHEN 1 THEN 'a' WHEN 2 THEN 'b' ELSE ssn END WHERE id IN (1, 2)",
  "INSERT INTO people (id, ssn) VALUES (1, $1) ON CONFLICT (ssn) DO UPDATE SET city = 'x'",
])('values may be written a few at a time: %s', (sql) => expect(judge(sql)).toBe('forward'));

// Each would tell which of many guesses are right, by ON CONFLICT, by an error, or by a join of the column with itself.
test.each([
  "INSERT INTO people (id, ssn) SELECT g, '900-00-' || g FROM generate_series(1000, 9999) g ON CONFLICT (ssn) DO NOTHING RETURNING id",
  "INSERT INTO people (id, ssn) SELECT g, lpad(g::text, 9, '0') FROM generate_series(1000, 9999) g ON CONFLICT DO NOTHING",
  'INSERT INTO people (id, ssn) SELECT 1, unnest($1::text[])',
  `INSERT INTO people (id, ssn) VALUES ${rows(101, "'x'")} ON CONFLICT DO NOTHING RETURNING id`,
  `INSERT INTO people (id, ssn) VALUES ${rows(2, "'x' || random()")}`,
  `WITH a AS (INSERT INTO people (id, ssn) VALUES ${rows(60, "'x'")}) INSERT INTO people (id, ssn) VALUES ${rows(60, "'y'")}`,
  'INSERT INTO people (id, ssn) SELECT id, city FROM people',
  "INSERT INTO people (id, ssn) SELECT id, '9' || city FROM people",
  'UPDATE people SET ssn = city',
  'UPDATE people SET ssn = id::text WHERE id > 3',
  "UPDATE people SET ssn = '900-00-' || lpad(id::text, 4, '0')",
  'UPDATE people SET ssn = random()::text',
  "UPDATE people SET ssn = CASE WHEN id > 3 THEN city ELSE '1' END",
  'UPDATE people SET ssn = COALESCE(NULL, city)',
  'UPDATE people p SET ssn = g::text FROM generate_series(1, 100) g WHERE p.id = g',
  'MERGE INTO people p USING generate_series(1, 9) g ON p.id = g WHEN NOT MATCHED THEN INSERT (id, ssn) VALUES (g, g::text)',
  'WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 9) INSERT INTO people (id, ssn) SELECT n, n::text FROM r',
  "INSERT INTO people (id, ssn) SELECT 1, x FROM (SELECT 'a' AS x UNION ALL SELECT 'b' || random()) s",
])('and not as guesses: %s', (sql) =>
  expect(judge(sql)).toMatch(/ is masked for you and cannot be (?:filled|used in)/),
);
