// Views: their definition is parsed and walked once per catalog; what a column brings with it is kept with that column.
import type { Catalog } from './catalog-index.ts';
import type { CatalogRelation } from './catalog.ts';
import type { Charges } from './charges.ts';
import type { NamedLineage } from './lineage.ts';
import { parseText } from './parser.ts';
import { newFindings, unknown } from './walk.ts';
import type { Walk } from './walk.ts';

interface ViewLineage {
  readonly columns: readonly NamedLineage[];
  /** What choosing the view's rows uses, whichever column is named. */
  readonly charges: Charges;
}

const known = new WeakMap<Catalog, Map<number, ViewLineage | 'walking'>>();

function walkDefinition(walk: Walk, name: string, definition: string): ViewLineage {
  const findings = newFindings();
  // A live server prints definitions with every name qualified; a DDL file holds them as written.
  const searchPath = walk.catalog.snapshot.serverVersion === 0 ? walk.catalog.snapshot.searchPath : ['pg_catalog'];
  const inner: Walk = {
    ...walk,
    findings,
    visited: new Set(),
    view: `the view ${name}`,
    parameters: null,
    base: 0,
    context: { ...walk.context, searchPath },
  };
  const parsed = parseText(definition);
  const node = parsed.kind === 'parsed' && parsed.statements.length === 1 ? parsed.statements[0]?.stmt : undefined;
  const result = node === undefined ? null : walk.visit.statement(inner, node, null);
  if (result === null) unknown(inner, 'the definition is not understood');
  return { columns: result?.columns ?? [], charges: findings };
}

/** The lineage of a view's columns. Positions inside are -1. */
export function viewLineage(walk: Walk, view: CatalogRelation, definition: string): ViewLineage {
  const name = `${view.schema}.${view.name}`;
  const views = known.get(walk.catalog) ?? new Map<number, ViewLineage | 'walking'>();
  known.set(walk.catalog, views);
  const before = views.get(view.oid);
  if (before === 'walking') {
    unknown(walk, `the view ${name} is defined by itself`);
    return { columns: [], charges: newFindings() };
  }
  if (before !== undefined) return before;
  views.set(view.oid, 'walking');
  try {
    const found = walkDefinition(walk, name, definition);
    views.set(view.oid, found);
    return found;
  } finally {
    if (views.get(view.oid) === 'walking') views.delete(view.oid);
  }
}
