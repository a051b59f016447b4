// The order of rows as a value: whoever reads some rows of a query and stops learns which come first.
import type { ColumnUse, StatementFacts } from './facts.ts';

const ORDER: Omit<ColumnUse, 'column' | 'via'> = {
  how: 'order',
  through: null,
  position: -1,
  into: '',
  comparedWith: [],
};

/** The facts of a query of which rows are read one by one; the same facts where masked values cannot have arranged them. */
export function readInParts(facts: StatementFacts, via: string): StatementFacts {
  if (facts.arrangedBy.length === 0) return facts;
  const uses = facts.arrangedBy.map((column): ColumnUse => ({ ...ORDER, column, via: `${via} without ORDER BY` }));
  return { ...facts, uses: [...facts.uses, ...uses], arrangedBy: [] };
}
