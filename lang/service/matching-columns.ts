// Which columns of the schema a column pattern matches, as it is written.
import type { ColumnNode, SegmentNode } from '../ast/declaration.ts';
import { columnsMatching, type FoundColumn } from '../check/match-columns.ts';
import type { SchemaRelation } from '../check/schema.ts';

/** None for a pattern that has not three parts, which the checker reports. */
export function matchingColumns(
  { segments }: ColumnNode,
  relations: readonly SchemaRelation[],
): readonly FoundColumn[] {
  const [schema, relation, column, ...more] = segments.map(globsOf);
  return schema && relation && column && more.length === 0
    ? columnsMatching({ schema, relation, column }, relations)
    : [];
}

/** Without quotes in lower case, in quotes as they stand; a star in quotes is an error and matches nothing. */
export const globsOf = (alternatives: readonly SegmentNode[]): readonly string[] =>
  alternatives.flatMap(({ text, isQuoted }) => (isQuoted ? (text.includes('*') ? [] : [text]) : [text.toLowerCase()]));
