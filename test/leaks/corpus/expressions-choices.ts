// Choices and summaries: CASE, comparisons, aggregates, windows and conditions over protected columns. Cases only; nothing here runs.
import type { LeakCase } from '../leak-case.ts';
import { chosen, computed, statements } from './shorthands.ts';

const CASES = computed('expressions', [
  ['CASE over a condition', [`CASE WHEN ssn LIKE '93%' THEN 1 ELSE 0 END`, 'CASE WHEN pin > 3000 THEN city END']],
  [
    'CASE that passes a value',
    ['CASE WHEN id > 0 THEN ssn ELSE city END', 'CASE id WHEN 1 THEN mrn ELSE full_name END'],
  ],
  [
    'CASE over a value',
    [`CASE left(full_name, 1) WHEN 'Q' THEN 1 WHEN 'Z' THEN 2 END`, 'CASE pin % 2 WHEN 0 THEN city END'],
  ],
  [
    'the first that is not NULL',
    [
      'coalesce(ssn, city)',
      `coalesce(nullif(left(full_name, 1), 'Q'), city)`,
      'coalesce(nullif(city, $$Winona$$), full_name)',
    ],
  ],
  [
    'NULL where equal',
    [`nullif(left(mrn, 4), 'MRN0')`, 'nullif(pin % 2, 0) IS NULL', 'nullif(city, CASE WHEN pin > 3000 THEN city END)'],
  ],
  [
    'the greatest',
    [`greatest(full_name, 'M')`, 'least(pin, 2000)', `greatest(birth, date '1950-06-15')`, 'least(ssn, mrn)'],
  ],
  [
    'a comparison as a value',
    [
      'pin > 3000',
      'full_name < mrn',
      `full_name ILIKE 'q%'`,
      `birth BETWEEN '1932-07-01' AND '1956-01-05'`,
      `mrn ~ '7'`,
    ],
  ],
  ['distinctness as a value', [`left(mrn, 4) IS DISTINCT FROM 'MRN0'`, '(pin % 2) IS NOT DISTINCT FROM 0']],
  ['a test of a boolean column', ['active IS NOT TRUE', 'active AND id > 3', 'NOT active OR city IS NULL']],
  [
    'starts of texts',
    [`starts_with(full_name, 'Q')`, `full_name ^@ 'Z'`, `left(full_name, 1) = ANY ('{Q,Z}')`, `mrn SIMILAR TO 'MRN0%'`],
  ],
  [
    'names of types',
    [
      'pg_typeof(CASE WHEN pin > 3000 THEN 1 END)::text || pin',
      'full_name::varchar COLLATE "C" > $$M$$',
      'pin::regclass::text',
      'pin::oid::regtype',
    ],
  ],
]);

