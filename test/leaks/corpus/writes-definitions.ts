// Protected values that definitions would carry on: tables, views, indexes, triggers, functions, sequences, messages, large objects.
// Cases only; nothing here runs.
import type { Attack, Control, LeakCase } from '../leak-case.ts';

const defined = (name: string, ...steps: readonly string[]): Attack => ({
  kind: 'attack',
  group: 'writes',
  name,
  changes: true,
  steps: steps.map((sql) => ({ sql })),
});

const RELATIONS: readonly Attack[] = [
  defined(
    'CREATE TABLE AS',
    'CREATE TABLE public.copied AS SELECT id, ssn AS city FROM care.patients',
    'SELECT * FROM public.copied ORDER BY id',
  ),
  defined(
    'CREATE TEMP TABLE AS',
    'CREATE TEMP TABLE copied AS TABLE care.patients',
    'SELECT full_name FROM copied ORDER BY id',
  ),
  defined(
    'CREATE TABLE AS EXECUTE',
    'PREPARE q AS SELECT id, mrn FROM care.patients',
    'CREATE TEMP TABLE copied AS EXECUTE q',
    'SELECT * FROM copied ORDER BY id',
  ),
  defined(
    'EXPLAIN ANALYZE of CREATE TABLE AS',
    'EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF, BUFFERS OFF) CREATE TABLE public.copied AS SELECT id, zip FROM care.patients',
    'SELECT * FROM public.copied ORDER BY id',
  ),
  defined(
    'SELECT INTO',
    'SELECT id, full_name AS name INTO public.copied FROM care.patients',
    'SELECT name FROM public.copied ORDER BY id',
  ),
  defined(
    'SELECT INTO a temporary table',
    'SELECT id, to_jsonb(p) AS j INTO TEMP copied FROM care.patients p',
    'SELECT j FROM copied ORDER BY id',
  ),
  defined(
    'SELECT INTO inside a union',
    'SELECT id, mrn INTO TEMP copied FROM care.patients UNION ALL SELECT id, name FROM care.wards',
    'SELECT * FROM copied ORDER BY 1, 2',
  ),
  defined(
    'a new materialized view',
    'CREATE MATERIALIZED VIEW public.kept AS SELECT id, pin AS beds FROM care.patients',
    'SELECT * FROM public.kept ORDER BY id',
  ),
  defined(
    'a view',
    'CREATE VIEW public.seen AS SELECT id, ssn AS city FROM care.patients',
    'SELECT city FROM public.seen ORDER BY id',
  ),
  defined(
    'a temporary view',
    'CREATE TEMP VIEW seen AS SELECT id, upper(full_name) AS city FROM care.patients',
    'SELECT city FROM seen ORDER BY id',
  ),
  defined(
    'a view that replaces a public one',
    'CREATE VIEW public.seen AS SELECT id, name FROM care.wards',
    'SELECT name FROM public.seen ORDER BY id',
    'CREATE OR REPLACE VIEW public.seen AS SELECT id, full_name AS name FROM care.patients',
    'SELECT name FROM public.seen ORDER BY id',
  ),
  defined(
    'a temporary view that shadows a table',
    'SELECT name FROM wards ORDER BY id',
    'CREATE TEMP VIEW wards AS SELECT id, full_name AS name FROM care.patients',
    'SELECT name FROM wards ORDER BY id',
  ),
  defined(
    'a view that a prepared statement knew',
    'CREATE VIEW public.seen AS SELECT id, name FROM care.wards',
    'PREPARE q AS SELECT name FROM public.seen ORDER BY id',
    'CREATE OR REPLACE VIEW public.seen AS SELECT id, full_name AS name FROM care.patients',
    'EXECUTE q',
  ),
  defined(
    'a table that takes the place of another',
    'CREATE TABLE public.own (id int, name text)',
    'ALTER TABLE public.own RENAME TO wards',
    'SET search_path = public, care',
    'SELECT count(*) FROM wards',
    'SELECT full_name FROM patients ORDER BY id',
  ),
  defined(
    'a table that inherits',
    'CREATE TABLE public.child () INHERITS (care.staff)',
    'SELECT ssn FROM care.staff ORDER BY id',
  ),
  defined(
    'a table like another',
    'CREATE TABLE public.twin (LIKE care.patients)',
    'INSERT INTO public.twin SELECT * FROM care.patients',
    'SELECT ssn, full_name FROM public.twin ORDER BY id',
  ),
  defined(
    'a generated column',
    'CREATE TABLE public.own (id int, v text, w text GENERATED ALWAYS AS (upper(v)) STORED)',
    'INSERT INTO public.own (id, v) SELECT id, full_name FROM care.patients',
    'SELECT w FROM public.own ORDER BY id',
  ),
  defined(
    'a default that runs a function',
    'CREATE TABLE public.own (id int, v text DEFAULT care.ssn_of(1))',
    'INSERT INTO public.own (id) VALUES (1)',
    'SELECT v FROM public.own',
  ),
  defined(
    'a default that is added later',
    'CREATE TABLE public.own (id int)',
    'INSERT INTO public.own VALUES (1)',
    'ALTER TABLE public.own ADD COLUMN v text DEFAULT care.name_of(2)',
    'SELECT v FROM public.own',
  ),
  defined(
    'a column of another type',
    'CREATE TABLE public.own (id int, v text)',
    `INSERT INTO public.own VALUES (1, 'x'), (2, 'y')`,
    'ALTER TABLE public.own ALTER v TYPE text USING care.ssn_of(id)',
    'SELECT v FROM public.own ORDER BY id',
  ),
  defined(
    'a check that runs a function',
    'CREATE TABLE public.own (id int CHECK (care.name_of(id) > $$R$$))',
    'INSERT INTO public.own VALUES (1)',
    'INSERT INTO public.own VALUES (2)',
    'INSERT INTO public.own VALUES (3)',
    'SELECT id FROM public.own ORDER BY id',
  ),
  defined(
    'an index over a function',
    'CREATE TABLE public.own (id int)',
    'INSERT INTO public.own VALUES (1)',
    `CREATE FUNCTION public.fixed(int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT (care.ssn_of($1))::int'`,
    'CREATE INDEX ON public.own (public.fixed(id))',
  ),
  defined(
    'a domain with a check',
    `CREATE DOMAIN public.guess AS text CHECK (VALUE = care.ssn_of(1) OR length(VALUE) < 3)`,
    `SELECT 'ab'::public.guess`,
    `SELECT id, ssn::text::public.guess FROM care.patients WHERE id = 1`,
  ),
  defined(
    'statistics over an expression',
    'CREATE TABLE public.own AS SELECT id, ssn FROM care.patients',
    'CREATE STATISTICS public.own_stats ON (left(ssn, 3)), id FROM public.own',
    'ANALYZE public.own',
    `SELECT most_common_vals FROM pg_stats_ext_exprs WHERE statistics_name = 'own_stats'`,
    `SELECT histogram_bounds::text FROM pg_stats WHERE tablename = 'own'`,
  ),
];

