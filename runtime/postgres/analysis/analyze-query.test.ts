// Lineage statement by statement, the facts that policies speak of, and texts that mean harm.
import { beforeAll, expect, test } from 'vitest';
import { analyzeQuery, prepareAnalysis } from './analyze-query.ts';
import { indexCatalog } from './catalog-index.ts';
import type { Catalog } from './catalog-index.ts';
import { catalogFromDdl } from './ddl-catalog.ts';
import type { AnalysisContext, StatementFacts } from './facts.ts';
import { GRAMMAR_CASES } from './testing-grammar.ts';
import { LINEAGE_CASES } from './testing-lineage.ts';
import { ORACLE_DDL } from './testing-queries.ts';

const CONTEXT: AnalysisContext = { searchPath: ['clinical', 'public'], prepared: new Map(), cursors: new Map() };
let catalog: Catalog;

beforeAll(async () => {
  await prepareAnalysis();
  const { value } = catalogFromDdl([{ file: 'clinic.sql', text: ORACLE_DDL }]);
  catalog = indexCatalog(value!);
});

const analyze = (sql: string, context = CONTEXT): readonly StatementFacts[] => analyzeQuery(sql, catalog, context);
const last = (sql: string): StatementFacts => analyze(sql).at(-1)!;
const short = (column: string): string => column.replace('clinical.', '');
const MARKS = { direct: '', derived: '~', presence: '?' };

const printOutputs = ({ outputs }: StatementFacts): string =>
  outputs === null
    ? 'null'
    : outputs
        .map((output) => output.sources.map((from) => MARKS[from.how] + short(from.column)).join('+') || '-')
        .join(', ');

const printUses = ({ uses }: StatementFacts): string =>
  uses
    .map((use) => `${use.how} ${short(use.column)}${use.into === '' ? '' : `>${short(use.into)}`}`)
    .toSorted()
    .join(', ');

test.each(
  [...LINEAGE_CASES, ...GRAMMAR_CASES].map(([statement, outputs, uses, because]) => ({
    statement,
    outputs,
    uses,
    because,
  })),
)('$statement', ({ statement, outputs, uses, because }) => {
  const facts = last(statement);
  expect([printOutputs(facts), printUses(facts), facts.unanalyzedBecause ?? undefined]).toEqual([
    outputs,
    uses,
    because,
  ]);
  expect(facts.analyzed).toBe(because === undefined);
});

test('facts say what policies ask', () => {
  const facts = last(
    'SELECT p.ssn, upper(e.notes) FROM patients p JOIN encounters e ON e.patient_id = p.id WHERE p.zip = $1 ORDER BY e.id LIMIT 5',
  );
  expect(facts).toMatchObject({
    command: 'SELECT',
    category: 'read',
    relations: ['clinical.encounters', 'clinical.patients'],
    reads: [
      'encounters.id',
      'encounters.notes',
      'encounters.patient_id',
      'patients.id',
      'patients.ssn',
      'patients.zip',
    ].map((name) => `clinical.${name}`),
    filtersOn: ['encounters.id', 'encounters.patient_id', 'patients.id', 'patients.zip'].map(
      (name) => `clinical.${name}`,
    ),
    returns: ['clinical.encounters.notes', 'clinical.patients.ssn'],
    functions: ['pg_catalog.upper'],
    filtered: true,
    limit: 5,
    hazard: null,
  });
});

