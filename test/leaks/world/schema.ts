// The schema of both worlds: one of every kind of relation, type and function through which a value could travel.

/** Run in order as the superuser, in an empty database. */
export const SCHEMA: readonly string[] = [
  `CREATE SCHEMA care`,
  `CREATE DOMAIN care.ssn_text AS text CHECK (VALUE ~ '^[0-9]{3}-[0-9]{2}-[0-9]{4}$')`,
  `CREATE TYPE care.severity AS ENUM ('mild', 'serious', 'grave')`,
  `CREATE TYPE care.contact AS (phone text, email text)`,
  `CREATE TABLE care.wards (id int PRIMARY KEY, name text NOT NULL, beds int NOT NULL, floor int)`,
  `CREATE TABLE care.patients (
     id int PRIMARY KEY,
     ssn care.ssn_text UNIQUE,
     mrn text,
     full_name text,
     birth date,
     seen_at timestamptz,
     balance numeric(12,2),
     score float8,
     pin int,
     big bigint,
     token uuid,
     photo bytea,
     address inet,
     active boolean,
     zip text,
     profile jsonb,
     raw_profile json,
     record xml,
     tags text[],
     contact care.contact,
     stay daterange,
     severity care.severity,
     sex text,
     city text,
     ward_id int REFERENCES care.wards,
     created date DEFAULT '2024-01-01')`,
  `CREATE INDEX patients_name ON care.patients (full_name)`,
  `CREATE STATISTICS care.patients_stats (mcv) ON city, zip FROM care.patients`,
  `CREATE TABLE care.visits (id int PRIMARY KEY, patient_id int REFERENCES care.patients, ward_id int REFERENCES care.wards,
     doctor text, at timestamp, fee numeric(10,2), mrn text, notes text, outcome care.severity)`,
  `CREATE TABLE care.labs (id int, taken date NOT NULL, patient_id int, kind text, ssn text, finding text) PARTITION BY RANGE (taken)`,
  `CREATE TABLE care.labs_2023 PARTITION OF care.labs FOR VALUES FROM ('2023-01-01') TO ('2024-01-01')`,
  `CREATE TABLE care.labs_2024 PARTITION OF care.labs FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')`,
  `CREATE TABLE care.staff (id int PRIMARY KEY, name text, ssn text, desk text)`,
  `CREATE TABLE care.doctors (specialty text) INHERITS (care.staff)`,
  // Every use outside the select list is forbidden on the first of these, and allowed on the second.
  `CREATE TABLE care.vault (id int PRIMARY KEY, owner text, code text)`,
  `CREATE TABLE care.cohort (id int PRIMARY KEY, arm text, age int)`,
  `CREATE TABLE care.scratch (id int, note text, amount numeric, day date, data jsonb)`,
  `CREATE TABLE care.messages (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text UNIQUE, priority int CHECK (priority < 10))`,
  `CREATE VIEW care.patient_view AS SELECT id, ssn, full_name AS who, birth, city FROM care.patients`,
  `CREATE VIEW care.patient_labels AS SELECT id, full_name || ' (' || mrn || ')' AS label, city FROM care.patients`,
  `CREATE VIEW care.ward_load AS SELECT w.id, w.name, count(p.id) AS patients FROM care.wards w
     LEFT JOIN care.patients p ON p.ward_id = w.id GROUP BY w.id, w.name`,
  `CREATE VIEW care.visit_view AS SELECT v.id, v.doctor, p.ssn AS number, v.notes
     FROM care.visits v JOIN care.patient_view p ON p.id = v.patient_id`,
  `CREATE FUNCTION care.ssn_of(wanted int) RETURNS text LANGUAGE sql STABLE
     AS 'SELECT ssn FROM care.patients WHERE id = wanted'`,
  `CREATE FUNCTION care.city_of(wanted int) RETURNS text LANGUAGE sql STABLE
     BEGIN ATOMIC SELECT city FROM care.patients WHERE id = wanted; END`,
  `CREATE FUNCTION care.patients_in(wanted text) RETURNS SETOF care.patients LANGUAGE sql STABLE
     AS 'SELECT * FROM care.patients WHERE city = $1'`,
  `CREATE FUNCTION care.directory() RETURNS TABLE (who text, town text) LANGUAGE sql STABLE
     AS 'SELECT full_name, city FROM care.patients'`,
  `CREATE FUNCTION care.shout(words text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT upper(words)'`,
  `CREATE FUNCTION care.discounted(fee numeric) RETURNS numeric LANGUAGE plpgsql IMMUTABLE
     AS 'BEGIN RETURN round(fee * 0.9, 2); END'`,
  `CREATE FUNCTION care.name_of(wanted int) RETURNS text LANGUAGE plpgsql STABLE
     AS 'DECLARE found text; BEGIN SELECT full_name INTO found FROM care.patients WHERE id = wanted; RETURN found; END'`,
  `CREATE FUNCTION care.run(command text) RETURNS text LANGUAGE plpgsql
     AS 'DECLARE found text; BEGIN EXECUTE command INTO found; RETURN found; END'`,
  `CREATE FUNCTION care.open_patients() RETURNS refcursor LANGUAGE plpgsql
     AS 'DECLARE c refcursor := ''opened''; BEGIN OPEN c FOR SELECT ssn, city FROM care.patients; RETURN c; END'`,
  `CREATE FUNCTION care.complain(wanted int) RETURNS int LANGUAGE plpgsql
     AS 'BEGIN RAISE EXCEPTION ''patient %'', (SELECT ssn FROM care.patients WHERE id = wanted); END'`,
  `CREATE PROCEDURE care.announce(wanted int) LANGUAGE plpgsql
     AS 'BEGIN RAISE NOTICE ''patient %'', (SELECT ssn FROM care.patients WHERE id = wanted); END'`,
  `CREATE FUNCTION care.on_visit() RETURNS trigger LANGUAGE plpgsql
     AS 'BEGIN RAISE NOTICE ''visit of %'', (SELECT ssn FROM care.patients WHERE id = NEW.patient_id); RETURN NEW; END'`,
  `CREATE TRIGGER visit_notice BEFORE INSERT OR UPDATE ON care.visits FOR EACH ROW EXECUTE FUNCTION care.on_visit()`,
  `CREATE FUNCTION care.same_letters(a text, b text) RETURNS boolean LANGUAGE sql IMMUTABLE
     AS 'SELECT lower(a) = lower(b)'`,
  `CREATE OPERATOR care.=~= (LEFTARG = text, RIGHTARG = text, FUNCTION = care.same_letters)`,
  `CREATE AGGREGATE care.glue (text) (SFUNC = textcat, STYPE = text, INITCOND = '')`,
];

/** After the rows: what is computed from them, and what the gateway's role may do. */
export const afterRows = (role: string, password: string): readonly string[] => [
  `CREATE MATERIALIZED VIEW care.patient_cache AS SELECT id, ssn, upper(full_name) AS loud, city FROM care.patients`,
  `CREATE ROLE ${role} LOGIN PASSWORD '${password}'`,
  `CREATE ROLE care_reader`,
  `GRANT care_reader TO ${role}`,
  `GRANT pg_read_all_stats TO ${role}`,
  `GRANT USAGE, CREATE ON SCHEMA care, public TO ${role}`,
  `GRANT ALL ON ALL TABLES IN SCHEMA care TO ${role}`,
  `GRANT ALL ON ALL SEQUENCES IN SCHEMA care TO ${role}`,
  `GRANT TEMPORARY ON DATABASE care TO ${role}`,
  `ALTER ROLE ${role} SET search_path = care, public`,
  'VACUUM ANALYZE',
];
