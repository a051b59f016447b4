// Protected values in every place of a query: sub-selects, CTEs, set operations, grouping, limits, joins. Functions, partitions,
// EXPLAIN and prepared statements are in their own file. Cases only; nothing here runs.
import { attacks, type Control, type LeakCase } from '../leak-case.ts';
import { FUNCTIONS_AND_PLANS } from './structure-functions.ts';
import { statements } from './shorthands.ts';

const SUBSELECTS = attacks('structure', [
  [
    'a sub-select in the select list',
    'SELECT v.id, (SELECT p.ssn FROM care.patients p WHERE p.id = v.patient_id) FROM care.visits v ORDER BY v.id',
  ],
  [
    'a sub-select inside a sub-select',
    'SELECT (SELECT (SELECT min(q.pin) FROM care.patients q WHERE q.city = p.city) FROM care.patients p WHERE p.id = w.id) FROM care.wards w ORDER BY w.id',
  ],
  ['a sub-select in FROM', 'SELECT s.a FROM (SELECT id, ssn AS a FROM care.patients ORDER BY id OFFSET 0) s'],
  [
    'a sub-select in WHERE',
    'SELECT id FROM care.wards WHERE beds > (SELECT min(pin) % 4 + 8 FROM care.patients) ORDER BY id',
  ],
  [
    'a sub-select in HAVING',
    'SELECT city FROM care.patients GROUP BY city HAVING max(pin) > (SELECT avg(pin) + 1800 FROM care.patients WHERE id < 9) ORDER BY city',
  ],
  [
    'a sub-select in ORDER BY',
    'SELECT v.id FROM care.visits v ORDER BY (SELECT p.pin FROM care.patients p WHERE p.id = v.patient_id), v.id',
  ],
  [
    'a sub-select in GROUP BY',
    'SELECT count(*) FROM care.visits v GROUP BY (SELECT p.pin % 5 FROM care.patients p WHERE p.id = v.patient_id) ORDER BY 1',
  ],
  [
    'a sub-select in LIMIT',
    'SELECT id FROM care.wards ORDER BY id LIMIT (SELECT pin % 3 FROM care.patients WHERE id = 1)',
  ],
  ['a sub-select in OFFSET', 'SELECT id FROM care.visits ORDER BY id OFFSET (SELECT min(pin) % 7 FROM care.patients)'],
  [
    'a sub-select in ON',
    'SELECT w.id, v.id FROM care.wards w JOIN care.visits v ON v.id = (SELECT pin % 29 + 1 FROM care.patients p WHERE p.id = w.id) ORDER BY 1',
  ],
  [
    'a sub-select in a CASE',
    'SELECT w.id, CASE WHEN (SELECT pin FROM care.patients p WHERE p.id = w.id) > 3000 THEN 1 ELSE 0 END FROM care.wards w ORDER BY 1',
  ],
  [
    'a sub-select in an argument',
    'SELECT upper((SELECT full_name FROM care.patients WHERE id = 1)), generate_series(1, (SELECT pin % 5 FROM care.patients WHERE id = 1))',
  ],
  ['a sub-select in VALUES', 'VALUES ((SELECT mrn FROM care.patients WHERE id = 2)), ($$x$$)'],
  [
    'a sub-select as an array',
    'SELECT ARRAY(SELECT ssn FROM care.patients ORDER BY id), (ARRAY(SELECT mrn FROM care.patients ORDER BY id))[3]',
  ],
  ['a sub-select as a row', 'SELECT (SELECT ROW(ssn, mrn) FROM care.patients WHERE id = 4)'],
  [
    'a correlated count',
    `SELECT w.id, (SELECT count(*) FROM care.patients p WHERE p.ward_id = w.id AND p.full_name < 'S') FROM care.wards w ORDER BY 1`,
  ],
  [
    'EXISTS over a pattern',
    `SELECT w.id FROM care.wards w WHERE EXISTS (SELECT FROM care.patients p WHERE p.id = w.id AND p.ssn LIKE '94%') ORDER BY 1`,
  ],
  [
    'EXISTS in the select list',
    `SELECT w.id, EXISTS (SELECT 1 FROM care.patients p WHERE p.id = w.id AND p.pin > 3000) FROM care.wards w ORDER BY 1`,
  ],
  [
    'NOT EXISTS over an order',
    'SELECT p.id FROM care.patients p WHERE NOT EXISTS (SELECT FROM care.patients q WHERE q.pin > p.pin)',
  ],
  [
    'a comparison with ANY',
    'SELECT id FROM care.visits WHERE id > ANY (SELECT pin % 100 FROM care.patients) ORDER BY id',
  ],
  ['a comparison with ALL', 'SELECT id FROM care.patients WHERE pin >= ALL (SELECT pin FROM care.patients)'],
  [
    'IN with guesses',
    'SELECT id FROM care.patients WHERE pin IN (SELECT g FROM generate_series(1000, 3000) g) ORDER BY id',
  ],
  ['guesses IN', 'SELECT g FROM generate_series(1000, 9000) g WHERE g IN (SELECT pin FROM care.patients) ORDER BY g'],
  [
    'NOT IN with guesses',
    'SELECT count(*) FROM care.patients WHERE pin NOT IN (SELECT g FROM generate_series(1000, 3000) g)',
  ],
  [
    'rows IN rows',
    'SELECT id FROM care.patients WHERE (id, pin) IN (SELECT 1 + g % 24, g FROM generate_series(1000, 9000) g) ORDER BY id',
  ],
  [
    'guesses in LATERAL',
    'SELECT p.id, l.g FROM care.patients p, LATERAL (SELECT g FROM generate_series(1000, 9000) g WHERE g = p.pin) l ORDER BY 1',
  ],
  [
    'rows made by a protected number',
    'SELECT p.id, g FROM care.patients p, generate_series(1, p.pin % 4) g ORDER BY 1, 2',
  ],
  [
    'rows made and counted',
    'SELECT p.id, count(*) FROM care.patients p, LATERAL generate_series(1, p.pin / 100) g GROUP BY p.id ORDER BY 1',
  ],
  [
    'functions side by side',
    'SELECT p.id, r.* FROM care.patients p, ROWS FROM (generate_series(1, 2), unnest(p.tags), unnest(ARRAY[p.ssn])) WITH ORDINALITY r(a, b, c, n) ORDER BY p.id, n',
  ],
  [
    'rows numbered by their number',
    'SELECT p.id, max(u.n) FROM care.patients p, unnest(string_to_array(p.full_name, $$e$$)) WITH ORDINALITY u(x, n) GROUP BY p.id ORDER BY 1',
  ],
]);

