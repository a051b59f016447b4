// Rows that are put together by a column come in an order that tells of it. Whatever makes values of that order is a use of the column;
// an ORDER BY that decides is none, and neither is what gives the same for rows in any order.
import { beforeAll, expect, test } from 'vitest';
import { analyzeQuery, prepareAnalysis } from './analyze-query.ts';
import { indexCatalog } from './catalog-index.ts';
import type { Catalog } from './catalog-index.ts';
import { catalogFromDdl } from './ddl-catalog.ts';
import type { AnalysisContext } from './facts.ts';
import { ORACLE_DDL } from './testing-queries.ts';

const CONTEXT: AnalysisContext = { searchPath: ['clinical', 'public'], prepared: new Map(), cursors: new Map() };
const VIEWS = `CREATE VIEW clinical.numbers AS SELECT DISTINCT ssn, id FROM clinical.patients;
  CREATE VIEW clinical.counted AS SELECT id, row_number() OVER (PARTITION BY ssn ORDER BY id) AS nth FROM clinical.patients;
  CREATE AGGREGATE clinical.glue (text) (SFUNC = textcat, STYPE = text, INITCOND = '');`;
let catalog: Catalog;

beforeAll(async () => {
  await prepareAnalysis();
  catalog = indexCatalog(catalogFromDdl([{ file: 'clinic.sql', text: `${ORACLE_DDL} ${VIEWS}` }]).value!);
});

/** Whether the order of `ssn` becomes part of a value. */
function tellsOrder(sql: string): boolean {
  const facts = analyzeQuery(sql, catalog, CONTEXT).at(-1)!;
  expect(facts.unanalyzedBecause).toBeNull();
  return facts.uses.some((use) => use.how === 'order' && use.column === 'clinical.patients.ssn');
}

test.each([
  'SELECT DISTINCT ssn, id FROM patients LIMIT 3',
  'SELECT id FROM patients GROUP BY ssn, id LIMIT 3',
  'SELECT id FROM patients GROUP BY ssn, id OFFSET 3',
  'SELECT id FROM patients GROUP BY GROUPING SETS ((ssn, id)) LIMIT 1',
  'SELECT id FROM patients GROUP BY ssn, id FETCH FIRST ROW ONLY',
  'SELECT id FROM patients GROUP BY ssn, id ORDER BY NULL LIMIT 1',
  'SELECT id FROM patients GROUP BY ssn, id, zip ORDER BY zip LIMIT 1',
  'SELECT id FROM (SELECT DISTINCT ssn, id FROM patients) s LIMIT 3',
  'SELECT id FROM (SELECT id, ssn FROM patients UNION SELECT 3, NULL) s LIMIT 3',
  'SELECT id, ssn FROM patients EXCEPT SELECT 3, NULL LIMIT 3',
  'SELECT id, ssn FROM patients INTERSECT ALL SELECT id, ssn FROM patients LIMIT 3',
  'WITH c AS (SELECT DISTINCT ssn, id FROM patients) SELECT id FROM c LIMIT 1',
  'WITH c AS (SELECT DISTINCT ssn, id FROM patients) SELECT (SELECT id FROM c LIMIT 1)',
  'WITH c AS (SELECT DISTINCT ssn, id FROM patients), d AS (SELECT id FROM c) SELECT d.id FROM d JOIN doctors USING (id) LIMIT 1',
  'SELECT id FROM numbers LIMIT 1',
  'SELECT n.id FROM doctors d JOIN numbers n ON n.id = d.id LIMIT 1',
  'SELECT id FROM counted LIMIT 1',
  'SELECT p.id FROM patients p JOIN people q ON q.ssn = p.ssn LIMIT 1',
  'SELECT p.id FROM patients p JOIN people q USING (ssn) LIMIT 1',
  'SELECT p.id FROM patients p, people q WHERE q.ssn = p.ssn OFFSET 2',
  'SELECT id FROM patients WHERE ssn IN (SELECT ssn FROM people) LIMIT 1',
  'SELECT id FROM patients p WHERE EXISTS (SELECT FROM people q WHERE q.ssn = p.ssn) LIMIT 1',
  'SELECT row_number() OVER (), id FROM (SELECT DISTINCT ssn, id FROM patients) s',
  'SELECT row_number() OVER (PARTITION BY ssn) FROM patients',
  "SELECT row_number() OVER (PARTITION BY ssn ORDER BY 'x'::text) FROM patients",
  'SELECT row_number() OVER w FROM patients WINDOW w AS (PARTITION BY ssn)',
  'SELECT row_number() OVER (), count(*) OVER (PARTITION BY ssn) FROM patients',
  'SELECT lag(id) OVER (PARTITION BY ssn), ntile(3) OVER (PARTITION BY zip) FROM patients',
  'SELECT first_value(id) OVER (PARTITION BY ssn) FROM patients',
  'SELECT sum(id) OVER (PARTITION BY ssn ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM patients',
  'SELECT array_agg(id) FROM (SELECT DISTINCT ssn, id FROM patients) s',
  'SELECT array_agg(id) FROM patients GROUP BY ssn',
  "SELECT string_agg(q.zip, ',') FROM patients p JOIN patients q USING (ssn)",
  'SELECT json_arrayagg(id) FROM patients GROUP BY ssn',
  'SELECT xmlagg(xmlelement(name a, id)) FROM patients GROUP BY ssn',
  'SELECT zip FROM patients GROUP BY ssn, zip HAVING (array_agg(id))[1] = 3',
  'SELECT any_value(id) FROM patients GROUP BY ssn',
  'SELECT ARRAY(SELECT id FROM patients GROUP BY ssn, id)',
  'SELECT json_array(SELECT id FROM patients GROUP BY ssn, id)',
  'SELECT DISTINCT ON (ssn) id FROM patients',
  'SELECT DISTINCT ON (zip) id FROM (SELECT DISTINCT ssn, id, zip FROM patients) s',
  "SELECT nextval('s'), id FROM patients GROUP BY ssn, id",
  'INSERT INTO doctors (doctor) SELECT id::text FROM patients GROUP BY ssn, id',
  'DECLARE c CURSOR FOR SELECT id FROM patients GROUP BY ssn, id',
])('makes values of the order of rows: %s', (sql) => {
  expect(tellsOrder(sql)).toBe(true);
});

