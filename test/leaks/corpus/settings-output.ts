// Settings that change how values are written, and what the server says besides them.
import type { Attack } from '../leak-case.ts';
import { caseMakers } from './case-makers.ts';

const { attack, session } = caseMakers('settings and roles');

const attackAtStart = (name: string, startup: NonNullable<Attack['startup']>, sql: string): Attack =>
  attack(name, sql, { startup });

const TYPED =
  'SELECT id, birth, seen_at, balance, score, photo, stay, contact, tags, record FROM care.patients ORDER BY id';

export const OUTPUT: readonly Attack[] = [
  ...(
    [
      ['German dates', "SET DateStyle = 'German'"],
      ['SQL dates', "SET DateStyle = 'SQL, DMY'"],
      ['PostgreSQL dates', "SET DateStyle = 'Postgres'"],
      ['escaped bytes', "SET bytea_output = 'escape'"],
      ['fewer digits', 'SET extra_float_digits = -14'],
      ['a far time zone', "SET TimeZone = 'Pacific/Kiritimati'"],
      ['verbose intervals', "SET IntervalStyle = 'postgres_verbose'"],
      ['binary in XML as hex', "SET xmlbinary = 'hex'"],
      ['XML as documents', 'SET xmloption = document'],
      ['money of another place', "SET lc_monetary = 'C'"],
    ] as const
  ).map(([name, set]) =>
    session(`values with ${name}`, [
      set,
      TYPED,
      'COPY (SELECT birth, photo, seen_at, score FROM care.patients ORDER BY id) TO STDOUT',
    ]),
  ),
  session('another encoding of the client', [
    "SET client_encoding = 'LATIN1'",
    'SELECT full_name FROM care.patients ORDER BY id',
  ]),
  session('another encoding in the short form', ["SET NAMES 'SJIS'", 'SELECT ssn FROM care.patients ORDER BY id']),
  session('another encoding by set_config', [
    "SELECT set_config('client_encoding', 'UTF-16', false)",
    "SELECT set_config('client_encoding', 'LATIN1', false)",
    'SELECT ssn FROM care.patients ORDER BY id',
  ]),
  session('backslashes in plain strings', [
    'SET standard_conforming_strings = off',
    String.raw`SELECT '\' || ' , ssn FROM care.patients ORDER BY id -- '`,
  ]),
  session('backslash quotes', ['SET backslash_quote = on', "SELECT E'\\'', ssn FROM care.patients ORDER BY id"]),
  session('NULL by equality', [
    'SET transform_null_equals = on',
    'SELECT id FROM care.patients WHERE full_name = NULL ORDER BY id',
  ]),
  session('arrays that know no NULL', [
    'SET array_nulls = off',
    'SELECT tags, ARRAY[full_name] FROM care.patients ORDER BY id',
  ]),
  attackAtStart('dates of another style from the start', { DateStyle: 'German' }, TYPED),
  attackAtStart('digits from the start', { extra_float_digits: '3' }, TYPED),
];

export const WORDS: readonly Attack[] = [
  ...(
    [
      ['plans', 'SET debug_print_plan = on'],
      ['parse trees', 'SET debug_print_parse = on'],
      ['statements', "SET log_statement = 'all'"],
      ['durations', 'SET log_min_duration_statement = 0'],
      ['statistics of execution', 'SET log_executor_stats = on'],
      ['lengths of parameters', 'SET log_parameter_max_length_on_error = -1'],
    ] as const
  ).map(([name, set]) =>
    session(`messages with ${name}`, [
      'SET client_min_messages = debug5',
      set,
      "SELECT id FROM care.patients WHERE mrn = 'MRN00000007'",
      'SELECT ssn::text::int FROM care.patients',
    ]),
  ),
  session('words of errors in full', [
    "SELECT set_config('log_error_verbosity', 'verbose', false)",
    'SELECT full_name::int FROM care.patients',
  ]),
  session('plans of nested statements', [
    "LOAD 'auto_explain'",
    'SET auto_explain.log_min_duration = 0',
    'SET auto_explain.log_analyze = on',
    'SET client_min_messages = log',
    'SELECT id FROM care.patients WHERE care.ssn_of(id) IS NULL',
  ]),
  session('errors as warnings from a trigger', [
    'SET client_min_messages = debug1',
    'BEGIN',
    'UPDATE care.visits SET fee = fee WHERE id = 1',
    'ROLLBACK',
  ]),
  session('a value as the name of the application', [
    "SELECT set_config('application_name', ssn::text, false) IS NULL FROM care.patients WHERE id = 1",
    'SHOW application_name',
  ]),
  session('a value as a setting of one’s own', [
    "SELECT set_config('own.value', full_name, false) IS NULL FROM care.patients WHERE id = 1",
    "SELECT current_setting('own.value')",
    'SHOW own.value',
  ]),
  session('a value as a setting for one transaction', [
    'BEGIN',
    "SELECT count(set_config('own.value', mrn, true)) FROM care.patients WHERE id = 1",
    "SELECT current_setting('own.value', true)",
    'ROLLBACK',
  ]),
  session('a value as the search path', [
    "SELECT set_config('search_path', full_name, false) IS NULL FROM care.patients WHERE id = 1",
    'SHOW search_path',
  ]),
  session(
    'a value in a setting of a function',
    [
      "CREATE FUNCTION care.keep(v text) RETURNS text LANGUAGE sql AS 'SELECT set_config(''own.value'', v, false)'",
      'SELECT count(care.keep(ssn)) FROM care.patients WHERE id = 1',
      'SHOW own.value',
    ],
    { changes: true },
  ),
  session('everything that is set', [
    "SELECT set_config('own.value', (SELECT min(ssn) FROM care.patients), false) IS NULL",
    "SELECT setting FROM pg_settings WHERE name LIKE 'own.%'",
    'DISCARD ALL',
    'SELECT ssn FROM care.patients ORDER BY id',
  ]),
  session('a reset of everything', [
    'SET search_path = care',
    'RESET ALL',
    'SELECT ssn FROM care.patients ORDER BY id',
  ]),
  session('a plan discarded under a prepared statement', [
    'PREPARE q AS SELECT ssn FROM care.patients ORDER BY id',
    'DISCARD PLANS',
    'EXECUTE q',
    'DISCARD ALL',
    'EXECUTE q',
  ]),
  session('temporary tables discarded', [
    'CREATE TEMP TABLE wards AS SELECT 1 AS id',
    'DISCARD TEMP',
    'SELECT * FROM wards',
    'SELECT ssn FROM patients ORDER BY id',
  ]),
  session('a library loaded', ["LOAD '$libdir/plpgsql'", 'SELECT ssn FROM care.patients ORDER BY id']),
  session('an isolation level that sees a snapshot', [
    'BEGIN ISOLATION LEVEL REPEATABLE READ',
    'SELECT pg_export_snapshot() IS NULL',
    'SELECT ssn FROM care.patients ORDER BY id',
    'COMMIT',
  ]),
];
