// Attacks on what the levels of `predicates` promise: `block` on care.vault.code lets nobody ask about it, `allow` on care.cohort.age lets
// people ask anything and still shows no value. Under `allow` the worlds differ by design in which rows come, so these attacks look at
// result values alone.
import { attacks, type LeakCase } from '../leak-case.ts';

/** Every way to ask about a column that nobody may ask about. In the two worlds the codes are different texts. */
const BLOCKED = attacks('structure', [
  ['predicates block: equality', "SELECT id FROM care.vault WHERE code LIKE '0%' OR code = 'x' ORDER BY id"],
  ['predicates block: IN', "SELECT count(*) FROM care.vault WHERE code IN ('a', 'b')"],
  ['predicates block: inequality', "SELECT count(*) FROM care.vault WHERE code <> 'x'"],
  ['predicates block: IS NULL', 'SELECT count(*) FROM care.vault WHERE code IS NULL'],
  ['predicates block: IS DISTINCT FROM', "SELECT count(*) FROM care.vault WHERE code IS DISTINCT FROM 'x'"],
  ['predicates block: a self-join', 'SELECT count(*) FROM care.vault a JOIN care.vault b USING (code)'],
  ['predicates block: a natural join', 'SELECT count(*) FROM care.vault a NATURAL JOIN care.vault b'],
  [
    'predicates block: a join with a masked column',
    'SELECT count(*) FROM care.vault v JOIN care.patients p ON p.token::text = v.code',
  ],
  ['predicates block: GROUP BY', 'SELECT count(*) FROM care.vault GROUP BY code'],
  ['predicates block: GROUPING SETS', 'SELECT count(*) FROM care.vault GROUP BY GROUPING SETS ((code), ())'],
  ['predicates block: DISTINCT', 'SELECT DISTINCT code FROM care.vault'],
  ['predicates block: DISTINCT ON', 'SELECT DISTINCT ON (code) id FROM care.vault'],
  ['predicates block: count(DISTINCT)', 'SELECT count(DISTINCT code) FROM care.vault'],
  ['predicates block: UNION', 'SELECT code FROM care.vault UNION SELECT owner FROM care.vault'],
  ['predicates block: INTERSECT', "SELECT code FROM care.vault INTERSECT SELECT 'x'"],
  ['predicates block: EXCEPT', 'SELECT owner FROM care.vault EXCEPT SELECT code FROM care.vault'],
  ['predicates block: ORDER BY', 'SELECT id FROM care.vault ORDER BY code'],
  ['predicates block: ORDER BY a position', 'SELECT code, id FROM care.vault ORDER BY 1'],
  ['predicates block: PARTITION BY', 'SELECT id, count(*) OVER (PARTITION BY code) FROM care.vault ORDER BY id'],
  ['predicates block: rank', 'SELECT id, rank() OVER (ORDER BY code) FROM care.vault ORDER BY id'],
  ['predicates block: an ordered aggregate', 'SELECT string_agg(owner, $$,$$ ORDER BY code) FROM care.vault'],
  ['predicates block: FILTER', "SELECT count(*) FILTER (WHERE code > '5') FROM care.vault"],
  ['predicates block: HAVING', "SELECT owner FROM care.vault GROUP BY owner HAVING max(code) > '5'"],
  ['predicates block: CASE', "SELECT id, CASE WHEN code > '5' THEN 1 ELSE 0 END FROM care.vault ORDER BY id"],
  [
    'predicates block: CASE with an operand',
    "SELECT id, CASE code WHEN 'x' THEN 1 ELSE 0 END FROM care.vault ORDER BY id",
  ],
  ['predicates block: NULLIF', "SELECT id, nullif(code, 'x') FROM care.vault ORDER BY id"],
  [
    'predicates block: a correlated EXISTS',
    'SELECT id FROM care.wards w WHERE EXISTS (SELECT FROM care.vault WHERE code > w.name)',
  ],
  ['predicates block: ANY', "SELECT 'x' = ANY (SELECT code FROM care.vault)"],
  ['predicates block: a row comparison', "SELECT id FROM care.vault WHERE (code, id) > ('5', 0) ORDER BY id"],
  ['predicates block: a whole row', 'SELECT id FROM care.vault v ORDER BY v'],
  ['predicates block: a whole row compared', 'SELECT count(*) FROM care.vault a JOIN care.vault b ON a = b'],
  ['predicates block: LIMIT', 'SELECT id FROM care.wards LIMIT (SELECT ascii(code) FROM care.vault WHERE id = 1) - 48'],
  [
    'predicates block: a common table expression',
    "WITH v AS (SELECT id, code AS c FROM care.vault) SELECT id FROM v WHERE c > '5' ORDER BY id",
  ],
  [
    'predicates block: a lateral sub-select',
    "SELECT w.id FROM care.wards w, LATERAL (SELECT 1 FROM care.vault WHERE code > '5') s",
  ],
  [
    'predicates block: full text',
    "SELECT id FROM care.vault WHERE to_tsvector(code) @@ to_tsquery('aaaa') ORDER BY id",
  ],
  ['predicates block: an error that depends on it', 'SELECT id FROM care.vault WHERE 1 / (ascii(code) - 48) > 0'],
  ['predicates block: a cast that may fail', 'SELECT code::int FROM care.vault'],
  ['predicates block: min and max', 'SELECT min(code), max(code) FROM care.vault'],
  [
    'predicates block: MERGE',
    `MERGE INTO care.scratch s USING care.vault v ON v.code > '5' AND s.id = v.id WHEN MATCHED THEN UPDATE SET note = 'x'`,
  ],
  [
    'predicates block: UPDATE with a condition',
    "UPDATE care.scratch SET note = 'x' FROM care.vault v WHERE v.code > '5' RETURNING care.scratch.id",
  ],
  ['predicates block: a copy', 'INSERT INTO care.scratch (id, note) SELECT id, code FROM care.vault RETURNING note'],
]);

