// Protected values moved by statements that write, into places that show them. Definitions (views, triggers, functions …) are in
// their own file. Cases only; nothing here runs.
import type { Attack, Control, LeakCase } from '../leak-case.ts';
import { DEFINITIONS } from './writes-definitions.ts';
import { INSERTS } from './writes-inserts.ts';
import { MESSAGES, moved, NOTES } from './written.ts';

const UPDATES: readonly Attack[] = [
  moved(
    'UPDATE of a public column',
    ['UPDATE care.patients SET city = ssn'],
    'SELECT id, city FROM care.patients ORDER BY id',
  ),
  moved(
    'UPDATE with a computed value',
    ['UPDATE care.patients SET ward_id = 1 + pin % 3'],
    'SELECT id, ward_id FROM care.patients ORDER BY id',
  ),
  moved(
    'UPDATE of chosen rows',
    [`UPDATE care.patients SET city = 'found' WHERE full_name > 'R'`],
    'SELECT id, city FROM care.patients ORDER BY id',
  ),
  moved(
    'UPDATE from another table',
    ['UPDATE care.wards w SET name = p.mrn FROM care.patients p WHERE p.id = w.id'],
    'SELECT id, name FROM care.wards ORDER BY id',
  ),
  moved(
    'UPDATE of guesses by a join',
    [
      'INSERT INTO care.scratch (id) SELECT g FROM generate_series(1000, 9000) g',
      `UPDATE care.scratch s SET note = 'hit' FROM care.patients p WHERE p.pin = s.id`,
    ],
    `SELECT id FROM care.scratch WHERE note = 'hit' ORDER BY id`,
  ),
  moved(
    'UPDATE with a sub-select',
    ['UPDATE care.wards w SET beds = (SELECT pin FROM care.patients p WHERE p.id = w.id)'],
    'SELECT id, beds FROM care.wards ORDER BY id',
  ),
  moved('UPDATE of several columns', [
    'UPDATE care.scratch SET (note, amount) = (SELECT full_name, balance FROM care.patients p WHERE p.id = scratch.id)',
  ]),
  moved('UPDATE of a part of JSON', [
    `UPDATE care.scratch s SET data['n'] = to_jsonb(p.pin) FROM care.patients p WHERE p.id = s.id`,
  ]),
  moved('UPDATE at a protected place', [
    `UPDATE care.scratch s SET data[(SELECT left(full_name, 3) FROM care.patients WHERE id = 1)] = '1' WHERE id = 1`,
  ]),
  moved(
    'UPDATE that returns',
    ['UPDATE care.patients SET city = city WHERE id < 4 RETURNING id, ssn, full_name, mrn'],
    'SELECT 1',
  ),
  moved(
    'UPDATE that returns computed values',
    [`UPDATE care.patients SET city = 'x' WHERE id < 4 RETURNING upper(full_name), pin % 7, patients`],
    'SELECT 1',
  ),
  moved(
    'UPDATE that returns old and new',
    [
      `UPDATE care.patients SET full_name = 'Nobody' WHERE id < 4 RETURNING old.full_name, new.full_name, old.ssn || '', new.*`,
    ],
    'SELECT 1',
  ),
  moved(
    'UPDATE that renames old',
    [`UPDATE care.patients SET city = 'x' WHERE id < 4 RETURNING WITH (OLD AS wards, NEW AS n) wards.full_name, n.mrn`],
    'SELECT 1',
  ),
  moved(
    'UPDATE of one protected column with another',
    ['UPDATE care.patients SET zip = mrn WHERE id < 9'],
    'SELECT id, zip FROM care.patients ORDER BY id',
  ),
  moved(
    'UPDATE of a column that shows four digits',
    ['UPDATE care.staff SET ssn = p.zip || p.pin FROM care.patients p WHERE p.id = staff.id'],
    'SELECT id, ssn FROM care.staff ORDER BY id',
  ),
  moved(
    'UPDATE of a date within its column, until its year tells',
    ['UPDATE care.patients SET birth = birth + 183'],
    'SELECT id, birth FROM care.patients ORDER BY id',
  ),
  moved(
    'UPDATE of a text within its column, until its end tells',
    ['UPDATE care.staff SET ssn = right(ssn, 4) || substr(ssn, 4, 4) || left(ssn, 3)'],
    'SELECT id, ssn FROM care.staff ORDER BY id',
  ),
  moved(
    'UPDATE of the child through the parent',
    ['UPDATE care.staff SET desk = ssn'],
    'SELECT id, desk FROM care.doctors ORDER BY id',
  ),
  moved(
    'UPDATE through a view',
    ['UPDATE care.patient_view SET city = who'],
    'SELECT id, city FROM care.patients ORDER BY id',
  ),
  moved(
    'UPDATE at a cursor in protected order',
    [
      'BEGIN',
      'DECLARE c CURSOR FOR SELECT id FROM care.patients WHERE pin BETWEEN 2000 AND 3000 FOR UPDATE',
      'FETCH 1 FROM c',
      `UPDATE care.patients SET city = 'here' WHERE CURRENT OF c`,
      'COMMIT',
    ],
    `SELECT id FROM care.patients WHERE city = 'here'`,
  ),
];

