// Plans that EXPLAIN shows cannot be masked, so they are refused where they could tell values.
import type { StatementFacts } from '../analysis/facts.ts';
import type { Refusal } from './enforcement.ts';
import type { MasksOf } from './masked-members.ts';
import { refusedByContract } from './refusals.ts';

interface ExplainWords {
  readonly because: string;
  readonly hint: string;
}

/** Why a plan of this statement could tell values of masked columns; null when it cannot. */
function tellingPlan(facts: StatementFacts, masks: MasksOf): ExplainWords | null {
  if (facts.explains === 'run')
    return {
      because: 'memory and disk that are used depend on its values',
      hint: 'EXPLAIN (COSTS off) without ANALYZE shows the plan of a statement that only selects it.',
    };
  if (facts.explains === 'estimates')
    return {
      because: 'estimates depend on its values',
      hint: 'EXPLAIN (COSTS off) shows the plan of a statement that only selects it.',
    };
  const isUsed = facts.uses.some((use) => use.how !== 'presence' && masks(use.column).length > 0);
  if (isUsed)
    return {
      because: 'the plan is chosen by statistics of its values',
      hint: 'Explain the statement without the condition on it.',
    };
  // A function that is declared immutable is run by the planner, and its result stands in the plan.
  if (facts.functions.some((name) => !name.startsWith('pg_catalog.')))
    return { because: 'a plan may show what a function has read', hint: 'Explain the statement without the function.' };
  return null;
}

/** Why an EXPLAIN is refused; null for one that tells nothing, and for any other statement. */
export function explainRefusal(facts: StatementFacts, masks: MasksOf): Refusal | null {
  if (facts.explains === null) return null;
  const read = facts.reads.find((column) => masks(column).length > 0);
  const telling = read === undefined ? null : tellingPlan(facts, masks);
  if (read === undefined || telling === null) return null;
  const [mask] = masks(read);
  return refusedByContract(
    mask?.rule ?? null,
    `EXPLAIN of a statement that reads ${read} (${mask?.member ?? ''}), which is masked for you, is refused: ${telling.because}`,
    telling.hint,
  );
}
