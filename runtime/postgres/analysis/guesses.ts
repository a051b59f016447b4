// Values that a client makes up and writes into a column could be guesses: once they stand beside the protected ones, a join of masked
// columns, a unique index or ON CONFLICT says which of them are right. A few constants look up one row; many values run through all.
import { NO_SOURCE } from './lineage.ts';
import type { Lineage } from './lineage.ts';
import { MAX_EQUALITY_CONSTANTS } from './operators.ts';
import type { Node } from './parser.ts';
import { use } from './walk.ts';
import type { Walk } from './walk.ts';

/** Records that a value which may be any number of made-up ones goes into a column. What comes from a column is a use `copy`. */
export function useAsGuess(walk: Walk, written: Lineage, value: Lineage = NO_SOURCE): void {
  const isMade = value.shape !== 'constant' && value.sources.length === 0;
  if (!isMade && value.constants.length <= MAX_EQUALITY_CONSTANTS) return;
  use(walk, written.sources, 'expression', { via: 'a write of computed or many values', filters: false });
}

/** Values that are written out, and few enough to be looked up one by one, are constants. */
export function asListed(source: Node | undefined, value: Lineage): Lineage {
  const rows = source !== undefined && 'SelectStmt' in source ? source.SelectStmt.valuesLists : undefined;
  const isListed = rows !== undefined && rows.length <= MAX_EQUALITY_CONSTANTS && value.sources.length === 0;
  return isListed ? { ...value, shape: 'constant' } : value;
}
