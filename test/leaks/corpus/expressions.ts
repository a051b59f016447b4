// Values changed into other values: texts, bytes, numbers, dates, arrays, rows and ranges of protected columns.
// Choices, aggregates and JSON are in files of their own. Cases only; nothing here runs.
import type { Control, LeakCase } from '../leak-case.ts';
import { CHOICES } from './expressions-choices.ts';
import { JSON_AND_XML } from './expressions-json.ts';
import { computed } from './shorthands.ts';

const TEXT = computed('expressions', [
  ['parts of a text', ['substr(ssn, 1, 3)', 'left(mrn, 6)', 'right(full_name, 4)', `split_part(ssn, '-', 1)`]],
  [
    'a text cut at a protected place',
    ['substr(city, pin % 5)', 'left(city, (score)::int % 4)', `repeat('x', pin % 10)`],
  ],
  ['a text turned around', ['reverse(ssn)', 'upper(full_name)', 'initcap(full_name)', 'lower(mrn)']],
  [
    'a text put together',
    [`ssn || '/' || city`, 'concat(mrn, sex)', `concat_ws('-', id, zip)`, `format('%s:%I:%L', id, mrn, ssn)`],
  ],
  ['a text quoted', ['quote_literal(ssn)', 'quote_ident(full_name)', 'quote_nullable(mrn)']],
  [
    'a text replaced',
    [
      `translate(ssn, '0123456789', 'abcdefghij')`,
      `replace(ssn, '-', '')`,
      `overlay(ssn placing 'xx' from 2)`,
      `regexp_replace(ssn, '-.*', '')`,
    ],
  ],
  [
    'a text padded and trimmed',
    [`lpad(full_name, 30, '.')`, 'rpad(mrn, 5)', `btrim(ssn, '9')`, `ltrim(mrn, 'MRN0')`, `trim(leading '9' from ssn)`],
  ],
  [
    'the place of a part',
    [`position('31' in ssn)`, `strpos(mrn, '7')`, `regexp_instr(full_name, '[a-e]')`, `regexp_count(mrn, '0')`],
  ],
  [
    'a length',
    [
      'length(full_name)',
      'octet_length(full_name)',
      'length(encode(photo, $$escape$$))',
      'char_length(full_name || zip)',
      'length(raw_profile::text)',
    ],
  ],
  ['one character', ['ascii(full_name)', 'chr(64 + pin % 26)', 'get_byte(photo, 2)', 'get_bit(photo, 9)']],
  [
    'parts by a pattern',
    [
      `substring(ssn from '(..)-')`,
      `substring(mrn similar '%#"0_#"%' escape '#')`,
      `regexp_match(ssn, '^.(.)')`,
      `regexp_substr(mrn, '[1-9]+')`,
    ],
  ],
  [
    'text split into arrays',
    [`string_to_array(ssn, '-')`, `regexp_split_to_array(full_name, '[aeiou]')`, 'parse_ident(quote_ident(full_name))'],
  ],
  ['a fixed-length text', ['ssn::char(5)', 'mrn::varchar(4)', 'full_name::name', 'reverse(zip)::"char"']],
  ['a collation', [`full_name COLLATE "C" < 'M'`, '(full_name COLLATE "C")::text']],
  [
    'unicode forms',
    ['normalize(full_name, NFC)', 'normalize(full_name, NFKD)', 'unistr(mrn)', `convert(mrn::bytea, 'UTF8', 'LATIN1')`],
  ],
  [
    'full text',
    ['to_tsvector(full_name)', `to_tsvector('simple', tags[1])`, `to_tsquery('simple', split_part(full_name, ' ', 1))`],
  ],
  [
    'full text in context',
    [
      `ts_headline('simple', tags[1], plainto_tsquery('simple', 'stage'))`,
      `ts_rank(to_tsvector('simple', full_name), 'quill')`,
    ],
  ],
]);

