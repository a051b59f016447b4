// What the gateway does about statements of an identity for whom data is masked, and about others.
import { beforeAll, expect, test } from 'vitest';
import type { Decision } from '../../../compiler/abi/decision.ts';
import type { PolicyMetadata } from '../../../compiler/abi/metadata.ts';
import { ROW_OPERATION } from '../../../compiler/abi/rows.ts';
import { analyzeQuery, prepareAnalysis } from '../analysis/analyze-query.ts';
import { indexCatalog } from '../analysis/catalog-index.ts';
import type { Catalog } from '../analysis/catalog-index.ts';
import { catalogFromDdl } from '../analysis/ddl-catalog.ts';
import type { StatementFacts } from '../analysis/facts.ts';
import { ORACLE_DDL } from '../analysis/testing-queries.ts';
import { enforce } from './enforce.ts';
import type { ColumnEnforcement, Enforcement } from './enforcement.ts';
import { planResult } from './plan-result.ts';
import { testMaskRule, testMetadata } from './testing-metadata.ts';

const MEMBERS = ['phi.ssn', 'phi.mrn', 'phi.name', 'phi.birth', 'phi.clear', 'phi.also'];
const COLUMNS: readonly RegExp[] = [
  /\.ssn$/,
  /\.mrn$/,
  /\.(first|last)_name$/,
  /\.date_of_birth$/,
  /\.zip$/,
  /^clinical\.people\.ssn$/,
];
const members = (column: string): readonly number[] =>
  COLUMNS.flatMap((pattern, index) => (pattern.test(column) ? [index] : []));

const METADATA = testMetadata(MEMBERS, {
  rules: [testMaskRule('nurses', { members: MEMBERS })],
  transforms: [{ kind: 'keep_last', count: 4 }, { kind: 'pseudonym' }, { kind: 'redact' }, { kind: 'year' }],
});

const mask = (member: string, transform: string): Decision['masks'][number] => ({ member, transform, rule: 'nurses' });
const MASKED: Decision = {
  effect: 'allow',
  decided_by: null,
  reason: 'the policy allows by default',
  rules: ['nurses'],
  doc: '',
  approvals: [],
  masks: [
    mask('phi.ssn', 'keep last 4'),
    mask('phi.mrn', 'pseudonym'),
    mask('phi.name', 'redact'),
    mask('phi.birth', 'year'),
    mask('phi.also', 'redact'),
  ],
};
const CLEAR: Decision = { ...MASKED, masks: [], rules: [] };

let catalog: Catalog;
beforeAll(async () => {
  await prepareAnalysis();
  catalog = indexCatalog(catalogFromDdl([{ file: 'clinic.sql', text: ORACLE_DDL }]).value!);
});

const factsOf = (sql: string): StatementFacts =>
  analyzeQuery(sql, catalog, { searchPath: ['clinical'], prepared: new Map(), cursors: new Map() }).at(-1)!;

const judge = (sql: string, decision = MASKED): Enforcement =>
  enforce({ decision, facts: factsOf(sql), members, metadata: METADATA });

const print = (column: ColumnEnforcement): string => {
  if (column.kind === 'pass') return 'pass';
  return column.kind === 'mask' ? `${column.member} ${column.transform.kind}` : `redact ${column.members.join('+')}`;
};

test.each<readonly [string, string]>([
  ['SELECT id, ssn FROM patients', 'pass, phi.ssn keep_last'],
  ['SELECT * FROM (SELECT ssn AS x FROM patients) s', 'phi.ssn keep_last'],
  ['SELECT upper(ssn), ssn || mrn FROM patients', 'redact phi.ssn, redact phi.mrn+phi.ssn'],
  ['SELECT p FROM patients p', 'redact phi.birth+phi.mrn+phi.name+phi.ssn'],
  ['SELECT coalesce(ssn, $$-$$) FROM patients', 'phi.ssn keep_last'],
  ['SELECT coalesce(ssn, mrn) FROM patients', 'redact phi.mrn+phi.ssn'],
  ['SELECT first_name FROM patients UNION ALL SELECT last_name FROM patients', 'phi.name redact'],
  ['SELECT count(ssn), ssn IS NULL FROM patients GROUP BY ssn', 'none'],
  ['SELECT number FROM visible_patients', 'phi.ssn keep_last'],
  ['SELECT full_name FROM names', 'redact phi.name'],
  ['SELECT ssn FROM ONLY people', 'phi.also redact'],
  ['SELECT ssn FROM people', 'redact phi.also+phi.ssn'],
  ['SELECT ssn FROM staff', 'redact phi.also+phi.ssn'],
  ['WITH d AS (DELETE FROM patients RETURNING ssn) SELECT ssn FROM d', 'phi.ssn keep_last'],
  ['SELECT zip FROM patients', 'none'],
  ['PREPARE s AS SELECT ssn FROM patients; EXECUTE s', 'phi.ssn keep_last'],
])('%s: %s', (sql, expected) => {
  const { action, columns } = judge(sql);
  expect([action, columns?.map(print).join(', ') ?? 'none']).toEqual(['forward', expected]);
});

