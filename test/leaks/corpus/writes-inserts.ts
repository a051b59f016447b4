// Protected values that INSERT moves, and what its conflicts tell. Cases only; nothing here runs.
import type { LeakCase } from '../leak-case.ts';
import { MESSAGES, moved } from './written.ts';

const VALUES: readonly LeakCase[] = [
  moved('INSERT from SELECT', ['INSERT INTO care.scratch (id, note) SELECT id + 100, ssn FROM care.patients']),
  moved('INSERT of a computed value', [
    `INSERT INTO care.scratch (id, note) SELECT id + 100, md5(mrn) || left(full_name, 2) FROM care.patients`,
  ]),
  moved('INSERT of VALUES with a sub-select', [
    'INSERT INTO care.scratch (id, amount) VALUES (100, (SELECT pin FROM care.patients WHERE id = 1))',
  ]),
  moved('INSERT of chosen rows', [
    'INSERT INTO care.scratch (id, note) SELECT id + 100, city FROM care.patients WHERE pin > 3000',
  ]),
  moved(
    'INSERT in a protected order',
    ['INSERT INTO care.messages (body) SELECT id::text FROM care.patients ORDER BY ssn'],
    'SELECT body, id FROM care.messages ORDER BY body',
  ),
  moved(
    'INSERT of grouped rows',
    [
      'SET enable_hashagg = off',
      'INSERT INTO care.messages (body) SELECT min(id)::text FROM care.patients GROUP BY ssn',
    ],
    'SELECT body, id FROM care.messages ORDER BY body',
  ),
  moved('INSERT with RETURNING', [
    'INSERT INTO care.scratch (id, note) SELECT id, full_name FROM care.patients WHERE id = 1 RETURNING note',
  ]),
  moved('INSERT of a whole row as JSON', [
    'INSERT INTO care.scratch (id, data) SELECT id + 100, to_jsonb(p) FROM care.patients p',
  ]),
  moved(
    'INSERT through a view',
    ['INSERT INTO care.patient_view (id, city) SELECT 100 + id, full_name FROM care.patients WHERE id < 4'],
    'SELECT id, city FROM care.patients WHERE id > 100 ORDER BY id',
  ),
  moved(
    'INSERT into another protected column',
    ['INSERT INTO care.patients (id, mrn, city) SELECT 100 + id, ssn, city FROM care.patients WHERE id < 4'],
    'SELECT mrn = $$x$$, mrn FROM care.patients WHERE id > 100 ORDER BY id',
  ),
  moved(
    'INSERT of an exact copy that a weaker mask shows',
    ['INSERT INTO care.patients (id, ssn, zip) SELECT 100 + id, NULL, mrn FROM care.patients WHERE id < 4'],
    'SELECT id, zip FROM care.patients WHERE id > 100 ORDER BY id',
  ),
  moved(
    'INSERT of a part that a mask shows',
    ['INSERT INTO care.visits (id, patient_id, notes) SELECT 100 + id, id, full_name FROM care.patients WHERE id < 9'],
    'SELECT id, notes FROM care.visits WHERE id > 100 ORDER BY id',
  ),
  moved(
    'INSERT of a date that a mask shows',
    [
      'INSERT INTO care.patients (id, birth) SELECT 100 + id, make_date(1900 + pin % 100, 1, 1) FROM care.patients WHERE id < 9',
    ],
    'SELECT id, birth FROM care.patients WHERE id > 100 ORDER BY id',
  ),
  moved(
    'a temporary table',
    ['CREATE TEMP TABLE t (id int, v text)', 'INSERT INTO t SELECT id, ssn FROM care.patients'],
    'SELECT * FROM t ORDER BY id',
  ),
  moved(
    'a temporary table that shadows',
    ['CREATE TEMP TABLE scratch (id int, note text)', 'INSERT INTO scratch SELECT id, mrn FROM patients'],
    'SELECT note FROM scratch ORDER BY id',
  ),
  moved(
    'a table of their own',
    ['CREATE TABLE public.own (id int, v text)', 'INSERT INTO public.own SELECT id, full_name FROM care.patients'],
    'SELECT v FROM public.own ORDER BY id',
  ),
];