const CTES = attacks('structure', [
  ['a CTE', 'WITH c AS (SELECT id, ssn AS s FROM care.patients) SELECT s FROM c ORDER BY id'],
  ['a materialized CTE', 'WITH c AS MATERIALIZED (SELECT * FROM care.patients) SELECT c.mrn FROM c ORDER BY c.id'],
  [
    'a chain of CTEs',
    'WITH a AS (SELECT id, pin AS x FROM care.patients), b AS (SELECT id, x + 1 AS y FROM a), c AS (SELECT id, y * 2 AS z FROM b) SELECT z FROM c ORDER BY id',
  ],
  [
    'a recursive CTE',
    'WITH RECURSIVE r(id, s, n) AS (SELECT id, ssn::text, 0 FROM care.patients UNION ALL SELECT id, reverse(s), n + 1 FROM r WHERE n < 2) SELECT id, s FROM r ORDER BY id, n',
  ],
  [
    'a recursion that a value stops',
    'WITH RECURSIVE r(id, k) AS (SELECT id, pin % 5 FROM care.patients UNION ALL SELECT id, k - 1 FROM r WHERE k > 0) SELECT id, count(*) FROM r GROUP BY id ORDER BY id',
  ],
  [
    'a recursion that takes a value apart',
    'WITH RECURSIVE r(id, n, c) AS (SELECT id, 1, left(full_name, 1) FROM care.patients UNION ALL SELECT p.id, n + 1, substr(p.full_name, n + 1, 1) FROM r JOIN care.patients p USING (id) WHERE n < 6) SELECT * FROM r ORDER BY id, n',
  ],
  [
    'a recursion by equality',
    'WITH RECURSIVE r(v) AS (SELECT 1000 UNION SELECT v + 1 FROM r WHERE v < 4000) SELECT v FROM r JOIN care.patients p ON p.pin = r.v ORDER BY v',
  ],
  [
    'SEARCH by a value',
    'WITH RECURSIVE r(id, s) AS (SELECT id, ssn::text FROM care.patients UNION ALL SELECT id, s FROM r WHERE false) SEARCH DEPTH FIRST BY s SET o SELECT id FROM r ORDER BY o',
  ],
  [
    'what SEARCH shows',
    'WITH RECURSIVE r(id, s) AS (SELECT id, mrn FROM care.patients UNION ALL SELECT id, s FROM r WHERE false) SEARCH BREADTH FIRST BY s SET o SELECT id, o FROM r ORDER BY id',
  ],
  [
    'what CYCLE shows',
    'WITH RECURSIVE r(id, s) AS (SELECT id, mrn FROM care.patients UNION ALL SELECT id, s FROM r) CYCLE s SET looped USING path SELECT id, looped, path FROM r ORDER BY id, looped',
  ],
  [
    'a CTE in a sub-select',
    'SELECT w.id, (WITH c AS (SELECT full_name AS f FROM care.patients p WHERE p.id = w.id) SELECT f FROM c) FROM care.wards w ORDER BY 1',
  ],
]);

