// Fast lookups over a catalog snapshot: relations by name and search path, relatives by inheritance, user-defined functions.
import { createHash } from 'node:crypto';
import type { CatalogRelation, CatalogSnapshot } from './catalog.ts';

export interface Catalog {
  readonly snapshot: CatalogSnapshot;
  relation(schema: string, name: string): CatalogRelation | undefined;
  /** The relation that an unqualified name means. `pg_catalog` comes first unless the path names it. */
  resolve(name: string, searchPath: readonly string[]): CatalogRelation | undefined;
  /** True when a function of this name exists outside pg_catalog and information_schema. */
  hasUserFunction(name: string): boolean;
  hasOpaqueOperator(name: string): boolean;
  /** All ancestors and all descendants by inheritance or partitioning. */
  relatives(relation: CatalogRelation): readonly CatalogRelation[];
  /** The relatives whose rows include those of this one. */
  ancestors(relation: CatalogRelation): readonly CatalogRelation[];
}

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

/** Builds the lookups. The snapshot must not change afterwards. */
export function indexCatalog(snapshot: CatalogSnapshot): Catalog {
  const plain = snapshot.relations.filter(isPlainlyNamed);
  const relations = new Map(plain.map((relation) => [key(relation.schema, relation.name), relation]));
  const parents = new Map(plain.map((relation) => [key(relation.schema, relation.name), relation.parents]));
  const children = new Map<string, string[]>();
  for (const [child, of] of parents) {
    for (const parent of of) children.set(parent, [...(children.get(parent) ?? []), child]);
  }
  const functions = new Set(snapshot.functions.map((found) => found.name));
  const operators = new Set(snapshot.opaqueOperators);
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
    hasUserFunction: (name) => functions.has(name),
    hasOpaqueOperator: (name) => operators.has(name),
    relatives(relation) {
      const name = key(relation.schema, relation.name);
      const names = new Set([...reach(name, parents), ...reach(name, children)]);
      names.delete(name);
      return [...names].flatMap((other) => relations.get(other) ?? []);
    },
    ancestors: (relation) =>
      [...reach(key(relation.schema, relation.name), parents)].flatMap((other) => relations.get(other) ?? []),
  };
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return `{${entries.map(([name, held]) => `${JSON.stringify(name)}:${canonical(held)}`).join(',')}}`;
}

/** SHA-256, hex, of the snapshot as JSON with sorted keys and no spaces. */
export const catalogDigest = (snapshot: CatalogSnapshot): string =>
  createHash('sha256').update(canonical(snapshot)).digest('hex');
