// Catalogs from DDL text: what pg_dump writes, and problems by file and line.
import { beforeAll, expect, test } from 'vitest';
import { analyzeQuery, prepareAnalysis } from './analyze-query.ts';
import { indexCatalog } from './catalog-index.ts';
import { catalogDigest } from './catalog-text.ts';
import { catalogFromDdl, readDdl } from './ddl-catalog.ts';

beforeAll(prepareAnalysis);

const DUMP = `--
-- PostgreSQL database dump
--
\\restrict abc
SET statement_timeout = 0;
SET client_encoding = 'UTF8';
SELECT pg_catalog.set_config('search_path', '', false);
CREATE SCHEMA clinical;
ALTER SCHEMA clinical OWNER TO someone;
CREATE TABLE clinical.patients (
    id integer NOT NULL,
    ssn character varying(11),
    born timestamp without time zone,
    tags text[],
    CONSTRAINT named CHECK (id > 0)
);
CREATE SEQUENCE clinical.patients_id_seq START WITH 1;
CREATE VIEW clinical.v AS
 SELECT patients.id, patients.ssn AS number
   FROM clinical.patients;
ALTER TABLE ONLY clinical.patients ADD CONSTRAINT patients_pkey PRIMARY KEY (id);
CREATE INDEX i ON clinical.patients USING btree (ssn);
`;

test('reads a dump', () => {
  const { value, problems } = catalogFromDdl([{ file: 'clinical.sql', text: DUMP }]);
  expect(problems).toEqual([]);
  const [patients, view] = value!.relations;
  expect(patients).toMatchObject({ schema: 'clinical', name: 'patients', kind: 'table' });
  expect(patients!.columns.map((column) => [column.name, column.attribute, column.typeOid, column.type])).toEqual([
    ['id', 1, 23, 'int4'],
    ['ssn', 2, 1043, 'varchar(11)'],
    ['born', 3, 1114, 'timestamp'],
    ['tags', 4, 0, 'text[]'],
  ]);
  expect(view).toMatchObject({
    kind: 'view',
    columns: [
      { name: 'id', typeOid: 23 },
      { name: 'number', typeOid: 1043 },
    ],
  });
});

test('later files see earlier ones', () => {
  const { value, problems } = catalogFromDdl([
    { file: 'a.sql', text: 'CREATE TABLE a (x int)' },
    {
      file: 'b.sql',
      text: 'CREATE TABLE b () INHERITS (a); CREATE TABLE c (LIKE a, y int); CREATE MATERIALIZED VIEW m (z) AS SELECT x FROM b WITH NO DATA',
    },
  ]);
  expect(problems).toEqual([]);
  expect(
    value!.relations.map((relation) => [
      relation.name,
      relation.columns.map((column) => column.name),
      relation.parents,
    ]),
  ).toEqual([
    ['a', ['x'], []],
    ['b', ['x'], ['public.a']],
    ['c', ['x', 'y'], []],
    ['m', ['z'], []],
  ]);
});

test('problems name file and line', () => {
  expect(catalogFromDdl([{ file: 'bad.sql', text: '-- é𝕏\n\nCREATE TABL a (x int);\n' }])).toEqual({
    value: null,
    problems: [{ file: 'bad.sql', line: 3, message: 'syntax error at or near "TABL"' }],
  });
  expect(catalogFromDdl([{ file: 'bad.sql', text: 'SELECT 1;\0' }]).problems).toMatchObject([{ line: 1 }]);
  const { value, problems } = catalogFromDdl([
    { file: 'v.sql', text: 'CREATE TABLE a (x int);\n\nCREATE VIEW v AS SELECT y FROM a;' },
  ]);
  expect(problems).toEqual([{ file: 'v.sql', line: 3, message: 'the view v: the column y is not known' }]);
  const catalog = indexCatalog(value!);
  const [facts] = analyzeQuery('SELECT * FROM v', catalog, {
    searchPath: ['public'],
    prepared: new Map(),
    cursors: new Map(),
  });
  expect(facts?.analyzed).toBe(false);
});

test('what each file adds is told by file', () => {
  const contents = readDdl([
    { file: 'a.sql', text: 'CREATE TABLE a (x int)' },
    { file: 'bad.sql', text: 'CREATE TABL' },
    { file: 'b.sql', text: 'CREATE VIEW b AS SELECT x FROM a' },
  ]);
  expect(contents.map(({ relations, isReadable }) => [relations.map(({ name }) => name), isReadable])).toEqual([
    [['a'], true],
    [[], false],
    [['b'], true],
  ]);
});

test('the digest depends on content, not on the order of keys', () => {
  const { value } = catalogFromDdl([{ file: 'a.sql', text: 'CREATE TABLE a (x int)' }]);
  const turned = Object.fromEntries(Object.entries(value!).toReversed()) as unknown as NonNullable<typeof value>;
  expect(catalogDigest(turned)).toBe(catalogDigest(value!));
  expect(catalogDigest({ ...value!, user: 'x' })).not.toBe(catalogDigest(value!));
});

test('later statements change what earlier ones defined', () => {
  const { value, problems } = catalogFromDdl([
    {
      file: 'a.sql',
      text: `CREATE TABLE people (id int, name text, born text);
ALTER TABLE people ADD COLUMN email text, DROP COLUMN name, ALTER COLUMN born TYPE date;
ALTER TABLE people ADD phone varchar(20);
ALTER TABLE people ADD COLUMN IF NOT EXISTS email int;
ALTER TABLE people RENAME COLUMN email TO mail;
ALTER TABLE people ALTER COLUMN mail SET NOT NULL;
ALTER TABLE nobody ADD x int;
ALTER TABLE nobody RENAME TO somebody;
ALTER TABLE people RENAME TO persons;
ALTER INDEX i RENAME TO j;
CREATE TABLE later (id int);`,
    },
  ]);
  expect(problems).toEqual([]);
  const shown = value?.relations.map(({ name, oid, columns }) => [
    name,
    oid,
    columns.map((column) => `${column.attribute} ${column.name} ${column.type}`),
  ]);
  expect(shown).toEqual([
    ['persons', 16384, ['1 id int4', '3 born date', '4 mail text', '5 phone varchar(20)']],
    ['later', 16385, ['1 id int4']],
  ]);
});
