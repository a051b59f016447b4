// The generator: the same statement for the same seed, statements that differ, and none that depends on the clock or on chance.
import { expect, test } from 'vitest';
import { spellings } from '../world/protected-values.ts';
import { generateQuery, generateStatement } from './generate-statement.ts';

const SEEDS = Array.from({ length: 3000 }, (_, seed) => seed + 1);
const STATEMENTS = SEEDS.map((seed) => generateStatement(seed));

test('a seed gives the same statement again', () => {
  for (const seed of [1, 17, 4711]) {
    expect(generateStatement(seed)).toEqual(generateStatement(seed));
    expect(generateQuery(seed)).toEqual(generateQuery(seed));
  }
});

test('nearly every seed gives a statement of its own', () => {
  expect(new Set(STATEMENTS.map(({ sql }) => sql)).size).toBeGreaterThan(SEEDS.length * 0.99);
});

test('nothing depends on the clock, on chance, or on the state of a sequence', () => {
  const volatile =
    /\b(?:now|random\w*|clock_timestamp|current_\w+|localtime\w*|nextval|gen_random_uuid|uuidv\d|pg_sleep)\b/i;
  expect(STATEMENTS.filter(({ sql }) => volatile.test(sql))).toEqual([]);
});

test('no statement names a value that only one world has', () => {
  const values = (['one', 'two'] as const).flatMap((world) => [...spellings(world).keys()]);
  const text = STATEMENTS.map(({ sql }) => sql.toLowerCase()).join('\n');
  expect(values.filter((value) => text.includes(value))).toEqual([]);
});

test('what changes rows is rolled back in the same text', () => {
  const changing = STATEMENTS.filter(({ sql }) =>
    /\b(?:INSERT INTO|UPDATE care|UPDATE ONLY|DELETE FROM|MERGE INTO)\b/.test(sql),
  );
  expect(changing).toEqual(STATEMENTS.filter(({ changes }) => changes));
  expect(changing.length).toBe(SEEDS.length * 0.1);
  expect(changing.filter(({ sql }) => !/^BEGIN; .*; ROLLBACK$/s.test(sql))).toEqual([]);
});

/** What the grammar is there to reach; each must come often enough to matter. */
const CONSTRUCTS: readonly RegExp[] = [
  /\bLATERAL\b/,
  /\bFULL JOIN\b/,
  /\bRIGHT JOIN\b/,
  /\bWITH RECURSIVE\b/,
  /\bSEARCH DEPTH FIRST\b/,
  /\bUNION\b/,
  /\bINTERSECT\b/,
  /\bEXCEPT\b/,
  /\bOVER \(/,
  /\b(?:ROLLUP|CUBE) \(/,
  /\bDISTINCT ON\b/,
  /\bEXISTS \(/,
  /^COPY \(/,
  /\bFORMAT binary\b/,
  /^EXPLAIN/,
  /^PREPARE/,
  /\bDECLARE\b/,
  /\bRETURNING\b/,
  /\bON CONFLICT\b/,
  /\bMERGE INTO\b/,
  /\bJSON_TABLE\b/,
  /\bxml(?:element|forest|concat|agg)\b/,
  /\bROWS FROM\b/,
  /\bWITH ORDINALITY\b/,
  /\bcare\.labs_2023\b/,
  /\bcare\.doctors\b/,
  /\bONLY care\.staff\b/,
  /\bcare\.patient_labels\b/,
  /\bcare\.(?:ssn_of|name_of|patients_in|directory)\b/,
  /\bFILTER \(WHERE\b/,
];

test.each(CONSTRUCTS)('reaches %s', (construct) => {
  expect(STATEMENTS.filter(({ sql }) => construct.test(sql)).length).toBeGreaterThanOrEqual(5);
});
