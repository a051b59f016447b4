// The built-in types of SQL columns by object id and name, and the form in which a transform meets their values. What becomes of each
// form is in type-masks.ts.

/** Types whose values are written alike are one form; `other` is what no transform alters. */
export type ValueForm =
  | 'text'
  /** `character(n)`, which is padded with blanks that are no part of the value. */
  | 'padded'
  /** `name`, a text of at most 63 bytes. */
  | 'name'
  | 'int2'
  | 'int4'
  | 'int8'
  | 'numeric'
  | 'float4'
  | 'float8'
  | 'date'
  | 'timestamp'
  | 'uuid'
  | 'bytea'
  | 'json'
  | 'jsonb'
  | 'xml'
  | 'other';

export interface SqlType {
  /** PostgreSQL's object id, by which values are described on the wire. */
  readonly oid: number;
  /** The name in the catalog first, then what else people and `format_type` write. */
  readonly names: readonly string[];
  readonly form: ValueForm;
}

export const SQL_TYPES: readonly SqlType[] = [
  { oid: 16, names: ['bool', 'boolean'], form: 'other' },
  { oid: 17, names: ['bytea'], form: 'bytea' },
  { oid: 18, names: ['char', '"char"'], form: 'other' },
  { oid: 19, names: ['name'], form: 'name' },
  { oid: 20, names: ['int8', 'bigint'], form: 'int8' },
  { oid: 21, names: ['int2', 'smallint'], form: 'int2' },
  { oid: 23, names: ['int4', 'int', 'integer'], form: 'int4' },
  { oid: 25, names: ['text'], form: 'text' },
  { oid: 26, names: ['oid'], form: 'other' },
  { oid: 114, names: ['json'], form: 'json' },
  { oid: 142, names: ['xml'], form: 'xml' },
  { oid: 600, names: ['point'], form: 'other' },
  { oid: 601, names: ['lseg'], form: 'other' },
  { oid: 602, names: ['path'], form: 'other' },
  { oid: 603, names: ['box'], form: 'other' },
  { oid: 604, names: ['polygon'], form: 'other' },
  { oid: 628, names: ['line'], form: 'other' },
  { oid: 650, names: ['cidr'], form: 'other' },
  { oid: 700, names: ['float4', 'real'], form: 'float4' },
  { oid: 701, names: ['float8', 'double precision'], form: 'float8' },
  { oid: 705, names: ['unknown'], form: 'text' },
  { oid: 718, names: ['circle'], form: 'other' },
  { oid: 774, names: ['macaddr8'], form: 'other' },
  { oid: 790, names: ['money'], form: 'other' },
  { oid: 829, names: ['macaddr'], form: 'other' },
  { oid: 869, names: ['inet'], form: 'other' },
  { oid: 1042, names: ['bpchar', 'character'], form: 'padded' },
  { oid: 1043, names: ['varchar', 'character varying'], form: 'text' },
  { oid: 1082, names: ['date'], form: 'date' },
  { oid: 1083, names: ['time', 'time without time zone'], form: 'other' },
  { oid: 1114, names: ['timestamp', 'timestamp without time zone'], form: 'timestamp' },
  { oid: 1184, names: ['timestamptz', 'timestamp with time zone'], form: 'timestamp' },
  { oid: 1186, names: ['interval'], form: 'other' },
  { oid: 1266, names: ['timetz', 'time with time zone'], form: 'other' },
  { oid: 1560, names: ['bit'], form: 'other' },
  { oid: 1562, names: ['varbit', 'bit varying'], form: 'other' },
  { oid: 1700, names: ['numeric', 'decimal'], form: 'numeric' },
  { oid: 2249, names: ['record'], form: 'other' },
  { oid: 2950, names: ['uuid'], form: 'uuid' },
  { oid: 3220, names: ['pg_lsn'], form: 'other' },
  { oid: 3614, names: ['tsvector'], form: 'other' },
  { oid: 3615, names: ['tsquery'], form: 'other' },
  { oid: 3802, names: ['jsonb'], form: 'jsonb' },
  { oid: 3904, names: ['int4range'], form: 'other' },
  { oid: 3906, names: ['numrange'], form: 'other' },
  { oid: 3908, names: ['tsrange'], form: 'other' },
  { oid: 3910, names: ['tstzrange'], form: 'other' },
  { oid: 3912, names: ['daterange'], form: 'other' },
  { oid: 3926, names: ['int8range'], form: 'other' },
  { oid: 4072, names: ['jsonpath'], form: 'other' },
  { oid: 4451, names: ['int4multirange'], form: 'other' },
  { oid: 4532, names: ['nummultirange'], form: 'other' },
  { oid: 4533, names: ['tsmultirange'], form: 'other' },
  { oid: 4534, names: ['tstzmultirange'], form: 'other' },
  { oid: 4535, names: ['datemultirange'], form: 'other' },
  { oid: 4536, names: ['int8multirange'], form: 'other' },
];

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