const AGGREGATES = statements('expressions', [
  [
    'the smallest and the greatest',
    [
      'SELECT min(ssn) FROM care.patients',
      'SELECT max(birth) FROM care.patients',
      'SELECT min(pin) FROM care.patients',
      'SELECT max(full_name) FROM care.patients',
    ],
  ],
  ['the greatest by group', ['SELECT city, max(pin) FROM care.patients GROUP BY city ORDER BY city']],
  [
    'a sum and an average',
    [
      'SELECT sum(pin) FROM care.patients',
      'SELECT avg(balance) FROM care.patients',
      'SELECT stddev(score) FROM care.patients',
      'SELECT var_pop(pin) FROM care.patients',
      'SELECT sum(big) FROM care.patients',
    ],
  ],
  [
    'a collected text',
    [
      `SELECT string_agg(ssn, ',' ORDER BY id) FROM care.patients`,
      'SELECT array_agg(mrn ORDER BY id) FROM care.patients',
      'SELECT string_agg(city, left(full_name, 1) ORDER BY id) FROM care.patients',
    ],
  ],
  [
    'an aggregate in a protected order',
    [
      `SELECT string_agg(id::text, ',' ORDER BY ssn) FROM care.patients`,
      'SELECT array_agg(id ORDER BY balance DESC) FROM care.patients',
    ],
  ],
  [
    'an aggregate over chosen rows',
    [
      `SELECT count(*) FILTER (WHERE ssn LIKE '93%') FROM care.patients`,
      'SELECT array_agg(id ORDER BY id) FILTER (WHERE pin > 3000) FROM care.patients',
    ],
  ],
  [
    'counting distinct parts',
    [
      'SELECT count(DISTINCT pin % 25) FROM care.patients',
      'SELECT count(DISTINCT pin % 7) FROM care.patients',
      'SELECT count(DISTINCT pin % 22) FROM care.patients',
    ],
  ],
  [
    'counting what is made NULL',
    [
      `SELECT count(nullif(left(mrn, 4), 'MRN0')) FROM care.patients`,
      `SELECT count(CASE WHEN ssn LIKE '93%' THEN 1 END) FROM care.patients`,
      `SELECT num_nulls(nullif(left(mrn, 4), 'MRN0')) FROM care.patients`,
    ],
  ],
  [
    'a percentile',
    [
      'SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY pin) FROM care.patients',
      'SELECT percentile_cont(0.25) WITHIN GROUP (ORDER BY score) FROM care.patients',
      'SELECT mode() WITHIN GROUP (ORDER BY left(ssn, 2)) FROM care.patients',
    ],
  ],
  [
    'a percentile of public values at a protected place',
    [
      'SELECT percentile_disc((SELECT min(pin) / 1000.0 - 0.9 FROM care.patients)) WITHIN GROUP (ORDER BY id) FROM care.patients',
    ],
  ],
  [
    'a hypothetical rank',
    [
      'SELECT rank(3000) WITHIN GROUP (ORDER BY pin) FROM care.patients',
      `SELECT dense_rank('M') WITHIN GROUP (ORDER BY full_name) FROM care.patients`,
      'SELECT cume_dist(20) WITHIN GROUP (ORDER BY score) FROM care.patients',
    ],
  ],
  [
    'a correlation with a public column',
    [
      'SELECT corr(pin, id) FROM care.patients',
      'SELECT regr_slope(pin, id) FROM care.patients',
      'SELECT covar_pop(score, ward_id) FROM care.patients',
    ],
  ],
  [
    'bits put together',
    [
      'SELECT bit_xor(pin / 7) FROM care.patients',
      'SELECT bit_and(pin) FILTER (WHERE id < 3) FROM care.patients',
      'SELECT bit_xor(pin) FROM care.patients',
      'SELECT bool_or(active AND id = 1) FROM care.patients',
      'SELECT every(active) FILTER (WHERE id % 3 = 0) FROM care.patients',
    ],
  ],
  [
    'ranges collected',
    ['SELECT range_agg(stay) FROM care.patients', 'SELECT range_intersect_agg(stay) FROM care.patients'],
  ],
  [
    'any value of a group',
    [
      'SELECT city, any_value(ssn) FROM care.patients GROUP BY city ORDER BY city',
      'SELECT city, any_value(pin % 10) FROM care.patients GROUP BY city ORDER BY city',
    ],
  ],
  ['groups by a part of a value', ['SELECT count(*) FROM care.patients GROUP BY pin % 5 ORDER BY 1']],
  [
    'a rank',
    [
      'SELECT id, rank() OVER (ORDER BY ssn) FROM care.patients ORDER BY id',
      'SELECT id, ntile(4) OVER (ORDER BY pin) FROM care.patients ORDER BY id',
      'SELECT id, percent_rank() OVER (ORDER BY seen_at) FROM care.patients ORDER BY id',
    ],
  ],
  [
    'the row before',
    [
      'SELECT id, lag(ssn) OVER (ORDER BY id) FROM care.patients ORDER BY id',
      'SELECT id, lead(city, pin % 5) OVER (ORDER BY id) FROM care.patients ORDER BY id',
      'SELECT id, lag(city, 1, full_name) OVER (ORDER BY id) FROM care.patients ORDER BY id',
    ],
  ],
  [
    'public values in a protected order',
    [
      'SELECT id, first_value(id) OVER (ORDER BY seen_at) FROM care.patients ORDER BY id',
      'SELECT id, nth_value(id, 3) OVER (ORDER BY mrn) FROM care.patients ORDER BY id',
    ],
  ],
  [
    'a frame of protected width',
    [
      'SELECT id, count(*) OVER (ORDER BY pin RANGE BETWEEN 500 PRECEDING AND CURRENT ROW) FROM care.patients ORDER BY id',
    ],
  ],
  [
    'partitions by a part of a value',
    [
      'SELECT id, count(*) OVER (PARTITION BY pin % 5) FROM care.patients ORDER BY id',
      'SELECT id, row_number() OVER (PARTITION BY pin % 5 ORDER BY id) FROM care.patients ORDER BY id',
    ],
  ],
  [
    'a sum along the rows',
    [
      'SELECT id, sum(pin) OVER (ORDER BY id) FROM care.patients WINDOW w AS (ORDER BY id ROWS 2 PRECEDING) ORDER BY id',
      'SELECT id, avg(score) OVER w FROM care.patients WINDOW w AS (ORDER BY id ROWS 2 PRECEDING) ORDER BY id',
    ],
  ],
]);