test.each([
  ['SELECT 1 FROM patients WHERE true', false],
  ['SELECT 1 FROM patients WHERE 1 = 1 OR id = 3', false],
  ['SELECT 1 FROM patients WHERE id = id', false],
  ['SELECT 1 FROM patients WHERE NOT (id <> id)', false],
  ['SELECT 1 FROM patients WHERE id IS NOT NULL', false],
  ['SELECT 1 FROM patients WHERE EXISTS (SELECT 1)', false],
  ['SELECT 1 FROM patients WHERE random() < 2', false],
  ["SELECT 1 FROM patients WHERE now() > '2000-01-01'", false],
  ['SELECT 1 FROM patients WHERE coalesce(true)', false],
  ['SELECT 1 FROM patients WHERE $1', false],
  ["SELECT 1 FROM patients WHERE zip LIKE '%'", false],
  ["SELECT 1 FROM patients WHERE zip LIKE '9%'", true],
  ['SELECT 1 FROM patients WHERE id = 3 OR random() < 2', false],
  ['SELECT 1 FROM patients WHERE id = 3 AND random() < 2', true],
  ['SELECT 1 FROM patients WHERE id = $1', true],
  ['SELECT 1 FROM patients WHERE zip IS NULL', true],
  ['SELECT 1 FROM patients p WHERE EXISTS (SELECT 1 FROM doctors d WHERE d.id = p.id)', true],
  ['SELECT 1 FROM patients WHERE id = 3', true],
  ['DELETE FROM patients', false],
  ['DELETE FROM patients WHERE id = 3', true],
  ['SELECT 1 FROM patients WHERE id = 3 UNION SELECT 2 FROM patients', false],
  ['WITH d AS (DELETE FROM patients WHERE id = 3 RETURNING id) SELECT id FROM d WHERE id = 3', true],
  ['WITH d AS (DELETE FROM patients RETURNING id) SELECT id FROM d WHERE id = 3', false],
  ['WITH d AS (DELETE FROM patients WHERE id = 3 RETURNING id) SELECT id FROM d', false],
  ['EXPLAIN ANALYZE DELETE FROM patients', false],
])('%s: filtered is %s', (sql, filtered) => {
  expect(last(sql).filtered).toBe(filtered);
});

test.each([
  ['DROP TABLE clinical.patients', 'DROP', 'schema', ['clinical.patients']],
  ['ALTER TABLE patients ADD x int', 'ALTER', 'schema', ['clinical.patients']],
  ['CREATE TABLE fresh (a int)', 'CREATE', 'schema', ['clinical.fresh']],
  ['TRUNCATE patients, doctors', 'TRUNCATE', 'write', ['clinical.doctors', 'clinical.patients']],
  ['GRANT SELECT ON patients TO x', 'GRANT', 'privilege', ['clinical.patients']],
  ['BEGIN', 'BEGIN', 'transaction', []],
  ['ROLLBACK TO a', 'ROLLBACK', 'transaction', []],
  ['SET x.y = 1', 'SET', 'session', []],
  ['VACUUM patients', 'VACUUM', 'other', ['clinical.patients']],
  ['VALUES (1)', 'VALUES', 'read', []],
  ['  -- nothing', 'EMPTY', 'other', []],
  ['selec 1', 'UNKNOWN', 'other', []],
  ['CREATE ROLE x', 'CREATE', 'privilege', []],
])('%s is %s, %s', (sql, command, category, relations) => {
  expect(last(sql)).toMatchObject({ command, category, relations });
});

// What a read-only transaction of PostgreSQL refuses is no read, whatever its outermost command is.
test.each([
  ['SELECT 1 FROM patients', 'SELECT', 'read', ['SELECT']],
  ['SELECT id INTO copied FROM patients', 'SELECT', 'schema', ['CREATE', 'SELECT']],
  ['CREATE TABLE copied AS SELECT id FROM patients', 'CREATE', 'schema', ['CREATE']],
  ['LOCK TABLE patients', 'LOCK', 'write', ['LOCK']],
  ['WITH d AS (DELETE FROM patients RETURNING id) SELECT id FROM d', 'SELECT', 'write', ['DELETE', 'SELECT']],
  [
    'WITH a AS (WITH b AS (INSERT INTO doctors (id) VALUES (1) RETURNING id) SELECT id FROM b) SELECT id FROM a',
    'SELECT',
    'write',
    ['INSERT', 'SELECT'],
  ],
  [
    'WITH u AS (UPDATE patients SET zip = 1 RETURNING id) DELETE FROM doctors WHERE id IN (SELECT id FROM u)',
    'DELETE',
    'write',
    ['DELETE', 'UPDATE'],
  ],
  ['SELECT id FROM patients FOR UPDATE', 'SELECT', 'write', ['SELECT']],
  ['SELECT id FROM (SELECT id FROM patients FOR KEY SHARE) AS p', 'SELECT', 'write', ['SELECT']],
  ["SELECT pg_catalog.setval('s', 1)", 'SELECT', 'write', ['SELECT']],
  ["SELECT nextval('s')", 'SELECT', 'write', ['SELECT']],
  ['EXPLAIN DELETE FROM patients', 'EXPLAIN', 'read', ['EXPLAIN']],
  ['EXPLAIN ANALYZE DELETE FROM patients', 'EXPLAIN', 'write', ['DELETE', 'EXPLAIN']],
  ['EXPLAIN (BUFFERS, ANALYZE) DELETE FROM patients', 'EXPLAIN', 'write', ['DELETE', 'EXPLAIN']],
  ['EXPLAIN ANALYZE SELECT 1', 'EXPLAIN', 'read', ['EXPLAIN', 'SELECT']],
  [
    'EXPLAIN ANALYZE WITH d AS (DELETE FROM patients RETURNING id) SELECT id FROM d',
    'EXPLAIN',
    'write',
    ['DELETE', 'EXPLAIN', 'SELECT'],
  ],
  ['PREPARE p AS DELETE FROM patients', 'PREPARE', 'session', ['PREPARE']],
  ['PREPARE p AS DELETE FROM patients; EXECUTE p', 'EXECUTE', 'write', ['DELETE', 'EXECUTE']],
  [
    'COPY (WITH d AS (DELETE FROM patients RETURNING id) SELECT id FROM d) TO STDOUT',
    'COPY',
    'write',
    ['COPY', 'DELETE'],
  ],
])('%s is %s, and does %s with %j', (sql, command, category, commands) => {
  expect(last(sql)).toMatchObject({ command, category, commands });
});

