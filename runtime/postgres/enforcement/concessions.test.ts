// What masks concede beside their transforms: questions about their columns, and functions by their names.
import { beforeAll, describe, expect, test } from 'vitest';
import type { Decision } from '../../../compiler/abi/decision.ts';
import type { MaskTerms, PolicyMetadata } from '../../../compiler/abi/metadata.ts';
import { analyzeQuery, prepareAnalysis } from '../analysis/analyze-query.ts';
import { indexCatalog } from '../analysis/catalog-index.ts';
import type { Catalog } from '../analysis/catalog-index.ts';
import { catalogFromDdl } from '../analysis/ddl-catalog.ts';
import { enforce } from './enforce.ts';
import type { Enforcement } from './enforcement.ts';
import { testMaskRule, testMetadata } from './testing-metadata.ts';

const DDL = `CREATE SCHEMA care; CREATE SCHEMA other;
CREATE TABLE care.people (id int, ssn text, birth date, age int, city text);
CREATE TABLE care.notes (id int, body text);
CREATE FUNCTION care.band(date) RETURNS text LANGUAGE plpgsql AS 'BEGIN EXECUTE $1; RETURN 1; END';
CREATE FUNCTION care.shout(text) RETURNS text LANGUAGE plpgsql AS 'BEGIN EXECUTE $1; RETURN 1; END';
CREATE FUNCTION other.shout(text) RETURNS text LANGUAGE plpgsql AS 'BEGIN EXECUTE $1; RETURN 1; END';
CREATE FUNCTION care.plain_band(date) RETURNS text LANGUAGE plpgsql AS 'BEGIN RETURN date_part($$year$$, $1)::text; END';
CREATE FUNCTION care.looks_up(date) RETURNS text LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT max(ssn) FROM care.people WHERE birth = $1); END';
CREATE FUNCTION care.length(text) RETURNS text LANGUAGE plpgsql AS 'BEGIN EXECUTE $1; RETURN 1; END';`;

const MEMBERS = ['c.ssn', 'c.birth', 'c.age'];
const members = (column: string): readonly number[] =>
  MEMBERS.flatMap((name, number) => (column === `care.people.${name.slice(2)}` ? [number] : []));

type Terms = Partial<MaskTerms>;

const metadataOf = (masks: readonly Terms[]): PolicyMetadata =>
  testMetadata(MEMBERS, {
    rules: masks.map((terms, number) => testMaskRule(`mask_${number}`, { members: MEMBERS, ...terms })),
    transforms: [{ kind: 'redact' }],
  });

let catalog: Catalog;
beforeAll(async () => {
  await prepareAnalysis();
  catalog = indexCatalog(catalogFromDdl([{ file: 'care.sql', text: DDL }]).value!);
});

/** All masks fire; `rules` fire beside them. */
function judge(sql: string, masks: readonly Terms[], rules: readonly string[] = [], membersOf = members): Enforcement {
  const metadata = metadataOf(masks);
  const decision: Decision = {
    effect: 'allow',
    decided_by: null,
    reason: '',
    doc: '',
    rules: [...metadata.rules.map(({ name }) => name), ...rules],
    approvals: [],
    masks: MEMBERS.map((member) => ({ member, transform: 'redact', rule: 'mask_0' })),
  };
  const context = { searchPath: ['care'], prepared: new Map(), cursors: new Map() };
  const facts = analyzeQuery(sql, catalog, context).at(-1)!;
  return enforce({ decision, facts, members: membersOf, metadata });
}

/** `pass` and `redact` for each column, or what is said. */
function outcome(sql: string, masks: readonly Terms[], rules?: readonly string[]): string {
  const { refusal, columns } = judge(sql, masks, rules);
  if (refusal !== null) return refusal.message;
  return columns === null ? 'all pass' : columns.map(({ kind }) => kind).join(', ');
}