const BYTES_AND_NUMBERS = computed('expressions', [
  [
    'bytes of a text',
    [`convert_to(ssn, 'UTF8')`, 'ssn::bytea', `encode(full_name::bytea, 'base64')`, `encode(mrn::bytea, 'escape')`],
  ],
  ['text of bytes', [`encode(photo, 'hex')`, 'photo::text', 'substr(photo, 2, 3)', `reverse(encode(photo, 'base64'))`]],
  ['a digest', ['md5(ssn)', 'sha256(ssn::bytea)', `encode(sha512(mrn::bytea), 'hex')`, 'sha224(photo)']],
  [
    'a hash of the server',
    ['hashtext(ssn)', 'hashtextextended(mrn, 1)', 'hash_numeric(balance)', 'uuid_hash(token)', 'hash_record(contact)'],
  ],
  ['a checksum', ['bit_count(photo)', 'bit_count(pin::bit(16))', `encode(photo, 'base64') || id`]],
  [
    'arithmetic',
    ['pin + 1', 'balance * 2', '-score', 'big % 97', 'pin / 3', 'abs(pin - 3000)', '@ score', '|/ score', 'pin ^ 2'],
  ],
  [
    'bits',
    ['pin & 255', 'pin | 4096', 'pin # 21', '~ pin', 'pin << 2', 'big >> 8', 'pin::bit(16)', '(pin % 2 = 0)::int'],
  ],
  [
    'bytes of a number',
    [
      'int8send(big)',
      'numeric_send(balance)',
      'float8send(score)',
      'date_send(birth)',
      'uuid_send(token)',
      'textsend(ssn)',
    ],
  ],
  ['digits of another base', ['to_hex(pin)', 'to_hex(big)']],
  [
    'a number in words',
    [
      `to_char(balance, '9999.99')`,
      `to_char(pin, 'RN')`,
      `to_char(score, '9.9EEEE')`,
      `to_char(big, 'FM9G999G999G999')`,
    ],
  ],
  [
    'a rounded number',
    [
      'round(balance)',
      'ceil(score)',
      'floor(balance / 100)',
      'trunc(score)',
      'width_bucket(balance, 0, 10000, 20)',
      'sign(pin - 3000)',
    ],
  ],
  [
    'a logarithm',
    ['ln(balance + 1)', 'log(pin)', 'exp(score / 30)', 'cbrt(pin)', 'sin(score)', 'gcd(pin, 12)', 'factorial(pin % 7)'],
  ],
  ['a number of a text', [`replace(ssn, '-', '')::bigint`, 'substr(mrn, 4)::int', `to_number(ssn, '999-99-9999')`]],
  [
    'a boolean of a number',
    ['(pin % 3)::bool', 'active::text', 'active::int', 'NOT active', 'active AND true', 'active IS TRUE'],
  ],
  ['a size', ['pg_column_size(full_name)', 'pg_column_size(profile)', 'pg_column_size(patients.*)']],
  [
    'a network address',
    [
      'host(address)',
      'abbrev(address)',
      'address::text',
      `address - inet '10.0.0.0'`,
      'set_masklen(address, 16)',
      `address & '255.255.0.0'`,
    ],
  ],
  [
    'a token',
    [
      'token::text',
      'uuid_send(token)',
      'substr(token::text, 1, 8)',
      'token < $$00033000-0000-0000-0000-000000000000$$',
    ],
  ],
  ['an enumeration', ['severity::text', `enum_range('mild', severity)`, 'ascii(severity::text)']],
]);

const TIMES = computed('expressions', [
  [
    'parts of a date',
    [
      'extract(month from birth)',
      `date_part('doy', birth)`,
      'extract(epoch from seen_at)',
      'extract(julian from birth)',
      'extract(minute from seen_at)',
    ],
  ],
  [
    'a rounded date',
    [`date_trunc('month', birth)`, `date_trunc('hour', seen_at)`, `date_bin('5 minutes', seen_at, '2024-01-01Z')`],
  ],
  ['a date in words', [`to_char(birth, 'Month DD')`, `to_char(seen_at, 'HH24:MI')`, 'birth::text', 'seen_at::text']],
  [
    'a distance of dates',
    [
      `birth - date '1930-01-01'`,
      `age(date '2024-01-01', birth)`,
      `seen_at - timestamptz '2024-01-01Z'`,
      'created - birth',
    ],
  ],
  [
    'a moved date',
    [
      'birth + 1',
      `birth + interval '1 month'`,
      `seen_at AT TIME ZONE 'America/Chicago'`,
      'birth::timestamp',
      'seen_at::date',
      'seen_at::time',
    ],
  ],
  [
    'a made date',
    [
      'make_date(2000, extract(month from birth)::int, 1)',
      'make_interval(days => pin)',
      'to_timestamp(pin)',
      `'2024-01-01'::date + pin`,
    ],
  ],
  [
    'overlapping dates',
    [
      `(birth, birth + 4) OVERLAPS (date '1940-01-01', date '1940-12-12') , (seen_at, seen_at) OVERLAPS (timestamptz '2024-01-01', timestamptz '2024-06-06')`,
      '(seen_at > $$2024-06-01$$)',
      `justify_days(seen_at - '2024-01-01Z')`,
    ],
  ],
]);

