// What an identity for whom data is masked may define, and what not: nothing that holds protected values, and no name that could be taken for
// another.
import { beforeAll, describe, expect, test } from 'vitest';
import type { PolicyMetadata } from '../../../compiler/abi/metadata.ts';
import { analyzeQuery, prepareAnalysis } from '../analysis/analyze-query.ts';
import { indexCatalog } from '../analysis/catalog-index.ts';
import type { Catalog } from '../analysis/catalog-index.ts';
import { catalogFromDdl } from '../analysis/ddl-catalog.ts';
import type { MadeRelation, StatementFacts } from '../analysis/facts.ts';
import { ORACLE_DDL } from '../analysis/testing-queries.ts';
import { METADATA as BASE } from '../gateway/testing.ts';
import { enforce } from './enforce.ts';

const METADATA: PolicyMetadata = {
  ...BASE,
  members: [{ name: 'phi.ssn', class: 'phi', columns: [], hasDetector: false }],
};
const DECISION = {
  effect: 'allow',
  decided_by: null,
  reason: '',
  rules: [],
  doc: '',
  approvals: [],
  masks: [{ member: 'phi.ssn', transform: 'redact', rule: 'phi' }],
} as const;

let catalog: Catalog;
beforeAll(async () => {
  await prepareAnalysis();
  catalog = indexCatalog(catalogFromDdl([{ file: 'clinic.sql', text: ORACLE_DDL }]).value!);
});

const analyzed = (sql: string, made: readonly MadeRelation[] = []): StatementFacts =>
  analyzeQuery(sql, catalog, {
    searchPath: ['clinical', 'public'],
    prepared: new Map(),
    cursors: new Map(),
    made,
  }).at(-1)!;

/** The refusal's words; null for what is forwarded. */
function refusal(facts: StatementFacts): string | null {
  const members = (column: string): readonly number[] => (/\.(?:ssn|date_of_birth)$/.test(column) ? [0] : []);
  return enforce({ decision: DECISION, facts, members, metadata: METADATA }).refusal?.message ?? null;
}

test.each([
  'CREATE TABLE fresh (a int PRIMARY KEY, b text DEFAULT upper($$x$$) CHECK (length(b) > 2), c int GENERATED ALWAYS AS (a + 1) STORED)',
  'CREATE TABLE fresh (a int, doctor text REFERENCES doctors (doctor), UNIQUE (a))',
  'CREATE TABLE fresh (LIKE doctors INCLUDING ALL)',
  'CREATE TABLE fresh (a int) PARTITION BY RANGE (a)',
  'CREATE TABLE fresh PARTITION OF doctors FOR VALUES FROM (MINVALUE, 1 + 1) TO (MAXVALUE, 7)',
  'CREATE TABLE fresh (ssn text)',
  'CREATE TEMP TABLE fresh ON COMMIT DROP AS SELECT id, zip FROM patients ORDER BY id',
  'CREATE MATERIALIZED VIEW fresh AS SELECT ward, count(*) FROM doctors GROUP BY ward',
  'CREATE VIEW public.fresh AS SELECT ward FROM doctors',
  'CREATE TEMP VIEW fresh AS SELECT count(ssn) AS known FROM patients',
  'SELECT id INTO fresh FROM patients',
  'CREATE INDEX ON doctors (ward, lower(doctor)) INCLUDE (id) WHERE id > 3',
  'DROP INDEX some_index',
  'ALTER TABLE doctors ADD COLUMN extra int DEFAULT 3, ALTER ward SET NOT NULL, ADD CHECK (id > 0)',
  'CREATE SEQUENCE counter',
  'CREATE SCHEMA own',
  "COMMENT ON TABLE doctors IS 'people'",
  'GRANT SELECT ON doctors TO somebody',
  'REFRESH MATERIALIZED VIEW names',
  'ANALYZE doctors',
])('%s is forwarded', (sql) => {
  expect(refusal(analyzed(sql))).toBeNull();
});

