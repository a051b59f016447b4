// What the server says when something fails: values quoted in messages, and failures that happen or not by a protected value.
// Cases only; nothing here runs.
import { attacks, type Attack, type Control, type LeakCase } from '../leak-case.ts';
import { statements } from './shorthands.ts';

const QUOTED = statements('errors', [
  [
    'casts that quote a value',
    [
      'SELECT ssn::text::int FROM care.patients WHERE id = 1',
      'SELECT mrn::date FROM care.patients WHERE id = 2',
      'SELECT full_name::uuid FROM care.patients WHERE id = 1',
      'SELECT mrn::boolean FROM care.patients WHERE id = 1',
      'SELECT zip::inet FROM care.patients WHERE id = 1',
      'SELECT full_name::json FROM care.patients WHERE id = 1',
      'SELECT full_name::care.severity FROM care.patients WHERE id = 1',
      'SELECT mrn::interval FROM care.patients WHERE id = 1',
      'SELECT full_name::regclass FROM care.patients WHERE id = 1',
    ],
  ],
  [
    'casts in a condition',
    [
      'SELECT 1 FROM care.patients WHERE ssn::text::int = 1',
      `SELECT 1 FROM care.patients WHERE id = 1 AND full_name::numeric > 0`,
      'SELECT 1 FROM care.patients ORDER BY mrn::int',
      'SELECT count(*) FROM care.patients GROUP BY full_name::int',
    ],
  ],
  [
    'casts to a domain',
    [
      `SELECT mrn::care.ssn_text FROM care.patients WHERE id = 1`,
      `SELECT CAST(full_name AS care.ssn_text) FROM care.patients WHERE id = 3`,
    ],
  ],
  [
    'conversions that quote a value',
    [
      `SELECT to_date(full_name, 'YYYY-MM-DD') FROM care.patients WHERE id = 1`,
      `SELECT to_timestamp(mrn, 'YYYYMMDD') FROM care.patients WHERE id = 1`,
      `SELECT to_number(full_name, '999') FROM care.patients WHERE id = 1`,
      `SELECT ('[' || full_name || ']')::jsonb FROM care.patients WHERE id = 1`,
      `SELECT xmlparse(DOCUMENT '<' || ssn || '>') FROM care.patients WHERE id = 1`,
      `SELECT array_in(textout(mrn), 25, -1) FROM care.patients WHERE id = 1`,
      `SELECT ('{' || full_name || '"')::text[] FROM care.patients WHERE id = 1`,
      `SELECT make_date(pin, 13, 1) FROM care.patients WHERE id = 1`,
    ],
  ],
  [
    'names that do not exist',
    [
      'SELECT to_regclass(mrn)::text || mrn FROM care.patients WHERE id = 1',
      'SELECT ssn::text::regproc FROM care.patients WHERE id = 1',
      'SELECT mrn::regrole FROM care.patients WHERE id = 1',
      `SELECT has_table_privilege(full_name, 'SELECT') FROM care.patients WHERE id = 1`,
      'SELECT current_setting(full_name) FROM care.patients WHERE id = 1',
      'SELECT nextval(mrn) FROM care.patients WHERE id = 1',
      `SELECT timezone(full_name, now()) IS NULL FROM care.patients WHERE id = 1`,
      `SELECT date_trunc(full_name, now()) IS NULL FROM care.patients WHERE id = 1`,
    ],
  ],
  [
    'encodings that quote a value',
    [
      `SELECT encode(photo, full_name) FROM care.patients WHERE id = 1`,
      `SELECT convert_from(photo, 'UTF8') FROM care.patients WHERE id = 1`,
      `SELECT decode(mrn, 'hex') FROM care.patients WHERE id = 1`,
      `SELECT convert_from('x', mrn) FROM care.patients WHERE id = 1`,
      'SELECT unistr($$\\$$ || mrn) FROM care.patients WHERE id = 1',
    ],
  ],
  [
    'patterns that are wrong',
    [
      `SELECT city ~ ('(' || mrn) FROM care.patients WHERE id = 1`,
      `SELECT city ~ ('[' || repeat('z', pin % 2) || 'a-') FROM care.patients WHERE id = 1`,
      `SELECT city LIKE 'a' ESCAPE left(mrn, 1 + pin % 2) FROM care.patients ORDER BY id`,
      `SELECT to_tsquery('simple', full_name) FROM care.patients WHERE id = 1`,
      `SELECT jsonb_path_query('{}', ('$.' || mrn || ' ?')::jsonpath) FROM care.patients WHERE id = 1`,
      `SELECT xpath('/a[' || mrn, '<a/>') FROM care.patients WHERE id = 1`,
    ],
  ],
  [
    'out of range',
    [
      'SELECT pin::int2 * 30000::int2 FROM care.patients WHERE id = 1',
      'SELECT (big * 1000000000)::int FROM care.patients WHERE id = 1',
      'SELECT pin * 400000 FROM care.patients ORDER BY id',
      'SELECT chr(pin * 300) FROM care.patients ORDER BY id',
      'SELECT exp(balance) FROM care.patients ORDER BY id',
      `SELECT date '5874800-01-01' + pin FROM care.patients ORDER BY id`,
      'SELECT factorial(pin * 100) FROM care.patients WHERE id = 1',
      'SELECT repeat($$x$$, pin * 200000) IS NULL FROM care.patients WHERE id = 1',
      'SELECT balance::numeric(4,2) FROM care.patients ORDER BY id',
      `SELECT generate_series(1, 2, pin - 2477) FROM care.patients WHERE id = 1`,
    ],
  ],
]);

