// Small pools of values, so that random conditions and random events often meet.
import { constant, constantFrom, ipV4, ipV6, oneof, record, string, uniqueArray, type Arbitrary } from 'fast-check';

const TEXTS = [
  '',
  'a',
  'ana',
  'an',
  'na',
  'ANA',
  'bo',
  'prod',
  'clinicians',
  'SELECT',
  'person',
  'é😀',
  'a\u0000"\\',
  'x'.repeat(100),
];
const LONG_TEXTS = ['é'.repeat(200), `${'ab '.repeat(100)}ana`];
const KEYS = ['env', 'a', '', 'toString', 'é'];
const INTS = [0, 1, -1, 2, 1000, 1001, 4_294_967_296, -4_294_967_297, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];

export const SCHEMAS = ['clinical', 'public', 'Audit', 'c*'];
export const RELATIONS = ['patients', 'encounters', '*', 'My Table', 'a.b', '*s'];
export const COLUMNS = ['ssn', 'first_name', '*name', '*', 'q"q', 'é*'];

export const texts: Arbitrary<string> = oneof(
  { weight: 8, arbitrary: constantFrom(...TEXTS) },
  { weight: 1, arbitrary: constantFrom(...LONG_TEXTS) },
  { weight: 1, arbitrary: string({ unit: 'grapheme', maxLength: 8 }) },
);
export const keys: Arbitrary<string> = constantFrom(...KEYS);
export const ints: Arbitrary<number> = constantFrom(...INTS);

export const naturals: Arbitrary<number> = constantFrom(0, 1, 1000, 10_485_760, Number.MAX_SAFE_INTEGER);
/** Around midnight, the ends of months and weeks, and the ends of what may be. */
export const times: Arbitrary<number> = constantFrom(
  0,
  59_999,
  1_767_268_800_000,
  1_767_311_999_999,
  1_767_312_000_000,
  1_774_746_000_000,
  1_782_864_000_000,
  253_402_300_799_999,
);
export const durations: Arbitrary<number> = constantFrom(0, 1, 60_000, 28_800_000, 31_622_400_000);
export const ZONES = ['UTC', 'Europe/Berlin', 'Asia/Kathmandu'] as const;
/** Every zone that a random program names. */
export const offsets: Arbitrary<Record<string, number>> = record({
  UTC: constant(0),
  'Europe/Berlin': constantFrom(60, 120),
  'Asia/Kathmandu': constantFrom(345, -720, 1_440, -1_440),
});
export const addresses: Arbitrary<string> = oneof(
  constantFrom('10.0.0.1', '10.255.255.255', '11.0.0.0', '192.168.1.7', '0.0.0.0', '255.255.255.255'),
  constantFrom(
    '::',
    '::1',
    'fd00::1',
    'FE80::a:b',
    '::ffff:10.0.0.1',
    '1:2:3:4:5:6:7:8',
    '1:2:3:4:5:6:77.77.88.88',
    '1::8',
  ),
  ipV4(),
  ipV6(),
);

/** What PostgreSQL would write for a column, and what nobody should. */
export const columnNames: Arbitrary<string> = constantFrom(
  'clinical.patients.ssn',
  'clinical.encounters.ssn',
  'clinical.patients.first_name',
  'public."My Table"."q""q"',
  '"Audit"."a.b".id',
  'public.encounters.id',
  'public.x."éa"',
  'patients.ssn',
  'a.b.c.d',
  '',
  'a."b.c',
  'a.b.""',
  'clinical.patients.ssn ',
);

export const someOf = <Value>(values: readonly Value[]): Arbitrary<Value[]> =>
  uniqueArray(constantFrom(...values), { minLength: 1, maxLength: 3 });