test.each([
  'SELECT * FROM pg_catalog.pg_stats',
  'CREATE TEMP TABLE patients (ssn text)',
  "SELECT set_config('enable_sort', 'off', false)",
  "SELECT set_config('client_encoding', 'latin1', false)",
  'SELECT set_config($1, $2, false)',
  "SELECT set_config('role', 'x', false)",
  "SELECT set_config('app.patient', ssn, false) FROM patients",
  'SET auto_explain.log_level = notice',
  'SET session_replication_role = replica',
  'SET client_min_messages = debug1',
  'SET LOCAL enable_hashagg = off',
  'SET work_mem = 64',
  "LOAD 'x'",
  'CLUSTER patients USING i',
  "COPY doctors FROM '/x'",
  "COPY doctors TO PROGRAM 'x'",
  'DROP VIEW visible_patients',
])('%s is a hazard under masks', (sql) => {
  expect(last(sql).analyzed && last(sql).hazard === null).toBe(false);
});

test.each([
  'SET client_encoding = latin1',
  "SET NAMES 'latin1'",
  'RESET client_encoding',
  'SET standard_conforming_strings = off',
])('%s is refused for everybody', (sql) => {
  expect(last(sql).hazard?.always).toBe(true);
});

test.each([
  'SET client_encoding = utf8',
  "SET DateStyle = 'German'",
  'SET ROLE x',
  'SET SESSION AUTHORIZATION x',
  "SELECT set_config('search_path', '', false)",
  "SELECT set_config('app.tenant', $1, true)",
  'SET app.tenant = 7',
  'RESET work_mem',
  'SET search_path = clinical',
  'SET statement_timeout = 0',
  'SET LOCAL lock_timeout = 1000',
  'SET TRANSACTION ISOLATION LEVEL SERIALIZABLE',
  'RESET ALL',
  'DISCARD ALL',
  'SHOW search_path',
  'LISTEN x',
  'NOTIFY x',
  'VACUUM patients',
  'SAVEPOINT a',
])('%s is harmless', (sql) => {
  expect(last(sql)).toMatchObject({ analyzed: true, hazard: null });
});

test('positions are byte offsets in the statement, and statements know where they start', () => {
  const [first, second] = analyze("SELECT 'é😀';  SELECT ssn FROM patients");
  expect(first).toMatchObject({ text: "SELECT 'é😀'", start: 0 });
  expect(second).toMatchObject({ text: 'SELECT ssn FROM patients', start: 14 });
  expect(second?.outputs?.[0]?.sources[0]?.position).toBe(7);
});

test('a view is charged for the columns that are named, not for the others', () => {
  const text = `${ORACLE_DDL} CREATE VIEW clinical.mixed AS SELECT id, own_upper(ssn) AS opaque, max(mrn) OVER () AS top FROM clinical.patients;`;
  const { value } = catalogFromDdl([{ file: 'mixed.sql', text: text.replace('own_upper(ssn) AS', 'ssn::int AS') }]);
  const mixed = indexCatalog(value!);
  expect(printUses(analyzeQuery('SELECT id FROM mixed', mixed, CONTEXT)[0]!)).toBe('');
  expect(printUses(analyzeQuery('SELECT opaque FROM mixed', mixed, CONTEXT)[0]!)).toBe('expression patients.ssn');
  expect(printUses(analyzeQuery('SELECT * FROM mixed', mixed, CONTEXT)[0]!)).toBe(
    'expression patients.ssn, range patients.mrn',
  );
});