test.each<readonly [string, string]>([
  [
    "SELECT id FROM patients WHERE ssn LIKE '1%'",
    'clinical.patients.ssn (phi.ssn) is masked for you and cannot be searched by pattern (LIKE)',
  ],
  ["SELECT id FROM patients WHERE ssn < '5'", 'cannot be compared by range (… < …)'],
  ['SELECT id FROM patients ORDER BY ssn', 'cannot be sorted by'],
  ["SELECT id FROM patients WHERE left(ssn, 1) = '5'", 'cannot be used in this expression (left(…))'],
  ['SELECT ssn::int FROM patients', 'cannot be used in this expression (cast to int4)'],
  ['UPDATE doctors SET ward = ssn FROM patients', 'cannot be copied into clinical.doctors.ward'],
  ['CREATE TABLE x AS SELECT ssn FROM patients', 'cannot be copied into a new relation'],
  ['SELECT built(ssn) FROM patients', 'the function clinical.built builds statements'],
  ["SELECT query_to_xml('select 1', true, true, '')", 'reads, runs or changes'],
  ['SELECT * FROM nowhere', 'the relation nowhere is not in the catalog'],
  ["COPY patients TO STDOUT (ENCODING 'latin1')", 'its rows have to be UTF8'],
  ['EXPLAIN ANALYZE SELECT ssn FROM patients', 'memory and disk that are used depend on its values'],
  ["EXPLAIN (COSTS off) SELECT 1 FROM patients WHERE ssn = '1'", 'the plan is chosen by statistics of its values'],
  ['EXPLAIN (COSTS off, BUFFERS) SELECT ssn FROM patients', 'estimates depend on its values'],
  ['EXPLAIN SELECT ssn FROM patients', 'EXPLAIN of a statement that reads clinical.patients.ssn (phi.ssn)'],
  ['SELECT * FROM pg_stats', 'not in the catalog'],
  ['DROP TABLE doctors', 'DROP is refused'],
  ['selec', 'cannot be parsed'],
  ['DO $$begin end$$', 'not looked into'],
  ['EXECUTE unheard', 'not known'],
  [
    'SELECT notes FROM patients p JOIN encounters e ON p.ssn = e.doctor',
    'clinical.patients.ssn (phi.ssn) is masked for you and cannot be compared with clinical.encounters.doctor, which is not',
  ],
  ['SELECT 1 FROM patients WHERE (ssn, mrn) = (first_name, zip)', 'compared with clinical.patients.zip'],
  ['SELECT 1 FROM visible_patients v JOIN doctors d ON v.number = d.ward', 'compared with clinical.doctors.ward'],
  ['SELECT 1 FROM names n, doctors d WHERE n.id = d.id AND full_name = ward', 'cannot be used in this expression'],
  ['SELECT 1 FROM people p, patients q WHERE p.ssn = q.zip', 'compared with clinical.patients.zip'],
  ['SELECT 1 FROM patients WHERE ssn IN ($1, coalesce(mrn, zip))', 'compared with clinical.patients.zip'],
])('%s is refused: %s', (sql, message) => {
  const { action, refusal, hideServerText } = judge(sql);
  expect({ action, hideServerText, source: refusal?.source }).toEqual({
    action: 'refuse',
    hideServerText: true,
    source: 'contract',
  });
  expect(refusal?.message).toContain(message);
});