const DELETES_AND_MERGES: readonly Attack[] = [
  moved(
    'DELETE of chosen rows',
    [`DELETE FROM care.labs WHERE finding LIKE 'h%' OR ssn < '945'`],
    'SELECT id FROM care.labs ORDER BY id',
  ),
  moved('DELETE by a join', ['DELETE FROM care.scratch s USING care.patients p WHERE p.id = s.id AND p.pin > 3000']),
  moved('DELETE that returns', ['DELETE FROM care.labs WHERE id < 6 RETURNING id, ssn, finding'], 'SELECT 1'),
  moved(
    'DELETE that returns old',
    [`DELETE FROM care.labs WHERE id < 6 RETURNING old.finding, labs, upper(old.ssn)`],
    'SELECT 1',
  ),
  moved('DELETE from the child that returns', [`DELETE FROM care.staff WHERE id < 7 RETURNING *`], 'SELECT 1'),
  moved('MERGE that copies', [
    'MERGE INTO care.scratch s USING care.patients p ON p.id = s.id WHEN MATCHED THEN UPDATE SET note = p.ssn WHEN NOT MATCHED THEN INSERT (id, note) VALUES (p.id, p.mrn)',
  ]),
  moved('MERGE with a protected condition', [
    `MERGE INTO care.scratch s USING care.patients p ON p.id = s.id WHEN MATCHED AND p.pin > 3000 THEN DELETE WHEN NOT MATCHED AND p.full_name > 'R' THEN INSERT (id) VALUES (p.id)`,
  ]),
  moved('MERGE on guesses', [
    `MERGE INTO care.scratch s USING care.patients p ON p.pin = s.id + 2476 WHEN MATCHED THEN UPDATE SET note = 'hit'`,
  ]),
  moved('MERGE by source', [
    `MERGE INTO care.scratch s USING (SELECT * FROM care.patients WHERE pin > 3000) p ON p.id = s.id WHEN NOT MATCHED BY SOURCE THEN DELETE`,
  ]),
  moved(
    'MERGE that returns',
    [
      `MERGE INTO care.scratch s USING care.patients p ON p.id = s.id WHEN MATCHED THEN UPDATE SET note = 'x' RETURNING merge_action(), p.*`,
    ],
    'SELECT 1',
  ),
  moved(
    'MERGE into a protected table that returns',
    [
      `MERGE INTO care.patients p USING care.scratch s ON p.id = s.id WHEN MATCHED THEN UPDATE SET city = 'x' RETURNING p.full_name, old.mrn, new.ssn`,
    ],
    'SELECT 1',
  ),
  moved(
    'a write inside WITH',
    [
      'WITH u AS (UPDATE care.patients SET city = city WHERE id < 4 RETURNING full_name AS name, id) SELECT name FROM u ORDER BY id',
    ],
    'SELECT 1',
  ),
  moved('a write inside WITH that another writes on', [
    'WITH d AS (DELETE FROM care.labs RETURNING id, finding) INSERT INTO care.scratch (id, note) SELECT id, finding FROM d',
  ]),
  moved(
    'a write inside WITH of chosen rows',
    [
      'WITH u AS (UPDATE care.wards SET floor = 9 WHERE id IN (SELECT id FROM care.patients WHERE pin > 3000) RETURNING id) SELECT count(*) FROM u',
    ],
    'SELECT id, floor FROM care.wards ORDER BY id',
  ),
];