test('many equalities are an enumeration', () => {
  const ors = (count: number): string => Array.from({ length: count }, (_, index) => `ssn = '${index}'`).join(' OR ');
  expect(new Set(last(`SELECT 1 FROM patients WHERE ${ors(100)}`).uses.map((use) => use.how))).toEqual(
    new Set(['equality']),
  );
  expect(new Set(last(`SELECT 1 FROM patients WHERE ${ors(101)}`).uses.map((use) => use.how))).toEqual(
    new Set(['expression']),
  );
  const whens = Array.from({ length: 101 }, (_, index) => `WHEN '${index}' THEN 1`).join(' ');
  expect(last(`SELECT CASE ssn ${whens} END FROM patients`).uses.map((use) => use.how)).toEqual(['expression']);
});

test('PREPARE, DECLARE, EXECUTE and FETCH carry the lineage of their query', () => {
  const prepared = last('PREPARE s AS SELECT ssn FROM patients WHERE id = $1');
  expect(prepared).toMatchObject({ command: 'PREPARE', outputs: null, defines: { kind: 'prepared', name: 's' } });
  const context = {
    ...CONTEXT,
    prepared: new Map([['s', prepared.defines!.facts]]),
    cursors: new Map([['c', prepared.defines!.facts]]),
  };
  expect(printOutputs(analyze('EXECUTE s(1)', context)[0]!)).toBe('patients.ssn');
  expect(printOutputs(analyze('FETCH ALL FROM c', context)[0]!)).toBe('patients.ssn');
  expect(analyze('MOVE 1 FROM c', context)[0]).toMatchObject({ command: 'MOVE', outputs: null });
  const elsewhere = analyze('EXECUTE s(1)', { ...context, searchPath: ['public'] })[0];
  expect(elsewhere?.analyzed).toBe(false);
});

test('the cache tells search paths apart and gives the same value again', () => {
  expect(analyze('SELECT ssn FROM patients')).toBe(analyze('SELECT ssn FROM patients'));
  expect(analyze('SELECT ssn FROM patients', { ...CONTEXT, searchPath: ['public'] })[0]?.analyzed).toBe(false);
});

const deep = (open: string, close: string, count: number): string =>
  `SELECT ${open.repeat(count)}1${close.repeat(count)}`;

test('a text that breaks the parser is refused for everybody, and the parser lives on', async () => {
  const hostile = [
    `SELECT 1${'+1'.repeat(30_000)}`,
    deep('(SELECT ', ')', 3000),
    deep('(', ')', 50_000),
    `SELECT 1${' UNION SELECT 1'.repeat(30_000)}`,
    'SELECT 1;\0DROP TABLE patients',
    'SELECT \ud800',
    `SELECT '${'x'.repeat(5_000_000)}'`,
  ];
  for (const text of hostile) {
    expect(analyze(text)).toMatchObject([{ command: 'UNKNOWN', analyzed: false, hazard: { always: true } }]);
    await prepareAnalysis();
    expect(printOutputs(last('SELECT ssn FROM patients /* again */'))).toBe('patients.ssn');
  }
  for (let round = 0; round < 40; round += 1) analyze(`SELECT ${round}${'+1'.repeat(30_000)}`);
  await prepareAnalysis();
  expect(printOutputs(last('SELECT ssn FROM patients /* and again */'))).toBe('patients.ssn');
}, 60_000);

test('large and odd texts are read or refused, never thrown at', () => {
  expect(last(`SELECT id FROM patients WHERE id IN (${'1,'.repeat(100_000)}1)`).analyzed).toBe(true);
  expect(last(`SELECT '${'x'.repeat(1 << 20)}', ssn FROM patients`).outputs).toHaveLength(2);
  expect(analyze(`SELECT 1${' AND true'.repeat(5000)}`)).toHaveLength(1);
  expect(analyze('')).toMatchObject([{ command: 'EMPTY', analyzed: true }]);
  expect(analyze(';;')).toMatchObject([{ command: 'EMPTY' }]);
  for (const text of ['\u0001', '$$', "'", '/*', 'SELECT U&"\\0061"', '\\d', '{}'])
    expect(analyze(text)).toHaveLength(1);
});

test('what CASCADE truncates is not known', () => {
  expect(last('TRUNCATE patients').analyzed).toBe(true);
  expect(last('TRUNCATE patients CASCADE')).toMatchObject({ analyzed: false, category: 'write' });
});
