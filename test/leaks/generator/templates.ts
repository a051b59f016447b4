// Expressions by their type, as texts with holes: `{text}` is any expression of that type, `{n}` a small number, `{any}` one of any type.
// `total` never fail and are NULL only for NULL, so a masked client may be answered by a redacted value; `partial` are the others.
import { TYPES, type Type } from './relations.ts';

export interface Templates {
  readonly constants: readonly string[];
  readonly total: readonly string[];
  readonly partial: readonly string[];
}

const TEXT: Templates = {
  constants: [`'x'::text`, `'Winona'::text`, `'green'::text`, `''::text`, `'a-b'::text`, `NULL::text`],
  total: [
    'upper({text})',
    'lower({text})',
    'initcap({text})',
    'reverse({text})',
    'md5({text})',
    'btrim({text})',
    `ltrim({text}, 'MRN0')`,
    'substr({text}, {n}, {n})',
    'substring({text} from {n} for {n})',
    'left({text}, {n})',
    'right({text}, {n})',
    '({text} || {text})',
    `({text} || '/' || {text})`,
    'concat({text}, {any})',
    `concat_ws('-', {text}, {text}, {int})`,
    'quote_literal({text})',
    'quote_ident({text})',
    'quote_nullable({text})',
    `translate({text}, '0123', 'abcd')`,
    `to_char({date}, 'YYYY-MM-DD')`,
    `to_char({timestamptz}, 'HH24:MI')`,
    `to_char({numeric}, 'FM9999990.00')`,
    `to_char({int}, '0000000')`,
    '({int})::text',
    '({numeric})::text',
    '({date})::text',
    '({uuid})::text',
    '({jsonb})::text',
    '({daterange})::text',
    '({severity})::text',
    '({contact})::text',
    '({row})::text',
    `array_to_string({text[]}, ',')`,
    'coalesce({text}, {text})',
    'CASE WHEN {condition} THEN {text} ELSE {text} END',
    'CASE {public:int} WHEN 1 THEN {text} WHEN 2 THEN {text} END',
    '({contact}).phone',
    '({text} COLLATE "C")',
    'jsonb_typeof({jsonb})',
    '(SELECT {text})',
    '(ROW({text}, {int})).f1',
  ],
  partial: [
    `replace({text}, '-', {text})`,
    `regexp_replace({text}, '[aeiou]', '.')`,
    `split_part({text}, '-', 1)`,
    `lpad({text}, 12, '.')`,
    'rpad({text}, {n})',
    'repeat({text}, {n})',
    `overlay({text} placing 'zz' from {n})`,
    `substring({text} from '[0-9]+')`,
    `encode({bytea}, 'hex')`,
    `({jsonb} ->> 'name')`,
    `({jsonb} #>> '{lives,zip}')`,
    'jsonb_pretty({jsonb})',
    'host({inet})',
    `format('%s/%s', {text}, {any})`,
    'nullif({text}, {text})',
    'greatest({text}, {text})',
    'least({text}, {text})',
    'normalize({text})',
    'to_hex({int})',
    'care.shout({text})',
    'care.ssn_of({public:int})',
    'care.city_of({public:int})',
    'care.name_of({public:int})',
    `xmlserialize(CONTENT {xml} AS text)`,
    `(xpath('/patient/name/text()', {xml}))[1]::text`,
    `JSON_VALUE({jsonb}, '$.name')`,
    '({text[]})[1]',
    `array_to_string({text[]}, {text})`,
    `to_char({public:int}, {text})`,
    `(regexp_match({text}, '^.(.)'))[1]`,
    'left({text}, {int} % 5)',
    'pg_typeof({any})::text',
  ],
};

const NUMBERS: Readonly<Record<'int' | 'bigint' | 'numeric' | 'float8', Templates>> = {
  int: {
    constants: ['0', '1', '2', '-1', '7', '100', 'NULL::int'],
    total: [
      'length({text})',
      'octet_length({text})',
      'char_length({text})',
      'ascii({text})',
      'cardinality({text[]})',
      'num_nulls({any}, {any})',
      'coalesce({int}, {int})',
      'CASE WHEN {condition} THEN {int} ELSE {int} END',
      '(SELECT {int})',
    ],
    partial: [
      '({int} % 100 + {int} % 100)',
      '({int} % 1000 * 2)',
      '({int} - {int} % 10)',
      '({int} / 3)',
      '({int} % 7)',
      'abs({int})',
      'strpos({text}, {text})',
      `position('1' in {text})`,
      'array_length({text[]}, 1)',
      '({date} - {date})',
      '({int} & 255)',
      'greatest({int}, {int})',
      'sign({numeric})::int',
      'width_bucket({numeric}, 0, 10000, 10)',
      '({bool})::int',
      'hashtext({text})',
      'nullif({int}, {int})',
      'get_byte({bytea}, 0)',
      'extract(month from {date})::int',
      `length({bytea}, 'LATIN1')`,
    ],
  },
  bigint: {
    constants: ['9', '-1::bigint', 'NULL::bigint'],
    total: ['({int})::bigint', 'coalesce({bigint}, {bigint})', '(SELECT {bigint})'],
    partial: ['({bigint} % 97)', 'abs({bigint})', 'hashtextextended({text}, 1)', '({bigint} / 2)'],
  },
  numeric: {
    constants: ['1.5', '-1.0', '12.50', 'NULL::numeric'],
    total: [
      '({int})::numeric',
      'extract(year from {date})',
      'extract(epoch from {timestamptz})',
      'coalesce({numeric}, {numeric})',
      'CASE WHEN {condition} THEN {numeric} END',
    ],
    partial: [
      '({numeric} + {numeric})',
      '({numeric} * 2)',
      'round({numeric})',
      'floor({numeric} / 100)',
      'care.discounted({numeric})',
      'abs({numeric})',
      'greatest({numeric}, {numeric})',
      'trunc({numeric}, 1)',
      'mod({numeric}, 7)',
    ],
  },
  float8: {
    constants: ['1.3::float8', '-1.0::float8', 'NULL::float8'],
    total: [
      `date_part('month', {date})`,
      `date_part('hour', {timestamptz})`,
      'coalesce({float8}, {float8})',
      '({int})::float8',
    ],
    partial: [
      '({float8} * 2)',
      'sin({float8})',
      '({numeric})::float8',
      'abs({float8})',
      '({float8} / 3)',
      'cbrt({float8})',
    ],
  },
};

