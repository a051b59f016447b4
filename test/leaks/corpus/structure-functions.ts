// Protected values behind functions, operators, partitions, plans and prepared statements. Cases only; nothing here runs.
import { attacks, type Attack, type Control, type LeakCase } from '../leak-case.ts';
import { statements } from './shorthands.ts';

const FUNCTIONS = statements('structure', [
  [
    'a function of SQL',
    [
      'SELECT id, care.ssn_of(id) FROM care.patients ORDER BY id',
      'SELECT s FROM care.ssn_of(3) AS s',
      'SELECT ascii(substr(ssn_of(5), 3))',
      `SELECT id FROM care.patients WHERE care.ssn_of(id) LIKE '94%' ORDER BY id`,
    ],
  ],
  [
    'a function of rows',
    [
      `SELECT * FROM care.patients_in('Winona') ORDER BY id`,
      `SELECT ssn FROM patients_in('Duluth') ORDER BY id`,
      `SELECT (care.patients_in('Winona')).full_name`,
      `SELECT care.patients_in('Mankato')`,
      `SELECT p.mrn FROM care.wards w, LATERAL care.patients_in('Winona') p WHERE p.id < 9 ORDER BY w.id, p.id`,
    ],
  ],
  [
    'a function of a table',
    [
      'SELECT who FROM care.directory() ORDER BY town, length(town)',
      'SELECT (care.directory()).who',
      'SELECT d FROM care.directory() d',
      'SELECT count(*) FROM care.directory() WHERE who > $$M$$',
    ],
  ],
  [
    'a function of its argument',
    [
      'SELECT id, care.shout(ssn) FROM care.patients ORDER BY id',
      'SELECT care.shout((SELECT full_name FROM care.patients WHERE id = 1))',
      'SELECT id, care.discounted(balance) FROM care.patients ORDER BY id',
    ],
  ],
  [
    'a function of PL/pgSQL',
    [
      'SELECT id, care.name_of(id) FROM care.patients ORDER BY id',
      'SELECT n FROM care.name_of(3) n',
      'SELECT id FROM care.patients WHERE care.name_of(id) > $$R$$ ORDER BY id',
    ],
  ],
  [
    'a function that runs its argument',
    [
      `SELECT care.run('SELECT ssn FROM care.patients WHERE id = 1')`,
      `SELECT care.run('SELECT string_agg(mrn, '','' ORDER BY id) FROM care.patients')`,
      `SELECT r FROM care.run($$SELECT full_name FROM care.patients WHERE id = 2$$) r`,
    ],
  ],
  [
    'an operator of the database',
    [
      'SELECT id, left(full_name, 1) OPERATOR(care.=~=) $$q$$ FROM care.patients ORDER BY id',
      'SELECT id FROM care.patients WHERE left(full_name, 1) =~= $$q$$ ORDER BY id',
      'SELECT a.id, b.id FROM care.patients a JOIN care.labs b ON substr(a.ssn, 3, 1) =~= substr(b.ssn, 3, 1) ORDER BY 1, 2',
    ],
  ],
  [
    'an aggregate of the database',
    [
      'SELECT care.glue(ssn ORDER BY id) FROM care.patients',
      'SELECT id, glue(mrn) OVER (ORDER BY id) FROM care.patients ORDER BY id',
    ],
  ],
  [
    'operators spelt out',
    [
      `SELECT id, ssn OPERATOR(pg_catalog.||) 'x' FROM care.patients ORDER BY id`,
      `SELECT id FROM care.patients WHERE ssn OPERATOR(pg_catalog.~~) '94%' ORDER BY id`,
      'SELECT id FROM care.patients ORDER BY ssn USING OPERATOR(pg_catalog.>)',
    ],
  ],
  [
    'functions behind operators',
    [
      `SELECT id FROM care.patients WHERE textlike(ssn, '94%') ORDER BY id`,
      `SELECT id, int4gt(pin, 3000) FROM care.patients ORDER BY id`,
      `SELECT id FROM care.patients WHERE texteq(left(full_name, 1), 'Q') ORDER BY id`,
      `SELECT id, textcat(ssn, city) FROM care.patients ORDER BY id`,
      `SELECT id, bttextcmp(full_name, 'R') FROM care.patients ORDER BY id`,
    ],
  ],
  [
    'input and output functions',
    [
      `SELECT id, textout(mrn) FROM care.patients ORDER BY id`,
      `SELECT id, byteaout(photo) FROM care.patients ORDER BY id`,
      `SELECT id, textsend(full_name) FROM care.patients ORDER BY id`,
      `SELECT id, record_out(p) FROM care.patients p ORDER BY id`,
    ],
  ],
]);

