// Columns of every built-in type that a table may well have, and some of a user's own, with values that a mask could get wrong and random ones.
import * as fc from 'fast-check';

export interface TypeSample {
  /** The name of the column. */
  readonly name: string;
  /** The type in SQL. */
  readonly sql: string;
  /** Literals in the type's text form. */
  readonly values: readonly string[];
}

const NUMBERS = ['0', '5', '88', '89', '90', '91', '120', '501', '2139', '3601', '10001', '21390'];
const LARGE = [...NUMBERS, '99950', '123456', '2147483647', '-1', '-2139'];
const FRACTIONS = [
  ...NUMBERS,
  '88.99',
  '89.0',
  '89.01',
  '89.5',
  '90.25',
  '0.0001',
  '-0.5',
  'NaN',
  'Infinity',
  '-Infinity',
];
const TEXTS = [
  '123-45-6789',
  '02139',
  '02139-1234',
  '03601',
  '89',
  '90',
  '104',
  '1932-11-05',
  '1932-11-05 12:30:00+02',
  'Ana-María',
  'né en 1932',
  'SSN 900-12-3456, call 555-010-4477',
  '',
  ' padded ',
];

const RANDOM = 25;
const random = (values: fc.Arbitrary<unknown>): readonly string[] => fc.sample(values, RANDOM).map(String);
const texts = (maxLength: number): readonly string[] =>
  random(fc.oneof(fc.string({ maxLength }), fc.string({ unit: 'grapheme', maxLength: Math.ceil(maxLength / 8) })));
/** Far enough from the years that `year` does not know, whatever zone a session chooses. */
const instants = fc
  .date({ min: new Date('0002-01-01T00:00:00Z'), max: new Date('9998-12-31T00:00:00Z'), noInvalidDate: true })
  .map((time) => time.toISOString());
const ages = fc.oneof(fc.double({ min: 0, max: 120, noNaN: true }), fc.double({ min: -1e6, max: 1e6, noNaN: true }));

const SHORT = TEXTS.filter((text) => text.length <= 12);

