// Many messages at once, with errors and refusals among them, and definitions that somebody else changes in between.
import type { Attack } from '../leak-case.ts';
import { bind, copyData, copyDone, describePortal, execute, flush, parse, query, sync, together } from '../messages.ts';
import { caseMakers, wire } from './case-makers.ts';

const { attack } = caseMakers('protocol');

const SSN = 'SELECT ssn FROM care.patients ORDER BY id';
const MIXED = 'SELECT id, ssn, birth, city, photo, balance FROM care.patients ORDER BY id';
const CITY = 'SELECT city FROM care.patients ORDER BY id';
const RENAME = [
  'ALTER TABLE care.wards RENAME COLUMN name TO was',
  'ALTER TABLE care.wards ADD COLUMN name text',
  'UPDATE care.wards w SET name = (SELECT ssn FROM care.patients p WHERE p.id = w.id)',
];

export const PIPELINES: readonly Attack[] = [
  attack('an error, then what is skipped, then rows', [
    wire(
      2,
      parse({ sql: 'SELECT 1 / 0' }),
      bind(),
      execute(),
      parse({ sql: SSN }),
      bind(),
      execute(),
      query(CITY),
      sync(),
      query(SSN),
    ),
  ]),
  attack('a refusal, then rows of another shape', [
    wire(
      3,
      query('SELECT id FROM care.patients ORDER BY ssn'),
      parse({ sql: CITY }),
      bind(),
      execute(),
      sync(),
      parse({ sql: SSN }),
      bind({ resultFormats: [1] }),
      execute(),
      sync(),
    ),
  ]),
  attack('a refusal within a transaction', [
    wire(1, query('BEGIN')),
    wire(1, query('SELECT id FROM care.patients ORDER BY ssn')),
    wire(1, query(SSN)),
    wire(1, query('ROLLBACK')),
    wire(1, query(SSN)),
  ]),
  attack('queries and portals in turn', [
    wire(
      5,
      query(SSN),
      parse({ sql: SSN }),
      bind({ resultFormats: [1] }),
      describePortal(),
      execute(),
      sync(),
      query(CITY),
      parse({ sql: CITY }),
      bind(),
      execute(),
      sync(),
      query(MIXED),
    ),
  ]),
  attack('a flush in place of a Sync', [
    wire(1, parse({ sql: SSN }), flush(), bind(), flush(), execute('', 1), flush(), execute(), sync()),
  ]),
  attack('two hundred executions at once', [
    wire(
      1,
      parse({ name: 's', sql: 'SELECT ssn, mrn FROM care.patients WHERE id = $1::int' }),
      ...Array.from({ length: 200 }, (_, at) =>
        together(bind({ statement: 's', parameters: [String(1 + (at % 24))], resultFormats: [at % 2] }), execute()),
      ),
      sync(),
    ),
  ]),
  attack('a copy in a pipeline', [
    wire(
      1,
      parse({ sql: 'COPY care.patients (ssn) TO STDOUT' }),
      bind(),
      execute(),
      parse({ sql: SSN }),
      bind(),
      execute(),
      sync(),
    ),
  ]),
  attack(
    'messages while a copy waits for data',
    [
      { sql: 'BEGIN' },
      { sql: 'CREATE TEMP TABLE t (a text)' },
      wire(1, query('COPY t FROM STDIN'), sync(), flush(), copyData('a\n'), parse({ sql: SSN }), copyDone()),
    ],
    { modes: ['simple'] },
  ),
  attack(
    'a query while a copy waits for data',
    [{ sql: 'CREATE TEMP TABLE t (a text)' }, wire(2, query('COPY t FROM STDIN'), query(SSN))],
    { modes: ['simple'] },
  ),
  attack(
    'a copy that fails, then rows',
    [
      { sql: 'CREATE TEMP TABLE t (a int)' },
      wire(2, query('COPY t FROM STDIN'), copyData('930-31-1037\n'), copyDone(), query(SSN)),
    ],
    { modes: ['simple'] },
  ),
  attack('a copy of several in one text', [
    wire(1, query('COPY care.wards TO STDOUT; COPY care.patients (mrn) TO STDOUT; COPY care.wards TO STDOUT')),
  ]),
];