const CONTAINERS = computed('expressions', [
  ['arrays of columns', ['ARRAY[ssn, mrn]', 'ARRAY[[ssn::text], [mrn]]', 'ARRAY[pin, id]']],
  [
    'parts of an array',
    [
      'tags[1]',
      'tags[2:2]',
      'tags[:1]',
      '(ARRAY[ssn])[1]',
      'array_length(string_to_array(full_name, $$e$$), 1)',
      'cardinality(string_to_array(full_name, $$e$$))',
      `array_to_string(tags, '|')`,
    ],
  ],
  [
    'an element at a protected place',
    ['(ARRAY[10, 20, 30])[1 + pin % 3]', `(string_to_array('a,b,c,d', ','))[1 + (pin % 4)]`],
  ],
  [
    'arrays put together',
    [
      'tags || full_name',
      'array_append(tags, ssn::text)',
      'array_cat(tags, ARRAY[mrn])',
      `array_remove(tags, 'x')`,
      `array_position(ARRAY['M', 'Q', 'V', 'Z'], left(full_name, 1))`,
    ],
  ],
  ['arrays taken apart', ['unnest(tags)']],
  [
    'rows of columns',
    ['ROW(ssn, mrn)', 'ROW(ROW(pin), city)', '(ROW(pin % 2, 1) = ROW(1, 1))::text', 'ROW(pin, 1) < ROW(3000, 1)'],
  ],
  ['a composite', ['contact', 'contact::text', `(contact).phone || ''`, 'ROW(full_name, mrn)::care.contact']],
  [
    'a range',
    [
      'stay',
      'lower(stay)',
      'range_merge(stay, daterange($$2000-01-01$$, NULL))',
      'stay::text',
      'daterange(birth, seen_at::date)',
      'int4range(0, pin)',
      'stay &> daterange($$1932-07-01$$, $$1932-07-02$$)',
    ],
  ],
  [
    'ranges put together',
    [
      `stay * daterange('1930-01-01', '1950-01-01')`,
      `isempty(daterange(NULL, lower(stay)) * daterange('1932-07-01', '1932-07-02'))`,
      'datemultirange(stay)',
    ],
  ],
  [
    'a geometric value',
    [
      'point(score, pin)',
      'box(point(0, 0), point(score, score))',
      'circle(point(0, 0), pin)',
      'point(score, 1) <-> point(0, 0)',
    ],
  ],
  ['a bit string', ['pin::bit(20)', `set_bit(B'0000', pin % 4, 1)`, `overlay(B'0000' placing pin::bit(2) from 1)`]],
]);

const CONTROLS: readonly Control[] = [
  {
    kind: 'control',
    group: 'expressions',
    name: 'expressions of public columns',
    steps: `SELECT upper(city), length(city), id * 2 + ward_id, CASE WHEN sex = 'F' THEN 'woman' ELSE 'man' END, city LIKE 'B%' FROM care.patients ORDER BY id`,
    shows: ['BEMIDJI', 'woman', 'man'],
    rows: 24,
  },
  {
    kind: 'control',
    group: 'expressions',
    name: 'aggregates of public columns',
    steps: `SELECT doctor, count(*), sum(fee), min(at), max(fee), string_agg(DISTINCT ward_id::text, ',') FROM care.visits GROUP BY doctor ORDER BY doctor`,
    shows: ['Dr. Alder', 'Dr. Cedar', '130.50'],
    rows: 3,
  },
  {
    kind: 'control',
    group: 'expressions',
    name: 'windows over public columns',
    steps: `SELECT id, doctor, row_number() OVER (PARTITION BY doctor ORDER BY at, id), sum(fee) OVER (ORDER BY id), lag(doctor) OVER (ORDER BY id) FROM care.visits ORDER BY id`,
    shows: ['Dr. Birch', '101.50', '204.00'],
    rows: 30,
  },
  {
    kind: 'control',
    group: 'expressions',
    name: 'counts and NULL tests of masked columns',
    steps:
      'SELECT count(full_name), count(DISTINCT ssn), bool_and(birth IS NOT NULL), count(*) FILTER (WHERE full_name IS NULL) FROM care.patients',
    shows: ['22', '24', 't', '2'],
    rows: 1,
  },
  {
    kind: 'control',
    group: 'expressions',
    name: 'every declared transform',
    steps: 'SELECT ssn, birth, zip FROM care.patients WHERE id = 2',
    shows: ['***-**-1074', '1934-01-01', '554'],
    rows: 1,
  },
  {
    kind: 'control',
    group: 'expressions',
    name: 'scrubbed notes',
    steps: 'SELECT id, notes FROM care.visits ORDER BY id LIMIT 2',
    shows: ['Seen for a check. SSN [phi.ssn]', 'Seen for a cough.'],
    rows: 2,
  },
  {
    kind: 'control',
    group: 'expressions',
    name: 'an equality with the texts of nobody',
    steps: `SELECT count(*) FROM care.patients WHERE mrn IN ('MRN99999991', 'MRN99999992') OR ssn = '999-00-0000'`,
    shows: ['0'],
    rows: 1,
  },
  {
    kind: 'control',
    group: 'expressions',
    name: 'the masked value where it is not NULL',
    steps: `SELECT id, coalesce(ssn, ssn), coalesce(zip, NULL) FROM care.patients WHERE id < 3 ORDER BY id`,
    shows: ['***-**-1037', '554'],
    rows: 2,
  },
  {
    kind: 'control',
    group: 'expressions',
    name: 'dates of public columns',
    steps: `SELECT to_char(at, 'YYYY-MM-DD'), extract(month from at), date_trunc('month', at), at + interval '1 day' FROM care.visits WHERE id = 3`,
    shows: ['2024-04-15', '2024-04-01 00:00:00', '2024-04-16 09:30:00'],
    rows: 1,
  },
];

/** Values computed from protected ones, and rows chosen by them. */
export const EXPRESSIONS: readonly LeakCase[] = [
  ...TEXT,
  ...BYTES_AND_NUMBERS,
  ...TIMES,
  ...CONTAINERS,
  ...CHOICES,
  ...JSON_AND_XML,
  ...CONTROLS,
];