const CHOSEN = statements('errors', [
  [
    'a division that fails for some',
    [
      'SELECT 1 / (pin % 2) FROM care.patients WHERE id = 1',
      'SELECT 1 / (pin % 2) FROM care.patients WHERE id = 2',
      'SELECT id / nullif(0, pin % 2) FROM care.patients WHERE id IN (1, 2)',
    ],
  ],
  [
    'a division inside CASE',
    [
      'SELECT CASE WHEN pin > 3000 THEN 1 / 0 ELSE 0 END FROM care.patients WHERE id = 1',
      'SELECT CASE WHEN pin > 3000 THEN 1 / (id - id) ELSE 0 END FROM care.patients WHERE id = 2',
      `SELECT id FROM care.patients WHERE id = 1 AND CASE WHEN full_name > 'R' THEN 1 / 0 > 0 ELSE true END`,
      `SELECT CASE WHEN ssn LIKE '94%' THEN 1 / (id - id) END FROM care.patients WHERE id = 3`,
    ],
  ],
  [
    'a condition that stands before one that fails',
    [
      'SELECT id FROM care.patients WHERE pin > 3000 AND 1 / (id - 1) > 0',
      'SELECT id FROM (SELECT id FROM care.patients WHERE pin > 3000 OFFSET 0) s WHERE 1 / (id - 1) >= 0',
      `SELECT coalesce(nullif(pin % 2, 0), 1 / (id - id)) FROM care.patients WHERE id = 2`,
    ],
  ],
  [
    'a cast that fails for some',
    [
      `SELECT replace(left(mrn, 4), 'MRN0', '1')::int FROM care.patients WHERE id = 1`,
      `SELECT translate(substr(mrn, 4, 1), '5', 'x')::int FROM care.patients WHERE id = 4`,
      `SELECT ('{"a":' || translate(substr(mrn, 4, 1), '5', '"') || '}')::json IS NULL FROM care.patients WHERE id = 5`,
      `SELECT (CASE WHEN pin > 3000 THEN 'x' ELSE '1' END)::int FROM care.patients WHERE id = 6`,
    ],
  ],
  [
    'functions said never to fail',
    [
      `SELECT id, length(substr(photo, 4, 1), 'UTF8') FROM care.patients WHERE id = 4`,
      `SELECT id, length(substr(photo, 4, 1), 'UTF8') FROM care.patients WHERE id = 1`,
      `SELECT to_char(1, full_name) FROM care.patients WHERE id = 1`,
      `SELECT to_char(1, full_name) FROM care.patients WHERE id = 7`,
      `SELECT to_char(interval '1 day', full_name) FROM care.patients WHERE id = 2`,
      `SELECT to_char(score, mrn) FROM care.patients WHERE id = 3`,
      `SELECT to_char(1, city || 'S' || full_name) FROM care.patients WHERE id = 4`,
      `SELECT to_char(1, 'S' || upper(full_name)) FROM care.patients WHERE id = 6`,
    ],
  ],
  [
    'zones that exist or not',
    [
      `SELECT date_trunc('day', timestamptz '2024-01-01Z', substr(mrn, 1, 5) || '9999') IS NULL FROM care.patients WHERE id = 1`,
      `SELECT date_trunc('day', timestamptz '2024-01-01Z', left(mrn, 5)) IS NULL FROM care.patients ORDER BY id`,
      `SELECT timezone(left(mrn, 6), timestamptz '2024-01-01Z') FROM care.patients ORDER BY id`,
      `SELECT make_timestamptz(2024, 1, 1, 1, 1, 1, left(mrn, 6)) FROM care.patients ORDER BY id`,
    ],
  ],
  [
    'JSON that fails for some',
    [
      `SELECT json_object(ARRAY[left(mrn, 4), 'x'], ARRAY['y', NULL]) FROM care.patients ORDER BY id`,
      `SELECT JSON_OBJECT(left(mrn, 4): 1, 'MRN0': 2 WITH UNIQUE KEYS) FROM care.patients WHERE id = 1`,
      `SELECT jsonb_object_agg(nullif(left(mrn, 4), 'MRN0'), 1) FROM care.patients WHERE id = 1`,
      `SELECT json_build_object(nullif(left(mrn, 4), 'MRN0'), 1) FROM care.patients WHERE id = 1`,
      `SELECT profile->'lives'->>'zip' FROM care.patients WHERE (profile->'name')::int = 1`,
      `SELECT jsonb_set('{"a": 1}', ARRAY[left(mrn, 4), 'x'], '1', true) FROM care.patients WHERE id = 1`,
    ],
  ],
  [
    'arrays that fail for some',
    [
      `SELECT (ARRAY[1, 2])[pin] IS NULL FROM care.patients WHERE id = 1`,
      `SELECT array_fill(1, ARRAY[pin * 100000]) IS NULL FROM care.patients WHERE id = 1`,
      `SELECT ARRAY[string_to_array(full_name, 'e'), ARRAY['a', 'b', 'c']] FROM care.patients ORDER BY id`,
      `SELECT array_agg(string_to_array(full_name, 'e')) FROM care.patients`,
      `SELECT trim_array(ARRAY[1, 2, 3], pin % 5) FROM care.patients ORDER BY id`,
      `SELECT array_cat(ARRAY[[1, 2]], array_fill(1, ARRAY[pin % 3 + 1])) FROM care.patients ORDER BY id`,
    ],
  ],
  [
    'ranges that fail for some',
    [
      'SELECT int4range(pin, 3000) FROM care.patients ORDER BY id',
      `SELECT daterange(birth, '1940-06-01') FROM care.patients WHERE id = 5`,
      'SELECT int4range(1000, 3000) + int4range(pin, pin + 1) FROM care.patients ORDER BY id',
      `SELECT stay - daterange('1932-07-01', '1932-07-02') FROM care.patients WHERE id = 1`,
    ],
  ],
  [
    'one row or many',
    [
      'SELECT (SELECT id FROM care.patients WHERE pin > 6500)',
      'SELECT (SELECT p.id FROM care.patients p WHERE p.pin > 6500 AND p.id < 9)',
      'SELECT id FROM care.wards WHERE id = (SELECT p.ward_id FROM care.patients p WHERE p.pin < 1400)',
      'SELECT (SELECT generate_series(1, 1 + pin % 2)) FROM care.patients WHERE id = 1',
    ],
  ],
  [
    'numbers that functions refuse',
    [
      'SELECT ln(pin - 3000) FROM care.patients WHERE id = 1',
      'SELECT sqrt(pin - 3000) FROM care.patients WHERE id = 2',
      'SELECT (pin - 3000) ^ 0.5 FROM care.patients WHERE id = 1',
      'SELECT acos(pin / 3000.0) FROM care.patients WHERE id = 1',
      'SELECT width_bucket(5, 0, 10, pin - 3000) FROM care.patients WHERE id = 1',
      `SELECT lpad('x', (pin - 3000) * 1000000) IS NULL FROM care.patients WHERE id = 1`,
      'SELECT nth_value(id, pin - 3000) OVER () FROM care.patients WHERE id = 1',
      'SELECT ntile(pin - 3000) OVER () FROM care.patients WHERE id = 1',
      'SELECT chr(pin - 3000) FROM care.patients WHERE id = 1',
      'SELECT get_byte(photo, pin % 12) FROM care.patients ORDER BY id',
      `SELECT make_interval(secs => pin * 1e300) IS NULL FROM care.patients WHERE id = 1`,
      `SELECT split_part(city, 'x', pin - 2478) FROM care.patients WHERE id = 1`,
      `SELECT substr(city, 1, pin - 3000) FROM care.patients WHERE id = 1`,
      `SELECT left(city, 2) || overlay(city placing 'x' from pin - 3000) FROM care.patients WHERE id = 1`,
    ],
  ],
  [
    'limits that fail',
    [
      'SELECT id FROM care.wards LIMIT (SELECT pin - 3000 FROM care.patients WHERE id = 1)',
      'SELECT id FROM care.wards OFFSET (SELECT pin - 3000 FROM care.patients WHERE id = 2)',
      'SELECT id FROM care.wards TABLESAMPLE SYSTEM ((SELECT pin - 2900 FROM care.patients WHERE id = 1))',
    ],
  ],
  [
    'functions that complain',
    [
      'SELECT care.complain(1)',
      'SELECT care.complain(id) FROM care.patients ORDER BY id',
      `SELECT care.run('SELECT 1 / (pin - 2477) FROM care.patients WHERE id = 1')`,
      `SELECT care.run('SELECT ' || quote_literal(care.ssn_of(1)) || '::int')`,
      'SELECT care.run(mrn) FROM care.patients WHERE id = 1',
    ],
  ],
]);

