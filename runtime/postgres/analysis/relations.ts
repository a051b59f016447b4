// A relation named in a statement: its columns as lineage, views looked through, relatives by inheritance included.
import type { CatalogRelation } from './catalog.ts';
import type { MadeRelation } from './facts.ts';
import { CONSTANT, NO_SOURCE, derive } from './lineage.ts';
import type { Lineage, NamedLineage } from './lineage.ts';
import type { Ast } from './parser.ts';
import { innerScope } from './scope.ts';
import { storedExpression } from './stored-expressions.ts';
import { callSupport } from './user-functions.ts';
import { isValueBearing } from './value-bearing.ts';
import { viewLineage } from './views.ts';
import { charge, hazard, locatingUnknown, newFindings, positionOf, unknown } from './walk.ts';
import type { Walk } from './walk.ts';

const SYSTEM_SCHEMAS = new Set(['pg_catalog', 'information_schema']);

/** A relation of that name that the session has made; not inside views, which were made before it. */
function madeHere({ context, view }: Walk, { schemaname, relname }: Ast.RangeVar): MadeRelation | null {
  if (view !== null) return null;
  const isMeant = ({ relation }: MadeRelation): boolean =>
    relation.name === relname && (schemaname === undefined || relation.schema === schemaname);
  return context.made?.findLast(isMeant) ?? null;
}

function noted(walk: Walk, relation: CatalogRelation): CatalogRelation {
  if (walk.view === null || walk.parameters !== null)
    walk.findings.relations.add(`${relation.schema}.${relation.name}`);
  return relation;
}

/** The relation that a name means, or undefined, reported. */
export function resolveRelation(walk: Walk, name: Ast.RangeVar): CatalogRelation | undefined {
  const { catalog, context } = walk;
  const written = [name.catalogname, name.schemaname, name.relname].filter((part) => part !== undefined).join('.');
  const made = madeHere(walk, name);
  const here = name.catalogname === undefined || name.catalogname === catalog.snapshot.database;
  const found = !here
    ? undefined
    : name.schemaname === undefined
      ? catalog.resolve(name.relname ?? '', context.searchPath)
      : catalog.relation(name.schemaname, name.relname ?? '');
  if (found === undefined && made !== null) return noted(walk, made.relation);
  if (found !== undefined && made !== null && made.relation.schema !== found.schema)
    unknown(walk, `the relation ${written} may be one that this session has made`);
  if (found === undefined) {
    locatingUnknown(walk, name.location, () => unknown(walk, `the relation ${written} is not in the catalog`));
    return undefined;
  }
  noted(walk, found);
  if (isValueBearing(found.schema, found.name)) {
    hazard(walk, `${found.schema}.${found.name} shows values of columns, statements of other sessions, or secrets`);
  }
  return found;
}

/** The base columns of a name among relations. */
const columnsNamed = (holders: readonly CatalogRelation[], name: string): readonly string[] =>
  holders
    .filter((holder) => holder.columns.some((column) => column.name === name))
    .map((holder) => `${holder.schema}.${holder.name}.${name}`);

interface ColumnPlace {
  readonly relation: CatalogRelation;
  readonly alone: boolean;
  readonly position: number;
}

function columnLineage(
  walk: Walk,
  place: ColumnPlace,
  column: CatalogRelation['columns'][number],
  inner: Lineage | null,
): Lineage {
  const { relation, position } = place;
  const { catalog } = walk;
  // A mask on an ancestor covers its descendants, so these names tell whether all the values are masked.
  const made = walk.context.made?.find((candidate) => candidate.relation === relation);
  const stored = columnsNamed([relation, ...catalog.ancestors(relation)], column.name);
  const others = columnsNamed(place.alone ? catalog.ancestors(relation) : catalog.relatives(relation), column.name);
  const named = { how: 'direct' as const, via: '', through: null, position };
  const own = [
    { ...named, column: `${relation.schema}.${relation.name}.${column.name}`, stored: inner === null ? stored : null },
    ...others.map((name) => ({ ...named, column: name, stored: null })),
  ];
  const put = made?.sources[column.attribute - 1] ?? [];
  return {
    ...CONSTANT,
    sources: [...own, ...(inner?.sources ?? []), ...put.map((source) => ({ ...source, stored: null }))],
    shape: inner === null ? 'column' : inner.shape,
    origin: { relationOid: relation.oid, attribute: column.attribute, certain: true },
    typeOid: column.baseTypeOid ?? column.typeOid,
    charges: inner?.charges ?? null,
  };
}

/** A generated column depends on the columns that its expression names, whether it is stored or computed when it is read. */
function withGenerated(
  walk: Walk,
  relation: CatalogRelation,
  columns: readonly NamedLineage[],
): readonly NamedLineage[] {
  if (!relation.columns.some((column) => column.generated !== undefined)) return columns;
  const scope = innerScope(null, [
    { tables: [{ alias: relation.name, schema: relation.schema, columns, relationOid: 0 }], visible: columns },
  ]);
  return columns.map(({ name, lineage }, index) => {
    const text = relation.columns[index]?.generated;
    if (text === undefined) return { name, lineage };
    const findings = newFindings();
    const what = `the generated column ${relation.schema}.${relation.name}.${name}`;
    const from = derive([storedExpression({ ...walk, findings }, text, { what, scope })], 'a generated column');
    return { name, lineage: { ...lineage, sources: [...lineage.sources, ...from.sources], charges: findings } };
  });
}

/** Casts that the server makes by itself can run code wherever a column of their type stands. */
function chargeImplicitCasts(walk: Walk, relation: CatalogRelation): void {
  for (const { typeOid } of relation.columns) {
    for (const cast of walk.catalog.castsOf(typeOid)) {
      if (cast.isImplicit && cast.function !== null && cast.source === typeOid)
        callSupport(walk, cast.function, NO_SOURCE);
    }
  }
}

/** The columns of a relation as FROM sees them. */
export function relationColumns(walk: Walk, relation: CatalogRelation, name: Ast.RangeVar): readonly NamedLineage[] {
  const place = { relation, alone: name.inh !== true, position: positionOf(walk, name.location) };
  const isView = relation.kind === 'view' || relation.kind === 'materialized_view';
  if (isView && relation.definition === null && !SYSTEM_SCHEMAS.has(relation.schema))
    unknown(walk, `the definition of the view ${relation.schema}.${relation.name} cannot be read`);
  chargeImplicitCasts(walk, relation);
  const view =
    relation.definition === null || SYSTEM_SCHEMAS.has(relation.schema)
      ? null
      : viewLineage(walk, relation, relation.definition);
  if (view !== null) charge(walk, view.charges);
  if (view !== null && view.columns.length !== relation.columns.length) {
    unknown(walk, `the definition of the view ${relation.schema}.${relation.name} does not match its columns`);
  }
  const columns = relation.columns.map((column, index) => ({
    name: column.name,
    lineage: columnLineage(walk, place, column, view?.columns[index]?.lineage ?? null),
  }));
  return withGenerated(walk, relation, columns);
}
