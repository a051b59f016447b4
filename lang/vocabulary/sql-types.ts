// The built-in types of SQL columns, and what a transform can make of their values. The checker warns by it and the gateway masks by it:
// what a transform cannot alter honestly becomes NULL, because a client decodes every value as the type that it was told.
import type { Transform } from './transforms.ts';

/** What a value is to a transform: one text, a day, a point in time, or something that none of them alters. */
export type ValueForm = 'text' | 'date' | 'timestamp' | 'other';

export interface SqlType {
  /** PostgreSQL's object id, by which values are described on the wire. */
  readonly oid: number;
  /** The name in the catalog first, then what else people and `format_type` write. */
  readonly names: readonly string[];
  readonly form: ValueForm;
}

export const SQL_TYPES: readonly SqlType[] = [
  { oid: 16, names: ['bool', 'boolean'], form: 'other' },
  { oid: 17, names: ['bytea'], form: 'other' },
  { oid: 19, names: ['name'], form: 'text' },
  { oid: 20, names: ['int8', 'bigint'], form: 'other' },
  { oid: 21, names: ['int2', 'smallint'], form: 'other' },
  { oid: 23, names: ['int4', 'int', 'integer'], form: 'other' },
  { oid: 25, names: ['text'], form: 'text' },
  { oid: 26, names: ['oid'], form: 'other' },
  { oid: 114, names: ['json'], form: 'other' },
  { oid: 142, names: ['xml'], form: 'other' },
  { oid: 600, names: ['point'], form: 'other' },
  { oid: 650, names: ['cidr'], form: 'other' },
  { oid: 700, names: ['float4', 'real'], form: 'other' },
  { oid: 701, names: ['float8', 'double precision'], form: 'other' },
  { oid: 705, names: ['unknown'], form: 'text' },
  { oid: 790, names: ['money'], form: 'other' },
  { oid: 829, names: ['macaddr'], form: 'other' },
  { oid: 869, names: ['inet'], form: 'other' },
  { oid: 1042, names: ['bpchar', 'character', 'char'], form: 'text' },
  { oid: 1043, names: ['varchar', 'character varying'], form: 'text' },
  { oid: 1082, names: ['date'], form: 'date' },
  { oid: 1083, names: ['time', 'time without time zone'], form: 'other' },
  { oid: 1114, names: ['timestamp', 'timestamp without time zone'], form: 'timestamp' },
  { oid: 1184, names: ['timestamptz', 'timestamp with time zone'], form: 'timestamp' },
  { oid: 1186, names: ['interval'], form: 'other' },
  { oid: 1266, names: ['timetz', 'time with time zone'], form: 'other' },
  { oid: 1560, names: ['bit'], form: 'other' },
  { oid: 1562, names: ['varbit', 'bit varying'], form: 'other' },
  { oid: 1700, names: ['numeric', 'decimal'], form: 'other' },
  { oid: 2950, names: ['uuid'], form: 'other' },
  { oid: 3614, names: ['tsvector'], form: 'other' },
  { oid: 3615, names: ['tsquery'], form: 'other' },
  { oid: 3802, names: ['jsonb'], form: 'other' },
  { oid: 3904, names: ['int4range'], form: 'other' },
  { oid: 3906, names: ['numrange'], form: 'other' },
  { oid: 3908, names: ['tsrange'], form: 'other' },
  { oid: 3910, names: ['tstzrange'], form: 'other' },
  { oid: 3912, names: ['daterange'], form: 'other' },
  { oid: 3926, names: ['int8range'], form: 'other' },
  { oid: 4072, names: ['jsonpath'], form: 'other' },
];

/** The forms whose values each transform can alter. `redact` and `null` say NULL where it must be, so they fit everywhere. */
const ALTERED_FORMS: Readonly<Record<Transform['kind'], readonly ValueForm[]>> = {
  redact: ['text'],
  null: [],
  pseudonym: ['text'],
  year: ['text', 'date', 'timestamp'],
  keep_first: ['text'],
  keep_last: ['text'],
  scrub: ['text'],
};

/** The forms whose values the transform alters. */
export const formsOf = ({ kind }: Transform): readonly ValueForm[] => ALTERED_FORMS[kind];

/** False when the transform makes every value of this form NULL. */
export const alters = (transform: Transform, form: ValueForm): boolean => formsOf(transform).includes(form);

const BY_OID: ReadonlyMap<number, ValueForm> = new Map(SQL_TYPES.map(({ oid, form }) => [oid, form]));
const BY_NAME: ReadonlyMap<string, ValueForm> = new Map(
  SQL_TYPES.flatMap(({ names, form }) => names.map((name): [string, ValueForm] => [name, form])),
);

/** The form of a type on the wire. An enum or an extension's type is nothing that a transform alters. */
export const formOfOid = (oid: number): ValueForm => BY_OID.get(oid) ?? 'other';

/** The form of a type as schemas print it, such as `varchar(20)`; undefined for a name that may be a domain over anything. */
export function formOfType(type: string): ValueForm | undefined {
  return type.endsWith('[]') ? 'other' : BY_NAME.get(type.replace(/\(.*?\)/, ''));
}
