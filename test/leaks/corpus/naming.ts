// Names that lie: aliases, quoting, shadowing, stars and whole rows, each making a protected column look like something else.
// Cases only; nothing here runs.
import { attacks, type Control, type LeakCase } from '../leak-case.ts';

const LONG = 'a'.repeat(70);

const ALIASES = attacks('naming', [
  ['a protected column under the name of a public one', 'SELECT id, ssn AS city FROM care.patients ORDER BY id'],
  ['two names swapped', 'SELECT ssn AS city, city AS ssn FROM care.patients ORDER BY id'],
  ['an alias that ORDER BY prefers', 'SELECT id, city AS ssn, ssn AS city FROM care.patients ORDER BY city, id'],
  ['a result column that ORDER BY numbers', 'SELECT id, city, pin AS sex FROM care.patients ORDER BY 3'],
  ['an alias that GROUP BY ignores', 'SELECT count(*), 1 AS birth FROM care.patients GROUP BY pin % 5 ORDER BY 1'],
  ['a table under the name of another one', 'SELECT wards.full_name FROM care.patients AS wards ORDER BY wards.id'],
  ['column aliases that shift', 'SELECT p.town FROM care.patients AS p(id, town) ORDER BY p.id'],
  ['column aliases that swap', 'SELECT p.mrn FROM care.patients AS p(id, mrn, ssn) ORDER BY p.id'],
  [
    'column aliases over a star',
    'SELECT s.* FROM (SELECT id, full_name, zip FROM care.patients) AS s(id, city) ORDER BY 1',
  ],
  [
    'an alias of an alias',
    'SELECT b.y FROM (SELECT a.x AS y, k FROM (SELECT token AS x, id AS k FROM care.patients) a) b ORDER BY k',
  ],
  [
    'an alias longer than a name may be',
    `SELECT s.${LONG.slice(0, 63)} FROM (SELECT id, ssn AS ${LONG} FROM care.patients) s ORDER BY s.id`,
  ],
  [
    'a CTE longer than a name may be',
    `WITH ${LONG} AS (SELECT id, mrn AS m FROM care.patients) SELECT m FROM ${LONG.slice(0, 63)} ORDER BY id`,
  ],
  [
    'an alias that is a qualified name',
    'SELECT x."care.wards.name" FROM (SELECT id, mrn AS "care.wards.name" FROM care.patients) x ORDER BY id',
  ],
  [
    'the name of a column without a name',
    'SELECT "?column?" FROM (SELECT id, (ssn || $$$$) AS "?column?" FROM care.patients) x ORDER BY id',
  ],
  ['an alias that is a space', 'SELECT " " FROM (SELECT id, full_name AS " " FROM care.patients) x ORDER BY id'],
  [
    'tables named old and new',
    'SELECT old.ssn, new.mrn FROM care.patients old JOIN care.patients new USING (id) ORDER BY id',
  ],
  ['a table named excluded', 'SELECT excluded.ssn FROM care.patients AS excluded ORDER BY id'],
  [
    'a column named after a function',
    'SELECT x.length FROM (SELECT id, full_name AS length FROM care.patients) x ORDER BY x.id',
  ],
  ['a column named after its table', 'SELECT p FROM (SELECT id, ssn AS p FROM care.patients) p ORDER BY id'],
]);

