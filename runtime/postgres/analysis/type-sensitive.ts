// Functions and operators that never fail for values of some types, and do for others: how long an array is, whether a range has a bound,
// how far a sum may go. What is not surely of a harmless type counts as able to fail.
import { TYPE_OIDS } from './casts.ts';
import { SQL_TYPES } from '../../../lang/vocabulary/sql-types.ts';
import type { Lineage } from './lineage.ts';
import type { Ast } from './parser.ts';
import type { Walk } from './walk.ts';

const oids = (...names: readonly string[]): ReadonlySet<number> =>
  new Set(names.flatMap((name) => TYPE_OIDS[name] ?? []));

const PLAIN: ReadonlySet<number> = new Set(SQL_TYPES.map((type) => type.oid));
const TEXTS = oids('text', 'varchar', 'bpchar', 'name');
/** Sums of these are kept in a wider type, so that no row of a client's own can make them overflow. */
const COUNTED = oids('int2', 'int4', 'int8');

/** True for a value that passes from columns whose type is not known here, such as one of COALESCE or UNION. */
const isOpen = (value: Lineage): boolean =>
  value.typeOid === 0 && value.sources.some((source) => source.how === 'direct');

const isOneOf = (value: Lineage, types: ReadonlySet<number>): boolean =>
  value.sources.length === 0 || (value.typeOid === 0 ? !isOpen(value) : types.has(value.typeOid));

/** True for a value that may be an array: its length decides what it can be put together with. */
export function mayBeArray(walk: Walk, value: Lineage): boolean {
  if (isOneOf(value, PLAIN)) return false;
  const own = walk.catalog.typeByOid(value.typeOid)?.kind;
  return own === undefined || own === 'base';
}

/** Functions of those that are said to be total, with the types for which they are. */
const TOTAL_FOR: Readonly<Record<string, ReadonlySet<number>>> = {
  // Of a range they give a bound, which need not be there.
  upper: TEXTS,
  lower: TEXTS,
};

const SUMS: ReadonlySet<string> = new Set(['sum', 'avg']);

/** Functions whose second argument is a format, an encoding or a zone: it can be wrong. */
const FORMATTED: ReadonlySet<string> = new Set(['to_char', 'length']);

/** True for numbers of a column that says how many digits they have: no row of a client's own can be so large that a sum overflows. */
function isBounded(walk: Walk, value: Lineage): boolean {
  const types = value.sources.map(({ column }) => {
    const [schema = '', relation = '', name = ''] = column.split('.');
    return walk.catalog.relation(schema, relation)?.columns.find((found) => found.name === name)?.type ?? '';
  });
  return value.typeOid === TYPE_OIDS['numeric'] && types.every((type) => type.startsWith('numeric('));
}

/** True when a call of a function that is said to be total can fail, or be NULL, because of a value of these. */
export function canFail(walk: Walk, name: string, node: Ast.FuncCall, args: readonly Lineage[]): boolean {
  const types = TOTAL_FOR[name];
  if (types !== undefined && args.some((arg) => !isOneOf(arg, types))) return true;
  if (SUMS.has(name) && args.some((arg) => !isOneOf(arg, COUNTED) && !isBounded(walk, arg))) return true;
  if (name === 'array_agg' && args.some((arg) => mayBeArray(walk, arg))) return true;
  // An array that is spread over the arguments decides how many there are.
  if (node.func_variadic === true) return true;
  const format = args[1];
  if (!FORMATTED.has(name) || format === undefined) return false;
  return name === 'length' || format.sources.length > 0;
}