const CODE: readonly Attack[] = [
  defined(
    'a new function of SQL',
    `CREATE FUNCTION public.peek(int) RETURNS text LANGUAGE sql AS 'SELECT full_name FROM care.patients WHERE id = $1'`,
    'SELECT public.peek(1), public.peek(2)',
  ),
  defined(
    'a function with a parsed body',
    'CREATE FUNCTION public.peek(int) RETURNS text LANGUAGE sql RETURN (SELECT mrn FROM care.patients WHERE id = $1)',
    'SELECT public.peek(1)',
  ),
  defined(
    'a function that replaces a harmless one',
    `CREATE FUNCTION public.plain(int) RETURNS text LANGUAGE sql AS 'SELECT name FROM care.wards WHERE id = $1'`,
    'SELECT public.plain(1)',
    `CREATE OR REPLACE FUNCTION public.plain(int) RETURNS text LANGUAGE sql AS 'SELECT full_name FROM care.patients WHERE id = $1'`,
    'SELECT public.plain(1)',
  ),
  defined(
    'a function that is preferred to a built-in one',
    `CREATE FUNCTION public.upper(care.ssn_text) RETURNS text LANGUAGE sql AS 'SELECT $1::text'`,
    'SET search_path = public, care',
    'SELECT upper(ssn) FROM patients ORDER BY id',
  ),
  defined(
    'a temporary function',
    `CREATE FUNCTION pg_temp.peek(int) RETURNS text LANGUAGE sql AS 'SELECT ssn FROM care.patients WHERE id = $1'`,
    'SELECT pg_temp.peek(1)',
  ),
  defined(
    'a function that runs text',
    `CREATE FUNCTION public.go(t text) RETURNS text LANGUAGE plpgsql AS 'DECLARE r text; BEGIN EXECUTE t INTO r; RETURN r; END'`,
    `SELECT public.go('SELECT string_agg(ssn, '','' ORDER BY id) FROM care.patients')`,
  ),
  defined('DO with a notice', `DO $$ BEGIN RAISE NOTICE '%', (SELECT ssn FROM care.patients WHERE id = 1); END $$`),
  defined(
    'DO that writes',
    `DO $$ BEGIN INSERT INTO care.scratch (id, note) SELECT id, mrn FROM care.patients; END $$`,
    'SELECT note FROM care.scratch ORDER BY id, note',
  ),
  defined(
    'DO with a condition',
    `DO $$ BEGIN IF (SELECT pin FROM care.patients WHERE id = 1) > 3000 THEN RAISE EXCEPTION 'yes'; END IF; END $$`,
  ),
  defined('a procedure', 'CALL care.announce(1)'),
  defined(
    'a new procedure',
    `CREATE PROCEDURE public.move() LANGUAGE sql AS 'INSERT INTO care.scratch (id, note) SELECT id, full_name FROM care.patients'`,
    'CALL public.move()',
    'SELECT note FROM care.scratch ORDER BY id, note',
  ),
  defined(
    'a trigger',
    `CREATE FUNCTION public.keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO care.scratch (id, note) VALUES (NEW.id, NEW.full_name); RETURN NEW; END'`,
    'CREATE TRIGGER keep AFTER UPDATE ON care.patients FOR EACH ROW EXECUTE FUNCTION public.keep()',
    'UPDATE care.patients SET city = city',
    'SELECT note FROM care.scratch ORDER BY id, note',
  ),
  defined(
    'a trigger that is there',
    'UPDATE care.visits SET doctor = doctor WHERE id = 1',
    'INSERT INTO care.visits (id, patient_id) VALUES (500, 1)',
  ),
  defined(
    'a rule',
    'CREATE TABLE public.own (id int, v text)',
    'CREATE RULE seen AS ON INSERT TO public.own DO INSTEAD SELECT full_name FROM care.patients',
    'INSERT INTO public.own VALUES (1)',
  ),
  defined(
    'a rule that notifies',
    'CREATE VIEW public.seen AS SELECT 1 AS id',
    'CREATE RULE r AS ON INSERT TO public.seen DO INSTEAD SELECT id, mrn FROM care.patients ORDER BY id',
    'INSERT INTO public.seen VALUES (1)',
  ),
  defined(
    'a row policy',
    'CREATE TABLE public.own (id int)',
    'INSERT INTO public.own SELECT generate_series(1, 24)',
    'ALTER TABLE public.own ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY',
    `CREATE POLICY p ON public.own USING (care.name_of(id) > 'R')`,
    'SELECT id FROM public.own ORDER BY id',
  ),
  defined(
    'a new operator',
    `CREATE FUNCTION public.both(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 LIKE $2'`,
    'CREATE OPERATOR public.= (LEFTARG = text, RIGHTARG = text, FUNCTION = public.both)',
    'SET search_path = public, pg_catalog, care',
    `SELECT id FROM patients WHERE mrn = 'MRN0%' ORDER BY id`,
  ),
  defined(
    'a new aggregate',
    'CREATE AGGREGATE public.count(text) (SFUNC = textcat, STYPE = text)',
    'SET search_path = public, pg_catalog, care',
    'SELECT count(mrn) FROM patients',
  ),
  defined(
    'a new cast',
    `CREATE TYPE public.box AS (v text)`,
    `CREATE FUNCTION public.unbox(care.contact) RETURNS public.box LANGUAGE sql AS 'SELECT ROW($1.phone)::public.box'`,
    'CREATE CAST (care.contact AS public.box) WITH FUNCTION public.unbox(care.contact)',
    'SELECT contact::public.box FROM care.patients ORDER BY id',
  ),
];

