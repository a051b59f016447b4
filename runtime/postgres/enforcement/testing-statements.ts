// Test support: made-up statements over the two worlds. Most compute something of a protected column; many are ill-typed, which is
// part of the test, because an error must not depend on values either.

import { words } from '../analysis/words.ts';

const COLUMNS = words('ssn ssn dob n f ts js tags ok p.city p.id q.x');
const FUNCTIONS =
  words(`upper lower length reverse md5 ascii initcap age to_json to_jsonb quote_literal btrim isfinite pg_typeof num_nulls
  json_build_array concat array_to_string to_char cardinality octet_length date_trunc abs sqrt ln sum avg count max array_agg string_agg bool_and
  unnest generate_series row_to_json any_value chr repeat array_length to_timestamp translate left substr split_part lag first_value format coalesce
  nullif greatest ltrim starts_with strpos regexp_replace`);
const TYPES = [
  'text',
  'int',
  'varchar(2)',
  'date',
  'timestamp',
  'timestamptz',
  'float8',
  'numeric',
  'jsonb',
  'bool',
  'bytea',
  'name',
  'interval',
  'char(1)',
  'regclass',
];
const CONSTANTS = [
  "'1'",
  "'a'",
  '1',
  '0',
  '-1',
  'NULL',
  "'2000-01-01'",
  "'{}'",
  "'x%'",
  "'YYYY'",
  "'year'",
  'true',
  "interval '1 day'",
  '2147483600',
];
const OPERATORS = words('|| + - * / % -> ->> @> = < ~~ ~ #>> AND OR &&');

/** Numbers from 0 to below 1, the same for the same seed. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Gives one statement after another, the same ones for the same seed. */
export function statementMaker(seed: number): () => string {
  const random = numbersFrom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const pick = (items: readonly string[]): string => items[below(items.length)] ?? '';
  const leaf = (): string => pick(random() < 0.7 ? COLUMNS : CONSTANTS);
  const forms: readonly ((depth: number) => string)[] = [
    (depth) => `${pick(FUNCTIONS)}(${expression(depth)})`,
    (depth) => `${pick(FUNCTIONS)}(${expression(depth)}, ${random() < 0.5 ? pick(CONSTANTS) : expression(depth)})`,
    (depth) => `(${expression(depth)})::${pick(TYPES)}`,
    (depth) => `(${expression(depth)} ${pick(OPERATORS)} ${expression(depth)})`,
    (depth) => `CASE WHEN ${expression(depth)} THEN ${expression(depth)} ELSE ${expression(depth)} END`,
    (depth) => `(${expression(depth)} IS NULL)`,
    (depth) => `(SELECT ${expression(depth)})`,
    (depth) => `ARRAY[${expression(depth)}]`,
    (depth) => `ROW(${expression(depth)}, ${expression(depth)})`,
    (depth) => `(ARRAY[${expression(depth)}])[${expression(depth)}]`,
    () => pick(['p', '(p).ssn', '(p).n', 'extract(year from dob)', 'extract(epoch from ts)']),
    () => `row_number() OVER (ORDER BY ${pick(COLUMNS)})`,
    leaf,
  ];
  function expression(depth: number): string {
    return depth <= 0 ? leaf() : (forms[below(forms.length)] ?? leaf)(depth - 1);
  }
  const any = (): string => expression(1 + below(3));
  return () => {
    const where = random() < 0.25 ? ` WHERE ${any()}` : '';
    const plain = `SELECT p.id, ${any()}${random() < 0.4 ? `, ${any()}` : ''} FROM p JOIN q ON p.id = q.id${where}`;
    const nested = random() < 0.15 ? `SELECT * FROM (${plain}) z(k, a) WHERE a IS NOT NULL` : plain;
    return random() < 0.1 ? `${nested} ORDER BY 1` : nested;
  };
}
