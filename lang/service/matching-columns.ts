// Which columns of the schema a column pattern matches.
import type { ColumnNode, SegmentNode } from '../ast/declaration.ts';
import type { SchemaRelation } from '../check/schema.ts';

export interface MatchingColumn {
  /** `clinical.patients.ssn`. */
  readonly name: string;
  readonly type: string;
}

export function matchingColumns(node: ColumnNode, relations: readonly SchemaRelation[]): readonly MatchingColumn[] {
  const [inSchema, inRelation, inColumn] = node.segments.map(matcherOf);
  if (!inSchema || !inRelation || !inColumn || node.segments.length > 3) return [];
  return relations
    .filter(({ schema, name }) => inSchema(schema) && inRelation(name))
    .flatMap(({ schema, name, columns }) =>
      columns
        .filter((column) => inColumn(column.name))
        .map((column) => ({ name: `${schema}.${name}.${column.name}`, type: column.type })),
    );
}

export type NameMatcher = (name: string) => boolean;

/** True for the names that one of the alternatives means: without quotes in lower case and with `*`, in quotes as they stand. */
export function matcherOf(alternatives: readonly SegmentNode[]): NameMatcher {
  const tests = alternatives.map(({ text, isQuoted }): NameMatcher => {
    const parts = isQuoted ? [text] : text.toLowerCase().split('*');
    return (name) => matchesParts(name, parts);
  });
  return (name) => tests.some((test) => test(name));
}

/** The parts between stars, in order; each is taken at its first place, which never excludes a later match. */
function matchesParts(name: string, parts: readonly string[]): boolean {
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return name === first;
  if (!name.startsWith(first)) return false;
  let from = first.length;
  for (const part of rest) {
    const at = name.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return name.length - last.length >= from && name.endsWith(last);
}