const changing = (name: string, ...steps: readonly string[]): Attack => ({
  kind: 'attack',
  group: 'errors',
  name,
  changes: true,
  steps: steps.map((sql) => ({ sql })),
});

const CONSTRAINTS: readonly Attack[] = [
  changing(
    'a unique violation',
    'INSERT INTO care.patients (id, ssn) SELECT 1000, ssn FROM care.patients WHERE id = 1',
    'UPDATE care.patients SET ssn = (SELECT ssn FROM care.patients WHERE id = 1) WHERE id = 2',
  ),
  changing(
    'a violation of the key that shows the row',
    'INSERT INTO care.patients SELECT * FROM care.patients WHERE id = 1',
    'INSERT INTO care.patients (id, city) SELECT id, city FROM care.patients WHERE pin > 3000',
  ),
  changing(
    'a unique violation by a guess',
    `INSERT INTO care.patients (id, ssn) SELECT 100 + g, (900 + g) || '-31-1037' FROM generate_series(30, 60) g`,
  ),
  changing(
    'a unique violation in public',
    'INSERT INTO care.messages (body) SELECT ssn FROM care.patients',
    'INSERT INTO care.messages (body) SELECT ssn FROM care.patients',
  ),
  changing(
    'a check that shows the row',
    `UPDATE care.messages SET priority = 99, body = (SELECT full_name FROM care.patients WHERE id = 1)`,
    'INSERT INTO care.messages (body, priority) SELECT ssn, 50 FROM care.patients WHERE id = 1',
  ),
  changing(
    'a check by value',
    'UPDATE care.messages SET priority = (SELECT pin % 20 FROM care.patients WHERE id = 1)',
    'SELECT priority FROM care.messages ORDER BY id',
  ),
  changing(
    'a row that is shown with NOT NULL',
    'INSERT INTO care.wards (id, name) SELECT 100 + id, mrn FROM care.patients WHERE id = 1',
    `UPDATE care.patients SET id = NULL WHERE id = 1`,
  ),
  changing(
    'NOT NULL by value',
    `UPDATE care.wards SET beds = nullif((SELECT pin % 2 FROM care.patients WHERE id = 1), 0)`,
    'SELECT beds FROM care.wards ORDER BY id',
  ),
  changing(
    'a foreign key that shows the key',
    'UPDATE care.patients SET ward_id = pin WHERE id = 1',
    'INSERT INTO care.visits (id, patient_id) SELECT 1000, pin FROM care.patients WHERE id = 1',
    'DELETE FROM care.patients WHERE pin > 3000',
  ),
  changing(
    'a domain check that quotes nothing but fails',
    `UPDATE care.patients SET ssn = mrn WHERE id = 1`,
    `UPDATE care.patients SET ssn = left(ssn, 4 + pin % 9) WHERE id = 1`,
  ),
  changing(
    'a value too long',
    `CREATE TEMP TABLE t (v varchar(3), w char(20))`,
    'INSERT INTO t (v) SELECT left(mrn, 3 + pin % 2) FROM care.patients WHERE id IN (1, 2)',
    'INSERT INTO t (w) SELECT full_name FROM care.patients',
    'SELECT count(*) FROM t',
  ),
  changing(
    'a partition that is missing',
    `INSERT INTO care.labs (id, taken, ssn) SELECT 100, birth, ssn FROM care.patients WHERE id = 1`,
    `UPDATE care.labs SET taken = (SELECT birth FROM care.patients WHERE id = 1) WHERE id = 1`,
    'INSERT INTO care.labs_2023 (id, taken, ssn) SELECT 101, seen_at::date, ssn FROM care.patients WHERE id = 1',
  ),
  changing(
    'an exclusion that shows both',
    `CREATE TEMP TABLE t (r int4range, EXCLUDE USING gist (r WITH &&))`,
    'INSERT INTO t SELECT int4range(pin, pin + 500) FROM care.patients',
    'SELECT count(*) FROM t',
  ),
  changing(
    'a cardinality violation by value',
    `INSERT INTO care.messages (body) SELECT left(mrn, 4) FROM care.patients WHERE id IN (1, 2) ON CONFLICT (body) DO UPDATE SET priority = 1`,
    'INSERT INTO care.messages (body) SELECT (pin % 2)::text FROM care.patients WHERE id IN (1, 2, 3) ON CONFLICT (body) DO UPDATE SET priority = 2',
  ),
  changing(
    'a merge that meets a row twice',
    `MERGE INTO care.scratch s USING care.patients p ON s.id = 1 + p.pin % 2 WHEN MATCHED THEN UPDATE SET note = 'x'`,
  ),
  changing(
    'a deferred violation at COMMIT',
    'CREATE TEMP TABLE t (v text UNIQUE DEFERRABLE INITIALLY DEFERRED)',
    'BEGIN',
    'INSERT INTO t SELECT ssn FROM care.patients UNION ALL SELECT ssn FROM care.patients',
    'COMMIT',
  ),
  changing(
    'a trigger that gives notice',
    `UPDATE care.visits SET fee = 1 WHERE id = 1`,
    `INSERT INTO care.visits (id, patient_id, fee) VALUES (700, 3, 5)`,
    `MERGE INTO care.visits v USING care.wards w ON v.id = w.id WHEN MATCHED THEN UPDATE SET fee = 2`,
  ),
  changing('a procedure that gives notice', 'CALL care.announce(1)'),
  changing(
    'an index that cannot be built',
    'CREATE TEMP TABLE t AS SELECT ssn, pin % 5 AS k FROM care.patients',
    'CREATE UNIQUE INDEX ON t (k)',
    'CREATE INDEX ON t ((ssn::text::int))',
  ),
  changing(
    'a constraint that cannot be added',
    'CREATE TEMP TABLE t AS SELECT ssn FROM care.patients',
    `ALTER TABLE t ADD CHECK (ssn > '95')`,
    'ALTER TABLE t ALTER ssn TYPE int USING ssn::text::int',
  ),
  changing(
    'COPY that quotes a line',
    'BEGIN',
    `DECLARE c CURSOR FOR SELECT 1 / (pin - 2477) FROM care.patients ORDER BY id`,
    'FETCH 3 FROM c',
    'ROLLBACK',
  ),
];

