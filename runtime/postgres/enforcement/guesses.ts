// Values that a client puts into a masked column. Beside those that are there they would be guesses: a unique constraint, ON CONFLICT, or a
// join of the column with itself tells which are right. So as few may be written by a statement as may be compared in one. Pure.
import type { PolicyMetadata } from '../../../compiler/abi/metadata.ts';
import { MAX_EQUALITY_CONSTANTS } from '../analysis/operators.ts';
import type { ColumnFill, StatementFacts } from '../analysis/facts.ts';
import type { Refusal } from './enforcement.ts';
import type { MaskedMember, MasksOf } from './masked-members.ts';
import { refusedColumn } from './refusals.ts';

interface Forbidden {
  readonly column: string;
  readonly mask: MaskedMember;
  readonly what: string;
  readonly hint: string;
}

const FEW = `Write single values, at most ${MAX_EQUALITY_CONSTANTS} in a statement.`;

/** How many values a statement puts into each column. */
function valuesByColumn(fills: readonly ColumnFill[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { columns, values } of fills)
    for (const column of columns) found.set(column, (found.get(column) ?? 0) + values);
  return found;
}

/** What one mask on a column that is filled forbids about it. */
function forbiddenBy(
  mask: MaskedMember,
  fill: ColumnFill,
  values: number,
  masks: MasksOf,
): Omit<Forbidden, 'column' | 'mask'> | null {
  if (mask.predicates === 'allow') return null;
  if (mask.predicates === 'block')
    return {
      what: 'cannot be written',
      hint: 'Nothing may be asked about this column, and what is written there could be a question.',
    };
  const clear = fill.from.find((names) => names.every((name) => masks(name).length === 0))?.[0];
  if (clear !== undefined) return { what: `cannot be filled from ${clear}, which is not`, hint: FEW };
  if (values <= MAX_EQUALITY_CONSTANTS) return null;
  return {
    what: `cannot be filled with computed values, or more than ${MAX_EQUALITY_CONSTANTS}, by one statement`,
    hint: FEW,
  };
}

export function guessRefusal(facts: StatementFacts, masks: MasksOf, metadata: PolicyMetadata): Refusal | null {
  const totals = valuesByColumn(facts.fills);
  for (const fill of facts.fills) {
    for (const column of fill.columns) {
      for (const mask of masks(column)) {
        const forbidden = forbiddenBy(mask, fill, totals.get(column) ?? 0, masks);
        if (forbidden === null) continue;
        const { what, hint } = forbidden;
        const use = { column, via: 'a value that is written', position: fill.position };
        return refusedColumn(facts, { use, channel: 'comparison', what, hint }, mask, metadata);
      }
    }
  }
  return null;
}
