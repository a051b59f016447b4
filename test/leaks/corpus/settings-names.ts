// Settings that change what names mean, and roles that a session may take.
import type { Attack } from '../leak-case.ts';
import { caseMakers } from './case-makers.ts';

const { attack, session } = caseMakers('settings and roles');

const attackAtStart = (name: string, startup: NonNullable<Attack['startup']>, sql: string): Attack =>
  attack(name, sql, { startup });

export const NAMES: readonly Attack[] = [
  session('a search path with another table of the name', [
    'CREATE TEMP TABLE wards AS SELECT id, city AS name FROM care.patients',
    'SET search_path = pg_temp, care',
    'SELECT * FROM wards ORDER BY 1, 2',
    'SET search_path = care',
    'SELECT * FROM patients ORDER BY id',
  ]),
  session('a search path set by a function', [
    "SELECT set_config('search_path', 'care', false)",
    'SELECT ssn, full_name FROM patients ORDER BY id',
  ]),
  session('a search path for one transaction', [
    'BEGIN',
    'SET LOCAL search_path = care',
    'SELECT ssn FROM patients ORDER BY id',
    'COMMIT',
    'SELECT ssn FROM patients ORDER BY id',
  ]),
  session('a search path rolled back', [
    'SET search_path = care',
    'BEGIN',
    'SET search_path = public',
    'ROLLBACK',
    'SELECT ssn FROM patients ORDER BY id',
  ]),
  session('a search path back to a savepoint', [
    'BEGIN',
    'SAVEPOINT s',
    'SET search_path = public',
    'ROLLBACK TO s',
    'SELECT ssn FROM patients ORDER BY id',
    'COMMIT',
  ]),
  session('a search path of nothing', [
    "SET search_path = ''",
    'SELECT ssn FROM care.patients ORDER BY id',
    'SELECT ssn FROM patients',
  ]),
  session('a search path with an own function', [
    'SET search_path = pg_temp, care, pg_catalog',
    "CREATE FUNCTION pg_temp.upper(text) RETURNS text LANGUAGE sql AS 'SELECT ssn::text FROM care.patients LIMIT 1'",
    "SELECT upper('a')",
    "SELECT pg_temp.upper('a')",
  ]),
  session(
    'an own function in front of a built-in one',
    [
      "CREATE FUNCTION care.count(text) RETURNS text LANGUAGE sql AS 'SELECT $1'",
      'SET search_path = care, pg_catalog',
      'SELECT count(ssn) FROM care.patients WHERE id = 1',
    ],
    { changes: true },
  ),
  session(
    'an own operator in front of a built-in one',
    [
      "CREATE FUNCTION care.tell(a text, b text) RETURNS boolean LANGUAGE sql AS 'SELECT a < b'",
      'CREATE OPERATOR care.= (LEFTARG = text, RIGHTARG = text, FUNCTION = care.tell)',
      'SET search_path = care, pg_catalog',
      "SELECT id FROM care.patients WHERE mrn = 'MRN5' ORDER BY id",
    ],
    { changes: true },
  ),
  session(
    'a type in front of a built-in one',
    [
      "CREATE DOMAIN care.text AS pg_catalog.text CHECK (VALUE < '94')",
      'SET search_path = care, pg_catalog',
      'SELECT ssn::text FROM care.patients WHERE id = 1',
      'SELECT count(*) FROM (SELECT ssn::care.text FROM care.patients) s',
    ],
    { changes: true },
  ),
  attackAtStart('a search path in the startup packet', { search_path: 'care' }, 'SELECT ssn FROM patients ORDER BY id'),
  attackAtStart(
    'a search path in the startup options',
    { options: '-c search_path=care' },
    'SELECT ssn FROM patients ORDER BY id',
  ),
  attackAtStart(
    'a role in the startup options',
    { options: '-c role=care_reader' },
    'SELECT ssn FROM care.patients ORDER BY id',
  ),
  attackAtStart(
    'a role in the long form of options',
    { options: '--role=care_reader' },
    'SELECT ssn FROM care.patients ORDER BY id',
  ),
  attackAtStart(
    'an escaped role in the startup options',
    { options: '-crole=care\\_reader -c work_mem=64' },
    'SELECT current_user',
  ),
  attackAtStart(
    'messages about plans from the start',
    { options: '-c debug_print_plan=on -c client_min_messages=log' },
    "SELECT id FROM care.patients WHERE mrn = 'x'",
  ),
];

export const ROLES: readonly Attack[] = [
  session('another role', [
    'SET ROLE care_reader',
    'SELECT current_user',
    'SELECT ssn FROM care.patients ORDER BY id',
    'RESET ROLE',
    'SELECT ssn FROM care.patients ORDER BY id',
  ]),
  session('another role for one transaction', [
    'BEGIN',
    'SET LOCAL ROLE care_reader',
    'SELECT ssn FROM care.patients ORDER BY id',
    'COMMIT',
  ]),
  session('another role by set_config', [
    "SELECT set_config('role', 'care_reader', false)",
    'SELECT ssn FROM care.patients ORDER BY id',
  ]),
  session('another authorization', [
    "SET SESSION AUTHORIZATION 'care_reader'",
    'SELECT ssn FROM care.patients ORDER BY id',
  ]),
  session('the authorization of the superuser', [
    'SET SESSION AUTHORIZATION postgres',
    'SELECT ssn FROM care.patients ORDER BY id',
  ]),
  session('no role', ['SET ROLE NONE', 'SELECT ssn, mrn FROM care.patients ORDER BY id']),
  session(
    'settings of one’s role',
    ['ALTER ROLE CURRENT_USER SET search_path = care', 'SELECT ssn FROM patients ORDER BY id'],
    { changes: true },
  ),
  session(
    'settings of the database',
    ["ALTER DATABASE care SET bytea_output = 'escape'", 'SELECT photo FROM care.patients ORDER BY id'],
    { changes: true },
  ),
  session('settings of the system', [
    "ALTER SYSTEM SET log_statement = 'all'",
    'SELECT ssn FROM care.patients ORDER BY id',
  ]),
  session(
    'rights for everybody',
    ['GRANT SELECT ON care.patients TO PUBLIC', 'SELECT ssn FROM care.patients ORDER BY id'],
    { changes: true },
  ),
  session('row security off', ['SET row_security = off', 'SELECT ssn FROM care.patients ORDER BY id']),
];
