// Where the value of an expression comes from, and how lineages combine. Pure values.
import type { Charges } from './charges.ts';
import type { ColumnOrigin, OutputSource, WrittenConstant } from './facts.ts';

/**
 * What kind of value it is where it is compared. A protected column may be compared with a `constant` or a `column` of a relation. `other` can run
 * through many values that the client chose (VALUES, generate_series), so comparing with it would enumerate.
 */
export type Shape = 'constant' | 'column' | 'other';

/** A source as a walk collects it. */
export interface Source extends OutputSource {
  /** Where the column itself was named, and is no view's: its name and those of its ancestors. Null for another name of the same values. */
  readonly stored: readonly string[] | null;
  /** True where a query names a column of the query around it. */
  readonly isOuter?: boolean;
  /** True where it only chooses between other values, as the conditions of CASE do. */
  readonly isChoice?: boolean;
}

export interface Lineage {
  readonly sources: readonly Source[];
  readonly shape: Shape;
  readonly origin: ColumnOrigin | null;
  /** Type OID of a plain column; 0 when it is not known. */
  readonly typeOid: number;
  /** The fields of a row value: a whole-row reference or ROW(…). */
  readonly row: readonly NamedLineage[] | null;
  /** What computing this column of a view brings with it; charged to the statement that names the column. */
  readonly charges: Charges | null;
  /** Constants and parameters that may be the value, as they are or cast. */
  readonly constants: readonly WrittenConstant[];
  /** How many values of the client's own choice it may be: constants, parameters, and what is computed from them alone. */
  readonly guesses: number;
}

export interface NamedLineage {
  readonly name: string;
  readonly lineage: Lineage;
  /** True for a column that `*` does not stand for. */
  readonly isUnlisted?: boolean;
}

export const CONSTANT: Lineage = {
  sources: [],
  shape: 'constant',
  origin: null,
  typeOid: 0,
  row: null,
  charges: null,
  constants: [],
  guesses: 0,
};
export const NO_SOURCE: Lineage = { ...CONSTANT, shape: 'other', guesses: Infinity };

/** Union of sources; the same column by the same way is kept once. */
function mergeSources(lists: readonly (readonly Source[])[]): readonly Source[] {
  const filled = lists.filter((list) => list.length > 0);
  const only = filled[0];
  if (only === undefined) return [];
  if (filled.length === 1) return only;
  const found = new Map<string, Source>();
  for (const source of filled.flat()) {
    const key = `${source.how} ${source.column}`;
    const before = found.get(key);
    const kept = before !== undefined && (before.stored !== null || source.stored === null) ? before : source;
    // What two functions make of a column is not what one of them does.
    const isSame = before === undefined || before.through === source.through;
    const isChoice = source.isChoice === true && (before === undefined || before.isChoice === true);
    const isKept = isSame && isChoice === (kept.isChoice === true);
    found.set(key, isKept ? kept : { ...kept, through: isSame ? kept.through : null, isChoice });
  }
  return [...found.values()];
}

/** Constants among columns are many values: rows choose between them. */
const mergeShapes = (lineages: readonly Lineage[]): Shape => {
  if (lineages.every((lineage) => lineage.shape === 'constant')) return 'constant';
  return lineages.every((lineage) => lineage.shape === 'column') ? 'column' : 'other';
};

/** The type that all of several values are of; 0 when it is not known, or they differ. */
const commonType = (lineages: readonly Lineage[]): number => {
  const first = lineages[0]?.typeOid ?? 0;
  return lineages.every((lineage) => lineage.typeOid === first) ? first : 0;
};

/** One of several values passes unchanged: COALESCE, CASE, UNION. */
export const oneOf = (lineages: readonly Lineage[]): Lineage => ({
  sources: mergeSources(lineages.map((lineage) => lineage.sources)),
  shape: mergeShapes(lineages),
  origin: null,
  typeOid: commonType(lineages),
  row: null,
  charges: null,
  constants: mergeConstants(lineages),
  guesses: lineages.reduce((sum, lineage) => sum + lineage.guesses, 0),
});

function mergeConstants(lineages: readonly Lineage[]): readonly WrittenConstant[] {
  const filled = lineages.filter(({ constants }) => constants.length > 0);
  const [only] = filled;
  if (only === undefined) return [];
  return filled.length === 1 ? only.constants : [...new Set(filled.flatMap(({ constants }) => constants))];
}

/** A value computed from others, by the function `through` where it is one. What depends only on NULL-ness still does. */
export function derive(lineages: readonly Lineage[], via: string, through: string | null = null): Lineage {
  const all = oneOf(lineages);
  return {
    ...all,
    constants: [],
    guesses: all.shape === 'constant' ? Math.min(1, all.guesses) : Infinity,
    typeOid: 0,
    shape: all.shape === 'constant' ? 'constant' : 'other',
    sources: mergeSources(
      all.sources.map((source) => [
        source.how === 'presence'
          ? source
          : {
              ...source,
              how: 'derived' as const,
              via: source.via || via,
              through: source.how === 'direct' ? through : null,
            },
      ]),
    ),
  };
}

/** A value that says only whether others are NULL, or how many are not. A derived value could be made NULL on purpose, so it stays derived. */
export function presenceOf(lineages: readonly Lineage[], via: string): Lineage {
  const all = derive(lineages, via);
  const direct = new Set(
    lineages.flatMap((lineage) =>
      lineage.sources.filter((source) => source.how === 'direct').map((source) => source.column),
    ),
  );
  const derived = new Set(
    lineages.flatMap((lineage) =>
      lineage.sources.filter((source) => source.how === 'derived').map((source) => source.column),
    ),
  );
  return {
    ...all,
    sources: all.sources.map((source) =>
      direct.has(source.column) && !derived.has(source.column)
        ? { ...source, how: 'presence' as const, via, through: null }
        : source,
    ),
  };
}

/** One of several values, where texts of no type of their own, and NULL, take the type of the others. */
export function oneOfTyped(values: readonly { readonly lineage: Lineage; readonly isUntyped: boolean }[]): Lineage {
  const typed = values.filter((value) => !value.isUntyped).map((value) => value.lineage);
  return { ...oneOf(values.map((value) => value.lineage)), typeOid: commonType(typed) };
}

/** The same value without its plain-column identity. */
export const detached = (lineage: Lineage): Lineage => ({ ...lineage, origin: null });

/** A value that comes out of a query: a constant there may be missing on some rows, and many of them make a list. */
export const fromRows = (lineage: Lineage): Lineage =>
  lineage.shape === 'constant' ? { ...lineage, shape: 'other' } : lineage;

/** The base columns behind a value, for what it is compared with. */
export const storedColumns = (lineages: readonly Lineage[]): readonly (readonly string[])[] =>
  lineages.flatMap((lineage) => lineage.sources.flatMap((source) => (source.stored === null ? [] : [source.stored])));

/** The same value, where the server may or may not see a plain column. */
export const uncertain = (lineage: Lineage): Lineage =>
  lineage.origin === null ? lineage : { ...lineage, origin: { ...lineage.origin, certain: false } };

/** A column that a statement has put values into: it is still the column, and it also comes from the other columns that they do. */
export function withWritten(column: Lineage, values: readonly Lineage[]): Lineage {
  const own = new Set(column.sources.map((source) => source.column));
  const others = values.flatMap((value) => value.sources).filter((source) => !own.has(source.column));
  return { ...column, sources: mergeSources([column.sources, others.map((source) => ({ ...source, stored: null }))]) };
}
