// Compiled functions of extensions that compute from their arguments and reach for nothing else. Kept out on purpose: what runs text as
// a statement, opens connections or files, or shows what other sessions or the storage hold.
import type { CatalogFunction } from './catalog.ts';

/** Extensions all of whose compiled functions do no more than compute, with those that do more. */
const HARMLESS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    btree_gin: [],
    btree_gist: [],
    citext: [],
    cube: [],
    earthdistance: [],
    fuzzystrmatch: [],
    hstore: [],
    intagg: [],
    intarray: [],
    isn: ['isn_weak'],
    ltree: [],
    pg_trgm: ['set_limit'],
    pgcrypto: [],
    // These read the statistics of columns.
    postgis: [
      'st_estimatedextent',
      'st_estimated_extent',
      '_postgis_selectivity',
      '_postgis_stats',
      '_postgis_join_selectivity',
    ],
    seg: [],
    tablefunc: ['crosstab', 'crosstab2', 'crosstab3', 'crosstab4', 'crosstabn', 'crosstab_hash', 'connectby'],
    unaccent: [],
    'uuid-ossp': [],
    vector: [],
    xml2: ['xpath_table', 'xslt_process'],
  }),
);

/** Types of arguments by which a function gets at more than values. */
const REACHING = /^(?:internal|cstring|regclass)$/;

/** True for a compiled function of a known extension that depends on its arguments only. */
export function isHarmlessExtension(found: CatalogFunction): boolean {
  const others = found.extension === undefined ? undefined : HARMLESS.get(found.extension);
  if (others === undefined || others.includes(found.name)) return false;
  // Their own code in SQL is looked into like any other.
  if (found.kind !== 'aggregate' && found.language !== 'c' && found.language !== 'internal') return false;
  return !found.arguments.some((argument) => REACHING.test(argument.type));
}
