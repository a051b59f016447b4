// The statements of a text as the gateway sees them: a text without any is one empty statement, which is decided on too.
import { analyzeQuery } from '../../runtime/postgres/analysis/analyze-query.ts';
import type { Catalog } from '../../runtime/postgres/analysis/catalog-index.ts';
import type { AnalysisContext, StatementFacts } from '../../runtime/postgres/analysis/facts.ts';
import { emptyFacts } from '../../runtime/postgres/analysis/empty-facts.ts';

export type Statements = readonly [StatementFacts, ...StatementFacts[]];

export function analyzeStatements(sql: string, catalog: Catalog, context: AnalysisContext): Statements {
  const [first, ...others] = analyzeQuery(sql, catalog, context);
  return [first ?? emptyFacts(sql), ...others];
}

/** A new session: the catalog's search path, no prepared statement, no cursor. */
export const newContext = ({ snapshot }: Catalog): AnalysisContext => ({
  searchPath: snapshot.searchPath,
  prepared: new Map(),
  cursors: new Map(),
});
