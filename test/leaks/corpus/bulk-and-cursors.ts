// Ways to get many rows at once or bit by bit: COPY in all its forms, cursors of SQL, of functions and of the protocol, and
// prepared statements run again. The masked stream must look like the masked rows.
import { attacks, type Attack, type Control, type LeakCase } from '../leak-case.ts';
import { caseMakers, inMessages } from './case-makers.ts';

const GROUP = 'bulk and cursors';

const { attack, session, control } = caseMakers(GROUP);

const COPY_OUT = attacks(GROUP, [
  ['copy of a table', 'COPY care.patients TO STDOUT'],
  ['copy of one column', 'COPY care.patients (ssn) TO STDOUT'],
  ['copy of columns in another order', 'COPY care.patients (city, photo, ssn, birth, id) TO STDOUT'],
  ['copy as csv with a header', 'COPY care.patients TO STDOUT WITH (FORMAT csv, HEADER)'],
  [
    'copy as csv in the old syntax',
    "COPY care.patients (id, ssn, full_name) TO STDOUT CSV HEADER DELIMITER ';' QUOTE ''''",
  ],
  ['copy as csv with everything quoted', 'COPY care.patients TO STDOUT WITH (FORMAT csv, FORCE_QUOTE *)'],
  ['copy as csv with another escape', `COPY care.visits TO STDOUT WITH (FORMAT csv, QUOTE '"', ESCAPE '\\')`],
  ['copy with another delimiter', "COPY care.patients (id, ssn, mrn) TO STDOUT WITH (DELIMITER '-')"],
  [
    'copy with a letter of the values as delimiter',
    "COPY care.patients (id, mrn, city) TO STDOUT WITH (DELIMITER 'M')",
  ],
  [
    'copy with a null string that looks like a value',
    "COPY care.patients (id, full_name) TO STDOUT WITH (NULL '[phi.name]')",
  ],
  ['copy in binary', 'COPY care.patients TO STDOUT WITH (FORMAT binary)'],
  ['copy in binary in the old syntax', 'COPY BINARY care.patients TO STDOUT'],
  [
    'copy in binary of typed columns',
    'COPY care.patients (birth, seen_at, balance, token, photo, address, active) TO STDOUT (FORMAT binary)',
  ],
  ['copy in another encoding', "COPY care.patients (ssn, full_name) TO STDOUT WITH (ENCODING 'LATIN1')"],
  ['copy in an encoding of two bytes', "COPY care.patients (ssn, full_name) TO STDOUT WITH (ENCODING 'SJIS')"],
  ['copy of a query', 'COPY (SELECT ssn, city FROM care.patients ORDER BY id) TO STDOUT'],
  [
    'copy of a query with an alias',
    'COPY (SELECT ssn AS city FROM care.patients ORDER BY id) TO STDOUT (FORMAT csv, HEADER)',
  ],
  ['copy of an expression', 'COPY (SELECT reverse(ssn) FROM care.patients ORDER BY id) TO STDOUT'],
  ['copy of a whole row', 'COPY (SELECT p FROM care.patients p ORDER BY id) TO STDOUT'],
  ['copy of a view', 'COPY (SELECT * FROM care.patient_labels ORDER BY id) TO STDOUT'],
  ['copy of a materialized view', 'COPY (TABLE care.patient_cache) TO STDOUT (FORMAT csv)'],
  ['copy of a function', "COPY (SELECT * FROM care.patients_in('Duluth')) TO STDOUT"],
  ['copy of a partition', 'COPY care.labs_2023 TO STDOUT'],
  ['copy of a partitioned table by query', 'COPY (SELECT * FROM care.labs ORDER BY id) TO STDOUT (FORMAT binary)'],
  ['copy of a parent without its children', 'COPY care.staff TO STDOUT'],
  ['copy of a child', 'COPY care.doctors TO STDOUT (FORMAT csv)'],
  ['copy of RETURNING', 'BEGIN; COPY (UPDATE care.patients SET city = city RETURNING ssn) TO STDOUT; ROLLBACK'],
  [
    'copy of a CTE that writes',
    'BEGIN; COPY (WITH d AS (DELETE FROM care.vault RETURNING code) SELECT code FROM d) TO STDOUT; ROLLBACK',
  ],
  ['copy sorted by a protected column', 'COPY (SELECT id FROM care.patients ORDER BY ssn) TO STDOUT'],
  ['copy of what a pattern finds', "COPY (SELECT id FROM care.patients WHERE full_name LIKE 'Q%') TO STDOUT"],
  [
    'copy between other statements',
    'SELECT 1; COPY care.patients (ssn) TO STDOUT; SELECT ssn FROM care.patients ORDER BY id',
  ],
  ['copy after a change of the search path', 'SET search_path = care; COPY patients (ssn) TO STDOUT'],
  ['copy to a program', "COPY care.patients TO PROGRAM 'cat 1>&2'"],
  ['copy to a file', "COPY care.patients TO '/tmp/hpol-leak'"],
  ['copy of a catalog', 'COPY pg_catalog.pg_statistic TO STDOUT'],
  [
    'copy of statistics by query',
    'COPY (SELECT attname, most_common_vals::text FROM pg_stats ORDER BY 1, 2) TO STDOUT',
  ],
]);