const TIMES: Readonly<Record<'date' | 'timestamp' | 'timestamptz' | 'interval', Templates>> = {
  date: {
    constants: [`date '2001-02-03'`, `'2024-01-01'::date`, 'NULL::date'],
    total: ['coalesce({date}, {date})', 'CASE WHEN {condition} THEN {date} ELSE {date} END', '(SELECT {date})'],
    partial: [
      '({date} + {n})',
      '({timestamp})::date',
      'lower({daterange})',
      'greatest({date}, {date})',
      'make_date(2001, 1, {n})',
    ],
  },
  timestamp: {
    constants: [`timestamp '2024-03-04 05:06'`, 'NULL::timestamp'],
    total: [`date_trunc('month', {timestamp})`, 'coalesce({timestamp}, {timestamp})', '({date})::timestamp'],
    partial: [
      `({timestamp} + interval '1 day')`,
      `({timestamptz} AT TIME ZONE 'UTC')`,
      `date_bin('15 minutes', {timestamp}, '2001-01-01')`,
    ],
  },
  timestamptz: {
    constants: [`timestamptz '2024-03-04 05:06Z'`, 'NULL::timestamptz'],
    total: [`date_trunc('day', {timestamptz})`, 'coalesce({timestamptz}, {timestamptz})'],
    partial: [
      `({timestamptz} - interval '1 hour')`,
      `({timestamp} AT TIME ZONE 'America/Chicago')`,
      'least({timestamptz}, {timestamptz})',
    ],
  },
  interval: {
    constants: [`interval '2 days'`, 'NULL::interval'],
    total: ['coalesce({interval}, {interval})', 'age({timestamp}, {timestamp})'],
    partial: [
      '({timestamp} - {timestamp})',
      'make_interval(days => {int} % 100)',
      '({interval} * 2)',
      'justify_days({interval})',
    ],
  },
};

const OTHERS: Readonly<
  Record<'uuid' | 'bytea' | 'inet' | 'text[]' | 'daterange' | 'severity' | 'contact' | 'row' | 'xml', Templates>