const CHANNELS: readonly Attack[] = [
  defined(
    'a sequence that is set',
    'CREATE SEQUENCE public.counter',
    `SELECT setval('public.counter', (SELECT pin FROM care.patients WHERE id = 1))`,
    `SELECT currval('public.counter')`,
    'SELECT last_value FROM public.counter',
  ),
  defined(
    'a sequence that advances by rows',
    'CREATE SEQUENCE public.counter',
    `SELECT count(nextval('public.counter')) FROM care.patients WHERE pin > 3000`,
    'SELECT last_value FROM public.counter',
  ),
  defined(
    'a sequence that advances in a CASE',
    'CREATE SEQUENCE public.counter',
    `SELECT CASE WHEN pin > 3000 THEN nextval('public.counter') END IS NULL AS x FROM care.patients`,
    'SELECT last_value FROM public.counter',
  ),
  defined(
    'a message to oneself',
    'LISTEN leak',
    `SELECT pg_notify('leak', (SELECT ssn FROM care.patients WHERE id = 1))`,
    'SELECT 1',
  ),
  defined(
    'messages for chosen rows',
    'LISTEN leak',
    `SELECT pg_notify('leak', id::text) IS NULL AS x FROM care.patients WHERE pin > 3000 ORDER BY id`,
    'SELECT 1',
  ),
  defined(
    'a message on a protected channel',
    'LISTEN "3"',
    `SELECT count(pg_notify(substr(ssn, 5, 1), 'x')) FROM care.patients WHERE id = 3`,
    'SELECT 1',
  ),
  defined(
    'a large object',
    `SELECT lo_from_bytea(4711, (SELECT convert_to(string_agg(ssn, ',' ORDER BY id), 'UTF8') FROM care.patients))`,
    `SELECT convert_from(lo_get(4711), 'UTF8')`,
  ),
  defined(
    'a setting',
    `SELECT set_config('my.value', (SELECT full_name FROM care.patients WHERE id = 1), false)`,
    `SELECT current_setting('my.value')`,
    'SHOW my.value',
  ),
  defined(
    'an advisory lock',
    `SELECT count(pg_advisory_lock(pin)) FROM care.patients`,
    `SELECT objid::int8 FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid() ORDER BY 1`,
  ),
  defined(
    'a comment',
    'CREATE TABLE public.own (id int)',
    `DO $$ BEGIN EXECUTE 'COMMENT ON TABLE public.own IS ' || quote_literal(care.ssn_of(1)); END $$`,
    `SELECT obj_description('public.own'::regclass)`,
  ),
  defined(
    'a row lock in another transaction',
    'BEGIN',
    'SELECT id FROM care.patients WHERE pin > 3000 ORDER BY id FOR UPDATE',
    `SELECT count(*) FROM care.patients WHERE xmax <> 0`,
    'COMMIT',
  ),
  defined(
    'the place of a row that is written',
    `UPDATE care.patients SET city = city WHERE ssn LIKE '94%'`,
    'SELECT id FROM care.patients ORDER BY ctid',
  ),
];