test.each([
  "SELECT id FROM patients WHERE ssn = '1'",
  'SELECT id FROM patients WHERE ssn IN ($1, $2) OR mrn IS NULL',
  'SELECT ssn, count(*) FROM patients GROUP BY ssn',
  'COPY doctors TO STDOUT',
  'COPY patients TO STDOUT (FORMAT csv, HEADER)',
  'EXPLAIN (COSTS off, VERBOSE) SELECT ssn FROM patients',
  'EXPLAIN ANALYZE SELECT ward FROM doctors',
  'BEGIN',
  'SET statement_timeout = 1',
  "UPDATE patients SET ssn = '1' WHERE id = 2",
  'EXPLAIN SELECT ward FROM doctors',
  'SELECT 1 FROM patients p JOIN patients q ON p.ssn = q.mrn JOIN audited a ON a.ssn = p.ssn',
  'SELECT 1 FROM visible_patients v JOIN patients p ON v.number = p.ssn',
  'SELECT 1 FROM nested_view GROUP BY number, notes',
  'SELECT 1 FROM people NATURAL JOIN staff',
  'SELECT ssn FROM patients_2024 INTERSECT SELECT ssn FROM patients_by_year',
  'SELECT 1 FROM patients p JOIN encounters e ON p.id = e.patient_id AND e.doctor = e.notes',
])('%s is forwarded', (sql) => {
  expect(judge(sql)).toMatchObject({ action: 'forward', refusal: null });
});

test.each<readonly [string, string]>([
  ['clinical.people.ssn', 'forward'],
  ['clinical.staff.ssn', 'refuse'],
])('rows of a table and of those that inherit from it, with %s masked: %s', (column, action) => {
  const only = (name: string): readonly number[] => (name === column ? [0] : []);
  const facts = factsOf('SELECT count(*) FROM people p JOIN staff s ON p.ssn = s.ssn GROUP BY p.ssn');
  expect(enforce({ decision: MASKED, facts, members: only, metadata: METADATA }).action).toBe(action);
});

test('a refusal says which rule, where, and what would be allowed', () => {
  expect(judge("SELECT 'é', id FROM patients WHERE zip = '1' AND ssn ~ '^5'").refusal).toEqual({
    source: 'contract',
    rule: 'nurses',
    message:
      'clinical.patients.ssn (phi.ssn) is masked for you and cannot be searched by pattern (… ~ …), at line 1, column 50',
    detail: 'Rule nurses masks it for you: Minimum necessary',
    hint: 'Allowed on this column: = and IN with up to 100 constants, IS NULL, equi-joins with masked columns, GROUP BY.',
    position: 50,
    cause: {
      channel: 'predicate',
      column: 'clinical.patients.ssn',
      member: 'phi.ssn',
      via: '… ~ …',
      line: 1,
      lineColumn: 50,
    },
  });
  expect(judge('SELECT id\n  FROM patients\n  ORDER BY ssn').refusal).toMatchObject({
    message: 'clinical.patients.ssn (phi.ssn) is masked for you and cannot be sorted by, at line 3, column 12',
    position: 38,
  });
});

test.each<readonly [string, string, number]>([
  ['SELECT id,\n  nowhere\nFROM patients', 'line 2, column 3', 14],
  ['SELECT id FROM patients\nJOIN nowhere USING (id)', 'line 2, column 6', 30],
  ["SELECT 'é',\n own_upper(unheard(ssn)) FROM patients", 'line 2, column 12', 24],
  ['SELECT 1 FROM patients WHERE\n\n(', 'line 3, column 2', 32],
])('what is not understood has a place: %s', (sql, where, position) => {
  const { refusal } = judge(sql);
  expect(refusal?.message).toMatch(new RegExp(`, at ${where}$`));
  expect(refusal?.position).toBe(position);
});

test('no refusal quotes a constant of the statement', () => {
  for (const sql of [
    "SELECT id FROM patients WHERE ssn LIKE '123-45-6789'",
    "SELECT id FROM patients WHERE substr(ssn, 1, 3) || 'x123-45-6789' = '123-45-6789'",
    "SELECT '123-45-6789' '123-45-6789' FROM '123-45-6789'",
    "SELECT built('123-45-6789') FROM patients",
    "UPDATE doctors SET ward = ssn || '123-45-6789' FROM patients",
  ]) {
    const { refusal } = judge(sql);
    expect(refusal).not.toBeNull();
    expect(JSON.stringify(refusal)).not.toContain('45');
  }
});

test('without a mask only the effect counts', () => {
  expect(judge("SELECT own_upper(ssn) FROM patients WHERE ssn LIKE '1%'", CLEAR)).toEqual({
    action: 'forward',
    refusal: null,
    columns: null,
    hideServerText: false,
  });
  expect(judge('DROP TABLE patients', { ...CLEAR, effect: 'approve' }).action).toBe('hold');
  expect(judge('SET client_encoding = latin1', CLEAR)).toMatchObject({
    action: 'refuse',
    refusal: { source: 'contract' },
  });
});