> = {
  uuid: {
    constants: [`'00000000-0000-4000-8000-000000000000'::uuid`, 'NULL::uuid'],
    total: ['coalesce({uuid}, {uuid})', 'CASE WHEN {condition} THEN {uuid} END'],
    partial: ['md5({text})::uuid', 'nullif({uuid}, {uuid})'],
  },
  bytea: {
    constants: [`'\\x00ff'::bytea`, 'NULL::bytea'],
    total: ['substr({bytea}, {n}, {n})', '({bytea} || {bytea})', 'coalesce({bytea}, {bytea})'],
    partial: [
      `convert_to({text}, 'UTF8')`,
      `sha256({bytea})`,
      'textsend({text})',
      'uuid_send({uuid})',
      'set_bit({bytea}, 0, 1)',
    ],
  },
  inet: {
    constants: [`inet '192.168.0.1'`, 'NULL::inet'],
    total: ['coalesce({inet}, {inet})', '(SELECT {inet})'],
    partial: ['({inet} + {n})', 'network({inet})::inet', 'set_masklen({inet}, 16)'],
  },
  'text[]': {
    constants: [`ARRAY['a', 'b']`, `'{}'::text[]`, 'NULL::text[]'],
    total: ['ARRAY[{text}, {text}]', 'ARRAY[{text}]', 'coalesce({text[]}, {text[]})'],
    partial: [
      `string_to_array({text}, '-')`,
      'array_append({text[]}, {text})',
      'array_cat({text[]}, {text[]})',
      '({text[]})[1:1]',
      `regexp_split_to_array({text}, 'e')`,
      `array_remove({text[]}, {text})`,
      'ARRAY(SELECT {text})',
    ],
  },
  daterange: {
    constants: [`daterange('2001-01-01', '2002-01-01')`, 'NULL::daterange'],
    total: ['coalesce({daterange}, {daterange})'],
    partial: ['daterange({date}, NULL)', '({daterange} * {daterange})', 'range_merge({daterange}, {daterange})'],
  },
  severity: {
    constants: [`'mild'::care.severity`, 'NULL::care.severity'],
    total: ['coalesce({severity}, {severity})', 'CASE WHEN {condition} THEN {severity} END'],
    partial: ['greatest({severity}, {severity})'],
  },
  contact: {
    constants: [`ROW('1', 'b')::care.contact`, 'NULL::care.contact'],
    total: ['ROW({text}, {text})::care.contact', 'coalesce({contact}, {contact})'],
    partial: [`jsonb_populate_record(NULL::care.contact, jsonb_build_object('phone', {text}, 'email', {int}))`],
  },
  row: {
    constants: [`ROW(1, 'x')`],
    total: ['ROW({any}, {any})', 'ROW({text}, {int}, {row})'],
    partial: ['ROW({text}, {date})'],
  },
  xml: {
    constants: [`'<a>x</a>'::xml`, 'NULL::xml'],
    total: ['coalesce({xml}, {xml})'],
    partial: [
      'xmlelement(name a, {text})',
      'xmlforest({text} AS a, {int} AS b)',
      'xmlconcat({xml}, {xml})',
      'xmlelement(name a, xmlattributes({text} AS b), {any})',
    ],
  },
};

const JSON_TYPES: Readonly<Record<'jsonb' | 'json', Templates>> = {
  jsonb: {
    constants: [`'{"a": 1}'::jsonb`, `'[1, 2]'::jsonb`, 'NULL::jsonb'],
    total: [
      'to_jsonb({text})',
      'to_jsonb({any})',
      `jsonb_build_object('a', {any}, 'b', {any})`,
      'jsonb_build_array({any}, {any})',
      'coalesce({jsonb}, {jsonb})',
      'to_jsonb({row})',
    ],
    partial: [
      `({jsonb} -> 'name')`,
      `({jsonb} || {jsonb})`,
      `jsonb_set(jsonb_build_object('a', {int}), '{a}', to_jsonb({text}))`,
      'jsonb_strip_nulls({jsonb})',
      `jsonb_path_query_first({jsonb}, '$.*')`,
      `JSON_QUERY({jsonb}, '$.lives')`,
      `JSON_OBJECT('a': {any} RETURNING jsonb)`,
      `({jsonb} #> '{lives}')`,
    ],
  },
  json: {
    constants: [`'{"a": 1}'::json`, 'NULL::json'],
    total: [
      'to_json({any})',
      `json_build_object('a', {any})`,
      'json_build_array({any}, {text})',
      'row_to_json({row})',
      `JSON_OBJECT('a': {any}, 'b': {text})`,
      'JSON_ARRAY({any}, {text})',
      'array_to_json({text[]})',
    ],
    partial: [`({json} -> 'list')`, 'json_strip_nulls({json})', `JSON_ARRAY(SELECT {text})`],
  },
};

const BOOL: Templates = {
  constants: ['true', 'false', 'NULL::bool'],
  total: [
    '({any} IS NULL)',
    '({any} IS NOT NULL)',
    'starts_with({text}, {text})',
    'coalesce({bool}, {bool})',
    'isfinite({date})',
  ],
  partial: [
    '({int} > {int})',
    '({numeric} BETWEEN 1 AND {numeric})',
    `({text} LIKE '%1%')`,
    `({text} ~ '^[A-M]')`,
    '({date} < {date})',
    '({text} < {text})',
    `({jsonb} ? 'a')`,
    '({jsonb} @> {jsonb})',
    '({text[]} && {text[]})',
    '({daterange} && {daterange})',
    '({daterange} @> {date})',
    `({inet} << inet '10.41.0.0/16')`,
    '({text} = ANY ({text[]}))',
    '({bool} AND {bool})',
    '(NOT {bool})',
    '(left({text}, 1) IS DISTINCT FROM left({text}, 1))',
    `({text} IN ({text}, 'x'))`,
    `xpath_exists('/patient', {xml})`,
    `(to_tsvector('simple', {text}) @@ to_tsquery('simple', 'x'))`,
  ],
};

export const TEMPLATES: Readonly<Record<Type, Templates>> = {
  text: TEXT,
  ...NUMBERS,
  ...TIMES,
  ...OTHERS,
  ...JSON_TYPES,
  bool: BOOL,
};

const NAMES = [...TYPES, 'any', 'n', 'condition', 'order', 'key', 'same'].map((name) =>
  name.replaceAll(/[[\]]/g, String.raw`\$&`),
);

/** A hole, with its name in the first group. Braces of JSON and arrays are none. */
export const HOLES = new RegExp(String.raw`\{((?:public:)?(?:${NAMES.join('|')}))\}`, 'g');
