// A column pattern that matches no column of the schema protects nothing, though it looks as if it did.
import type { ColumnNode, PolicyFile, SegmentNode } from '../ast/declaration.ts';
import { suggest } from '../diagnostics/suggest.ts';
import { nameOf } from './check-member.ts';
import { columnsMatching, matchesAny, type ColumnNames } from './match-columns.ts';
import type { Reporter } from './reporter.ts';
import type { SchemaRelation } from './schema.ts';

/** Every server has them, and no dump holds them. */
const SYSTEM_SCHEMAS = ['pg_catalog', 'information_schema', 'pg_toast'];

/** The alternatives of each part of a pattern. */
interface Parts {
  readonly schema: readonly SegmentNode[];
  readonly relation: readonly SegmentNode[];
  readonly column: readonly SegmentNode[];
}

type Relations = readonly SchemaRelation[];

export function reportUnmatchedColumns(files: readonly PolicyFile[], relations: Relations, reporter: Reporter): void {
  const classes = files.flatMap((file) => file.declarations).filter((node) => node.kind === 'class');
  for (const { columns } of classes.flatMap(({ members }) => members)) {
    for (const column of columns) checkColumn(column, relations, reporter);
  }
}

function checkColumn({ segments, span }: ColumnNode, relations: Relations, reporter: Reporter): void {
  const [schema, relation, column, ...more] = segments;
  if (!schema || !relation || !column || more.length > 0) return;
  const parts: Parts = { schema, relation, column };
  if (namesOf(parts).schema.some((name) => SYSTEM_SCHEMAS.includes(name))) return;
  if (!hasColumn(parts, relations)) {
    const written = [schema, relation, column].map(printSegment).join('.');
    reporter.report('HPOL3020', span, { written }, suggestion(parts, relations));
    return;
  }
  // Each alternative must match something of its own, or it is a slip of the pen beside those that do.
  for (const part of ['schema', 'relation', 'column'] as const) {
    for (const alternative of parts[part]) {
      const alone: Parts = { ...parts, [part]: [alternative] };
      if (hasColumn(alone, relations)) continue;
      const written = printSegment([alternative]);
      reporter.report('HPOL3020', alternative.span, { written }, suggestion(alone, relations));
    }
  }
}

const hasColumn = (parts: Parts, relations: Relations): boolean =>
  columnsMatching(namesOf(parts), relations).length > 0;

const namesOf = ({ schema, relation, column }: Parts): ColumnNames => ({
  schema: schema.map(nameOf),
  relation: relation.map(nameOf),
  column: column.map(nameOf),
});

const printSegment = (segment: readonly SegmentNode[]): string => {
  const texts = segment.map(({ text, isQuoted }) => (isQuoted ? `"${text}"` : text));
  return texts.length === 1 ? texts.join('') : `{${texts.join(', ')}}`;
};

/** What the first part that matches nothing was most likely meant to be. */
function suggestion(parts: Parts, relations: Relations): ReturnType<typeof suggest> {
  const { schema, relation } = namesOf(parts);
  const inSchema = relations.filter((candidate) => matchesAny(schema, candidate.schema));
  if (inSchema.length === 0)
    return suggestName(
      parts.schema,
      relations.map((candidate) => candidate.schema),
    );
  const named = inSchema.filter(({ name }) => matchesAny(relation, name));
  if (named.length === 0)
    return suggestName(
      parts.relation,
      inSchema.map(({ name }) => name),
    );
  return suggestName(
    parts.column,
    named.flatMap(({ columns }) => columns.map(({ name }) => name)),
  );
}

function suggestName(segment: readonly SegmentNode[], known: readonly string[]): ReturnType<typeof suggest> {
  const [only, other] = segment;
  return only && !other ? suggest(only, known, writeName) : {};
}

/** A name that PostgreSQL would not read as it stands is written in quotes. */
const writeName = (name: string): string => (/^[a-z_][a-z0-9_]*$/.test(name) ? name : JSON.stringify(name));