const COPY_IN: readonly Attack[] = [
  session('copy into a temporary table from a file', ['CREATE TEMP TABLE t (line text)', "COPY t FROM '/etc/passwd'"]),
];

const CURSORS = attacks(GROUP, [
  [
    'a cursor',
    'BEGIN; DECLARE c CURSOR FOR SELECT ssn, full_name FROM care.patients ORDER BY id; FETCH ALL FROM c; ROLLBACK',
  ],
  [
    'a binary cursor',
    'BEGIN; DECLARE c BINARY CURSOR FOR SELECT ssn, birth, balance FROM care.patients ORDER BY id; FETCH 9 c; ROLLBACK',
  ],
  [
    'a cursor that scrolls',
    `BEGIN; DECLARE c SCROLL CURSOR FOR SELECT ssn FROM care.patients ORDER BY id; FETCH LAST c; FETCH PRIOR c; FETCH ABSOLUTE 3 c;
     FETCH RELATIVE 2 c; FETCH BACKWARD 4 c; FETCH FIRST c; MOVE 5 IN c; FETCH BACKWARD ALL c; ROLLBACK`,
  ],
  [
    'a cursor with hold',
    'BEGIN; DECLARE c CURSOR WITH HOLD FOR SELECT mrn, zip FROM care.patients ORDER BY id; COMMIT; FETCH 5 c; CLOSE c',
  ],
  [
    'a cursor sorted by a protected column',
    'BEGIN; DECLARE c CURSOR FOR SELECT id FROM care.patients ORDER BY mrn; FETCH ALL c; ROLLBACK',
  ],
  [
    'a cursor over expressions',
    'BEGIN; DECLARE c CURSOR FOR SELECT md5(ssn), to_json(p) FROM care.patients p; FETCH 3 c; ROLLBACK',
  ],
  [
    'two cursors of one name',
    'BEGIN; DECLARE c CURSOR FOR SELECT city FROM care.patients; CLOSE c; DECLARE c CURSOR FOR SELECT ssn FROM care.patients; FETCH 2 c; ROLLBACK',
  ],
  [
    'a cursor closed and opened in a savepoint',
    'BEGIN; DECLARE c CURSOR FOR SELECT city FROM care.patients; SAVEPOINT s; CLOSE c; DECLARE c CURSOR FOR SELECT ssn FROM care.patients ORDER BY id; FETCH 2 c; ROLLBACK TO s; FETCH 2 c; ROLLBACK',
  ],
  ['a cursor that a function opened', 'BEGIN; SELECT care.open_patients(); FETCH ALL FROM opened; ROLLBACK'],
  [
    'a cursor that a statement names as XML',
    "BEGIN; DECLARE c CURSOR FOR SELECT ssn FROM care.patients; SELECT cursor_to_xml('c', 5, true, true, ''); ROLLBACK",
  ],
  [
    'a position in a cursor over a protected order',
    'BEGIN; DECLARE c SCROLL CURSOR FOR SELECT id FROM care.patients ORDER BY score; FETCH ABSOLUTE 7 c; ROLLBACK',
  ],
  [
    'a cursor updated at its position',
    "BEGIN; DECLARE c CURSOR FOR SELECT id FROM care.patients WHERE ssn > '940' FOR UPDATE; FETCH 1 c; UPDATE care.patients SET city = city WHERE CURRENT OF c RETURNING ssn; ROLLBACK",
  ],
]);