const SETS_AND_GROUPS = statements('structure', [
  [
    'a union with a guess, whose place tells which is greater',
    [
      "SELECT ssn FROM care.patients WHERE id = 5 UNION SELECT '945-50-0000'",
      "SELECT '945-50-0000' UNION SELECT ssn FROM care.patients WHERE id = 5",
      "SELECT 1 AS k, mrn FROM care.patients WHERE id = 5 UNION SELECT 1, upper('mrn20000000') ORDER BY k",
      "SELECT DISTINCT x FROM (SELECT ssn AS x FROM care.patients WHERE id = 5 UNION ALL SELECT '945-50-0000') u",
      "SELECT p.id, v.s FROM care.patients p FULL JOIN (SELECT '945-50-0000' AS s) v ON p.ssn = v.s",
    ],
  ],
  ['a union of all', ['SELECT id, ssn FROM care.patients UNION ALL SELECT id, name FROM care.wards ORDER BY 1, 2']],
  [
    'a union that drops doubles',
    ['SELECT count(*) FROM (SELECT pin AS v FROM care.patients UNION SELECT g FROM generate_series(1000, 3000) g) u'],
  ],
  [
    'an intersection with guesses',
    [
      'SELECT pin FROM care.patients INTERSECT SELECT generate_series(1000, 9000) ORDER BY 1',
      'SELECT count(*) FROM (SELECT pin FROM care.patients INTERSECT ALL SELECT generate_series(1000, 3000)) i',
    ],
  ],
  [
    'a difference from guesses',
    [
      'SELECT g FROM generate_series(1000, 1100) g EXCEPT SELECT pin FROM care.patients ORDER BY 1',
      `SELECT count(*) FROM (SELECT left(mrn, 4) FROM care.patients EXCEPT SELECT 'MRN0') e`,
    ],
  ],
  [
    'a value in one branch of many',
    [
      `SELECT x FROM (SELECT 'a' AS x, 0 AS id UNION ALL (SELECT full_name, id FROM care.patients ORDER BY id LIMIT 3) UNION ALL SELECT 'b', 9) u ORDER BY id`,
    ],
  ],
  [
    'VALUES joined with values',
    [
      `SELECT v.g FROM (VALUES (2477), (2478), (3532), (3533), (1000), (4376)) v(g) JOIN care.patients p ON p.pin = v.g ORDER BY 1`,
      'SELECT g FROM generate_series(1000, 9000) g JOIN care.patients p ON p.pin = g ORDER BY 1',
      'SELECT p.id, g FROM care.patients p LEFT JOIN generate_series(1000, 3000) g ON g = p.pin ORDER BY 1',
    ],
  ],
  [
    'a join by inequality',
    [
      'SELECT g, count(*) FROM generate_series(1000, 9000, 500) g JOIN care.patients p ON p.pin < g GROUP BY g ORDER BY g',
      `SELECT l, count(*) FROM unnest(ARRAY['Q','Z','M','V']) l JOIN care.patients p ON starts_with(p.full_name, l) GROUP BY l ORDER BY l`,
    ],
  ],
  [
    'a join of protected columns by order',
    [
      'SELECT a.id, count(b.id) FROM care.patients a LEFT JOIN care.patients b ON b.pin < a.pin GROUP BY a.id ORDER BY a.id',
      'SELECT a.id, b.id FROM care.patients a JOIN care.labs b ON a.full_name > b.ssn || a.zip OR a.mrn < b.finding AND a.pin % 3 = b.id ORDER BY 1, 2',
    ],
  ],
  [
    'grouping sets',
    [
      'SELECT left(full_name, 2), city, count(*) FROM care.patients GROUP BY GROUPING SETS ((1), (2)) ORDER BY 3, 2',
      'SELECT pin % 5, grouping(pin % 5), count(*) FROM care.patients GROUP BY ROLLUP (pin % 5) ORDER BY 3, 2',
      'SELECT city, max(ssn) FROM care.patients GROUP BY CUBE (city) ORDER BY city',
    ],
  ],
  [
    'the first of a group',
    [
      'SELECT DISTINCT ON (city) city, id, ssn FROM care.patients ORDER BY city, pin',
      'SELECT DISTINCT ON (pin % 5) id FROM care.patients ORDER BY pin % 5, id',
      'SELECT DISTINCT ON (city) id FROM care.patients ORDER BY city, seen_at',
    ],
  ],
  [
    'distinct parts',
    [
      'SELECT DISTINCT left(mrn, 4) FROM care.patients ORDER BY 1',
      'SELECT count(*) FROM (SELECT DISTINCT pin % 25 FROM care.patients) d',
    ],
  ],
  [
    'a condition on groups',
    [
      'SELECT city FROM care.patients GROUP BY city HAVING max(pin) > 6800 ORDER BY city',
      `SELECT city FROM care.patients GROUP BY city HAVING bool_or(ssn LIKE '933%') ORDER BY city`,
    ],
  ],
  [
    'the order of rows',
    [
      'SELECT id FROM care.patients ORDER BY ssn',
      'SELECT id FROM care.patients ORDER BY score DESC LIMIT 1',
      'SELECT id FROM care.patients ORDER BY pin % 24, id',
      'SELECT id FROM care.patients ORDER BY CASE WHEN pin > 3000 THEN 0 ELSE 1 END, id',
      'SELECT id, city FROM care.patients ORDER BY seen_at FETCH FIRST 3 ROWS WITH TIES',
      'SELECT id FROM care.patients ORDER BY full_name USING ~<~',
    ],
  ],
  [
    'the number of rows',
    [
      'SELECT id FROM care.wards ORDER BY id LIMIT (SELECT count(*) FROM care.patients WHERE pin > 6000 AND id < 6)',
      'SELECT id FROM care.visits ORDER BY id FETCH FIRST (SELECT min(pin) % 7 + 1 FROM care.patients) ROWS ONLY',
    ],
  ],
  [
    'a sample by value',
    [
      'SELECT count(*) FROM care.visits TABLESAMPLE BERNOULLI ((SELECT min(pin) / 30.0 - 30 FROM care.patients)) REPEATABLE (1)',
      'SELECT id FROM care.visits TABLESAMPLE BERNOULLI (50) REPEATABLE ((SELECT pin FROM care.patients WHERE id = 1)) ORDER BY id',
    ],
  ],
  [
    'rows that are locked',
    [
      'SELECT id, ssn FROM care.patients WHERE id < 5 ORDER BY id FOR UPDATE',
      'SELECT id FROM care.patients WHERE pin > 3000 ORDER BY id FOR SHARE SKIP LOCKED',
    ],
  ],
]);