describe('predicates block', () => {
  const BLOCK: readonly Terms[] = [{ predicates: 'block' }];
  test.each([
    ["SELECT id FROM people WHERE ssn = '1'", 'cannot be compared (… = …)'],
    ["SELECT id FROM people WHERE ssn IN ('1', '2')", 'cannot be compared (IN)'],
    ['SELECT id FROM people WHERE ssn IS NULL', 'cannot be tested (IS NULL)'],
    ['SELECT p.id FROM people p JOIN people q ON p.ssn = q.ssn', 'cannot be compared'],
    ['SELECT p.id FROM people p JOIN people q USING (ssn)', 'cannot be compared'],
    ['SELECT p.id FROM people p NATURAL JOIN people q', 'cannot be compared'],
    ['SELECT count(*) FROM people GROUP BY ssn', 'cannot be grouped by (GROUP BY)'],
    ['SELECT DISTINCT ssn FROM people', 'cannot be grouped by (DISTINCT)'],
    ['SELECT count(DISTINCT ssn) FROM people', 'cannot be grouped by'],
    ['SELECT ssn FROM people UNION SELECT body FROM notes', 'cannot be'],
    ['SELECT id FROM people ORDER BY ssn', 'cannot be sorted by'],
    ['SELECT count(*) OVER (PARTITION BY ssn) FROM people', 'cannot be grouped by'],
    ['SELECT id FROM people WHERE (ssn, id) = ($1, 2)', 'cannot be compared'],
    ['SELECT id FROM people WHERE EXISTS (SELECT FROM people q WHERE q.ssn = $1)', 'cannot be compared'],
    ['SELECT CASE ssn WHEN $1 THEN 1 END FROM people', 'cannot be'],
    ['DELETE FROM people WHERE ssn = $1', 'cannot be compared'],
    ['SELECT nullif(ssn, $1) FROM people', 'cannot be compared'],
  ])('%s', (sql, words) => {
    const said = outcome(sql, BLOCK);
    expect(said).toContain('care.people.ssn (c.ssn) is masked for you and ');
    expect(said).toContain(words);
  });
  test.each([
    ['SELECT id, ssn, city FROM people', 'pass, mask, pass'],
    ['SELECT upper(ssn) FROM people', 'redact'],
    ['SELECT count(ssn) FROM people', 'all pass'],
    ['SELECT count(*) FROM people WHERE city = $1', 'all pass'],
    ['SELECT ssn FROM people UNION ALL SELECT body FROM notes', 'mask'],
  ])('%s: %s', (sql, columns) => expect(outcome(sql, BLOCK)).toBe(columns));
  test('the hint says what is left', () => {
    expect(judge('SELECT id FROM people WHERE ssn = $1', BLOCK).refusal?.hint).toBe(
      'Allowed on this column: to select it, masked, and to count it with count().',
    );
  });
});

describe('predicates allow', () => {
  const ALLOW: readonly Terms[] = [{ predicates: 'allow' }];
  test.each([
    ['SELECT id, age FROM people WHERE age BETWEEN 30 AND 40 ORDER BY age', 'pass, mask'],
    ["SELECT id FROM people WHERE ssn LIKE '1%' OR left(ssn, 1) = '5'", 'all pass'],
    ['SELECT p.id FROM people p JOIN notes n ON p.ssn = n.body', 'all pass'],
    ['SELECT max(age), min(age) FROM people', 'redact, redact'],
    ['SELECT CASE WHEN age > 40 THEN 1 END FROM people', 'redact'],
    ['SELECT age / 2, age::text FROM people', 'redact, mask'],
  ])('%s: %s', (sql, columns) => expect(outcome(sql, ALLOW)).toBe(columns));
  test.each([
    'INSERT INTO notes (id, body) SELECT id, ssn FROM people',
    'UPDATE notes SET body = p.ssn FROM people p WHERE p.age > 3',
    'UPDATE notes SET body = (SELECT upper(ssn) FROM people LIMIT 1)',
  ])('a copy is refused all the same: %s', (sql) => {
    expect(outcome(sql, ALLOW)).toContain('cannot be copied into care.notes.body');
  });
});