const RELATIONS = statements('structure', [
  [
    'partitions',
    [
      'SELECT id, ssn, finding FROM care.labs_2024 ORDER BY id',
      'SELECT tableoid::regclass, ssn FROM care.labs ORDER BY id',
      `SELECT id FROM care.labs_2023 WHERE finding LIKE 'h%' ORDER BY id`,
      `SELECT finding FROM care.labs WHERE taken < '2024-01-01' ORDER BY id`,
    ],
  ],
  [
    'children',
    [
      'SELECT id, ssn FROM care.doctors ORDER BY id',
      'SELECT s.tableoid::regclass::text, s.ssn FROM care.staff s ORDER BY id',
      `SELECT id FROM care.doctors WHERE ssn > '940' ORDER BY id`,
    ],
  ],
  [
    'materialized views',
    [
      'SELECT * FROM care.patient_cache ORDER BY id',
      `SELECT id FROM care.patient_cache WHERE loud > 'R' ORDER BY id`,
      'SELECT id FROM care.patient_cache ORDER BY ssn',
      'SELECT c FROM care.patient_cache c ORDER BY id',
    ],
  ],
  [
    'views of views',
    [
      `SELECT id FROM care.visit_view WHERE number LIKE '94%' ORDER BY id`,
      'SELECT id FROM care.patient_labels ORDER BY label',
      `SELECT id FROM care.patient_labels WHERE strpos(label, 'MRN0') > 0 ORDER BY id`,
      'SELECT v.number FROM care.visit_view v JOIN care.patient_labels l ON l.id = v.id ORDER BY v.id',
    ],
  ],
  [
    'a class that may not be compared',
    [
      `SELECT code FROM care.vault ORDER BY id`,
      `SELECT id FROM care.vault WHERE code > '0004' ORDER BY id`,
      'SELECT id FROM care.vault ORDER BY code',
      'SELECT owner, upper(code) FROM care.vault ORDER BY id',
    ],
  ],
]);

const PLANS = attacks('structure', [
  ['EXPLAIN of a range', 'EXPLAIN SELECT * FROM care.patients WHERE pin < 3000'],
  ['EXPLAIN of a pattern', `EXPLAIN (FORMAT JSON) SELECT * FROM care.patients WHERE full_name LIKE 'Q%'`],
  [
    'EXPLAIN ANALYZE of a range',
    'EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF, BUFFERS OFF) SELECT * FROM care.patients WHERE pin < 3000',
  ],
  [
    'EXPLAIN ANALYZE as XML',
    'EXPLAIN (ANALYZE, FORMAT XML, TIMING OFF, SUMMARY OFF, BUFFERS OFF) SELECT * FROM care.patients WHERE score > 12',
  ],
  [
    'EXPLAIN ANALYZE as YAML',
    'EXPLAIN (ANALYZE, VERBOSE, FORMAT YAML, TIMING OFF, SUMMARY OFF, BUFFERS OFF) SELECT id FROM care.patients WHERE balance > 4000',
  ],
  [
    'EXPLAIN ANALYZE of a join with guesses',
    'EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF, BUFFERS OFF) SELECT FROM care.patients p JOIN generate_series(1000, 3000) g ON g = p.pin',
  ],
  [
    'EXPLAIN ANALYZE of a filter',
    'EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF, BUFFERS OFF) SELECT FROM care.visits v WHERE v.id < (SELECT pin % 20 FROM care.patients WHERE id = 1)',
  ],
]);

const prepared = (name: string, steps: Attack['steps'], modes?: Attack['modes']): Attack =>
  modes === undefined
    ? { kind: 'attack', group: 'structure', name, steps }
    : { kind: 'attack', group: 'structure', name, steps, modes };