test.each([
  ['CREATE TABLE fresh AS SELECT ssn AS x FROM patients', 'clinical.patients.ssn (phi.ssn)'],
  ['SELECT upper(ssn) INTO fresh FROM patients', 'cannot be copied'],
  ['CREATE MATERIALIZED VIEW fresh AS SELECT number FROM visible_patients', 'cannot be copied'],
  ['CREATE VIEW fresh AS SELECT ssn FROM patients', 'cannot be copied'],
  ['CREATE TABLE fresh AS SELECT id FROM patients GROUP BY ssn, id', 'puts these rows in an order'],
  ['SELECT DISTINCT ON (ssn) id INTO fresh FROM patients', 'puts these rows in an order'],
  ['CREATE TABLE fresh PARTITION OF doctors FOR VALUES IN ((SELECT ssn FROM patients))', 'cannot be copied'],
  ['CREATE TABLE fresh PARTITION OF doctors FOR VALUES FROM (MINVALUE) TO ((SELECT ssn FROM patients))', 'copied'],
  ['CREATE TABLE fresh (ssn text CHECK (ssn > $$5$$))', 'clinical.fresh.ssn (phi.ssn)'],
  ['CREATE TABLE fresh (a int, ssn text, CHECK (length(ssn) > a))', 'cannot be used in this expression'],
  ['CREATE TABLE fresh (ssn text, v text GENERATED ALWAYS AS (ssn) STORED)', 'cannot be copied'],
  ['CREATE TABLE fresh (ssn text UNIQUE)', 'in an order'],
  ['CREATE TABLE fresh (a int, ssn text, EXCLUDE USING gist (a WITH =))', 'cannot be used'],
  ['CREATE TABLE fresh (ssn text) PARTITION BY LIST (ssn)', 'PARTITION BY'],
  ['CREATE TABLE fresh (a text REFERENCES patients (ssn))', 'REFERENCES'],
  ['CREATE TABLE fresh (a int REFERENCES patients)', 'REFERENCES'],
  ['CREATE TABLE fresh (LIKE patients INCLUDING ALL)', 'INCLUDING'],
  ['CREATE TABLE fresh () INHERITS (people)', 'INHERITS'],
  ['CREATE TABLE fresh PARTITION OF patients_by_year FOR VALUES IN (2030)', 'INHERITS'],
  ['CREATE TABLE fresh (a text DEFAULT built($$SELECT 1$$))', 'built'],
  ['CREATE INDEX ON patients (ssn)', 'in an order'],
  ['CREATE INDEX ON patients (zip) INCLUDE (date_of_birth)', 'in an order'],
  ['CREATE INDEX ON patients ((1 / length(ssn)))', 'cannot be used'],
  ["CREATE INDEX ON patients (zip) WHERE ssn > '5'", 'range'],
  ['ALTER TABLE patients ADD COLUMN x int', 'cannot be copied'],
  ['ALTER TABLE doctors RENAME ward TO w', 'ALTER is refused'],
  ['ALTER TABLE doctors RENAME TO w', 'ALTER is refused'],
  ['ALTER TABLE doctors DROP COLUMN ward', 'takes away'],
  ['ALTER TABLE doctors ALTER id TYPE text', 'takes away'],
  ['ALTER TABLE patients_by_year ATTACH PARTITION patients FOR VALUES IN (1)', 'takes away'],
  ['ALTER TABLE doctors INHERIT people', 'takes away'],
  ['DROP TABLE doctors', 'takes away'],
  ['DROP VIEW visible_patients', 'takes away'],
  ['CREATE TEMP TABLE patients (a int)', 'the name patients is that of clinical.patients'],
  ['CREATE TABLE public.patients (a int)', 'the name patients'],
  ['CREATE OR REPLACE VIEW visible_patients AS SELECT 1 AS id', 'the name visible_patients'],
  ['CREATE VIEW public.doctors AS SELECT 1', 'the name doctors'],
  ['CREATE SEQUENCE public.doctors', 'the name doctors'],
  ['CREATE TEMP TABLE text (a int)', 'the name text is that of a type'],
  ['CREATE SCHEMA own CREATE TABLE t (a int)', 'CREATE SCHEMA'],
  ['CREATE FUNCTION f() RETURNS int RETURN 1', 'CREATE is refused'],
  ['CREATE TRIGGER t AFTER DELETE ON doctors EXECUTE FUNCTION note()', 'CREATE is refused'],
  ['CREATE RULE r AS ON INSERT TO doctors DO NOTHING', 'CREATE is refused'],
  ['CREATE POLICY p ON doctors', 'CREATE is refused'],
  ['CREATE DOMAIN d AS text', 'CREATE is refused'],
  ['CLUSTER doctors USING i', 'CLUSTER is refused'],
])('%s is refused: %s', (sql, words) => {
  expect(refusal(analyzed(sql))).toContain(words);
});

describe('what the session has made', () => {
  const made = (sql: string): readonly MadeRelation[] => [analyzed(sql).makes!];

  test('is known to later statements, by its bare name and in its schema', () => {
    const temporary = made('CREATE TEMP TABLE fresh (a int, b text)');
    expect(analyzed('SELECT a, upper(b) FROM fresh', temporary)).toMatchObject({
      analyzed: true,
      reads: ['pg_temp.fresh.a', 'pg_temp.fresh.b'],
    });
    expect(refusal(analyzed('SELECT * FROM pg_temp.fresh f', temporary))).toBeNull();
    expect(analyzed('SELECT * FROM public.fresh', temporary).analyzed).toBe(false);
    expect(refusal(analyzed('DROP TABLE fresh', temporary))).toBeNull();
    expect(analyzed('DROP TABLE fresh', temporary).unmakes).toEqual(['fresh']);
  });

  test('keeps the lineage of the query that filled it', () => {
    const copied = made('CREATE TEMP TABLE fresh AS SELECT id, ssn AS x FROM patients');
    expect(analyzed('SELECT x FROM fresh', copied).outputs?.[0]?.sources.map(({ column }) => column)).toEqual([
      'pg_temp.fresh.x',
      'clinical.patients.ssn',
    ]);
  });

  test('takes no protected values in', () => {
    const temporary = made('CREATE TEMP TABLE fresh (a int, b text)');
    expect(refusal(analyzed('INSERT INTO fresh SELECT id, ssn FROM patients', temporary))).toContain(
      'cannot be copied',
    );
  });

  test('is not known inside views, nor where a relation of the catalog has its name', () => {
    const [relation] = made('CREATE TEMP TABLE fresh (a int)');
    const shadowing = [{ ...relation!, relation: { ...relation!.relation, name: 'doctors' } }];
    expect(analyzed('SELECT * FROM doctors', shadowing).unanalyzedBecause).toContain('one that this session has made');
  });
});