describe('the strictest of several masks wins', () => {
  const LIKE = "SELECT id FROM people WHERE ssn LIKE '1%'";
  const EQUAL = "SELECT id FROM people WHERE ssn = '1'";
  test('whatever their order', () => {
    expect(outcome(LIKE, [{ predicates: 'allow' }, {}])).toContain('by pattern');
    expect(outcome(LIKE, [{}, { predicates: 'allow' }])).toContain('by pattern');
    expect(outcome(EQUAL, [{}, { predicates: 'block' }])).toContain('cannot be compared');
    expect(outcome(EQUAL, [{ predicates: 'allow' }, { predicates: 'block' }])).toContain('cannot be compared');
  });
  test('over the masks of that member alone', () => {
    expect(outcome(LIKE, [{ predicates: 'allow' }, { members: ['c.age'] }])).toBe('all pass');
    expect(outcome(EQUAL, [{}, { predicates: 'block', members: ['c.age'] }])).toBe('all pass');
  });
  test('also of two members that share the column', () => {
    const shared = (column: string): readonly number[] => (column === 'care.people.ssn' ? [0, 2] : []);
    const levels: readonly Terms[] = [{ members: ['c.ssn'], predicates: 'allow' }, { members: ['c.age'] }];
    expect(outcome(LIKE, levels)).toBe('all pass');
    expect(judge(LIKE, levels, [], shared).refusal?.message).toContain('care.people.ssn (c.age) is masked');
    const reveals: readonly Terms[] = [{ members: ['c.ssn'], reveals: ['pg_catalog.upper'] }, { members: ['c.age'] }];
    const sql = 'SELECT upper(ssn) FROM people';
    expect(judge(sql, reveals).columns).toBeNull();
    expect(judge(sql, reveals, [], shared).columns).toEqual([{ kind: 'redact', members: ['c.age', 'c.ssn'] }]);
  });
  test('a mask of a policy that is not known concedes what holds by default', () => {
    const rego = ['hospital/decision:mask'];
    expect(outcome(LIKE, [{ predicates: 'allow' }], rego)).toContain('by pattern');
    expect(outcome(EQUAL, [{ predicates: 'allow' }], rego)).toBe('all pass');
    expect(outcome('SELECT care.band($1)', [{ trusts: ['care.band'] }], rego)).toContain('is not known');
    expect(outcome('SELECT pg_catalog.length(ssn) FROM people', [{ reveals: ['pg_catalog.length'] }], rego)).toBe(
      'redact',
    );
  });
});

describe('trusts', () => {
  const TRUSTS: readonly Terms[] = [{ trusts: ['care.band', 'care.shout', 'care.plain_band', 'care.looks_up'] }];
  test.each([
    ['SELECT care.band(birth), care.shout(city) FROM people', 'redact, pass'],
    ['SELECT band(birth) FROM people', 'redact'],
    ['SELECT care.shout(care.shout(city) || $1) FROM people', 'all pass'],
    ['SELECT id FROM people WHERE care.shout(city) = $1 ORDER BY care.shout(city)', 'all pass'],
    ['SELECT shout(city) FROM people', 'all pass'],
    // Its code is known, and so is that it could tell of its argument by failing; the policy trusts it not to.
    ['SELECT care.plain_band(birth) FROM people', 'redact'],
  ])('%s: %s', (sql, columns) => expect(outcome(sql, TRUSTS)).toBe(columns));
  test.each([
    ['SELECT other.shout(city) FROM people', 'the function other.shout builds statements'],
    ['SELECT care.length(city), care.band(birth) FROM people', 'the function care.length builds statements'],
    ['SELECT length(city), care.band(birth) FROM people', 'the function care.length builds statements'],
    ['SELECT id FROM people WHERE care.plain_band(birth) = $1', 'cannot be used in this expression'],
    ['SELECT care.looks_up(birth) FROM people', 'care.people.ssn (c.ssn) is masked'],
    ['SELECT care.band(birth), query_to_xml($1, true, true, $2) FROM people', 'reads, runs or changes'],
    ['SELECT id FROM people WHERE care.band(birth) = $1', 'cannot be used in this expression'],
    ['SELECT id FROM people ORDER BY care.band(birth)', 'cannot be used in this expression'],
    ['SELECT id FROM people GROUP BY id, care.shout(ssn)', 'cannot be used in this expression'],
    ['SELECT id FROM people WHERE care.shout(ssn) IS NULL', 'cannot be used in this expression'],
    ['INSERT INTO notes (body) SELECT care.shout(ssn) FROM people', 'cannot be copied into care.notes.body'],
  ])('%s: %s', (sql, words) => expect(outcome(sql, TRUSTS)).toContain(words));
  test('by each mask that fires', () => {
    const sql = 'SELECT care.shout(city) FROM people';
    expect(outcome(sql, [...TRUSTS, { members: ['c.age'] }])).toContain('builds statements');
    expect(outcome(sql, [...TRUSTS, { members: ['c.age'], trusts: ['care.shout'] }])).toBe('all pass');
  });
  test('the refusal says what could be trusted', () => {
    expect(judge('SELECT other.shout(city), care.shout(city) FROM people', TRUSTS).refusal).toMatchObject({
      hint: expect.stringContaining('`trusts other.shout`') as unknown,
      cause: { channel: 'lineage', via: 'other.shout' },
      detail: 'Rule mask_0 masks it for you: Minimum necessary',
    });
  });
});

