// Looks for values of the variables that make formulas true: what must hold is assumed, and of what is left one choice
// after another is tried. A budget of steps ends every search.
import { begin, type Constraint, narrow } from './constraint.ts';
import { type Choice, type Formula, type Literal, negate, type Part } from './formula.ts';
import { createModel, type Model } from './model.ts';
import type { Variable, Variables } from './variables.ts';

export interface Budget {
  steps: number;
}

/** `none` is a proof that there is no model; `unknown` says that the budget is spent. */
export type Search = { readonly kind: 'found'; readonly model: Model } | { readonly kind: 'none' | 'unknown' };

type Outcome = Search['kind'];
/** What the constraints say of a formula. */
type Standing = 'held' | 'excluded' | 'open';

export function findModel(formulas: readonly Formula[], variables: Variables, budget: Budget): Search {
  const search = new Searcher(variables, budget);
  const outcome = search.solve([...formulas], []);
  return outcome === 'found' ? { kind: 'found', model: createModel(search.constraints, variables) } : { kind: outcome };
}

/** Holds the constraints of one search, and how to take them back. */
class Searcher {
  readonly constraints = new Map<Variable, Constraint>();
  readonly #trail: { readonly variable: Variable; readonly before: Constraint | undefined }[] = [];
  readonly #variables: Variables;
  readonly #budget: Budget;

  constructor(variables: Variables, budget: Budget) {
    this.#variables = variables;
    this.#budget = budget;
  }

  /** Makes all goals and all choices true; what it assumed stays only when it found a model. */
  solve(goals: Formula[], choices: Choice[]): Outcome {
    let pending = goals;
    let open = choices;
    while (pending.length > 0) {
      if (this.#budget.steps < 0) return 'unknown';
      if (!this.#assumeAll(pending, open)) return 'none';
      const left = this.#simplify(open);
      if (left === null) return 'none';
      [pending, open] = [left.goals, left.choices];
    }
    const [shortest, ...others] = open.sort((a, b) => a.parts.length - b.parts.length);
    return shortest ? this.#try(shortest, others) : 'found';
  }

  #try(choice: Choice, others: readonly Choice[]): Outcome {
    const refuted: Formula[] = [];
    for (const part of choice.parts) {
      const mark = this.#trail.length;
      const outcome = this.solve([...refuted, part], [...others]);
      if (outcome !== 'none') return outcome;
      this.#undo(mark);
      // What was tried in vain need not be tried again below the other parts.
      if (part.kind === 'value' || part.kind === 'test') refuted.push(negate(part));
    }
    return 'none';
  }

  /** Assumes what must hold, and puts what leaves a choice aside. False when something contradicts. */
  #assumeAll(goals: Formula[], choices: Choice[]): boolean {
    for (let goal = goals.pop(); goal; goal = goals.pop()) {
      if (goal.kind === 'constant') {
        if (!goal.holds) return false;
      } else if (goal.kind === 'all') goals.push(...goal.parts);
      else if (goal.kind === 'some') choices.push(goal);
      else if (!this.#assume(goal)) return false;
    }
    return true;
  }

  #assume(literal: Literal): boolean {
    const { variable } = literal;
    const before = this.constraints.get(variable);
    const after = this.#narrowed(literal);
    if (after === null) return false;
    if (after !== before) {
      this.#trail.push({ variable, before });
      this.constraints.set(variable, after);
    }
    return true;
  }

  #narrowed(literal: Literal): Constraint | null {
    this.#budget.steps -= 1;
    const before = this.constraints.get(literal.variable);
    return before ? narrow(before, literal, this.#variables) : begin(literal);
  }

  #undo(mark: number): void {
    for (const { variable, before } of this.#trail.splice(mark).toReversed()) {
      if (before) this.constraints.set(variable, before);
      else this.constraints.delete(variable);
    }
  }

  /** Drops choices that hold already, and parts that cannot hold; a last part becomes a goal. Null when none is left. */
  #simplify(choices: readonly Choice[]): { goals: Formula[]; choices: Choice[] } | null {
    const goals: Formula[] = [];
    const left: Choice[] = [];
    for (const choice of choices) {
      const standings = choice.parts.map((part) => this.#standing(part));
      if (standings.includes('held')) continue;
      const parts = choice.parts.filter((_, at) => standings[at] === 'open');
      const [only] = parts;
      if (!only) return null;
      if (parts.length === 1) goals.push(only);
      else left.push(parts.length === choice.parts.length ? choice : { ...choice, parts });
    }
    return { goals, choices: left };
  }

  #standing(formula: Part): Standing {
    switch (formula.kind) {
      case 'all':
        return this.#standingOf(formula.parts, 'excluded', 'held');
      case 'some':
        return this.#standingOf(formula.parts, 'held', 'excluded');
      default: {
        const before = this.constraints.get(formula.variable);
        const after = this.#narrowed(formula);
        return after === null ? 'excluded' : after === before ? 'held' : 'open';
      }
    }
  }

  /** One part that is `decisive` decides; when all parts are the opposite, that decides too. */
  #standingOf(parts: readonly Part[], decisive: Standing, opposite: Standing): Standing {
    let result = opposite;
    for (const part of parts) {
      const standing = this.#standing(part);
      if (standing === decisive) return decisive;
      if (standing === 'open') result = 'open';
    }
    return result;
  }
}