const CONDITIONS = chosen('expressions', [
  ['LIKE', `ssn LIKE '93%'`],
  ['ILIKE with an escape', `full_name ILIKE 'q!_%' ESCAPE '!' OR full_name ILIKE 'q%'`],
  ['a regular expression', `mrn ~ '^MRN0[0-4]' OR full_name ~* 'kestrel'`],
  ['SIMILAR TO', `ssn SIMILAR TO '93[0-9]%'`],
  ['the start of a text', `full_name ^@ 'Q'`],
  ['a range of values', `birth BETWEEN '1932-01-01' AND '1932-01-05' OR pin > 3000`],
  ['a symmetric range', `pin BETWEEN SYMMETRIC 3000 AND 1000`],
  ['an order of rows', `(pin, id) < (3000, 5)`],
  ['a computed equality', `left(ssn, 3) = '937' OR pin % 2 = 0`],
  ['an equality with a computed value', `pin = ANY (SELECT generate_series(1000, 3000))`],
  ['an equality with many values', `pin IN (${Array.from({ length: 300 }, (_, i) => 1000 + i).join(', ')})`],
  ['an equality with an array', `pin = ANY ('{${Array.from({ length: 300 }, (_, i) => 1000 + i).join(',')}}')`],
  ['a containment', `stay && daterange('1930-01-01', '1932-07-01')`],
  ['an array overlap', `tags && ARRAY(SELECT 'hypertension stage ' || g FROM generate_series(0, 15) g)`],
  ['a network containment', `address << inet '10.41.0.0/16' OR address >>= inet '10.87.1.1'`],
  ['a full text search', `to_tsvector('simple', full_name) @@ to_tsquery('simple', 'quill:* | zephyr')`],
  ['a comparison of two protected columns', 'pin > big % 9000 OR full_name < mrn'],
  ['a comparison with a public column', `full_name > city OR pin % 24 = id`],
  ['a distance', `(pin - 2000) ^ 2 < 500000`],
  ['the NULL of an expression', `nullif(left(full_name, 1), 'Q') IS NULL OR substring(mrn from '7') IS NULL`],
  ['a truth of a comparison', `(pin > 3000) IS TRUE OR (left(mrn, 4) = 'MRN0') IS NOT FALSE`],
  ['a public column with a protected pattern', `city LIKE '%' || substr(lower(full_name), 2, 1) || '%'`],
]);

/** Values and rows that a protected value chooses. */
export const CHOICES: readonly LeakCase[] = [...CASES, ...AGGREGATES, ...CONDITIONS];