test.each([
  'SELECT DISTINCT ssn, id FROM patients',
  'SELECT DISTINCT ssn, id FROM patients LIMIT ALL',
  'SELECT id, count(*) FROM patients GROUP BY ssn, id',
  'SELECT ssn, count(*) FROM patients GROUP BY ssn ORDER BY count(*) DESC LIMIT 5',
  'SELECT ssn, id, zip FROM patients GROUP BY ssn, id, zip ORDER BY zip, 2 LIMIT 5',
  'SELECT id FROM patients GROUP BY ssn, id ORDER BY id LIMIT 5',
  'SELECT zip FROM patients GROUP BY ssn, zip ORDER BY count(*) FETCH FIRST 5 ROWS WITH TIES',
  'SELECT id FROM patients LIMIT 5',
  'SELECT id FROM patients WHERE ssn = $1 LIMIT 5',
  "SELECT id FROM patients WHERE ssn IN ('1', '2') LIMIT 5",
  'SELECT count(DISTINCT ssn) FROM patients LIMIT 1000',
  'SELECT count(*) FROM patients p JOIN people q USING (ssn) LIMIT 1000',
  'SELECT p.id, q.id FROM patients p JOIN people q ON q.ssn = p.ssn ORDER BY p.id LIMIT 5',
  'SELECT (SELECT q.id FROM people q WHERE q.ssn = p.ssn LIMIT 1) FROM patients p',
  'SELECT id FROM patients p WHERE EXISTS (SELECT FROM people q WHERE q.ssn = p.ssn LIMIT 1)',
  'SELECT l.id FROM patients p, LATERAL (SELECT q.id FROM people q WHERE q.ssn = p.ssn LIMIT 1) l',
  'SELECT row_number() OVER (PARTITION BY ssn ORDER BY id) FROM patients',
  'SELECT rank() OVER (PARTITION BY ssn), count(*) OVER (PARTITION BY ssn) FROM patients',
  'SELECT lag(id) OVER w FROM patients WINDOW w AS (PARTITION BY ssn ORDER BY id)',
  'SELECT array_agg(id ORDER BY id) FROM patients GROUP BY ssn',
  'SELECT array_agg(DISTINCT id), count(*), min(id) FROM patients GROUP BY ssn',
  'SELECT array_agg(id) FROM patients',
  'SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY id) FROM patients GROUP BY ssn',
  'SELECT ARRAY(SELECT id FROM patients GROUP BY ssn, id ORDER BY id)',
  'SELECT DISTINCT ON (zip) id FROM patients ORDER BY zip, id',
  'SELECT id FROM counted',
  "SELECT id FROM patients WHERE CASE ssn WHEN '1' THEN true END LIMIT 3",
  'SELECT nullif(ssn, mrn) FROM patients LIMIT 3',
  'DECLARE c CURSOR FOR SELECT id FROM patients GROUP BY ssn, id ORDER BY id',
  'INSERT INTO doctors (id) SELECT id FROM patients GROUP BY ssn, id ORDER BY id',
])('does not: %s', (sql) => {
  expect(tellsOrder(sql)).toBe(false);
});

test('what a function reads does not become a parameter of EXECUTE unseen', () => {
  const reader =
    "CREATE FUNCTION clinical.ssn_of(int) RETURNS text LANGUAGE sql STABLE AS 'SELECT ssn FROM clinical.patients WHERE id = $1';";
  const { value } = catalogFromDdl([{ file: 'reader.sql', text: `${ORACLE_DDL} ${reader}` }]);
  const sql = 'PREPARE s(text) AS SELECT $1; EXECUTE s(ssn_of(1))';
  const facts = analyzeQuery(sql, indexCatalog(value!), CONTEXT).at(-1)!;
  expect(facts.reads).toContain('clinical.patients.ssn');
  expect(facts.uses).toContainEqual(expect.objectContaining({ column: 'clinical.patients.ssn', how: 'copy' }));
});