const PREPARED: readonly Attack[] = [
  prepared('PREPARE and EXECUTE', [
    { sql: 'PREPARE leak AS SELECT id, ssn FROM care.patients ORDER BY id' },
    { sql: 'EXECUTE leak' },
    { sql: 'DEALLOCATE leak' },
  ]),
  prepared('EXECUTE with a pattern', [
    { sql: 'PREPARE leak(text) AS SELECT id FROM care.patients WHERE ssn LIKE $1 ORDER BY id' },
    { sql: `EXECUTE leak('94%')` },
  ]),
  prepared('EXECUTE with a protected argument', [
    { sql: 'PREPARE leak(text) AS SELECT $1::text' },
    { sql: 'EXECUTE leak(care.ssn_of(1))' },
  ]),
  prepared('EXECUTE that compares with a protected argument', [
    { sql: 'PREPARE leak(text) AS SELECT l FROM unnest(ARRAY[$$A$$, $$M$$, $$V$$]) l WHERE l < $1 ORDER BY l' },
    { sql: 'EXECUTE leak(care.name_of(1))' },
  ]),
  prepared('a name that is prepared again', [
    { sql: 'PREPARE twice AS SELECT name FROM care.wards ORDER BY id' },
    { sql: 'DEALLOCATE twice' },
    { sql: 'PREPARE twice AS SELECT full_name FROM care.patients ORDER BY id' },
    { sql: 'EXECUTE twice' },
  ]),
  prepared('a prepared name that a failed PREPARE would change', [
    { sql: 'PREPARE kept AS SELECT full_name AS name FROM care.patients ORDER BY id' },
    { sql: 'PREPARE kept AS SELECT name FROM care.wards ORDER BY id' },
    { sql: 'EXECUTE kept' },
  ]),
  prepared('a prepared name that a rollback keeps', [
    { sql: 'BEGIN' },
    { sql: 'PREPARE kept AS SELECT full_name AS name FROM care.patients ORDER BY id' },
    { sql: 'ROLLBACK' },
    { sql: 'EXECUTE kept' },
  ]),
  prepared('a prepared name longer than a name may be', [
    { sql: `PREPARE ${'n'.repeat(70)} AS SELECT ssn FROM care.patients ORDER BY id` },
    { sql: `PREPARE ${'n'.repeat(63)} AS SELECT name FROM care.wards ORDER BY id` },
    { sql: `EXECUTE ${'n'.repeat(66)}` },
  ]),
  prepared('a prepared statement under another search path', [
    { sql: 'CREATE TEMP TABLE wards (id int, name text)' },
    { sql: 'PREPARE moved AS SELECT name FROM wards ORDER BY id' },
    { sql: 'EXECUTE moved' },
    { sql: 'SELECT full_name FROM patients ORDER BY id' },
  ]),
  prepared('EXPLAIN EXECUTE', [
    { sql: 'PREPARE leak(int) AS SELECT * FROM care.patients WHERE pin < $1' },
    { sql: 'EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF, BUFFERS OFF) EXECUTE leak(3000)' },
  ]),
  prepared(
    'several statements in one text',
    'SELECT 1; SELECT ssn FROM care.patients ORDER BY id; SELECT name FROM care.wards ORDER BY id',
    ['simple'],
  ),
  prepared(
    'PREPARE and EXECUTE in one text',
    'PREPARE q AS SELECT mrn FROM care.patients ORDER BY id; EXECUTE q; DEALLOCATE q',
    ['simple'],
  ),
  prepared('a pattern as a parameter', [
    { sql: 'SELECT id FROM care.patients WHERE ssn LIKE $1 ORDER BY id', parameters: ['94%'] },
  ]),
  prepared('a range as parameters', [
    { sql: 'SELECT id FROM care.patients WHERE pin BETWEEN $1 AND $2 ORDER BY id', parameters: ['1000', '3000'] },
  ]),
  prepared('guesses as an array parameter', [
    {
      sql: 'SELECT id FROM care.patients WHERE pin = ANY ($1) ORDER BY id',
      parameters: [`{${Array.from({ length: 500 }, (_, i) => 1000 + i * 4).join(',')}}`],
    },
  ]),
  prepared('a limit as a parameter of a protected order', [
    { sql: 'SELECT id FROM care.patients ORDER BY ssn LIMIT $1', parameters: ['3'] },
  ]),
  prepared('a place as a parameter', [
    { sql: 'SELECT id, substr(full_name, $1, 1) FROM care.patients ORDER BY id', parameters: ['2'] },
  ]),
  prepared('many equalities as parameters', [
    {
      sql: `SELECT id FROM care.patients WHERE pin IN (${Array.from({ length: 150 }, (_, i) => `$${i + 1}`).join(', ')}) ORDER BY id`,
      parameters: Array.from({ length: 150 }, (_, i) => String(1000 + i * 13)),
    },
  ]),
];

const CONTROLS: readonly Control[] = [
  {
    kind: 'control',
    group: 'structure',
    name: 'functions that read public columns',
    steps: 'SELECT care.city_of(1), care.shout(city), care.discounted(100) FROM care.patients WHERE id = 2',
    shows: ['Bemidji', 'WINONA', '90.00'],
    rows: 1,
  },
  {
    kind: 'control',
    group: 'structure',
    name: 'a prepared statement of public columns',
    steps: [
      { sql: 'PREPARE of_ward(int) AS SELECT id, city, ssn FROM care.patients WHERE ward_id = $1 ORDER BY id' },
      { sql: 'EXECUTE of_ward(2)' },
      { sql: 'DEALLOCATE of_ward' },
    ],
    shows: ['Bemidji', '***-**-1037'],
    rows: 8,
  },
  {
    kind: 'control',
    group: 'structure',
    name: 'partitions with public columns',
    steps:
      'SELECT id, taken, kind FROM care.labs WHERE taken >= $$2024-01-01$$ UNION ALL SELECT id, taken, kind FROM care.labs_2023 ORDER BY id',
    shows: ['blood', 'urine'],
    rows: 20,
  },
  {
    kind: 'control',
    group: 'structure',
    name: 'EXPLAIN of public columns',
    steps: [
      { sql: `EXPLAIN (COSTS OFF) SELECT name FROM care.wards WHERE name = 'Surgery'` },
      { sql: 'EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF, BUFFERS OFF) SELECT count(*) FROM care.wards' },
    ],
    shows: ['Seq Scan on wards'],
  },
  {
    kind: 'control',
    group: 'structure',
    name: 'an aggregate and an operator over public columns',
    steps: `SELECT care.glue(name ORDER BY id) FROM care.wards WHERE name OPERATOR(care.=~=) 'SURGERY'`,
    shows: ['Surgery'],
    rows: 1,
  },
];

/** Protected values behind functions, relations of every kind, plans and prepared statements. */
export const FUNCTIONS_AND_PLANS: readonly LeakCase[] = [
  ...FUNCTIONS,
  ...RELATIONS,
  ...PLANS,
  ...PREPARED,
  ...CONTROLS,
];
