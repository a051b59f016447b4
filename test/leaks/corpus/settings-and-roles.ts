// What a session may set about itself, and who it may become: settings that change what names mean, in which order rows come, how
// values are written, or what the server says about them.
import type { Control, LeakCase } from '../leak-case.ts';
import { caseMakers, inMessages } from './case-makers.ts';
import { NAMES, ROLES } from './settings-names.ts';
import { OUTPUT, WORDS } from './settings-output.ts';
import { PLANS } from './settings-planner.ts';

const makers = caseMakers('settings and roles');
const control = (
  name: string,
  texts: readonly string[],
  shows: readonly string[],
  more: Partial<Control> = {},
): Control => makers.control(name, inMessages(texts), shows, more);

const CONTROLS: readonly Control[] = [
  control(
    'a search path',
    ['SET search_path = care', 'SELECT city, ssn FROM patients WHERE id = 1'],
    ['Bemidji', '***-**-1037'],
  ),
  control(
    'a time zone',
    ["SET TIME ZONE 'America/Chicago'", "SELECT timestamptz '2024-05-01 12:00+00'"],
    ['2024-05-01 07:00:00-05'],
    { modes: ['simple', 'extended text'] },
  ),
  control(
    'a style of dates',
    ["SET DateStyle = 'German'", 'SELECT created FROM care.patients WHERE id = 1'],
    ['15.02.2024'],
    { modes: ['simple', 'extended text'] },
  ),
  control(
    'masked dates in another style',
    ["SET DateStyle = 'SQL, MDY'", 'SELECT birth FROM care.patients WHERE id = 1'],
    ['01/01/1932'],
    { modes: ['simple', 'extended text'] },
  ),
  control('bytes in another style', ["SET bytea_output = 'escape'", "SELECT '\\x6869'::bytea"], ['hi'], {
    modes: ['simple', 'extended text'],
  }),
  control('the name of the application', ["SET application_name = 'report'", 'SHOW application_name'], ['report']),
  control('a limit of time', ["SET statement_timeout = '5s'", 'SHOW statement_timeout'], ['5s']),
  control(
    'a transaction that only reads',
    ['BEGIN READ ONLY', 'SELECT city FROM care.patients WHERE id = 1', 'COMMIT'],
    ['Bemidji'],
  ),
  control(
    'an isolation level',
    [
      'BEGIN ISOLATION LEVEL SERIALIZABLE',
      'SHOW transaction_isolation',
      'SELECT name FROM care.wards WHERE id = 1',
      'COMMIT',
    ],
    ['serializable', 'Cardiology'],
  ),
  control(
    'what is set',
    ['SHOW server_version_num', "SELECT current_setting('TimeZone')", 'SHOW search_path'],
    ['care, public'],
  ),
  control('a reset', ["SET statement_timeout = '5s'", 'RESET statement_timeout', 'SHOW statement_timeout'], ['0']),
  control(
    'who one is',
    ['SELECT current_user, session_user, current_database(), current_schema()'],
    ['care_app', 'care'],
  ),
  control('discarding everything', ['DISCARD ALL', 'SELECT city FROM care.patients WHERE id = 2'], ['Winona']),
  control('digits of floats', ['SET extra_float_digits = 0', 'SELECT 0.1::float8 + 0.2::float8'], ['0.3'], {
    modes: ['simple', 'extended text'],
  }),
  {
    ...control(
      'settings at the start',
      ['SHOW application_name', 'SHOW statement_timeout', 'SELECT city FROM care.patients WHERE id = 1'],
      ['analyst', '7s', 'Bemidji'],
    ),
    startup: { application_name: 'analyst', options: '-c statement_timeout=7s', client_encoding: 'UTF8' },
  },
];

export const SETTINGS_AND_ROLES: readonly LeakCase[] = [...NAMES, ...ROLES, ...OUTPUT, ...PLANS, ...WORDS, ...CONTROLS];