const SPELLINGS = attacks('naming', [
  ['quoted names', 'SELECT "ssn" FROM "care"."patients" ORDER BY "id"'],
  ['upper case', 'SELECT SSN, Full_Name FROM CARE.Patients ORDER BY ID'],
  ['unicode names', String.raw`SELECT U&"\0073sn" FROM care.U&"p\0061tients" ORDER BY id`],
  ['unicode names with an escape of their own', `SELECT U&"!0073!0073n" UESCAPE '!' FROM care.patients ORDER BY id`],
  ['six-digit unicode names', String.raw`SELECT U&"\+000073sn" FROM care.patients ORDER BY id`],
  [
    'comments inside the statement',
    'SELECT/**/ssn/*city*/AS/*/* nested */*/city FROM--care.wards\n care.patients ORDER BY id',
  ],
  ['the database in front', 'SELECT care.care.patients.ssn FROM care.care.patients ORDER BY id'],
  ['the table in front of an unqualified name', 'SELECT care.patients.mrn FROM care.patients ORDER BY patients.id'],
  ['unqualified names', 'SELECT birth FROM patients ORDER BY id'],
  ['TABLE', 'TABLE care.patients'],
  ['TABLE of a view', 'TABLE care.patient_labels'],
  ['ONLY', 'SELECT id, ssn FROM ONLY care.staff ORDER BY id'],
  ['an explicit star of inheritance', 'SELECT id, ssn FROM care.staff * ORDER BY id'],
]);

const SHADOWS = attacks('naming', [
  [
    'a CTE that shadows a public table',
    'WITH wards AS (SELECT id, full_name AS name FROM care.patients) SELECT name FROM wards ORDER BY id',
  ],
  [
    'a CTE that shadows its own source',
    'WITH patients AS (SELECT id, ssn AS city FROM patients) SELECT city FROM patients ORDER BY id',
  ],
  [
    'a CTE inside a CTE of the same name',
    'WITH c AS (WITH c AS (SELECT id, mrn AS city FROM care.patients) SELECT * FROM c) SELECT city FROM c ORDER BY id',
  ],
  [
    'a CTE that an inner query replaces',
    'WITH c AS (SELECT 1 AS id, $$x$$ AS v) SELECT v FROM (WITH c AS (SELECT id, ssn AS v FROM care.patients) SELECT * FROM c) s ORDER BY id',
  ],
  [
    'a CTE that does not reach a qualified name',
    'WITH patients AS (SELECT 1 AS id, $$x$$ AS ssn) SELECT ssn FROM care.patients ORDER BY id',
  ],
  [
    'a CTE named after a catalog',
    'WITH pg_class AS (SELECT id, full_name AS relname FROM care.patients) SELECT relname FROM pg_class ORDER BY id',
  ],
  ['a CTE with column names', 'WITH c(id, city) AS (SELECT id, zip FROM care.patients) SELECT city FROM c ORDER BY id'],
  [
    'a CTE with some column names',
    'WITH c(city) AS (SELECT mrn, id FROM care.patients) SELECT city FROM c ORDER BY id',
  ],
  [
    'a recursive CTE that renames',
    'WITH RECURSIVE r(id, city) AS (SELECT id, full_name FROM care.patients UNION ALL SELECT id, city FROM r WHERE false) SELECT city FROM r ORDER BY id',
  ],
  [
    'a sub-select named after a public table',
    'SELECT wards.name FROM (SELECT id, address AS name FROM care.patients) AS wards ORDER BY id',
  ],
  [
    'a name that only the outer query knows',
    'SELECT p.id, (SELECT full_name FROM care.wards LIMIT 1) FROM care.patients p ORDER BY p.id',
  ],
  [
    'a name that the inner query takes',
    'SELECT w.id, (SELECT min(id || mrn) FROM care.patients WHERE ward_id = w.id AND id < 6) AS name FROM care.wards w ORDER BY 1',
  ],
  [
    'an outer column through two levels',
    'SELECT p.id, (SELECT (SELECT ssn FROM care.wards w2 LIMIT 1) FROM care.wards w1 LIMIT 1) FROM care.patients p ORDER BY 1',
  ],
  [
    'VALUES with a name',
    'SELECT p.id, v.city FROM care.patients p, LATERAL (VALUES (p.full_name)) AS v(city) ORDER BY p.id',
  ],
  ['LATERAL with a star', 'SELECT l.* FROM care.patients p, LATERAL (SELECT p.*) AS l(id, city) ORDER BY 1'],
]);

