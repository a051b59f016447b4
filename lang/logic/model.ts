// One set of values that makes a formula true, for asking whether others are true there as well.
import { type Constraint, follows, membersOf } from './constraint.ts';
import type { Formula, Literal, Test } from './formula.ts';
import { contains, MAX, type Ranges } from './ranges.ts';
import { passes } from './terms.ts';
import type { Variable, Variables } from './variables.ts';

export interface Model {
  /** The variables whose value is not the usual one for lack of news. */
  readonly pinned: readonly Variable[];
  valueOf(variable: Variable): number;
  makesTrue(formula: Formula): boolean;
}

interface Pinned {
  readonly value: number;
  readonly passed: readonly Test[];
  readonly touched: ReadonlySet<number>;
}

/** Values are chosen when somebody asks for them. */
export function createModel(constraints: ReadonlyMap<Variable, Constraint>, variables: Variables): Model {
  const chosen = new Map<Variable, Pinned>();
  const pinnedOf = (variable: Variable): Pinned | undefined => {
    const known = chosen.get(variable);
    const constraint = constraints.get(variable);
    if (known || !constraint) return known;
    const pinned = pin(constraint);
    chosen.set(variable, pinned);
    return pinned;
  };
  const valueOf = (variable: Variable): number => pinnedOf(variable)?.value ?? variable.usual;
  const isTrue = (literal: Literal): boolean => {
    if (literal.kind === 'value') return contains(literal.ranges, valueOf(literal.variable));
    return passesTest(literal.test, pinnedOf(literal.variable), variables) === literal.holds;
  };
  const makesTrue = (formula: Formula): boolean => {
    switch (formula.kind) {
      case 'constant':
        return formula.holds;
      case 'all':
        return formula.parts.every(makesTrue);
      case 'some':
        return formula.parts.some(makesTrue);
      default:
        return isTrue(formula);
    }
  };
  return { pinned: [...constraints.keys()], valueOf, makesTrue };
}

const UNTESTED = { passed: [], touched: new Set<number>() };

function pin({ variable, ranges, tests }: Constraint): Pinned {
  const value = valueFrom(ranges, variable);
  if (tests.length === 0) return { value, ...UNTESTED };
  const passed = tests.flatMap(({ test, holds }) => (holds ? [test] : []));
  const out = new Set(tests.flatMap(({ test, holds }) => (holds ? [] : membersOf(test))));
  const touched = new Set<number>();
  for (const members of passed.map(membersOf)) {
    const free = members.filter((member) => !out.has(member));
    const [first] = free;
    if (first !== undefined && !free.some((member) => touched.has(member))) touched.add(first);
  }
  return { value, passed, touched };
}

/** The usual value, or the greatest one: of texts, that is one that nothing names. */
const valueFrom = (ranges: Ranges, { usual }: Variable): number =>
  contains(ranges, usual) ? usual : Math.max(...ranges.map(({ high }) => high));

function passesTest(test: Test, pinned: Pinned | undefined, variables: Variables): boolean {
  if (!pinned) return false;
  if (test.kind === 'touches') return test.members.some((member) => pinned.touched.has(member));
  const text = pinned.value === MAX ? undefined : variables.textOf(pinned.value);
  if (text !== undefined) return passes(text, test.operator, test.operand);
  return pinned.passed.some((other) => other.kind === 'text' && follows(other, test));
}