test('a block of the policy comes first, then the contract, then approval', () => {
  const block: Decision = { ...MASKED, effect: 'block', decided_by: 'no_drops', reason: 'Not here' };
  expect(judge('SELECT id FROM patients ORDER BY ssn', block).refusal).toMatchObject({
    source: 'policy',
    rule: 'no_drops',
    message: 'blocked by policy rule no_drops: Not here',
  });
  expect(
    judge('SELECT 1', { ...block, decided_by: null, reason: 'the policy blocks by default' }).refusal?.message,
  ).toBe('blocked: the policy blocks by default');
  expect(judge('SELECT id FROM patients ORDER BY ssn', { ...MASKED, effect: 'approve' }).action).toBe('refuse');
  expect(judge('SELECT ssn FROM patients', { ...MASKED, effect: 'approve' })).toMatchObject({
    action: 'hold',
    columns: [{ kind: 'mask' }],
  });
});

test('what the default blocks says which rules ask for approval instead', () => {
  const [rule] = METADATA.rules;
  const terms = { rule: 'bulk', group: 'office', count: 2, within_ms: 1, grant_ms: null, needs_reason: false };
  const asks = { ...rule!, name: 'bulk', kind: 'approve' as const, mask: null, approval: terms };
  const withApproval: PolicyMetadata = {
    ...METADATA,
    rules: [
      ...METADATA.rules,
      { ...asks, events: ['postgres.statement'] },
      { ...asks, name: 'ssh', events: ['ssh.exec'] },
    ],
  };
  const hintOf = (decided_by: string | null, metadata: PolicyMetadata): string | undefined =>
    enforce({ decision: { ...CLEAR, effect: 'block', decided_by }, facts: factsOf('SELECT 1'), members, metadata })
      .refusal?.hint;
  expect(hintOf(null, withApproval)).toBe('Some statements can be approved: rule bulk asks 2 of office.');
  expect(hintOf(null, METADATA)).toBe('');
  expect(hintOf('no_drops', withApproval)).toBe('');
});

test.each<readonly [string, boolean]>([
  ['SELECT ward FROM doctors', false],
  ['SELECT ssn FROM patients', true],
  ["SELECT 1 FROM patients WHERE ssn = '1'", true],
  ["INSERT INTO doctors VALUES ('a')", true],
  ['COMMIT', true],
])('%s: the server text is hidden: %s', (sql, hidden) => {
  expect(judge(sql).hideServerText).toBe(hidden);
});

const field = (name: string, relationOid: number, attribute: number, typeOid = 25) => ({
  name,
  relationOid,
  attribute,
  typeOid,
});

test('a result is planned when it is what was expected', () => {
  const sql = 'SELECT id, ssn, upper(mrn) FROM patients';
  const oid = catalog.relation('clinical', 'patients')!.oid;
  const plan = (fields: readonly ReturnType<typeof field>[]) =>
    planResult({ enforcement: judge(sql), facts: factsOf(sql), fields, formats: [0] });
  const good = [field('id', oid, 1, 23), field('ssn', oid, 2), field('upper', 0, 0)];
  expect(plan(good)).toEqual({
    kind: 'mask',
    operations: [
      { operation: ROW_OPERATION.pass, count: 0, constant: '' },
      { operation: ROW_OPERATION.keepLast, count: 4, constant: '' },
      { operation: ROW_OPERATION.constant, count: 0, constant: '[phi.mrn]' },
    ],
  });
  expect(plan(good.slice(1)).kind).toBe('mismatch');
  expect(plan([good[0]!, field('ssn', oid, 3), good[2]!]).kind).toBe('mismatch');
  expect(plan([good[0]!, field('ssn', oid + 1, 2), good[2]!]).kind).toBe('mismatch');
  expect(plan([field('id', 0, 0), good[1]!, good[2]!]).kind).toBe('mismatch');
});

test('a result without masked columns passes, and is checked all the same', () => {
  const sql = 'SELECT ward FROM doctors';
  const oid = catalog.relation('clinical', 'doctors')!.oid;
  const input = { enforcement: judge(sql), facts: factsOf(sql), formats: [] };
  expect(planResult({ ...input, fields: [field('ward', oid, 2)] })).toEqual({ kind: 'none' });
  expect(planResult({ ...input, fields: [field('ward', oid + 1, 2)] }).kind).toBe('mismatch');
  expect(planResult({ ...input, fields: [] }).kind).toBe('mismatch');
});
