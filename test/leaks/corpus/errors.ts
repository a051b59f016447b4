// What the server says when something fails: values quoted in messages, and failures that happen or not by a protected value.
// Cases only; nothing here runs.
import { attacks, type Attack, type Control, type LeakCase } from '../leak-case.ts';
import { CONSTRAINTS } from './errors-constraints.ts';
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
      'SELECT mrn::regclass FROM care.patients WHERE id = 1',
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
      `SELECT overlay(ssn placing translate(substr(mrn, 4, 1), '5', 'x') from 1)::care.ssn_text FROM care.patients WHERE id = 1`,
      `SELECT CAST(repeat(ssn, pin % 2) AS care.ssn_text) FROM care.patients WHERE id = 1`,
    ],
  ],
  [
    'conversions that quote a value',
    [
      `SELECT to_date(full_name, 'YYYY-MM-DD') FROM care.patients WHERE id = 1`,
      `SELECT to_timestamp(mrn, 'YYYYMMDD') FROM care.patients WHERE id = 1`,
      `SELECT to_number(translate(mrn, 'MRN0', ''), '99') FROM care.patients WHERE id = 1`,
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
      `SELECT to_regclass('care.' || CASE WHEN pin > 3000 THEN 'wards' ELSE 'none' END) FROM care.patients WHERE id = 1`,
      'SELECT ssn::text::regproc FROM care.patients WHERE id = 1',
      'SELECT mrn::regrole FROM care.patients WHERE id = 1',
      `SELECT has_table_privilege(mrn, 'SELECT') FROM care.patients WHERE id = 1`,
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
      `SELECT convert_from(substr(photo, 4), 'UTF8') FROM care.patients WHERE id = 1`,
      `SELECT decode(translate(full_name, 'B', 'a'), 'hex') FROM care.patients WHERE id = 1`,
      `SELECT convert_from('x', mrn) FROM care.patients WHERE id = 1`,
      `SELECT unistr('\\\\00' || translate(mrn, 'MRN', '')) FROM care.patients WHERE id = 1`,
    ],
  ],
  [
    'patterns that are wrong',
    [
      `SELECT city ~ (CASE WHEN pin > 3000 THEN '(' ELSE 'a' END) FROM care.patients WHERE id = 1`,
      `SELECT city ~ translate(left(full_name, 1), 'Z', '[') FROM care.patients WHERE id = 1`,
      `SELECT city LIKE 'a' ESCAPE left(mrn, 1 + pin % 2) FROM care.patients WHERE id = 1`,
      `SELECT to_tsquery('simple', full_name) FROM care.patients WHERE id = 1`,
      `SELECT jsonb_path_query('{}', ('$' || translate(left(full_name, 1), 'ZB', ' ]'))::jsonpath) FROM care.patients WHERE id = 1`,
      `SELECT xpath('/a' || translate(left(full_name, 1), 'Z', '['), '<a/>') FROM care.patients WHERE id = 1`,
    ],
  ],
  [
    'out of range',
    [
      'SELECT pin::int2 * 10::int2 FROM care.patients WHERE id = 1',
      'SELECT (big - 9000000000 + 2146700000)::int FROM care.patients WHERE id = 1',
      'SELECT pin * 600000 FROM care.patients WHERE id = 1',
      'SELECT chr(pin * 300) FROM care.patients ORDER BY id',
      'SELECT exp(balance * 2) FROM care.patients WHERE id = 1',
      `SELECT date '5874800-01-01' + pin FROM care.patients ORDER BY id`,
      'SELECT power(pin::float8, 85) FROM care.patients WHERE id = 1',
      'SELECT repeat($$x$$, pin * 350000) IS NULL FROM care.patients WHERE id = 1',
      'SELECT (balance / 30)::numeric(4,2) FROM care.patients WHERE id = 1',
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
      'SELECT id / (pin % 5 - 2) FROM care.patients WHERE id = 1',
    ],
  ],
  [
    'a division inside CASE',
    [
      'SELECT CASE WHEN pin > 3000 THEN 1 / (ward_id - 2) ELSE 0 END FROM care.patients WHERE id = 1',
      'SELECT CASE WHEN pin > 3000 THEN 1 / (id - id) ELSE 0 END FROM care.patients WHERE id = 2',
      `SELECT id FROM care.patients WHERE id = 1 AND CASE WHEN full_name > 'R' THEN 1 / (id - 1) > 0 ELSE true END`,
      `SELECT CASE WHEN ssn LIKE '93%' THEN 1 / (id - id) END FROM care.patients WHERE id = 1`,
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
      `SELECT (CASE WHEN pin > 3000 THEN 'x' ELSE '1' END)::int FROM care.patients WHERE id = 1`,
    ],
  ],
  [
    'functions said never to fail',
    [
      `SELECT id, length(substr(photo, 4, 2), 'SJIS') FROM care.patients WHERE id = 2`,
      `SELECT id, length(substr(photo, 4, 1), 'UTF8') FROM care.patients WHERE id = 1`,
      `SELECT to_char(1, full_name) FROM care.patients WHERE id = 1`,
      `SELECT to_char(1, full_name) FROM care.patients WHERE id = 7`,
      `SELECT to_char(interval '1 day', full_name) FROM care.patients WHERE id = 2`,
      `SELECT to_char(score, substr(full_name, 3)) FROM care.patients WHERE id = 3`,
      `SELECT to_char(1, city || 'S' || full_name) FROM care.patients WHERE id = 4`,
      `SELECT to_char(1, 'S' || upper(full_name)) FROM care.patients WHERE id = 6`,
    ],
  ],
  [
    'zones that exist or not',
    [
      `SELECT date_trunc('day', timestamptz '2024-01-01Z', substr(mrn, 1, 5) || '9999') IS NULL FROM care.patients WHERE id = 1`,
      `SELECT date_trunc('day', timestamptz '2024-01-01Z', left(mrn, 6)) IS NULL FROM care.patients WHERE id = 1`,
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
      `SELECT profile->'lives'->>'zip' FROM care.patients WHERE id = 1 AND ('[' || translate(left(full_name, 1), 'Z', '1') || ']')::json IS NOT NULL`,
      `SELECT jsonb_set('[1]', ARRAY[translate(substr(mrn, 4, 1), '5', 'x')], '1', true) FROM care.patients WHERE id = 1`,
    ],
  ],
  [
    'arrays that fail for some',
    [
      `SELECT (ARRAY[1, 2, 3])[pin - 2476] IS NULL FROM care.patients WHERE id = 1`,
      `SELECT array_fill(1, ARRAY[pin * 40000]) IS NULL FROM care.patients WHERE id = 1`,
      `SELECT ARRAY[string_to_array(full_name, 'e'), ARRAY['a', 'b', 'c', 'd']] FROM care.patients WHERE id = 1`,
      `SELECT array_agg(string_to_array(full_name, 'n')) FROM care.patients WHERE id IN (1, 5)`,
      `SELECT trim_array(ARRAY[1, 2, 3], pin - 2476) FROM care.patients WHERE id = 1`,
      `SELECT array_cat(ARRAY[[1, 2]], array_fill(1, ARRAY[pin % 2 + 1])) FROM care.patients WHERE id = 1`,
    ],
  ],
  [
    'ranges that fail for some',
    [
      'SELECT int4range(pin, 3000) FROM care.patients WHERE id = 1',
      `SELECT daterange(birth, '1940-06-01') FROM care.patients WHERE id = 5`,
      'SELECT int4range(1000, 3000) + int4range(pin, pin + 1) FROM care.patients WHERE id = 1',
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
      `SELECT make_interval(years => pin * 70000) IS NULL FROM care.patients WHERE id = 1`,
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
      'SELECT id FROM care.wards TABLESAMPLE SYSTEM ((SELECT pin - 2400 FROM care.patients WHERE id = 1))',
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