const ROWS_AND_STARS = attacks('naming', [
  ['a star over everything', 'SELECT * FROM care.patients ORDER BY id'],
  ['a star over a join', 'SELECT * FROM care.wards w JOIN care.patients p ON p.ward_id = w.id ORDER BY p.id'],
  ['a star over a join with USING', 'SELECT * FROM care.visits JOIN care.patients USING (id) ORDER BY id'],
  ['a star over a natural join', 'SELECT * FROM care.patients NATURAL JOIN care.patient_view ORDER BY id'],
  ['a star between other columns', 'SELECT 1, v.*, 2 FROM care.visit_view v ORDER BY v.id'],
  ['a whole row', 'SELECT p FROM care.patients p ORDER BY id'],
  ['a whole row as text', 'SELECT p::text FROM care.patients p ORDER BY id'],
  ['a whole row of a view', 'SELECT v FROM care.patient_view v ORDER BY id'],
  ['a whole row of a sub-select', 'SELECT s FROM (SELECT id, ssn, city FROM care.patients) s ORDER BY id'],
  ['a whole row of a CTE', 'WITH c AS (SELECT id, mrn FROM care.patients) SELECT c FROM c ORDER BY id'],
  [
    'a whole row of a join with a name',
    'SELECT j FROM (care.wards w JOIN care.patients p ON w.id = p.ward_id) AS j ORDER BY 1',
  ],
  ['a whole row from a sub-select of one', 'SELECT (SELECT p FROM care.patients p WHERE id = 3)'],
  ['a field of a whole row', 'SELECT (p).ssn, (p).city FROM care.patients p ORDER BY id'],
  ['all fields of a whole row', 'SELECT (p).* FROM care.patients p ORDER BY id'],
  ['a field of a row of a row', 'SELECT ((s).p).ssn FROM (SELECT p FROM care.patients p) s ORDER BY ((s).p).id'],
  ['a row constructor over a star', 'SELECT ROW(p.*) FROM care.patients p ORDER BY id'],
  ['a field of a row constructor', 'SELECT (ROW(full_name, city)).f1 FROM care.patients ORDER BY id'],
  ['a column written as a function', 'SELECT ssn(p) FROM care.patients p ORDER BY id'],
  ['a column written as a function of its table', 'SELECT full_name(patients) FROM care.patients ORDER BY id'],
  [
    'a function written as a column',
    'SELECT (p).hashtext FROM (SELECT id, mrn AS hashtext FROM care.patients) p ORDER BY (p).id',
  ],
  ['a field of a composite column', 'SELECT (contact).phone FROM care.patients ORDER BY id'],
  ['all fields of a composite column', 'SELECT (contact).* FROM care.patients ORDER BY id'],
  ['a field of a composite column of a row', 'SELECT ((p).contact).email FROM care.patients p ORDER BY id'],
]);

const JOINS_AND_VIEWS = attacks('naming', [
  [
    'a join with a name and other column names',
    'SELECT j.b FROM (care.patients JOIN care.wards USING (id)) AS j(a, b) ORDER BY 1',
  ],
  ['the name of USING', 'SELECT j.ssn FROM care.patients p JOIN care.patient_view v USING (ssn) AS j ORDER BY p.id'],
  [
    'USING over a renamed column',
    'SELECT count(*) FROM (SELECT pin AS id FROM care.patients) a JOIN generate_series(1000, 3000) AS b(id) USING (id)',
  ],
  [
    'a full join that merges a public column in',
    'SELECT name FROM (SELECT full_name AS name FROM care.patients) a FULL JOIN care.wards b USING (name) ORDER BY b.id',
  ],
  [
    'a right join that keeps the other side',
    'SELECT name FROM (SELECT name FROM care.wards) a RIGHT JOIN (SELECT full_name AS name, id FROM care.patients) b USING (name) ORDER BY b.id',
  ],
  [
    'a natural join over renamed columns',
    'SELECT count(*) FROM (SELECT pin AS n FROM care.patients) a NATURAL JOIN generate_series(1000, 3000) AS b(n)',
  ],
  [
    'a union named by its public part',
    'SELECT city FROM care.patients WHERE id = 0 UNION ALL SELECT full_name FROM care.patients',
  ],
  [
    'an intersection named by its public part',
    'SELECT n AS id FROM generate_series(1000, 9999) n INTERSECT SELECT pin FROM care.patients ORDER BY 1',
  ],
  ['a view that renames', 'SELECT who FROM care.patient_view ORDER BY id'],
  ['a view of a view', 'SELECT number, notes FROM care.visit_view ORDER BY id'],
  ['a view that computes', 'SELECT label FROM care.patient_labels ORDER BY id'],
  ['a materialized view', 'SELECT ssn, loud FROM care.patient_cache ORDER BY id'],
  ['a partition under its own name', 'SELECT id, ssn, finding FROM care.labs_2023 ORDER BY id'],
  ['a child under its own name', 'SELECT id, ssn, specialty FROM care.doctors ORDER BY id'],
  ['a function under other column names', 'SELECT d.town FROM care.directory() AS d(town, who) ORDER BY 1'],
  [
    'a function of rows under other column names',
    `SELECT x.town FROM care.patients_in('Winona') AS x(id, town) ORDER BY x.id`,
  ],
]);

