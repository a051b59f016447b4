// Settings that change how statements are run, and with that the order of rows and which of them come first.
import type { Attack } from '../leak-case.ts';
import { caseMakers } from './case-makers.ts';

const { attack, session } = caseMakers('settings and roles');

const attackAtStart = (name: string, startup: NonNullable<Attack['startup']>, sql: string): Attack =>
  attack(name, sql, { startup });

/** Rows that come in the order of an index or of a sort, unless the planner thinks otherwise. */
const GROUPED = 'SELECT min(id) FROM care.patients GROUP BY full_name LIMIT 3';

export const PLANS: readonly Attack[] = [
  ...(
    [
      ['no hashing', 'SET enable_hashagg = off'],
      ['no sorting', 'SET enable_sort = off'],
      ['no scans of tables', 'SET enable_seqscan = off'],
      ['no memory', "SET work_mem = '64kB'"],
      ['cheap random pages', 'SET random_page_cost = 0.01'],
      ['generic plans', "SET plan_cache_mode = 'force_generic_plan'"],
      ['parallel workers', 'SET debug_parallel_query = on'],
      ['the genetic optimizer', 'SET geqo_threshold = 2'],
      ['constraints', 'SET constraint_exclusion = on'],
    ] as const
  ).map(([name, set]) => ({
    ...session(`the order of rows with ${name}`, [
      set,
      'SELECT id FROM care.patients WHERE full_name IS NOT NULL',
      'SELECT p.id, v.id FROM care.patients p JOIN care.visits v ON v.mrn = p.mrn LIMIT 5',
    ]),
  })),
  session('the first groups without hashing', ['SET enable_hashagg = off', GROUPED]),
  session('the first groups as they come', [GROUPED]),
  session('rows in the order of an index', [
    'SET enable_seqscan = off',
    'SET enable_bitmapscan = off',
    'SELECT id FROM care.patients WHERE full_name IS NOT NULL',
  ]),
  session(
    'rows in the order of a merge join',
    [
      'SET enable_hashjoin = off',
      'SET enable_nestloop = off',
      'SELECT p.id, v.id FROM care.patients p JOIN care.visits v ON v.mrn = p.mrn',
    ],
    { anyOrder: true },
  ),
  session('the first rows of a merge join', [
    'SET enable_hashjoin = off',
    'SET enable_nestloop = off',
    'SELECT p.id FROM care.patients p JOIN care.visits v ON v.mrn = p.mrn LIMIT 4',
  ]),
  session('rows through set_config of the planner', [
    "SELECT set_config('enable_seqscan', 'off', false), set_config('enable_bitmapscan', 'off', false)",
    'SELECT id FROM care.patients WHERE full_name IS NOT NULL',
  ]),
  session('the planner through the view of settings', [
    "UPDATE pg_settings SET setting = 'off' WHERE name IN ('enable_seqscan', 'enable_bitmapscan')",
    'SELECT id FROM care.patients WHERE full_name IS NOT NULL',
  ]),
  attackAtStart(
    'the planner from the start',
    { options: '-c enable_seqscan=off -c enable_bitmapscan=off' },
    'SELECT id FROM care.patients WHERE full_name IS NOT NULL',
  ),
  session('a statement that takes long where a value is found', [
    "SET statement_timeout = '300ms'",
    "SELECT count(*) FROM care.patients WHERE CASE WHEN full_name < 'M' THEN pg_sleep(2) IS NULL ELSE true END",
  ]),
];
