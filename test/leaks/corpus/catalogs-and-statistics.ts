// Where PostgreSQL itself keeps values or what is computed from them: statistics, activity, definitions, sizes and storage.
import { attacks, type Control, type LeakCase } from '../leak-case.ts';
import { caseMakers } from './case-makers.ts';

const GROUP = 'catalogs and statistics';
const { attack, session, control } = caseMakers(GROUP);

const STATISTICS = attacks(GROUP, [
  [
    'statistics of columns',
    "SELECT tablename, attname, most_common_vals, histogram_bounds, most_common_elems FROM pg_stats WHERE schemaname = 'care' ORDER BY 1, 2",
  ],
  ['statistics as a whole row', "SELECT s FROM pg_stats s WHERE schemaname = 'care' ORDER BY s.tablename, s.attname"],
  [
    'statistics as JSON',
    "SELECT to_jsonb(s) FROM pg_stats s WHERE schemaname = 'care' ORDER BY s.tablename, s.attname",
  ],
  [
    'how many distinct values there are',
    "SELECT attname, n_distinct, null_frac, avg_width, correlation FROM pg_stats WHERE tablename = 'patients' ORDER BY 1",
  ],
  [
    'correlation alone',
    "SELECT correlation FROM pg_catalog.pg_stats WHERE schemaname = 'care' AND attname = 'ssn' ORDER BY tablename",
  ],
  [
    'the catalog of statistics',
    'SELECT starelid::regclass, staattnum, stavalues1, stavalues2 FROM pg_statistic WHERE starelid > 16383 ORDER BY 1, 2',
  ],
  [
    'average widths in the catalog of statistics',
    'SELECT starelid::regclass::text, staattnum, stawidth, stadistinct, stanumbers1 FROM pg_statistic WHERE starelid > 16383 ORDER BY 1, 2',
  ],
  ['extended statistics of expressions', 'SELECT * FROM pg_stats_ext_exprs'],
  ['the data of extended statistics', 'SELECT stxdmcv::text, stxdndistinct::text FROM pg_statistic_ext_data'],
  [
    'items of extended statistics',
    'SELECT m.* FROM pg_statistic_ext_data, pg_mcv_list_items(stxdmcv) m ORDER BY m.index',
  ],
  [
    'statistics through a view of one’s own',
    "CREATE TEMP VIEW mine AS SELECT tablename, attname, histogram_bounds::text AS b FROM pg_stats WHERE schemaname = 'care'; SELECT * FROM mine ORDER BY 1, 2",
  ],
  [
    'statistics in a sub-select',
    "SELECT (SELECT histogram_bounds::text FROM pg_stats WHERE tablename = 'patients' AND attname = 'ssn')",
  ],
  ['statistics in a condition', "SELECT count(*) FROM pg_stats WHERE histogram_bounds::text LIKE '%930%'"],
  [
    'statistics as an order',
    "SELECT attname FROM pg_stats WHERE tablename = 'patients' ORDER BY avg_width, correlation, attname",
  ],
  [
    'statistics after one’s own ANALYZE',
    'ANALYZE care.patients; SELECT attname, most_common_vals::text FROM pg_stats ORDER BY tablename, attname',
  ],
  [
    'statistics of a temporary table',
    'CREATE TEMP TABLE t AS SELECT city FROM care.patients; ANALYZE t; SELECT most_common_vals::text FROM pg_stats ORDER BY tablename, attname',
  ],
  [
    'statistics by an unqualified function',
    "SELECT array_to_string(histogram_bounds::text::text[], ',') FROM pg_stats WHERE attname = 'full_name'",
  ],
  ['how much a filter would find', "EXPLAIN SELECT 1 FROM care.patients WHERE full_name < 'Z'"],
  ['how much an equality would find', 'EXPLAIN SELECT 1 FROM care.patients WHERE active'],
  [
    'what a filter has found',
    "EXPLAIN (ANALYZE, TIMING off, SUMMARY off, BUFFERS off) SELECT 1 FROM care.patients WHERE zip = '55407'",
  ],
  ['how wide rows are', 'EXPLAIN SELECT full_name, profile FROM care.patients'],
]);

const MORE_STATISTICS = [
  'CREATE STATISTICS care.more (mcv) ON severity, sex FROM care.patients',
  'CREATE STATISTICS care.computed ON (length(full_name)), (active::int) FROM care.patients',
  'ANALYZE care.patients',
];
const EXTENDED = [
  [
    'extended statistics',
    'SELECT most_common_vals::text, most_common_freqs::text FROM pg_stats_ext ORDER BY statistics_name',
  ],
  ['extended statistics as JSON', 'SELECT to_jsonb(s) FROM pg_stats_ext s ORDER BY statistics_name'],
  [
    'statistics of one’s own expressions',
    'SELECT expr, most_common_vals::text, n_distinct FROM pg_stats_ext_exprs ORDER BY expr',
  ],
].map(([name = '', sql = '']) => attack(name, [{ elsewhere: MORE_STATISTICS }, { sql }], { changes: true }));

