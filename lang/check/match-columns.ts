// Which columns of a schema a column pattern means.
import type { SchemaColumn, SchemaRelation } from './schema.ts';

/** The three parts of a column pattern, as in `ColumnPattern`. */
export interface ColumnNames {
  readonly schema: readonly string[];
  readonly relation: readonly string[];
  readonly column: readonly string[];
}

export interface FoundColumn extends SchemaColumn {
  /** `clinical.patients.ssn`. */
  readonly path: string;
}

export function columnsMatching(names: ColumnNames, relations: readonly SchemaRelation[]): readonly FoundColumn[] {
  return relations
    .filter(({ schema, name }) => matchesAny(names.schema, schema) && matchesAny(names.relation, name))
    .flatMap(({ schema, name, columns }) =>
      columns
        .filter((column) => matchesAny(names.column, column.name))
        .map((column) => ({ ...column, path: `${schema}.${name}.${column.name}` })),
    );
}

export const matchesAny = (globs: readonly string[], text: string): boolean =>
  globs.some((glob) => globMatches(glob, text));

/** A `*` stands for any run of characters. What stands between two stars is looked for as early as it can be. */
export function globMatches(glob: string, text: string): boolean {
  const [first = '', ...rest] = glob.split('*');
  const last = rest.pop();
  if (last === undefined) return glob === text;
  const end = text.length - last.length;
  if (first.length > end || !text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= end;
}