const CONTROLS: readonly Control[] = [
  {
    kind: 'control',
    group: 'writes',
    name: 'writes of public columns',
    changes: true,
    steps: [
      { sql: `INSERT INTO care.scratch (id, note, amount) VALUES (10, 'written by ana', 3.25)` },
      { sql: `UPDATE care.scratch SET note = note || '!' WHERE id = 10 RETURNING note` },
      { sql: 'DELETE FROM care.scratch WHERE id = 1 RETURNING id, note' },
      { sql: NOTES },
    ],
    shows: ['written by ana!', '3.25', 'another note'],
    rows: 4,
  },
  {
    kind: 'control',
    group: 'writes',
    name: 'a transaction with savepoints',
    changes: true,
    steps: [
      { sql: 'BEGIN' },
      { sql: `INSERT INTO care.scratch (id, note) VALUES (20, 'kept')` },
      { sql: 'SAVEPOINT s' },
      { sql: `INSERT INTO care.scratch (id, note) VALUES (21, 'undone')` },
      { sql: 'ROLLBACK TO SAVEPOINT s' },
      { sql: 'RELEASE SAVEPOINT s' },
      { sql: 'COMMIT' },
      { sql: 'SELECT id, note FROM care.scratch WHERE id >= 20 ORDER BY id' },
    ],
    shows: ['kept'],
    rows: 1,
  },
  {
    kind: 'control',
    group: 'writes',
    name: 'an upsert of public columns',
    changes: true,
    steps: [
      {
        sql: `INSERT INTO care.messages (body, priority) VALUES ('welcome', 5), ('new', 2) ON CONFLICT (body) DO UPDATE SET priority = excluded.priority RETURNING body, priority`,
      },
      { sql: MESSAGES },
    ],
    shows: ['welcome', 'new', 'closed on sunday'],
    rows: 5,
  },
  {
    kind: 'control',
    group: 'writes',
    name: 'public columns from public columns',
    changes: true,
    steps: [
      { sql: `INSERT INTO care.scratch (id, note) SELECT id + 100, city FROM care.patients WHERE ward_id = 1` },
      { sql: 'UPDATE care.scratch s SET amount = w.beds FROM care.wards w WHERE w.id = s.id' },
      {
        sql: `MERGE INTO care.scratch s USING care.wards w ON w.id = s.id WHEN MATCHED THEN UPDATE SET note = w.name WHEN NOT MATCHED THEN INSERT (id, note) VALUES (w.id, w.name)`,
      },
      { sql: NOTES },
    ],
    shows: ['Cardiology', 'Mankato', 'Maternity'],
    rows: 11,
  },
  {
    kind: 'control',
    group: 'writes',
    name: 'a new patient with protected values',
    changes: true,
    steps: [
      {
        sql: 'INSERT INTO care.patients (id, ssn, mrn, full_name, birth, city) VALUES ($1, $2, $3, $4, $5, $6)',
        parameters: ['300', '999-88-7654', 'MRN12312312', 'New Person', '1999-09-09', 'Winona'],
      },
      { sql: `UPDATE care.patients SET full_name = 'Renamed Person' WHERE id = 300` },
      { sql: 'SELECT id, ssn, birth, city FROM care.patients WHERE id = 300' },
    ],
    shows: ['***-**-7654', '1999-01-01', 'Winona'],
    rows: 1,
  },
  {
    kind: 'control',
    group: 'writes',
    name: 'public columns of chosen patients',
    changes: true,
    steps: [
      { sql: `UPDATE care.patients SET city = 'Moorhead', ward_id = 2 WHERE id IN (3, 4) RETURNING id, city` },
      { sql: `UPDATE care.patients SET city = 'Ely' WHERE full_name IS NULL RETURNING id, city` },
    ],
    shows: ['Moorhead', 'Ely'],
    rows: 4,
  },
  {
    kind: 'control',
    group: 'writes',
    name: 'a temporary table of public rows',
    changes: true,
    steps: [
      { sql: 'CREATE TEMP TABLE wanted (id int PRIMARY KEY, why text)' },
      { sql: `INSERT INTO wanted VALUES (1, 'first'), (2, 'second')` },
      { sql: 'SELECT p.id, p.city, w.why, p.ssn FROM care.patients p JOIN wanted w USING (id) ORDER BY p.id' },
    ],
    shows: ['first', 'Winona', '***-**-1037'],
    rows: 2,
  },
];

/** Statements that write protected values where they would be seen. */
export const WRITES: readonly LeakCase[] = [...INSERTS, ...UPDATES, ...DELETES_AND_MERGES, ...DEFINITIONS, ...CONTROLS];