const SESSIONS: readonly Attack[] = [
  session('a cursor, one message a step', [
    'BEGIN',
    'DECLARE c CURSOR FOR SELECT ssn, notes FROM care.patients p JOIN care.visits v ON v.patient_id = p.id ORDER BY v.id',
    'FETCH 3 FROM c',
    'FETCH FORWARD ALL FROM c',
    'COMMIT',
  ]),
  session('a cursor over another search path', [
    'SET search_path = care',
    'BEGIN',
    'DECLARE c CURSOR FOR SELECT ssn FROM patients ORDER BY id',
    'SET LOCAL search_path = public',
    'FETCH 2 FROM c',
    'COMMIT',
  ]),
  session('a cursor that is held behind a commit', [
    'BEGIN',
    'DECLARE h SCROLL CURSOR WITH HOLD FOR SELECT ssn FROM care.patients ORDER BY id',
    'COMMIT',
    'FETCH 2 FROM h',
    'FETCH BACKWARD 1 FROM h',
  ]),
  session('prepare and execute', [
    'PREPARE q AS SELECT ssn, full_name FROM care.patients ORDER BY id',
    'EXECUTE q',
    'EXECUTE q',
    'DEALLOCATE q',
  ]),
  session('prepare with a parameter', [
    'PREPARE q (int) AS SELECT ssn FROM care.patients WHERE id = $1',
    'EXECUTE q (3)',
    'EXECUTE q (4)',
  ]),
  session('a function among the arguments of execute', [
    'PREPARE q (text) AS SELECT $1',
    'EXECUTE q (care.ssn_of(1))',
    'EXECUTE q (upper(care.ssn_of(1)))',
  ]),
  session('the plan of execute with a function among its arguments', [
    'PREPARE q (text) AS SELECT $1',
    'EXPLAIN (VERBOSE, COSTS off) EXECUTE q (care.ssn_of(1))',
    'EXPLAIN (ANALYZE, VERBOSE, COSTS off, TIMING off, SUMMARY off, BUFFERS off) EXECUTE q (care.ssn_of(1))',
  ]),
  session('prepare, then a table that shadows', [
    'SET search_path = care',
    'PREPARE q AS SELECT * FROM wards ORDER BY 1',
    'CREATE TEMP VIEW wards AS SELECT id, ssn::text AS name, 1 AS beds, 1 AS floor FROM care.patients',
    'DISCARD PLANS',
    'EXECUTE q',
  ]),
  attack(
    'prepare, then another search path',
    [
      {
        elsewhere: [
          'CREATE SCHEMA elsewhere',
          'CREATE VIEW elsewhere.wards AS SELECT id, ssn::text AS name, 1 AS beds, 1 AS floor FROM care.patients',
          'GRANT ALL ON SCHEMA elsewhere TO PUBLIC',
          'GRANT ALL ON elsewhere.wards TO PUBLIC',
        ],
      },
      ...inMessages([
        'SET search_path = care',
        'PREPARE q AS SELECT * FROM wards ORDER BY 1',
        'EXECUTE q',
        'SET search_path = elsewhere, care',
        'EXECUTE q',
        'SELECT * FROM wards ORDER BY 1',
      ]),
    ],
    { changes: true },
  ),
  session('prepare a name twice', [
    'PREPARE q AS SELECT city FROM care.patients ORDER BY id',
    'DEALLOCATE q',
    'PREPARE q AS SELECT ssn FROM care.patients ORDER BY id',
    'EXECUTE q',
  ]),
  session('a prepared name after deallocating all', [
    'PREPARE q AS SELECT ssn FROM care.patients',
    'DEALLOCATE ALL',
    'EXECUTE q',
  ]),
  session('execute into a new table', [
    'PREPARE q AS SELECT ssn, id FROM care.patients',
    'CREATE TEMP TABLE t AS EXECUTE q',
    'SELECT * FROM t ORDER BY id',
  ]),
  session('explain of what is prepared', [
    "PREPARE q AS SELECT id FROM care.patients WHERE ssn < '935'",
    'EXPLAIN (ANALYZE, TIMING off, SUMMARY off, BUFFERS off) EXECUTE q',
  ]),
  session('a refcursor, one message a step', [
    'BEGIN',
    'SELECT care.open_patients()',
    'FETCH ALL FROM opened',
    'FETCH BACKWARD 3 FROM opened',
    'COMMIT',
  ]),
  session('copy, one message a step', [
    'BEGIN',
    'COPY care.patients (ssn, mrn, notes) TO STDOUT',
    'ROLLBACK',
    'COPY care.visits TO STDOUT (FORMAT binary)',
  ]),
];