/** What is prepared, then changed by somebody else, then run. What results do not show counts once the catalog was read again: see docs/limits.md. */
export const RACES: readonly Attack[] = [
  attack(
    'a column renamed under a statement',
    [
      wire(
        1,
        parse({ name: 's', sql: 'SELECT name FROM care.wards ORDER BY id' }),
        bind({ statement: 's' }),
        execute(),
        sync(),
      ),
      { elsewhere: RENAME },
      wire(1, bind({ statement: 's' }), execute(), sync()),
      wire(1, query('SELECT name FROM care.wards ORDER BY id')),
    ],
    { changes: true },
  ),
  attack(
    'a view replaced under a statement',
    [
      wire(1, parse({ name: 's', sql: 'SELECT name FROM care.ward_load ORDER BY id' }), sync()),
      {
        elsewhere: [
          'CREATE OR REPLACE VIEW care.ward_load AS SELECT w.id, p.full_name AS name, 1::bigint AS patients FROM care.wards w JOIN care.patients p USING (id)',
        ],
        isKnown: true,
      },
      wire(1, bind({ statement: 's' }), execute(), sync()),
      wire(1, query('SELECT name FROM care.ward_load ORDER BY id')),
    ],
    { changes: true },
  ),
  attack(
    'a table put in the place of another',
    [
      wire(
        1,
        parse({ name: 's', sql: 'SELECT * FROM care.wards ORDER BY 1' }),
        bind({ statement: 's' }),
        execute(),
        sync(),
      ),
      {
        elsewhere: [
          'ALTER TABLE care.wards RENAME TO old_wards',
          'CREATE VIEW care.wards AS SELECT id, ssn::text AS name, 1 AS beds, 1 AS floor FROM care.patients',
          'GRANT ALL ON care.wards TO PUBLIC',
        ],
      },
      wire(1, bind({ statement: 's' }), execute(), sync()),
      wire(1, query('SELECT * FROM care.wards ORDER BY 1')),
      wire(1, query('COPY (SELECT name FROM care.wards) TO STDOUT')),
    ],
    { changes: true },
  ),
  attack(
    'a function that begins to read',
    [
      wire(1, query('SELECT care.shout(name) FROM care.wards ORDER BY id')),
      {
        elsewhere: [
          "CREATE OR REPLACE FUNCTION care.shout(words text) RETURNS text LANGUAGE sql STABLE AS 'SELECT min(full_name) FROM care.patients'",
        ],
        isKnown: true,
      },
      wire(1, query('SELECT care.shout(name) FROM care.wards ORDER BY id')),
    ],
    { changes: true },
  ),
  attack(
    'columns of two tables that change places',
    [
      wire(
        1,
        parse({ name: 's', sql: 'SELECT city, full_name FROM care.patients ORDER BY id' }),
        bind({ statement: 's', portal: 'p' }),
        execute('p', 1),
        sync(),
      ),
      {
        elsewhere: [
          'ALTER TABLE care.patients RENAME COLUMN city TO x',
          'ALTER TABLE care.patients RENAME COLUMN full_name TO city',
          'ALTER TABLE care.patients RENAME COLUMN x TO full_name',
        ],
      },
      wire(1, bind({ statement: 's' }), execute(), sync()),
      wire(1, query('SELECT city FROM care.patients ORDER BY id')),
      wire(1, query('COPY care.patients (city) TO STDOUT')),
    ],
    { changes: true },
  ),
  attack(
    'a column whose type has changed',
    [
      wire(
        1,
        parse({ name: 's', sql: 'SELECT pin, city FROM care.patients ORDER BY id' }),
        bind({ statement: 's' }),
        execute(),
        sync(),
      ),
      { elsewhere: ['ALTER TABLE care.patients ALTER COLUMN pin TYPE bigint'] },
      wire(1, bind({ statement: 's', resultFormats: [1] }), execute(), sync()),
      wire(1, query('SELECT pin FROM care.patients ORDER BY id')),
    ],
    { changes: true },
  ),
  attack(
    'a column that was dropped and added',
    [
      wire(1, parse({ name: 's', sql: 'SELECT * FROM care.wards ORDER BY id' }), sync()),
      {
        elsewhere: [
          'ALTER TABLE care.wards DROP COLUMN floor',
          'ALTER TABLE care.wards ADD COLUMN floor text',
          'UPDATE care.wards w SET floor = (SELECT ssn FROM care.patients p WHERE p.id = w.id)',
        ],
      },
      wire(1, bind({ statement: 's' }), execute(), sync()),
      wire(1, query('SELECT floor FROM care.wards ORDER BY id')),
    ],
    { changes: true },
  ),
  attack('a notification of a value by somebody else', [
    wire(1, query('LISTEN news')),
    {
      elsewhere: [
        "SELECT pg_notify('news', full_name) FROM care.patients WHERE id = 1",
        "SELECT pg_notify('news', ssn) FROM care.patients WHERE id = 2",
      ],
    },
    wire(1, query('SELECT 1')),
    wire(1, query('UNLISTEN news')),
  ]),
];
