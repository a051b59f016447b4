// PostgreSQL's own functions as far as their behaviour is known. A function that is not named here is not trusted: lineage is unknown then.
// Kept out on purpose: functions that read or run what their arguments say, that show other sessions, files, statistics or the log.
import { HARMLESS_FUNCTIONS } from './harmless-functions.ts';
import { OPERATOR_FUNCTIONS } from './operator-functions.ts';
import { whyRefused } from './refused-functions.ts';
import { OUT_COLUMNS, RETURN_SETS } from './result-tables.ts';
import { words } from './words.ts';

/** They never fail because of a value, and are NULL only where an argument is. The result may be redacted without a trace of the value. */
const TOTAL = words(`
  textcat upper lower initcap casefold length char_length character_length octet_length bit_length reverse md5 btrim ltrim rtrim translate
  concat concat_ws quote_literal quote_ident quote_nullable ascii age date_part extract date_trunc to_char isfinite to_json to_jsonb row_to_json
  json_build_object jsonb_build_object json_build_array jsonb_build_array array_agg string_agg json_agg jsonb_agg json_object_agg jsonb_object_agg
  bool_and bool_or every sum avg pg_typeof count num_nulls num_nonnulls cardinality starts_with row_number rank dense_rank percent_rank cume_dist
  array_to_json array_to_string json_typeof jsonb_typeof timezone`);

/** As above when every argument but the first is an integer constant; else they are patterns in disguise. */
const TOTAL_WITH_INTEGERS = words('substr substring left right');

/** Total in their value, but the first argument names a field or a zone, which must exist. */
const NAMED_BY_FIRST = new Set(words('date_part extract date_trunc timezone'));

export const isNamedByFirst = (name: string): boolean => NAMED_BY_FIRST.has(name);

/** The value of the first argument comes out unchanged, or another of its rows. */
const PASSING = words('any_value first_value last_value nth_value lag lead');

export interface BuiltinFunction {
  readonly behaviour: 'total' | 'total_with_integers' | 'passing' | 'partial';
  readonly returnsSet: boolean;
  readonly columns: readonly string[] | null;
}

const entry = (behaviour: BuiltinFunction['behaviour']): ((name: string) => readonly [string, BuiltinFunction]) => {
  return (name) => [name, { behaviour, returnsSet: RETURN_SETS.has(name), columns: OUT_COLUMNS.get(name) ?? null }];
};

const FUNCTIONS: ReadonlyMap<string, BuiltinFunction> = new Map([
  ...[...OPERATOR_FUNCTIONS, ...HARMLESS_FUNCTIONS].map(entry('partial')),
  ...PASSING.map(entry('passing')),
  ...TOTAL.map(entry('total')),
  ...TOTAL_WITH_INTEGERS.map(entry('total_with_integers')),
]);

export const builtinFunction = (name: string): BuiltinFunction | undefined => FUNCTIONS.get(name);

/** Why a function without an entry is not trusted. */
export const whyNotTrusted = (name: string): string =>
  `the function ${name} ${whyRefused(name) ?? 'is not known to be harmless'}`;