describe('reveals', () => {
  const REVEALS: readonly Terms[] = [
    { trusts: ['care.band'], reveals: ['care.band', 'pg_catalog.length', 'pg_catalog.max', 'pg_catalog.date_part'] },
  ];
  test.each([
    ['SELECT care.band(birth), count(*) FROM people GROUP BY 1 ORDER BY 1', 'all pass'],
    ['SELECT care.band(birth)::text AS b FROM people WHERE care.band(birth) IN ($1, $2)', 'all pass'],
    ['SELECT b FROM (SELECT care.band(birth) AS b FROM people) s WHERE b LIKE $1', 'all pass'],
    ["SELECT date_part('year', birth) FROM people", 'all pass'],
    ['SELECT max(age) FROM people', 'all pass'],
    ['SELECT pg_catalog.length(ssn), ssn FROM people', 'pass, mask'],
    ['INSERT INTO notes (body) SELECT care.band(birth) FROM people', 'all pass'],
    // Only what the function makes of the column itself.
    ['SELECT pg_catalog.length(upper(ssn)) FROM people', 'redact'],
    ['SELECT upper(care.band(birth)) FROM people', 'redact'],
    ['SELECT care.band(birth) || ssn FROM people', 'redact'],
    ['SELECT coalesce(care.band(birth), ssn) FROM people', 'mask'],
    ['SELECT coalesce(pg_catalog.length(ssn)::text, upper(ssn)) FROM people', 'redact'],
    ['SELECT max(age) FILTER (WHERE ssn = $1) FROM people', 'redact'],
    ['SELECT CASE WHEN ssn = $1 THEN care.band(birth) END FROM people', 'redact'],
  ])('%s: %s', (sql, columns) => expect(outcome(sql, REVEALS)).toBe(columns));
  test.each([
    ['SELECT id FROM people WHERE upper(care.band(birth)) = $1', 'cannot be used'],
    ['SELECT id FROM people ORDER BY pg_catalog.length(upper(ssn))', 'cannot be used'],
    ['SELECT id FROM people WHERE ssn < $1 AND pg_catalog.length(ssn) = 2', 'by range'],
    ['SELECT min(age) FROM people', 'by range (min(…))'],
    ['SELECT id FROM people WHERE care.band(birth) = ssn', 'cannot be used'],
  ])('%s: %s', (sql, words) => expect(outcome(sql, REVEALS)).toContain(words));
  test('by each mask on the column', () => {
    const sql = 'SELECT pg_catalog.length(ssn) FROM people';
    expect(outcome(sql, [...REVEALS, {}])).toBe('redact');
    expect(outcome(sql, [...REVEALS, { members: ['c.age'] }])).toBe('all pass');
  });
  test('an opaque function must be trusted as well', () => {
    expect(outcome('SELECT care.band(birth) FROM people', [{ reveals: ['care.band'] }])).toContain('builds statements');
  });
});

test.each([
  "CREATE FUNCTION care.band(text) RETURNS text LANGUAGE sql AS 'SELECT ssn FROM care.people'",
  'ALTER FUNCTION other.shout(text) SET SCHEMA care',
  'ALTER FUNCTION other.shout(text) RENAME TO band',
  'ALTER SCHEMA other RENAME TO care2',
  'CREATE AGGREGATE care.band (text) (SFUNC = textcat, STYPE = text)',
  'CREATE EXTENSION pgcrypto',
])('names that decide cannot get another meaning: %s', (sql) => {
  expect(judge(sql, [{ trusts: ['care.band'] }]).action).toBe('refuse');
  expect(judge(sql, [{ reveals: ['care.band'] }]).action).toBe('refuse');
});