/** What grouping by a protected value does to the order of rows, turned into values. */
const FROM_ORDER = statements('structure', [
  [
    'the first of unordered groups',
    [
      'SET enable_hashagg = off',
      'SELECT min(id) FROM care.patients GROUP BY ssn LIMIT 3',
      'SELECT x FROM (SELECT pin, min(id) AS x FROM care.patients GROUP BY pin OFFSET 0) d OFFSET 5 LIMIT 3',
    ],
  ],
  [
    'numbers of unordered groups',
    [
      'SET enable_hashagg = off',
      'SELECT x, row_number() OVER () FROM (SELECT min(id) AS x FROM care.patients GROUP BY mrn OFFSET 0) d ORDER BY x',
      'SELECT array_agg(id) FROM (SELECT min(id) AS id FROM care.patients GROUP BY pin) d',
      `SELECT string_agg(city, ',') FROM (SELECT min(city) AS city FROM care.patients GROUP BY big) d`,
    ],
  ],
  [
    'numbers of unordered partitions',
    [
      'SELECT id, n, row_number() OVER () FROM (SELECT id, count(*) OVER (PARTITION BY mrn) AS n FROM care.patients OFFSET 0) d ORDER BY id',
      'SELECT array_agg(id * n) FROM (SELECT id, row_number() OVER (PARTITION BY ssn) AS n FROM care.patients) d',
    ],
  ],
]);

