// The decision procedure as lints use it. What it claims is proved; where it cannot prove, or its budget is spent, it claims
// nothing.
import type { Expression } from '../program/program.ts';
import { findModel, type Search } from './find-model.ts';
import { type Formula, negate } from './formula.ts';
import { createFormulator } from './formulate.ts';

/** Steps of one question, and of all questions together. A step looks at one leaf of a formula. */
const STEPS = 20_000;
const STEPS_IN_ALL = 4_000_000;

export interface Reasoner {
  readonly formulaOf: (condition: Expression) => Formula;
  /** The event is one of these, of all that there are. */
  readonly eventIn: (names: readonly string[], all: readonly string[]) => Formula;
  /** Values that make all of the formulas true. */
  search(formulas: readonly Formula[]): Search;
  /** They are never all true. */
  exclude(formulas: readonly Formula[]): boolean;
  /** Where the first is true, the second is. */
  implies(formula: Formula, other: Formula): boolean;
}

export function createReasoner(steps: number = STEPS_IN_ALL): Reasoner {
  const { formulaOf, eventIn, variables } = createFormulator();
  let left = steps;
  const search = (formulas: readonly Formula[]): Search => {
    const budget = { steps: Math.min(left, STEPS) };
    left -= budget.steps;
    const found = findModel(formulas, variables, budget);
    left += budget.steps;
    return found;
  };
  const exclude = (formulas: readonly Formula[]): boolean => search(formulas).kind === 'none';
  return {
    formulaOf,
    eventIn,
    search,
    exclude,
    implies: (formula, other) => exclude([formula, negate(other)]),
  };
}