const CONTROLS: readonly Control[] = [
  control('copy of public columns', 'COPY care.patients (id, city, ward_id) TO STDOUT', ['1\tBemidji\t2']),
  control(
    'copy of a masked column shows masks',
    'COPY (SELECT id, ssn, birth FROM care.patients ORDER BY id) TO STDOUT',
    ['1\t***-**-1037\t1932-01-01'],
  ),
  control(
    'copy of a masked column as csv',
    'COPY (SELECT id, ssn, zip FROM care.patients ORDER BY id) TO STDOUT WITH (FORMAT csv, HEADER)',
    ['id,ssn,zip\n', '1,***-**-1037,554'],
  ),
  control('copy of a public table', 'COPY care.wards TO STDOUT WITH (FORMAT csv, HEADER)', ['1,Cardiology,10,0']),
  control('copy of a whole masked table', 'COPY care.visits TO STDOUT', ['Dr. Birch', 'SSN [phi.ssn]']),
  control(
    'copy of a public query in binary',
    'COPY (SELECT name FROM care.wards ORDER BY id) TO STDOUT (FORMAT binary)',
    ['Cardiology'],
  ),
  control(
    'a cursor over masked rows',
    'BEGIN; DECLARE c CURSOR FOR SELECT id, ssn FROM care.patients ORDER BY id; FETCH 2 FROM c; FETCH 1 FROM c; COMMIT',
    ['***-**-1037', '***-**-1111'],
    { rows: 3 },
  ),
  control(
    'a cursor that goes back',
    'BEGIN; DECLARE c SCROLL CURSOR FOR SELECT city FROM care.patients ORDER BY id; MOVE 3 IN c; FETCH BACKWARD 2 FROM c; ROLLBACK',
    ['Bemidji', 'Winona'],
    { rows: 2 },
  ),
  control(
    'a cursor with hold over public rows',
    [
      { sql: 'BEGIN' },
      { sql: 'DECLARE c CURSOR WITH HOLD FOR SELECT name FROM care.wards ORDER BY id' },
      { sql: 'COMMIT' },
      { sql: 'FETCH ALL FROM c' },
      { sql: 'CLOSE c' },
    ],
    ['Cardiology', 'Maternity'],
    { rows: 3 },
  ),
  control(
    'prepare and execute of masked rows',
    [
      { sql: 'PREPARE q (int) AS SELECT ssn, city FROM care.patients WHERE id = $1' },
      { sql: 'EXECUTE q (1)' },
      { sql: 'EXECUTE q (2)' },
    ],
    ['***-**-1037', '***-**-1074', 'Winona'],
    { rows: 2 },
  ),
  control(
    'a parameter of the protocol',
    [{ sql: 'SELECT city, ssn FROM care.patients WHERE id = $1', parameters: ['3'] }],
    ['Mankato', '***-**-1111'],
    { rows: 1 },
  ),
  control('copy into a table', [{ sql: 'BEGIN' }, { sql: 'COPY (SELECT 1) TO STDOUT' }, { sql: 'ROLLBACK' }], ['1\n']),
];

export const BULK_AND_CURSORS: readonly LeakCase[] = [...COPY_OUT, ...COPY_IN, ...CURSORS, ...SESSIONS, ...CONTROLS];
