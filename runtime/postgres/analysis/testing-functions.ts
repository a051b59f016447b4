// Test support: functions and what calls them, beside those of the leak suite's schema, each with a way to reach further than it seems.

/** Run in order as the superuser, after the schema of the leak suite. */
export const MORE_FUNCTIONS: readonly string[] = [
  `CREATE FUNCTION care.first_ssn() RETURNS text LANGUAGE sql STABLE AS 'SELECT ssn FROM care.patients LIMIT 1'`,
  `CREATE FUNCTION care.with_default(given text DEFAULT care.first_ssn()) RETURNS text LANGUAGE sql AS 'SELECT given'`,
  `CREATE FUNCTION care.joined(VARIADIC parts text[]) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT parts[1] || parts[2]'`,
  `CREATE FUNCTION care.over(int) RETURNS text LANGUAGE sql AS 'SELECT city FROM care.patients'`,
  `CREATE FUNCTION care.over(care.severity) RETURNS text LANGUAGE sql AS 'SELECT mrn FROM care.patients'`,
  `CREATE FUNCTION care.over(text) RETURNS text LANGUAGE sql AS 'SELECT ssn FROM care.patients'`,
  `CREATE FUNCTION care.second(text, text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $2'`,
  `CREATE FUNCTION care.field(p care.patients) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT p.ssn::text'`,
  `CREATE FUNCTION care.same(anyelement) RETURNS anyelement LANGUAGE sql IMMUTABLE AS 'SELECT $1'`,
  `CREATE FUNCTION care.outs(wanted int, OUT a text, OUT b text) LANGUAGE sql AS 'SELECT ssn, city FROM care.patients WHERE id = wanted'`,
  `CREATE FUNCTION care.one_out(OUT one text) LANGUAGE sql AS 'SELECT ssn FROM care.patients'`,
  `CREATE FUNCTION care.first_ones(many int) RETURNS SETOF text LANGUAGE sql AS 'SELECT city FROM care.patients LIMIT many'`,
  `CREATE FUNCTION care.older_than(years int) RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM care.patients WHERE birth < now() - make_interval(years)'`,
  `CREATE FUNCTION care.has_ssn(start text) RETURNS boolean LANGUAGE sql AS 'SELECT EXISTS (SELECT 1 FROM care.patients WHERE ssn LIKE start || ''%'')'`,
  `CREATE SCHEMA hidden`,
  `CREATE VIEW hidden.patients AS SELECT code AS city FROM care.vault`,
  `CREATE FUNCTION care.own_path() RETURNS text LANGUAGE sql SET search_path = hidden, care AS 'SELECT city FROM patients'`,
  `CREATE FUNCTION care.outer_one(wanted int) RETURNS text LANGUAGE sql RETURN care.ssn_of(wanted)`,
  `CREATE VIEW care.through_function AS SELECT care.ssn_of(1) AS number, care.older_than(3) AS many`,
  `CREATE TABLE care.made (id int, ssn text, short text GENERATED ALWAYS AS (left(ssn, 3)) STORED, loud text GENERATED ALWAYS AS (upper(ssn)) VIRTUAL)`,
  `CREATE TYPE care.tagged AS (words text)`,
  `CREATE FUNCTION care.to_tagged(text) RETURNS care.tagged LANGUAGE sql AS 'SELECT ROW($1 || care.first_ssn())::care.tagged'`,
  `CREATE CAST (text AS care.tagged) WITH FUNCTION care.to_tagged(text)`,
  `CREATE DOMAIN care.known_number AS text CHECK (care.has_ssn(VALUE))`,
  `CREATE FUNCTION care.initcap(text) RETURNS text LANGUAGE sql AS 'SELECT ssn FROM care.patients LIMIT 1'`,
  `CREATE FUNCTION care.strange() RETURNS text LANGUAGE sql SET standard_conforming_strings = off AS 'SELECT city FROM care.patients'`,
  `CREATE FUNCTION care.zoned() RETURNS text LANGUAGE sql SET timezone = 'UTC' AS 'SELECT city FROM care.patients'`,
  `CREATE FUNCTION care.final_look(text) RETURNS text LANGUAGE sql AS 'SELECT care.first_ssn()'`,
  `CREATE AGGREGATE care.looks (text) (SFUNC = textcat, STYPE = text, FINALFUNC = care.final_look)`,
  `CREATE FUNCTION care.equals_ssn(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT $1 LIKE (SELECT ssn FROM care.patients LIMIT 1)'`,
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16].map(
    (level) =>
      `CREATE FUNCTION care.deep_${level}() RETURNS text LANGUAGE plpgsql AS 'BEGIN RETURN ${level === 1 ? '(SELECT city FROM care.patients LIMIT 1)' : `care.deep_${level - 1}() || care.deep_${level - 1}()`}; END'`,
  ),
  `CREATE OPERATOR hidden.= (LEFTARG = text, RIGHTARG = text, FUNCTION = care.equals_ssn)`,
  // PL/pgSQL.
  `CREATE FUNCTION care.busy(n int) RETURNS int LANGUAGE plpgsql AS $$
     DECLARE total int := 0; item record; list int[] := ARRAY[1, 2];
     BEGIN
       FOR i IN 1..n LOOP total := total + i; END LOOP;
       FOR item IN SELECT g AS number FROM generate_series(1, n) g LOOP total := total + item.number; END LOOP;
       FOREACH n IN ARRAY list LOOP total := total + n; END LOOP;
       list[1] := total;
       IF total > 3 THEN RAISE NOTICE 'much: %', total; ELSIF total = 0 THEN RETURN NULL; ELSE total := 1; END IF;
       CASE total WHEN 1, 2 THEN total := 2; ELSE total := list[1]; END CASE;
       BEGIN total := total / n; EXCEPTION WHEN division_by_zero THEN RAISE NOTICE '%', SQLERRM; END;
       RETURN total;
     END $$`,
  `CREATE FUNCTION care.counted(town text) RETURNS bigint LANGUAGE plpgsql AS $$
     DECLARE c CURSOR (named text) FOR SELECT count(*) FROM care.patients WHERE city = named; found bigint;
     BEGIN OPEN c(town); FETCH c INTO found; CLOSE c; RETURN found; END $$`,
  `CREATE FUNCTION care.pl_table() RETURNS TABLE (x text, y text) LANGUAGE plpgsql AS $$
     BEGIN RETURN QUERY SELECT city, ssn::text FROM care.patients; END $$`,
  `CREATE FUNCTION care.fact(n int) RETURNS int LANGUAGE plpgsql AS 'BEGIN IF n < 2 THEN RETURN 1; END IF; RETURN n * care.fact(n - 1); END'`,
  `CREATE FUNCTION care.outer_run(command text) RETURNS text LANGUAGE sql AS 'SELECT care.run(command)'`,
  `CREATE FUNCTION care.error_text() RETURNS text LANGUAGE plpgsql AS $$
     BEGIN INSERT INTO care.visits (id) VALUES (1); RETURN ''; EXCEPTION WHEN OTHERS THEN RETURN SQLERRM; END $$`,
  `CREATE FUNCTION care.diagnosed() RETURNS text LANGUAGE plpgsql AS $$
     DECLARE words text; BEGIN PERFORM 1/0; EXCEPTION WHEN OTHERS THEN GET STACKED DIAGNOSTICS words = PG_EXCEPTION_DETAIL; RETURN words; END $$`,
  `CREATE FUNCTION care.fetched(c refcursor) RETURNS text LANGUAGE plpgsql AS 'DECLARE r text; BEGIN FETCH c INTO r; RETURN r; END'`,
  `CREATE FUNCTION care.record_default() RETURNS text LANGUAGE plpgsql AS $$
     DECLARE r record := (SELECT p FROM care.patients p LIMIT 1); BEGIN RETURN r.ssn; END $$`,
  `CREATE FUNCTION care.makes_table() RETURNS void LANGUAGE plpgsql AS 'BEGIN CREATE TEMP TABLE t AS SELECT ssn FROM care.patients; END'`,
  `CREATE FUNCTION care.reads_file() RETURNS text LANGUAGE sql AS 'SELECT pg_read_file(''x'')'`,
  `CREATE FUNCTION care.endless(n int) RETURNS int LANGUAGE sql AS 'SELECT 1'`,
  `CREATE OR REPLACE FUNCTION care.endless(n int) RETURNS int LANGUAGE sql AS 'SELECT care.endless(n)'`,
  `CREATE FUNCTION care.shows_statistics() RETURNS text LANGUAGE sql AS 'SELECT max(most_common_vals::text) FROM pg_stats WHERE attname = ''ssn'''`,
  `CREATE PROCEDURE care.give(INOUT a int, OUT b text) LANGUAGE plpgsql AS 'BEGIN a := a + 1; b := ''x''; END'`,
  `CREATE PROCEDURE care.write_note(words text) LANGUAGE sql AS 'INSERT INTO care.scratch (note) VALUES (words)'`,
  `CREATE PROCEDURE care.build(words text) LANGUAGE plpgsql AS 'BEGIN EXECUTE words; END'`,
  // Writes.
  `CREATE FUNCTION care.log_city(town text) RETURNS void LANGUAGE sql AS 'INSERT INTO care.scratch (note) VALUES (town)'`,
  `CREATE FUNCTION care.copy_ssn(wanted int) RETURNS void LANGUAGE sql AS 'INSERT INTO care.scratch (note) SELECT ssn FROM care.patients WHERE id = wanted'`,
  `CREATE FUNCTION care.pl_copy(wanted int) RETURNS void LANGUAGE plpgsql AS $$
     DECLARE held text; BEGIN SELECT ssn INTO held FROM care.patients WHERE id = wanted; UPDATE care.scratch SET note = held; END $$`,
  `CREATE TABLE care.filled (id int, note text)`,
  `CREATE FUNCTION care.fill() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN NEW.note := (SELECT ssn FROM care.patients WHERE id = NEW.id); RETURN NEW; END $$`,
  `CREATE TRIGGER fill BEFORE INSERT ON care.filled FOR EACH ROW EXECUTE FUNCTION care.fill()`,
  `CREATE TABLE care.audited_visits (id int, fee numeric)`,
  `CREATE FUNCTION care.audit() RETURNS trigger LANGUAGE plpgsql AS $$
     DECLARE who text; BEGIN SELECT ssn INTO who FROM care.patients WHERE id = NEW.id; INSERT INTO care.scratch (note) VALUES (who); RETURN NULL; END $$`,
  `CREATE TRIGGER audit AFTER UPDATE ON care.audited_visits FOR EACH ROW EXECUTE FUNCTION care.audit()`,
  `CREATE TABLE care.opaque_target (id int)`,
  `CREATE FUNCTION care.opaque_trigger() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN EXECUTE ''SELECT 1''; RETURN NEW; END'`,
  `CREATE TRIGGER opaque_trigger BEFORE INSERT ON care.opaque_target FOR EACH ROW EXECUTE FUNCTION care.opaque_trigger()`,
  `CREATE TABLE care.defaulted (id int, note text DEFAULT care.first_ssn())`,
  `CREATE DOMAIN care.found_text AS text DEFAULT care.first_ssn()`,
  `CREATE TABLE care.domain_defaulted (id int, note care.found_text)`,
  `CREATE TABLE care.checked (id int, note text CHECK (care.has_ssn(note)))`,
  `CREATE VIEW care.filled_view AS SELECT id, note FROM care.filled`,
  // Of the name of an extension's, and none of it.
  `CREATE TABLE care.stamped (id int, note text)`,
  `CREATE FUNCTION care.moddatetime() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN NEW.note := (SELECT ssn FROM care.patients WHERE id = NEW.id); RETURN NEW; END $$`,
  `CREATE TRIGGER stamp BEFORE INSERT ON care.stamped FOR EACH ROW EXECUTE FUNCTION care.moddatetime()`,
  `CREATE FUNCTION care.with_ssn(words text) RETURNS text LANGUAGE sql STABLE AS 'SELECT words || min(ssn) FROM care.patients'`,
  `CREATE TABLE care.ruled (id int)`,
  `CREATE RULE also AS ON INSERT TO care.ruled DO ALSO SELECT ssn FROM care.patients`,
];
