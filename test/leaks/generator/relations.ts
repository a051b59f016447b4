// What the schema of the worlds offers to a generated statement: relations, their columns, types, and which are protected.

export const TYPES = [
  'text',
  'int',
  'bigint',
  'numeric',
  'float8',
  'bool',
  'date',
  'timestamp',
  'timestamptz',
  'interval',
  'uuid',
  'bytea',
  'inet',
  'jsonb',
  'json',
  'xml',
  'text[]',
  'daterange',
  'severity',
  'contact',
  'row',
] as const;
export type Type = (typeof TYPES)[number];

export interface Column {
  /** As it is written where it is in scope; a bare name in a list of relations. */
  readonly sql: string;
  readonly type: Type;
  readonly isProtected: boolean;
}

export interface Relation {
  readonly name: string;
  readonly columns: readonly Column[];
}

/** `name:type` separated by spaces; an exclamation mark makes a column protected. */
const columns = (text: string): readonly Column[] =>
  text
    .trim()
    .split(/\s+/)
    .map((item) => {
      const [sql = '', type = ''] = item.replace('!', '').split(':');
      return { sql, type: type as Type, isProtected: item.endsWith('!') };
    });

const PATIENT = `id:int ssn:text! mrn:text! full_name:text! birth:date! seen_at:timestamptz! balance:numeric! score:float8! pin:int! big:bigint!
  token:uuid! photo:bytea! address:inet! active:bool! zip:text! profile:jsonb! raw_profile:json! record:xml! tags:text[]! contact:contact!
  stay:daterange! severity:severity! sex:text city:text ward_id:int created:date`;
const LAB = 'id:int taken:date patient_id:int kind:text ssn:text! finding:text!';
const STAFF = 'id:int name:text ssn:text! desk:text';

const relation = (name: string, text: string): Relation => ({ name, columns: columns(text) });

/** Those that come more often stand more often. */
export const RELATIONS: readonly Relation[] = [
  ...Array.from({ length: 9 }, () => relation('care.patients', PATIENT)),
  relation(
    'care.visits',
    'id:int patient_id:int ward_id:int doctor:text at:timestamp fee:numeric mrn:text! notes:text! outcome:severity!',
  ),
  relation('care.wards', 'id:int name:text beds:int floor:int'),
  relation('care.wards', 'id:int name:text beds:int floor:int'),
  relation('care.labs', LAB),
  relation('care.labs_2023', LAB),
  relation('care.labs_2024', LAB),
  relation('care.staff', STAFF),
  relation('ONLY care.staff', STAFF),
  relation('care.doctors', `${STAFF} specialty:text`),
  relation('care.vault', 'id:int owner:text code:text!'),
  relation('care.cohort', 'id:int arm:text age:int!'),
  relation('care.scratch', 'id:int note:text amount:numeric day:date data:jsonb'),
  relation('care.messages', 'id:int body:text priority:int'),
  relation('care.patient_view', 'id:int ssn:text! who:text! birth:date! city:text'),
  relation('care.patient_labels', 'id:int label:text! city:text'),
  relation('care.ward_load', 'id:int name:text patients:bigint'),
  relation('care.visit_view', 'id:int doctor:text number:text! notes:text!'),
  relation('care.patient_cache', 'id:int ssn:text! loud:text! city:text'),
];

/** Functions that stand in FROM. */
export const ROW_FUNCTIONS: readonly Relation[] = [
  relation(`care.patients_in('Winona')`, PATIENT),
  relation('care.directory()', 'who:text! town:text'),
];

/** Types that have equality, so that rows can be grouped by them. */
export const COMPARABLE: ReadonlySet<Type> = new Set<Type>([
  'text',
  'int',
  'bigint',
  'numeric',
  'float8',
  'bool',
  'date',
  'timestamp',
  'timestamptz',
  'uuid',
  'bytea',
  'inet',
  'jsonb',
  'text[]',
  'daterange',
  'severity',
]);

/** Types of so few values that equality with a constant tells all of a value, which is a listed limit. */
export const FEW_VALUES: ReadonlySet<Type> = new Set<Type>(['bool', 'severity']);