const BOUNDS = [
  session('the bounds of a partition of one’s own', [
    'CREATE TEMP TABLE parted (a text) PARTITION BY LIST (a)',
    'CREATE TEMP TABLE part PARTITION OF parted FOR VALUES IN (care.ssn_of(1))',
    "SELECT pg_get_expr(relpartbound, oid) FROM pg_class WHERE relname = 'part'",
  ]),
  session('the range of a partition of one’s own', [
    'CREATE TEMP TABLE parted (a text) PARTITION BY RANGE (a)',
    'CREATE TEMP TABLE part PARTITION OF parted FOR VALUES FROM (MINVALUE) TO (upper(care.ssn_of(1)))',
    "INSERT INTO parted VALUES ('94')",
    "SELECT pg_get_expr(relpartbound, oid) FROM pg_class WHERE relname = 'part'",
  ]),
];

const ACTIVITY = attacks(GROUP, [
  ['the statement of another session', "SELECT query FROM pg_stat_activity WHERE application_name = 'resident'"],
  [
    'the activity of another session as JSON',
    "SELECT to_json(a) ->> 'query' FROM pg_stat_activity a WHERE application_name = 'resident'",
  ],
  [
    'the length of another’s statement',
    "SELECT length(query), md5(query) FROM pg_stat_activity WHERE application_name = 'resident'",
  ],
  ['another’s statement as a condition', "SELECT count(*) FROM pg_stat_activity WHERE query ~ '93[0-9]-'"],
  [
    'another’s statement from the function',
    "SELECT query FROM pg_stat_get_activity(NULL) WHERE application_name = 'resident'",
  ],
  [
    'another’s statement by its backend',
    "SELECT min(pg_stat_get_backend_activity(b)) FROM pg_stat_get_backend_idset() b WHERE pg_stat_get_backend_activity(b) LIKE '%resident%'",
  ],
  ['prepared statements', 'PREPARE q AS SELECT 1; SELECT name, statement FROM pg_prepared_statements'],
  ['prepared statements from the function', 'SELECT name, statement FROM pg_prepared_statement()'],
  [
    'cursors',
    'BEGIN; DECLARE c CURSOR FOR SELECT ssn FROM care.patients; SELECT name, statement FROM pg_cursors; ROLLBACK',
  ],
  [
    'rows that a filter on a protected column read',
    "SELECT count(*) FROM care.patients WHERE ssn LIKE '93%'; SELECT seq_tup_read, idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relname = 'patients'",
  ],
  [
    'rows that an index scan has found',
    "BEGIN; SET LOCAL enable_seqscan = off; SELECT id FROM care.patients WHERE full_name < 'P'; SELECT pg_stat_get_xact_tuples_fetched('care.patients_name'::regclass); ROLLBACK",
  ],
]);

const STORAGE = attacks(GROUP, [
  [
    'the size of a value',
    'SELECT id, pg_column_size(full_name), pg_column_size(profile) FROM care.patients ORDER BY id',
  ],
  ['the size of a row', 'SELECT id, pg_column_size(p.*) FROM care.patients p ORDER BY id'],
  ['how a value is compressed', 'SELECT id, pg_column_compression(raw_profile) FROM care.patients ORDER BY id'],
  ['the place of rows under a filter', "SELECT ctid FROM care.patients WHERE full_name > 'M' ORDER BY id"],
  ['pages of an index', "SELECT * FROM bt_page_items('care.patients_name', 1)"],
  ['pages of a table', "SELECT * FROM heap_page_items(get_raw_page('care.patients', 0))"],
  ['the file of a table', "SELECT pg_read_binary_file(pg_relation_filepath('care.patients'))"],
  [
    'the file of a table by its path',
    "SELECT encode(pg_read_binary_file('base/' || (SELECT oid FROM pg_database WHERE datname = 'care') || '/' || pg_relation_filenode('care.patients')), 'hex')",
  ],
  ['the log of the server', 'SELECT pg_read_file(pg_current_logfile())'],
  ['large objects', 'SELECT loid, pageno, data FROM pg_largeobject'],
  ['passwords', 'SELECT rolname, rolpassword FROM pg_authid'],
  ['passwords in the shadow view', 'SELECT usename, passwd FROM pg_shadow'],
  [
    'the first value of a range of partitions',
    "SELECT pg_get_expr(relpartbound, oid) || (SELECT ssn FROM care.labs LIMIT 1) FROM pg_class WHERE relname = 'labs_2023'",
  ],
]);