const CONFLICTS: readonly LeakCase[] = [
  moved(
    'a conflict that tells of a value',
    [
      `INSERT INTO care.patients (id, ssn) SELECT 100 * g + h, (900 + g) || '-31-' || (1000 + 37 * h) FROM generate_series(30, 60) g, generate_series(1, 24) h ON CONFLICT (ssn) DO NOTHING`,
    ],
    'SELECT count(*) FROM care.patients',
  ),
  moved(
    'a conflict on a row of guesses',
    [
      `INSERT INTO care.messages (body) SELECT g::text FROM generate_series(1000, 9000) g WHERE g % 7 = 0`,
      'INSERT INTO care.messages (body) SELECT pin::text FROM care.patients ON CONFLICT (body) DO UPDATE SET priority = 9',
    ],
    'SELECT body FROM care.messages WHERE priority = 9 ORDER BY 1',
  ),
  moved(
    'a conflict that writes the excluded value',
    [
      `INSERT INTO care.messages (body, priority) SELECT 'welcome', pin % 9 FROM care.patients WHERE id = 1 ON CONFLICT (body) DO UPDATE SET priority = excluded.priority`,
    ],
    MESSAGES,
  ),
  moved(
    'a conflict with a protected condition',
    [
      `INSERT INTO care.patients AS p (id, city) SELECT g, 'x' FROM generate_series(1, 24) g ON CONFLICT (id) DO UPDATE SET city = 'found' WHERE p.pin > 3000`,
    ],
    'SELECT id, city FROM care.patients ORDER BY id',
  ),
  moved(
    'a conflict that copies a column',
    [`INSERT INTO care.patients AS p (id) VALUES (1), (2) ON CONFLICT (id) DO UPDATE SET city = p.full_name`],
    'SELECT id, city FROM care.patients WHERE id < 3 ORDER BY id',
  ),
  moved(
    'what a conflict returns',
    [
      `INSERT INTO care.patients AS p (id) VALUES (1), (2) ON CONFLICT (id) DO UPDATE SET city = 'x' RETURNING p.full_name, mrn, p.ssn`,
    ],
    'SELECT id, city FROM care.patients WHERE id < 3 ORDER BY id',
  ),
];

const GUESSED = `(930 + g) || '-31-' || (1000 + 37 * h)`;
const GUESSES = 'generate_series(0, 28) g, generate_series(1, 24) h';
const FOUND = 'SELECT p.id FROM care.labs l JOIN care.patients p ON p.ssn = l.ssn WHERE l.id > 1000 ORDER BY p.id';

/** Guesses that are put beside the protected values, so that only masked columns are compared. */
const BESIDE: readonly LeakCase[] = [
  moved(
    'guesses written into a masked column, and joined there',
    [`INSERT INTO care.labs (id, taken, ssn) SELECT 1001 + g, '2023-02-02', ${GUESSED} FROM ${GUESSES}`],
    FOUND,
  ),
  moved(
    'guesses from a public column written into a masked one',
    [
      `INSERT INTO care.scratch (id, note) SELECT 1001 + g, ${GUESSED} FROM ${GUESSES}`,
      `INSERT INTO care.labs (id, taken, ssn) SELECT id, '2023-02-02', note FROM care.scratch WHERE id > 1000`,
    ],
    FOUND,
  ),
  moved(
    'guesses that UPDATE writes into a masked column',
    [
      `INSERT INTO care.labs (id, taken) SELECT 1001 + g, '2023-02-02' FROM generate_series(1, 700) g`,
      `UPDATE care.labs SET ssn = (930 + id % 29) || '-31-' || (1000 + 37 * (1 + id % 24)) WHERE id > 1000`,
    ],
    FOUND,
  ),
  moved(
    'guesses among the branches of a CASE',
    [
      `INSERT INTO care.labs (id, taken) SELECT 1001 + g, '2023-02-02' FROM generate_series(0, 250) g`,
      `UPDATE care.labs SET ssn = CASE ${Array.from({ length: 250 }, (_, at) => `WHEN id = ${1001 + at} THEN '${930 + (at % 29)}-31-${1037 + 37 * (at % 24)}'`).join(' ')} END WHERE id > 1000`,
    ],
    FOUND,
  ),
  moved(
    'guesses in the row that a conflict leaves out',
    [
      `INSERT INTO care.patients (id, ssn) SELECT 5000 + 100 * g + h, ${GUESSED} FROM ${GUESSES} ON CONFLICT (ssn) DO NOTHING`,
    ],
    'SELECT id FROM care.patients WHERE id > 5000 ORDER BY id',
  ),
];

/** INSERT, and its conflicts. */
export const INSERTS: readonly LeakCase[] = [...VALUES, ...CONFLICTS, ...BESIDE];