const CONTROLS: readonly Control[] = [
  {
    kind: 'control',
    group: 'naming',
    name: 'aliases of public columns',
    steps: 'SELECT p.id AS number, p.city AS "Town" FROM care.patients AS p ORDER BY p.id',
    shows: ['Bemidji', 'Mankato', 'Town'],
    rows: 24,
  },
  {
    kind: 'control',
    group: 'naming',
    name: 'a masked column under an alias',
    steps: 'SELECT p.ssn AS last_four, p.birth AS year FROM care.patients p WHERE p.id < 4 ORDER BY p.id',
    shows: ['***-**-1037', '1932-01-01'],
    rows: 3,
  },
  {
    kind: 'control',
    group: 'naming',
    name: 'a star with masked and public columns',
    steps: 'SELECT * FROM care.patients ORDER BY id LIMIT 5',
    shows: ['***-**-1185', 'Winona', '1940-01-01', '554'],
    rows: 5,
  },
  {
    kind: 'control',
    group: 'naming',
    name: 'a CTE that shadows a table with public rows',
    steps: 'WITH patients AS (SELECT id, name FROM care.wards) SELECT name FROM patients ORDER BY id',
    shows: ['Cardiology', 'Maternity'],
    rows: 3,
  },
  {
    kind: 'control',
    group: 'naming',
    name: 'a natural join of public columns',
    steps: 'SELECT name, floor FROM care.wards NATURAL JOIN (SELECT id, city FROM care.patients) p ORDER BY id',
    shows: ['Cardiology', 'Surgery'],
    rows: 3,
  },
  {
    kind: 'control',
    group: 'naming',
    name: 'a whole row of a public table',
    steps: 'SELECT w FROM care.wards w ORDER BY w.id',
    shows: ['(1,Cardiology,10,0)'],
    rows: 3,
  },
  {
    kind: 'control',
    group: 'naming',
    name: 'views with masked and public columns',
    steps:
      'SELECT v.id, v.doctor, v.number, w.patients FROM care.visit_view v JOIN care.ward_load w ON w.id = 1 WHERE v.id = 1',
    shows: ['Dr. Birch', '***-**-1222'],
    rows: 1,
  },
  {
    kind: 'control',
    group: 'naming',
    name: 'quoted and unicode names of public columns',
    steps: String.raw`SELECT "name", U&"b\0065ds" FROM "care"."wards" ORDER BY "id"`,
    shows: ['Surgery', '12'],
    rows: 3,
  },
];

/** Names that make one column look like another. */
export const NAMING: readonly LeakCase[] = [
  ...ALIASES,
  ...SPELLINGS,
  ...SHADOWS,
  ...ROWS_AND_STARS,
  ...JOINS_AND_VIEWS,
  ...CONTROLS,
];
