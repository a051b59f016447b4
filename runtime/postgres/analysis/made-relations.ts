// New relations: where a statement puts one, whether its name can be confused with another, and what later statements of the session see.
// INVARIANT: while a mask applies a name that is known never comes to mean something else; statements that were analysed and wait, for a lock
// or behind others of their text, would otherwise read what they were not analysed for (definitions.test.ts).
import { TYPE_OIDS } from './casts.ts';
import type { CatalogColumn, CatalogRelation } from './catalog.ts';
import type { MadeRelation } from './facts.ts';
import type { NamedLineage } from './lineage.ts';
import type { Ast } from './parser.ts';
import { hazard } from './walk.ts';
import type { Walk } from './walk.ts';

export const TEMPORARY_SCHEMA = 'pg_temp';

export interface NewName {
  readonly schema: string;
  readonly name: string;
  readonly isTemporary: boolean;
}

/** The schema that takes what is made without one: the first of the search path that exists. */
function schemaOfPath({ catalog, context }: Walk): string {
  const path = context.searchPath
    .map((entry) => (entry === '$user' ? catalog.snapshot.user : entry))
    .filter((entry) => entry !== 'pg_catalog');
  const filled = new Set([...catalog.snapshot.relations, ...catalog.snapshot.functions].map(({ schema }) => schema));
  const written = context.searchPath.filter((entry) => entry !== 'pg_catalog' && entry !== '$user');
  return path.find((entry) => entry === TEMPORARY_SCHEMA || filled.has(entry)) ?? written[0] ?? 'public';
}

/** Where a new relation goes. A name that any relation has already is a hazard. */
export function newName(walk: Walk, range: Ast.RangeVar): NewName {
  const name = range.relname ?? '';
  const asked = range.relpersistence === 't' ? TEMPORARY_SCHEMA : (range.schemaname ?? schemaOfPath(walk));
  const isTemporary = /^pg_temp(?:_\d+)?$/.test(asked);
  const schema = isTemporary ? TEMPORARY_SCHEMA : asked;
  refuseTakenName(walk, name);
  return { schema, name, isTemporary };
}

/** A name that another relation of whatever schema has: one could be taken for the other. */
export function refuseTakenName(walk: Walk, name: string): void {
  const other = walk.catalog.snapshot.relations.find((relation) => relation.name === name);
  if (other !== undefined)
    hazard(walk, `the name ${name} is that of ${other.schema}.${other.name}, which other statements may mean by it`);
  // A relation is a type, too, and a temporary one comes before all others.
  const isType = TYPE_OIDS[name] !== undefined || walk.catalog.snapshot.types.some((type) => type.name === name);
  if (isType) hazard(walk, `the name ${name} is that of a type, which casts may mean by it`);
  if (name.includes('.')) hazard(walk, 'a name with a dot in it could be taken for another');
}

const newRelation = ({ schema, name }: NewName, columns: readonly CatalogColumn[]): CatalogRelation => ({
  // Only the server knows it.
  oid: 0,
  schema,
  name,
  kind: 'table',
  columns,
  definition: null,
  parents: [],
});

const NOWHERE = { through: null, position: -1 } as const;

/** ON COMMIT DROP takes a temporary relation away with its transaction. */
const endsWithTransaction = (onCommit: string | undefined): boolean => onCommit === 'ONCOMMIT_DROP';

export const madeOfColumns = (
  place: NewName,
  columns: readonly CatalogColumn[],
  onCommit: string | undefined,
): MadeRelation => ({
  relation: newRelation(place, columns),
  sources: columns.map(() => []),
  isTemporary: place.isTemporary,
  endsWithTransaction: endsWithTransaction(onCommit),
});

/** What a query leaves behind: columns with the lineage of its own. */
export function madeOfQuery(
  place: NewName,
  columns: readonly NamedLineage[],
  { names, onCommit }: { readonly names: readonly string[]; readonly onCommit: string | undefined },
): MadeRelation {
  const kept = columns.map(({ name, lineage }, index) => ({
    name: names[index] ?? name,
    attribute: index + 1,
    typeOid: lineage.typeOid,
    type: '',
  }));
  return {
    relation: newRelation(place, kept),
    sources: columns.map(({ lineage }) =>
      lineage.sources.map(({ column, how, via }) => ({ ...NOWHERE, column, how, via })),
    ),
    isTemporary: place.isTemporary,
    endsWithTransaction: endsWithTransaction(onCommit),
  };
}
