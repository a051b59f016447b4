// Writes that fail, or give notice, by a protected value: keys, checks, partitions, lengths, triggers. Cases only; nothing here runs.
import type { Attack, LeakCase } from '../leak-case.ts';

const changing = (name: string, ...steps: readonly string[]): Attack => ({
  kind: 'attack',
  group: 'errors',
  name,
  changes: true,
  steps: steps.map((sql) => ({ sql })),
});

/** Violations that quote a row, or happen by its values. */
export const CONSTRAINTS: readonly LeakCase[] = [
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
    `INSERT INTO care.messages (body) SELECT (pin % 7)::text FROM care.patients WHERE id IN (1, 2) ON CONFLICT (body) DO UPDATE SET priority = 1`,
    'INSERT INTO care.messages (body) SELECT (pin % 14)::text FROM care.patients WHERE id IN (1, 2) ON CONFLICT (body) DO UPDATE SET priority = 2',
  ),
  changing(
    'a merge that meets a row twice',
    `MERGE INTO care.scratch s USING (SELECT * FROM care.patients WHERE id < 3) p ON s.id = p.pin % 7 - 5 WHEN MATCHED THEN UPDATE SET note = 'x'`,
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
  changing('a procedure that gives notice', 'CALL care.announce(2)', 'CALL care.announce(wanted => 3)'),
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