const CONTROLS: readonly Control[] = [
  {
    kind: 'control',
    group: 'writes',
    name: 'a sequence of public numbers',
    changes: true,
    steps: [
      { sql: `INSERT INTO care.messages (body, priority) VALUES ('a', 1), ('b', 2) RETURNING id, body` },
      { sql: 'SELECT count(*) FROM care.messages' },
    ],
    shows: ['a', 'b', '4'],
    rows: 3,
  },
  {
    kind: 'control',
    group: 'writes',
    name: 'a message that is public',
    steps: [{ sql: 'LISTEN news' }, { sql: `NOTIFY news, 'the ward is open'` }, { sql: 'UNLISTEN news' }],
    shows: ['the ward is open'],
  },
  {
    kind: 'control',
    group: 'writes',
    name: 'rows that are locked by number',
    steps: [
      { sql: 'BEGIN' },
      { sql: 'SELECT id, city, ssn FROM care.patients WHERE id = 3 FOR UPDATE' },
      { sql: 'COMMIT' },
    ],
    shows: ['Mankato', '***-**-1111'],
    rows: 1,
  },
];

/** Definitions, code and side channels that would carry protected values. */
export const DEFINITIONS: readonly LeakCase[] = [...RELATIONS, ...CODE, ...CHANNELS, ...CONTROLS];