export const SAMPLES: readonly TypeSample[] = [
  { name: 'c_bool', sql: 'bool', values: ['t', 'f'] },
  {
    name: 'c_int2',
    sql: 'int2',
    values: [...NUMBERS, '-1', '32767', '-32768', ...random(fc.integer({ min: -32_768, max: 32_767 }))],
  },
  { name: 'c_int4', sql: 'int4', values: [...LARGE, '-2147483648', ...random(fc.integer())] },
  {
    name: 'c_int8',
    sql: 'int8',
    values: [
      ...LARGE,
      '9223372036854775807',
      '-9223372036854775808',
      ...random(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
    ],
  },
  {
    name: 'c_float4',
    sql: 'float4',
    values: [...FRACTIONS, '1e+20', '1.5e-07', '89.00001', ...random(ages.map(Math.fround))],
  },
  {
    name: 'c_float8',
    sql: 'float8',
    values: [
      ...FRACTIONS,
      '1e+300',
      '1.5e-07',
      '89.00000000000001',
      ...random(fc.oneof(ages, fc.double({ noNaN: true }))),
    ],
  },
  {
    name: 'c_numeric',
    sql: 'numeric',
    values: [
      ...FRACTIONS,
      '89.00000000000000000001',
      '2139.00',
      '123456789012345678901234567890.5',
      ...random(fc.oneof(ages, fc.double({ noNaN: true }))),
    ],
  },
  { name: 'c_numeric_scaled', sql: 'numeric(7,2)', values: [...NUMBERS, '88.99', '89.01'] },
  { name: 'c_money', sql: 'money', values: ['$89.00', '$1,234.50'] },
  { name: 'c_text', sql: 'text', values: [...TEXTS, ...texts(60)] },
  { name: 'c_varchar', sql: 'varchar(40)', values: [...TEXTS, ...texts(40)] },
  { name: 'c_bpchar', sql: 'character(12)', values: [...SHORT, ...texts(12)] },
  { name: 'c_name', sql: 'name', values: [...TEXTS, ...texts(60)] },
  { name: 'c_char', sql: '"char"', values: ['a', '\\377', '7'] },
  {
    name: 'c_bytea',
    sql: 'bytea',
    values: [
      '\\x',
      '\\x00ff5c27',
      '\\x3930302d31322d33343536',
      ...random(fc.uint8Array({ maxLength: 80 }).map((bytes) => `\\x${Buffer.from(bytes).toString('hex')}`)),
    ],
  },
  {
    name: 'c_uuid',
    sql: 'uuid',
    values: ['0e3f1c2a-5b6d-4e7f-8a9b-0c1d2e3f4a5b', '00000000-0000-0000-0000-000000000000', ...random(fc.uuid())],
  },
  {
    name: 'c_date',
    sql: 'date',
    values: [
      '1932-11-05',
      '2000-02-29',
      '2024-01-01',
      '0001-06-01',
      '9999-12-31',
      '0044-03-15 BC',
      '12345-06-07',
      'infinity',
      '-infinity',
      ...random(instants.map((time) => time.slice(0, 10))),
    ],
  },
  { name: 'c_time', sql: 'time', values: ['12:30:00', '23:59:59.999999'] },
  { name: 'c_timetz', sql: 'timetz', values: ['12:30:00+02'] },
  {
    name: 'c_timestamp',
    sql: 'timestamp',
    values: [
      '1932-11-05 12:30:00',
      '1999-12-31 23:59:59.999999',
      '2024-01-01 00:00:00',
      '0044-03-15 00:00:00 BC',
      'infinity',
      ...random(instants.map((time) => time.slice(0, 23))),
    ],
  },
  {
    name: 'c_timestamptz',
    sql: 'timestamptz',
    values: [
      '1932-11-05 12:30:00+00',
      '1999-12-31 23:59:59.999999+00',
      '2024-07-01 00:00:00+02',
      '-infinity',
      ...random(instants),
    ],
  },
  { name: 'c_interval', sql: 'interval', values: ['92 years', '1 day 02:03:04'] },
  { name: 'c_inet', sql: 'inet', values: ['10.1.2.3', '2001:db8::1/64'] },
  { name: 'c_cidr', sql: 'cidr', values: ['10.1.0.0/16'] },
  { name: 'c_macaddr', sql: 'macaddr', values: ['08:00:2b:01:02:03'] },
  { name: 'c_macaddr8', sql: 'macaddr8', values: ['08:00:2b:01:02:03:04:05'] },
  { name: 'c_json', sql: 'json', values: ['{"ssn": "900-12-3456"}', '123', 'null', '[]'] },
  { name: 'c_jsonb', sql: 'jsonb', values: ['{"ssn": "900-12-3456"}', '123', 'null', '[]'] },
  { name: 'c_jsonpath', sql: 'jsonpath', values: ['$.ssn'] },
  { name: 'c_xml', sql: 'xml', values: ['<ssn>900-12-3456</ssn>', 'text'] },
  { name: 'c_bit', sql: 'bit(4)', values: ['1010'] },
  { name: 'c_varbit', sql: 'varbit', values: ['', '101'] },
  { name: 'c_oid', sql: 'oid', values: ['89', '4294967295'] },
  { name: 'c_point', sql: 'point', values: ['(1,2)'] },
  { name: 'c_tsvector', sql: 'tsvector', values: ["'ana':1 'ssn':2"] },
  { name: 'c_int4range', sql: 'int4range', values: ['[1,90)', 'empty'] },
  { name: 'c_numrange', sql: 'numrange', values: ['[1.5,90.5]'] },
  { name: 'c_daterange', sql: 'daterange', values: ['[1932-11-05,2024-01-01)'] },
  { name: 'c_int4multirange', sql: 'int4multirange', values: ['{[1,90)}'] },
  { name: 'c_text_array', sql: 'text[]', values: ['{900-12-3456,02139}', '{}'] },
  { name: 'c_int8_array', sql: 'int8[]', values: ['{90,2139}'] },
  { name: 'c_date_array', sql: 'date[]', values: ['{1932-11-05}'] },
  { name: 'c_enum', sql: 'types.mood', values: ['happy', 'sad'] },
  { name: 'c_composite', sql: 'types.pair', values: ['(900-12-3456,90)'] },
  { name: 'c_text_domain', sql: 'types.short_text', values: SHORT },
  { name: 'c_age_domain', sql: 'types.age', values: NUMBERS },
];

export const TYPE_DDL = `CREATE SCHEMA types;
  CREATE TYPE types.mood AS ENUM ('happy', 'sad');
  CREATE TYPE types.pair AS (ssn text, age int4);
  CREATE DOMAIN types.short_text AS text CHECK (length(VALUE) <= 20);
  CREATE DOMAIN types.age AS int4;`;

/** As many rows as the longest list has values; the others start over. */
const ROWS = Math.max(...SAMPLES.map(({ values }) => values.length));

/** The literals of one table, by row. */
export const SAMPLE_ROWS: readonly (readonly string[])[] = Array.from({ length: ROWS }, (_, row) =>
  SAMPLES.map(({ values }) => values[row % values.length] ?? ''),
);
