// Fast lookups over a catalog snapshot: relations by name and search path, relatives by inheritance, user-defined functions.
import type {
  CatalogCast,
  CatalogFunction,
  CatalogOperator,
  CatalogRelation,
  CatalogSnapshot,
  CatalogType,
  FunctionName,
} from './catalog.ts';

/** One schema, or the schemas of a search_path. */
export type NamePlace = { readonly schema: string } | { readonly path: readonly string[] };

export interface Catalog {
  readonly snapshot: CatalogSnapshot;
  relation(schema: string, name: string): CatalogRelation | undefined;
  /** The relation that an unqualified name means. `pg_catalog` comes first unless the path names it. */
  resolve(name: string, searchPath: readonly string[]): CatalogRelation | undefined;
  /**
   * The functions that are not PostgreSQL's own and that a name may mean, all overloads; in one schema, or where the path is searched.
   * An empty path is one that is not known: then a name may mean any of them.
   */
  functions(name: string, where: NamePlace): readonly CatalogFunction[];
  /** As for functions. */
  operators(name: string, where: NamePlace): readonly CatalogOperator[];
  /** The type that a name means, among those that are not PostgreSQL's own. */
  type(name: string, where: NamePlace): CatalogType | undefined;
  typeByOid(oid: number): CatalogType | undefined;
  /** Casts that someone has added, from or to a type. */
  castsOf(typeOid: number): readonly CatalogCast[];
  /** All ancestors and all descendants by inheritance or partitioning. */
  relatives(relation: CatalogRelation): readonly CatalogRelation[];
  /** The relatives whose rows include those of this one. */
  ancestors(relation: CatalogRelation): readonly CatalogRelation[];
}

const NO_CASTS: readonly CatalogCast[] = [];

const key = (schema: string, name: string): string => `${schema}.${name}`;

function reach(start: string, edges: ReadonlyMap<string, readonly string[]>): Set<string> {
  const seen = new Set<string>();
  const pending = [...(edges.get(start) ?? [])];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    pending.push(...(edges.get(next) ?? []));
  }
  return seen;
}

/** The schemas that are searched, `pg_catalog` and `$user` made explicit. */
function effectivePath(searchPath: readonly string[], user: string): readonly string[] {
  const path = searchPath.map((schema) => (schema === '$user' || schema === '"$user"' ? user : schema));
  return path.includes('pg_catalog') ? path : ['pg_catalog', ...path];
}

/** Names with a dot in them could be taken for others where columns are written `schema.relation.column`: such relations are not known. */
const isPlainlyNamed = (relation: CatalogRelation): boolean =>
  ![relation.schema, relation.name, ...relation.columns.map((column) => column.name)].some((name) =>
    name.includes('.'),
  );

type OfRelation = (relation: CatalogRelation) => readonly CatalogRelation[];

/** The same function, asked once for each relation. */
function once(find: OfRelation): OfRelation {
  const known = new WeakMap<CatalogRelation, readonly CatalogRelation[]>();
  return (relation) => {
    const before = known.get(relation);
    if (before !== undefined) return before;
    const found = find(relation);
    known.set(relation, found);
    return found;
  };
}

/** Builds the lookups. The snapshot must not change afterwards. */
export function indexCatalog(snapshot: CatalogSnapshot): Catalog {
  const plain = snapshot.relations.filter(isPlainlyNamed);
  const relations = new Map(plain.map((relation) => [key(relation.schema, relation.name), relation]));
  const parents = new Map(plain.map((relation) => [key(relation.schema, relation.name), relation.parents]));
  const children = new Map<string, string[]>();
  for (const [child, of] of parents) {
    for (const parent of of) {
      const found = children.get(parent);
      if (found === undefined) children.set(parent, [child]);
      else found.push(child);
    }
  }
  const functions = Map.groupBy(snapshot.functions, (found) => found.name);
  const operators = Map.groupBy(snapshot.operators, (found) => found.name);
  const types = Map.groupBy(snapshot.types, (found) => found.name);
  const typesByOid = new Map(snapshot.types.map((type) => [type.oid, type]));
  const casts = new Map<number, CatalogCast[]>();
  for (const cast of snapshot.casts) {
    for (const oid of new Set([cast.source, cast.target])) casts.set(oid, [...(casts.get(oid) ?? []), cast]);
  }
  const among = <T extends FunctionName>(
    all: ReadonlyMap<string, readonly T[]>,
    name: string,
    where: NamePlace,
  ): readonly T[] => {
    const named = all.get(name) ?? [];
    if (named.length === 0) return named;
    if ('schema' in where) return named.filter((found) => found.schema === where.schema);
    if (where.path.length === 0) return named;
    const path = effectivePath(where.path, snapshot.user);
    return path.flatMap((schema) => named.filter((found) => found.schema === schema));
  };
  return {
    snapshot,
    relation: (schema, name) => relations.get(key(schema, name)),
    resolve(name, searchPath) {
      for (const schema of effectivePath(searchPath, snapshot.user)) {
        const found = relations.get(key(schema, name));
        if (found !== undefined) return found;
      }
      return undefined;
    },
    functions: (name, where) => among(functions, name, where),
    operators: (name, where) => among(operators, name, where),
    type: (name, where) => among(types, name, where)[0],
    typeByOid: (oid) => typesByOid.get(oid),
    castsOf: (typeOid) => casts.get(typeOid) ?? NO_CASTS,
    // Every column of every relation of a statement asks for these.
    relatives: once((relation) => {
      const name = key(relation.schema, relation.name);
      const names = new Set([...reach(name, parents), ...reach(name, children)]);
      names.delete(name);
      return [...names].flatMap((other) => relations.get(other) ?? []);
    }),
    ancestors: once((relation) =>
      [...reach(key(relation.schema, relation.name), parents)].flatMap((other) => relations.get(other) ?? []),
    ),
  };
}
