// Small pools of values, so that random conditions and random events often meet.
import { constantFrom, oneof, string, uniqueArray, type Arbitrary } from 'fast-check';

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