const TIME: readonly Attack[] = attacks('errors', [
  [
    'a statement that a value makes slow',
    `SELECT count(*) FROM care.patients p WHERE p.id = 1 AND CASE WHEN p.pin > 3000 THEN (SELECT count(*) FROM generate_series(1, 100000)) > 0 ELSE true END AND p.pin > 3000`,
  ],
]).concat([
  {
    kind: 'attack',
    group: 'errors',
    name: 'a timeout by value',
    steps: [
      { sql: 'SET statement_timeout = 300' },
      { sql: 'SELECT CASE WHEN pin < 3000 THEN pg_sleep(2) END IS NULL FROM care.patients WHERE id = 1' },
      { sql: 'SELECT CASE WHEN pin > 3000 THEN pg_sleep(2) END IS NULL FROM care.patients WHERE id = 1' },
      { sql: 'RESET statement_timeout' },
    ],
  },
  {
    kind: 'attack',
    group: 'errors',
    name: 'an error inside a transaction by value',
    steps: [
      { sql: 'BEGIN' },
      { sql: 'SAVEPOINT s' },
      { sql: 'SELECT 1 / (pin % 2) FROM care.patients WHERE id = 1' },
      { sql: 'SELECT name FROM care.wards ORDER BY id' },
      { sql: 'ROLLBACK TO SAVEPOINT s' },
      { sql: 'SELECT 1 / (pin % 2) FROM care.patients WHERE id = 2' },
      { sql: 'SELECT name FROM care.wards ORDER BY id' },
      { sql: 'ROLLBACK' },
    ],
  },
  {
    kind: 'attack',
    group: 'errors',
    name: 'an error among several statements',
    modes: ['simple'],
    steps: `SELECT 1; SELECT 1 / (pin % 2) FROM care.patients WHERE id = 1; SELECT 2`,
  },
  {
    kind: 'attack',
    group: 'errors',
    name: 'a parameter that is cast beside a value',
    steps: [
      { sql: 'SELECT ($1 || ssn)::int FROM care.patients WHERE id = 1', parameters: ['x'] },
      { sql: 'SELECT pin / ($1::int - pin) FROM care.patients WHERE id = 1', parameters: ['2477'] },
    ],
  },
  {
    kind: 'attack',
    group: 'errors',
    name: 'a division by a parameter in a condition',
    steps: [{ sql: 'SELECT id FROM care.patients WHERE id = 1 AND 1 / (pin - $1::int) >= 0', parameters: ['2477'] }],
  },
]);

