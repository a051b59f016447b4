// What is assumed of one variable so far: its values that are left, and the tests that hold or fail. A new assumption
// narrows it or contradicts it.
import type { Literal, Test } from './formula.ts';
import { contains, intersect, MAX, numbersIn, pointsOf, type Ranges } from './ranges.ts';
import { passes } from './terms.ts';
import type { Variable, Variables } from './variables.ts';

export type Assumed = Extract<Literal, { kind: 'test' }>;

export interface Constraint {
  readonly variable: Variable;
  readonly ranges: Ranges;
  readonly tests: readonly Assumed[];
}

const UNTESTED: readonly Assumed[] = [];

/** What a first literal says of its variable; alone it never contradicts. */
export const begin = (literal: Literal): Constraint =>
  literal.kind === 'value'
    ? { variable: literal.variable, ranges: literal.ranges, tests: UNTESTED }
    : { variable: literal.variable, ranges: literal.variable.domain, tests: [literal] };

/** The constraint with one more literal: itself when that is no news, null when both cannot hold. */
export function narrow(before: Constraint, literal: Literal, variables: Variables): Constraint | null {
  if (literal.kind === 'value') {
    const ranges = intersect(before.ranges, literal.ranges);
    return ranges === before.ranges ? before : consistent({ ...before, ranges }, variables);
  }
  for (const { test, holds } of before.tests) {
    if (test.number === literal.test.number) return holds === literal.holds ? before : null;
  }
  if (literal.test.kind === 'touches') return withMembers(before, literal);
  if (before.tests.some((other) => areAtOdds(other, literal) || areAtOdds(literal, other))) return null;
  return consistent({ ...before, tests: [...before.tests, literal] }, variables);
}

/** A few values are tried one by one; the number of all other texts passes every test. */
function consistent(constraint: Constraint, variables: Variables): Constraint | null {
  const { ranges, tests } = constraint;
  if (ranges.length === 0) return null;
  if (tests.length === 0 || contains(ranges, MAX)) return constraint;
  const left = numbersIn(ranges).filter((number) => {
    const text = variables.textOf(number);
    return text === undefined || tests.every(({ test, holds }) => isTrueOf(text, test) === holds);
  });
  return left.length === 0 ? null : { ...constraint, ranges: pointsOf(left) };
}

const isTrueOf = (text: string, test: Test): boolean =>
  test.kind === 'text' && passes(text, test.operator, test.operand);

/** Of columns, every set that is touched needs a member that is not ruled out. */
function withMembers(before: Constraint, literal: Assumed): Constraint | null {
  const tests = [...before.tests, literal];
  const out = new Set(tests.flatMap(({ test, holds }) => (holds ? [] : membersOf(test))));
  const isPossible = ({ test, holds }: Assumed): boolean =>
    !holds || membersOf(test).some((member) => !out.has(member));
  return tests.every(isPossible) ? { ...before, tests } : null;
}

export const membersOf = (test: Test): readonly number[] => (test.kind === 'touches' ? test.members : []);

/** The first holds, and the second says the opposite of what follows from it. */
function areAtOdds({ test, holds }: Assumed, other: Assumed): boolean {
  if (!holds || test.kind !== 'text' || other.test.kind !== 'text') return false;
  if (!other.holds) return follows(test, other.test);
  // Both are beginnings of one text, or both are its ends.
  return (
    test.operator === other.test.operator &&
    test.operator !== 'contains' &&
    !passes(test.operand, test.operator, other.test.operand) &&
    !passes(other.test.operand, test.operator, test.operand)
  );
}

type TextTest = Extract<Test, { kind: 'text' }>;

/** Every text that passes the first test passes the second one. */
export function follows(test: TextTest, other: TextTest): boolean {
  if (other.operator === 'contains') return test.operand.includes(other.operand);
  return test.operator === other.operator && passes(test.operand, test.operator, other.operand);
}
