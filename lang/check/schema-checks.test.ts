// Classes and masks against the schema: names that are not there, and transforms that can only give NULL.
import { describe, expect, test } from 'vitest';
import { diagnosticsOf, policy, relationsOf } from './testing.ts';

const relations = relationsOf({
  'clinical.patients': {
    ssn: 'text',
    born: 'date',
    seen: 'timestamp with time zone',
    count: 'int4',
    years: 'smallint',
    weight: 'double precision',
    token: 'uuid',
    photo: 'bytea',
    zip: 'character(5)',
    record: 'jsonb',
    'Last Name': 'varchar(20)',
  },
  'clinical.visits': { notes: 'character varying', code: 'visit_code', tags: 'text[]', ssn: 'int8' },
});
const load = () => ({ relations, problems: [] });
const check = (members: string, transform = 'redact') =>
  diagnosticsOf(
    policy(`schema "s.sql"\nclass phi { ${members} }\nmask m of phi with ${transform} because "x"`),
    load,
  ).map(({ code, underline, help }) => [code, underline, help]);

const GENERAL = 'correct the name, or bring the schema up to date';

describe('a pattern that matches no column', () => {
  test.each([
    ['clinicl.patients.ssn', 'clinicl.patients.ssn', 'did you mean `clinical`?'],
    ['clinical.patient.ssn', 'clinical.patient.ssn', 'did you mean `patients`?'],
    ['clinical.patients.sn', 'clinical.patients.sn', 'did you mean `ssn`?'],
    ['clinical.*.nots', 'clinical.*.nots', 'did you mean `notes`?'],
    ['clinical.patients."last name"', 'clinical.patients."last name"', 'did you mean `Last Name`?'],
    ['clinical.patients."Ssn"', 'clinical.patients."Ssn"', 'did you mean `ssn`?'],
    ['clinical.patients.weather', 'clinical.patients.weather', GENERAL],
    ['clinical.{a, b}.ssn', 'clinical.{a, b}.ssn', GENERAL],
    ['clinical.patients.{ssn, bron}', 'bron', 'did you mean `born`?'],
    ['{clinical, other}.patients.{ssn, born}', 'other', GENERAL],
  ])('%s', (pattern, underline, help) => {
    expect(check(`x: column ${pattern}`)).toEqual([['HPOL3020', underline, help]]);
  });
  test.each([
    'clinical.patients.ssn',
    '*.*.*',
    'CLINICAL.Patients.{SSN, born}',
    'clinical.patients."Last Name"',
    'pg_catalog.pg_authid.rolpassword',
  ])('but not %s', (pattern) => expect(check(`x: column ${pattern}`)).toEqual([]));
  test('a pattern with another error is told that only', () => {
    expect(check('x: column clinical.ssn').map(([code]) => code)).toEqual(['HPOL2017']);
    expect(check('x: column clinical.patients."s*"').map(([code]) => code)).toEqual(['HPOL2018']);
  });
});

describe('a transform that can only give NULL', () => {
  const TEXT_ONLY = 'it alters text only; write `null` if NULL is what you want';
  test.each([
    ['patients.count', 'keep last 4', TEXT_ONLY],
    ['patients.count', 'keep first 2', TEXT_ONLY],
    [
      'patients.born',
      'pseudonym',
      'it alters text, `bigint`, `uuid` and `bytea` only; write `null` if NULL is what you want',
    ],
    [
      'patients.count',
      'pseudonym',
      'it alters text, `bigint`, `uuid` and `bytea` only; write `null` if NULL is what you want',
    ],
    [
      'patients.weight',
      'zip3',
      'it alters text, `integer`, `bigint` and `numeric` only; write `null` if NULL is what you want',
    ],
    [
      'patients.born',
      'age90',
      'it alters text, `smallint`, `integer`, `bigint`, `numeric`, `real` and `double precision` only; write `null` if NULL is what you want',
    ],
    ['patients.record', 'keep first 2', TEXT_ONLY],
    ['visits.tags', 'keep last 4', TEXT_ONLY],
    ['patients.count', 'year', 'it alters text, dates and timestamps only; write `null` if NULL is what you want'],
  ])('%s with %s', (column, transform, help) => {
    expect(check(`x: column clinical.${column}`, transform)).toEqual([['HPOL3021', transform, help]]);
  });
  test.each([
    ['patients.count', 'redact'],
    ['patients.count', 'null'],
    ['patients.born', 'year'],
    ['patients.seen', 'year'],
    ['patients.ssn', 'year'],
    ['patients.zip', 'zip3'],
    ['patients.count', 'zip3'],
    ['patients.{years, weight}', 'age90'],
    ['patients.{token, photo}', 'pseudonym'],
    ['visits.ssn', 'pseudonym'],
    ['patients."Last Name"', 'keep last 4'],
    ['visits.notes', 'keep last 4'],
    ['visits.code', 'keep last 4'],
    ['*.ssn', 'keep last 4'],
  ])('but not %s with %s', (column, transform) => {
    expect(check(`x: column clinical.${column}`, transform)).toEqual([]);
  });
  test('each member by itself, and one without columns not at all', () => {
    const members = 'ssn: column clinical.patients.ssn count: column clinical.patients.count mail: detect email';
    expect(check(members, '{ ssn: keep last 4 count: keep last 4 mail: keep last 4 }')).toEqual([
      ['HPOL3021', 'keep last 4', TEXT_ONLY],
    ]);
  });
});

test('silent without a schema, and where one could not be read', () => {
  const source = policy('schema "s.sql"\nclass phi { x: column a.b.c }\nmask m of phi with year because "x"');
  expect(diagnosticsOf(source)).toEqual([]);
  expect(diagnosticsOf(source, () => ({ relations: [], problems: [] }))).toEqual([]);
  const unreadable = { line: 1, message: 'no' };
  expect(diagnosticsOf(source, () => ({ relations, problems: [], unreadable })).map(({ code }) => code)).toEqual([
    'HPOL2119',
  ]);
});

describe('a relation that the schema does not have', () => {
  const find = (condition: string): unknown =>
    diagnosticsOf(policy(`schema "s.sql"\nblock b on postgres.statement when ${condition} because "x"`), load).map(
      ({ code, underline, help }) => [code, underline, help],
    );
  test.each([
    ['"clinical.patiens" in statement.relations', '"clinical.patiens"', 'did you mean `clinical.patients`?'],
    [
      'statement.relations any == "patients"',
      '"patients"',
      'write it as `schema.relation`, or bring the schema up to date',
    ],
    [
      'statement.relations all in {"clinical.visits", "clinical.visit"}',
      'statement.relations all in {"clinical.visits", "clinical.visit"}',
      'did you mean `clinical.visits`?',
    ],
  ])('%s', (condition, underline, help) => {
    expect(find(condition)).toEqual([['HPOL3022', underline, help]]);
  });
  test.each([
    '"clinical.patients" in statement.relations',
    'statement.relations any starts with "clinica."',
    'statement.relations any == identity.user',
    '"frobnicate" in statement.functions',
    'statement.functions any == "x"',
    'identity.user in statement.relations',
  ])('nothing is said of %s', (condition) => {
    expect(find(condition)).toEqual([]);
  });
});