const CONTROLS: readonly Control[] = [
  {
    kind: 'control',
    group: 'errors',
    name: 'work goes on after an error',
    steps: [
      { sql: 'SELECT name FROM care.wards ORDER BY id' },
      { sql: 'SELECT id, ssn FROM care.patients WHERE id = 1' },
    ],
    shows: ['Cardiology', '***-**-1037'],
    rows: 4,
  },
  {
    kind: 'control',
    group: 'errors',
    name: 'an error that is undone by a savepoint',
    changes: true,
    steps: [
      { sql: 'BEGIN' },
      { sql: 'SAVEPOINT s' },
      { sql: `INSERT INTO care.messages (body, priority) VALUES ('fits', 3) ON CONFLICT DO NOTHING RETURNING body` },
      { sql: 'ROLLBACK TO SAVEPOINT s' },
      { sql: 'SELECT count(*) FROM care.messages' },
      { sql: 'COMMIT' },
    ],
    shows: ['fits', '2'],
    rows: 2,
  },
  {
    kind: 'control',
    group: 'errors',
    name: 'conversions of public values',
    steps: `SELECT '12'::int + length(city), to_date('2024-02-03', 'YYYY-MM-DD'), 10 / id, nullif(id, 0) FROM care.patients WHERE id = 2`,
    shows: ['18', '2024-02-03', '5'],
    rows: 1,
  },
  {
    kind: 'control',
    group: 'errors',
    name: 'conditions that guard a division',
    steps: 'SELECT id, CASE WHEN floor = 0 THEN 0 ELSE beds / floor END AS ratio FROM care.wards ORDER BY id',
    shows: ['11', '6'],
    rows: 3,
  },
];

/** Errors and notices that would quote a protected value, or tell one by happening. */
export const ERRORS: readonly LeakCase[] = [...QUOTED, ...CHOSEN, ...CONSTRAINTS, ...TIME, ...CONTROLS];