/** Result values under `predicates allow`: whatever is made of an age is redacted, and goes nowhere. */
const ALLOWED = attacks('structure', [
  ['predicates allow: the value', 'SELECT id, age FROM care.cohort ORDER BY id'],
  ['predicates allow: arithmetic', 'SELECT id, age + 1, -age, age / 1 FROM care.cohort ORDER BY id'],
  ['predicates allow: casts', 'SELECT id, age::text, age::numeric, age::text::bytea FROM care.cohort ORDER BY id'],
  [
    'predicates allow: CASE',
    "SELECT id, CASE WHEN age > 2500 THEN 'old' ELSE 'young' END FROM care.cohort ORDER BY id",
  ],
  [
    'predicates allow: a comparison as a value',
    'SELECT id, age > 2500, age BETWEEN 1000 AND 2500 FROM care.cohort ORDER BY id',
  ],
  ['predicates allow: min, max and sum', 'SELECT min(age), max(age), sum(age), avg(age) FROM care.cohort'],
  [
    'predicates allow: an aggregate of all values',
    "SELECT string_agg(age::text, ','), array_agg(age), json_agg(age) FROM care.cohort",
  ],
  ['predicates allow: a whole row', 'SELECT c, to_jsonb(c) FROM care.cohort c ORDER BY id'],
  ['predicates allow: a sub-select', 'SELECT (SELECT max(age) FROM care.cohort)'],
  [
    'predicates allow: windows',
    'SELECT id, lag(age) OVER (ORDER BY id), sum(age) OVER (ORDER BY id) FROM care.cohort ORDER BY id',
  ],
  [
    'predicates allow: generate_series',
    'SELECT count(*) FROM (SELECT max(age) AS m FROM care.cohort) s WHERE m IS NULL',
  ],
  ['predicates allow: FILTER as a value', 'SELECT sum(id) FILTER (WHERE age IS NOT NULL) FROM care.cohort'],
  [
    'predicates allow: a copy by INSERT',
    'INSERT INTO care.scratch (id, amount) SELECT id, age FROM care.cohort RETURNING amount',
  ],
  [
    'predicates allow: a copy by UPDATE',
    'UPDATE care.scratch s SET amount = c.age FROM care.cohort c WHERE c.id = s.id RETURNING s.amount',
  ],
  [
    'predicates allow: a copy by MERGE',
    'MERGE INTO care.scratch s USING care.cohort c ON s.id = c.id WHEN MATCHED THEN UPDATE SET amount = c.age',
  ],
  ['predicates allow: a new table', 'CREATE TABLE public.ages AS SELECT age FROM care.cohort'],
  [
    'predicates allow: another masked column beside it',
    "SELECT p.id FROM care.patients p JOIN care.cohort c ON c.age > 0 WHERE p.ssn LIKE '9%'",
  ],
  ['predicates allow: RETURNING', 'UPDATE care.cohort SET arm = arm RETURNING id, age, old.age, new.age + 1'],
]);

const CONTROLS: readonly LeakCase[] = [
  {
    kind: 'control',
    group: 'structure',
    name: 'predicates block: the column is shown masked, and counted',
    steps: 'SELECT v.owner, v.code, (SELECT count(code) FROM care.vault) AS codes FROM care.vault v ORDER BY v.id',
    shows: ['Owner 1', '[secret.code]', '4'],
    rows: 4,
  },
  {
    kind: 'control',
    group: 'structure',
    name: 'predicates block: the other columns of the table are as always',
    steps: "SELECT id, owner FROM care.vault WHERE owner LIKE 'Owner%' ORDER BY owner DESC",
    shows: ['Owner 4'],
    rows: 4,
  },
  {
    kind: 'control',
    group: 'structure',
    name: 'predicates block: parts of a UNION ALL are not compared',
    steps: 'SELECT code FROM care.vault UNION ALL SELECT name FROM care.wards',
    shows: ['[secret.code]'],
    rows: 7,
  },
  {
    kind: 'control',
    group: 'structure',
    name: 'predicates allow: ranges, sorting and functions in WHERE',
    steps: `SELECT count(*) AS people, arm FROM care.cohort
      WHERE age BETWEEN 0 AND 100000 AND age::text LIKE '%' AND sqrt(age) > 0 GROUP BY arm ORDER BY arm`,
    shows: ['A', 'B', '2'],
    rows: 2,
  },
  {
    kind: 'control',
    group: 'structure',
    name: 'predicates allow: a comparison with a column that is not masked',
    steps:
      'SELECT w.name FROM care.wards w WHERE EXISTS (SELECT FROM care.cohort c WHERE c.age > w.beds) ORDER BY w.name',
    shows: ['Cardiology', 'Maternity', 'Surgery'],
    rows: 3,
  },
];

/** What a write changes is put back, whether it was refused or not. */
const withRestoring = (leakCase: LeakCase): LeakCase =>
  typeof leakCase.steps === 'string' && /^(?:INSERT|UPDATE|DELETE|MERGE|CREATE)/.test(leakCase.steps)
    ? { ...leakCase, changes: true }
    : leakCase;

export const PREDICATES: readonly LeakCase[] = [...BLOCKED, ...ALLOWED, ...CONTROLS].map(withRestoring);