const CONTROLS: readonly Control[] = [
  {
    kind: 'control',
    group: 'structure',
    name: 'a join of three tables',
    steps:
      'SELECT v.id, p.city, w.name, p.ssn FROM care.visits v JOIN care.patients p ON p.id = v.patient_id JOIN care.wards w ON w.id = v.ward_id ORDER BY v.id LIMIT 10',
    shows: ['Winona', 'Surgery', '***-**-1222'],
    rows: 10,
  },
  {
    kind: 'control',
    group: 'structure',
    name: 'pages by number',
    steps: [{ sql: 'SELECT id, city FROM care.patients WHERE id > $1 ORDER BY id LIMIT $2', parameters: ['10', '5'] }],
    shows: ['11', 'Duluth'],
    rows: 5,
  },
  {
    kind: 'control',
    group: 'structure',
    name: 'a recursive CTE over numbers',
    steps:
      'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT n.i, w.name FROM n LEFT JOIN care.wards w ON w.id = n.i ORDER BY n.i',
    shows: ['Cardiology'],
    rows: 5,
  },
  {
    kind: 'control',
    group: 'structure',
    name: 'a join of masked columns',
    steps: 'SELECT p.id, v.id FROM care.patients p JOIN care.visits v ON v.mrn = p.mrn ORDER BY v.id',
    shows: ['6'],
    rows: 30,
  },
  {
    kind: 'control',
    group: 'structure',
    name: 'counts by a masked column',
    anyOrder: true,
    steps: 'SELECT mrn, count(*) FROM care.visits GROUP BY mrn',
    shows: ['2'],
    rows: 24,
  },
  {
    kind: 'control',
    group: 'structure',
    name: 'a row by its masked number',
    steps: [
      {
        sql: 'SELECT count(*) FROM care.patients WHERE ssn = $1 OR mrn IN ($2, $3)',
        parameters: ['999-99-9999', 'MRN99999990', 'MRN99999991'],
      },
    ],
    shows: ['0'],
    rows: 1,
  },
  {
    kind: 'control',
    group: 'structure',
    name: 'patients who are in the laboratory too',
    steps:
      'SELECT p.id, p.city FROM care.patients p WHERE EXISTS (SELECT FROM care.labs l WHERE l.patient_id = p.id AND l.ssn = p.ssn) ORDER BY p.id',
    shows: ['Winona', 'Mankato'],
    rows: 20,
  },
  {
    kind: 'control',
    group: 'structure',
    name: 'unions and grouping sets of public columns',
    steps: [
      { sql: 'SELECT city FROM care.patients UNION SELECT name FROM care.wards ORDER BY 1' },
      { sql: 'SELECT city, sex, count(*) FROM care.patients GROUP BY GROUPING SETS ((city), (sex), ()) ORDER BY 1, 2' },
      { sql: 'SELECT DISTINCT ON (city) city, id FROM care.patients ORDER BY city, id DESC' },
    ],
    shows: ['Bemidji', 'Cardiology', '24'],
    rows: 18,
  },
  {
    kind: 'control',
    group: 'structure',
    name: 'LATERAL with public columns',
    steps:
      'SELECT w.name, l.doctor, l.fee FROM care.wards w LEFT JOIN LATERAL (SELECT doctor, fee FROM care.visits v WHERE v.ward_id = w.id ORDER BY at DESC, id LIMIT 2) l ON true ORDER BY w.id, l.fee',
    shows: ['Cardiology', 'Dr. '],
    rows: 6,
  },
];

/** Places in a query where a protected value could act. */
export const STRUCTURE: readonly LeakCase[] = [
  ...SUBSELECTS,
  ...CTES,
  ...SETS_AND_GROUPS,
  ...FROM_ORDER,
  ...FUNCTIONS_AND_PLANS,
  ...CONTROLS,
];