const DEFINITIONS = attacks(GROUP, [
  ['a query by its text as XML', "SELECT query_to_xml('SELECT ssn FROM care.patients', true, false, '')"],
  ['a schema as XML', "SELECT schema_to_xml('care', true, false, '')"],
  ['a table as XML', "SELECT table_to_xml('care.patients', true, false, '')"],
  ['a database as XML', "SELECT database_to_xml(true, false, '')"],
  [
    'a table by its name in the catalog',
    "SELECT table_to_xml(oid, true, true, '') FROM pg_class WHERE relname = 'patients'",
  ],
  [
    'a default that reads',
    "SELECT column_default, (SELECT min(ssn) FROM care.patients) FROM information_schema.columns WHERE table_name = 'patients' ORDER BY ordinal_position",
  ],
  ['statistics of text search', "SELECT * FROM ts_stat('SELECT to_tsvector(full_name) FROM care.patients')"],
  [
    'rewriting by a query',
    "SELECT ts_rewrite('a'::tsquery, 'SELECT ''a''::tsquery, to_tsquery(replace(ssn, ''-'', '''')) FROM care.patients LIMIT 1')",
  ],
]);

const CONTROLS: readonly Control[] = [
  control(
    'tables of a schema',
    "SELECT relname, relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE nspname = 'care' AND relkind IN ('r', 'v', 'p', 'm') ORDER BY 1",
    ['patients', 'ward_load', 'labs_2024'],
  ),
  control(
    'columns of a table',
    "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 'care.patients'::regclass AND attnum > 0 ORDER BY attnum",
    ['full_name', 'numeric(12,2)'],
    { rows: 26 },
  ),
  control(
    'columns from the information schema',
    "SELECT column_name, data_type, is_nullable FROM information_schema.columns WHERE table_schema = 'care' AND table_name = 'visits' ORDER BY ordinal_position",
    ['doctor', 'timestamp without time zone'],
    { rows: 9 },
  ),
  control(
    'keys from the information schema',
    "SELECT constraint_name, constraint_type FROM information_schema.table_constraints WHERE table_schema = 'care' AND constraint_type <> 'CHECK' ORDER BY 1",
    ['patients_pkey', 'FOREIGN KEY'],
  ),
  control('the definition of a view', "SELECT pg_get_viewdef('care.ward_load'::regclass, true)", [
    'LEFT JOIN patients p',
  ]),
  control(
    'the definition of an index',
    "SELECT indexdef FROM pg_indexes WHERE schemaname = 'care' AND indexname = 'patients_name'",
    ['CREATE INDEX patients_name ON care.patients'],
  ),
  control(
    'the definition of a constraint',
    "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'care.visits'::regclass AND contype = 'f' ORDER BY 1",
    ['FOREIGN KEY (patient_id) REFERENCES patients(id)'],
  ),
  control(
    'the default of a column',
    "SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 'care.patients'::regclass",
    ["'2024-01-01'::date"],
    { rows: 1 },
  ),
  control('the body of a function', "SELECT pg_get_functiondef('care.shout(text)'::regprocedure)", [
    'SELECT upper(words)',
  ]),
  control(
    'types and their labels',
    "SELECT enumlabel FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid WHERE typname = 'severity' ORDER BY enumsortorder",
    ['serious'],
    { rows: 3 },
  ),
  control(
    'roles',
    "SELECT rolname, rolcanlogin FROM pg_roles WHERE rolname LIKE 'care%' ORDER BY 1",
    ['care_app', 'care_reader'],
    { rows: 2 },
  ),
  control(
    'privileges',
    "SELECT has_table_privilege('care.wards', 'SELECT'), has_schema_privilege('care', 'CREATE')",
    ['t'],
    { rows: 1 },
  ),
  control(
    'databases',
    "SELECT datname, pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'care'",
    ['UTF8'],
    { rows: 1 },
  ),
  control(
    'estimates of rows of a public table',
    "SELECT relname, reltuples::int FROM pg_class WHERE oid = 'care.wards'::regclass",
    ['wards', '3'],
  ),
  control(
    'settings',
    "SELECT name, setting FROM pg_settings WHERE name IN ('server_encoding', 'block_size') ORDER BY 1",
    ['8192', 'UTF8'],
    { rows: 2 },
  ),
  control(
    'who is connected',
    'SELECT DISTINCT datname, usename FROM pg_stat_activity WHERE datname = current_database()',
    ['care_app'],
  ),
  control('the plan of a public query', 'EXPLAIN (COSTS off) SELECT name FROM care.wards WHERE id = 1', ['wards']),
  control(
    'what a public query did',
    'EXPLAIN (ANALYZE, COSTS off, TIMING off, SUMMARY off, BUFFERS off) SELECT name FROM care.wards ORDER BY beds',
    ['Sort Key: beds'],
  ),
];

export const CATALOGS_AND_STATISTICS: readonly LeakCase[] = [
  ...STATISTICS,
  ...EXTENDED,
  ...BOUNDS,
  ...ACTIVITY,
  ...STORAGE,
  ...DEFINITIONS,
  ...CONTROLS,
];
