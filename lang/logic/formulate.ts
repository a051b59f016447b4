// Checked conditions as formulas. What has no exact theory becomes a boolean of its own, so that a formula may be true
// more often than its condition and never less often.
import type { Expression, Window } from '../program/program.ts';
import { ALWAYS, all, type Formula, negate, NEVER, some, type Test, valueIn } from './formula.ts';
import { BIT, from, ONE, point } from './ranges.ts';
import { compareValues, isOneOf, isText, keyOf, type Terms, variableOf } from './terms.ts';
import { createVariables, type Variables } from './variables.ts';

/** Larger formulas become a boolean of their own. */
const MAX_SIZE = 20_000;

export interface Formulator {
  readonly variables: Variables;
  readonly formulaOf: (condition: Expression) => Formula;
  /** The event is one of these. */
  readonly eventIn: (names: readonly string[], all: readonly string[]) => Formula;
}

export function createFormulator(): Formulator {
  const variables = createVariables();
  const tests = new Map<string, Test>();
  const terms: Terms = {
    variables,
    formulas: new Map(),
    testOf: (key, create) => {
      const known = tests.get(key);
      if (known) return known;
      const test = create(tests.size);
      tests.set(key, test);
      return test;
    },
  };
  return {
    variables,
    formulaOf: (condition) => formulaOf(condition, terms),
    eventIn: (names, known) =>
      some(
        names.map((name) =>
          valueIn(variables.named('event', from(0, known.length - 1), false), point(known.indexOf(name))),
        ),
      ),
  };
}

function formulaOf(node: Expression, terms: Terms): Formula {
  const known = terms.formulas.get(node);
  if (known) return known;
  const exact = formulaOfKind(node, terms);
  const formula = exact.size > MAX_SIZE ? valueIn(terms.variables.fresh(), ONE) : exact;
  terms.formulas.set(node, formula);
  return formula;
}

function formulaOfKind(node: Expression, terms: Terms): Formula {
  const bit = (key: string): Formula => valueIn(terms.variables.named(key, BIT, false), ONE);
  switch (node.kind) {
    case 'bool':
      return node.value ? ALWAYS : NEVER;
    case 'attribute':
      return valueIn(variableOf(node, terms), ONE);
    case 'present':
      return presenceOf(node.value, terms);
    case 'default':
      return inEachCase(node, terms, (value) => formulaOf(value, terms));
    case 'not':
      return negate(formulaOf(node.value, terms));
    case 'and':
      return all([formulaOf(node.left, terms), formulaOf(node.right, terms)]);
    case 'or':
      return some([formulaOf(node.left, terms), formulaOf(node.right, terms)]);
    case 'compare':
      return comparison(node, terms);
    case 'in_constants':
      return inEachCase(node.value, terms, (value) => isOneOf(value, node.constants, terms));
    case 'in_attribute':
      return inEachCase(node.value, terms, (value) => bit(`${keyOf(value)} in ${node.set}`));
    case 'text':
      return inEachCase(node.value, terms, (value) =>
        inEachCase(node.operand, terms, (operand) => isText({ ...node, value, operand }, terms)),
      );
    case 'window':
      return isInWindow(node.window, terms);
    case 'in_networks':
      return some(
        node.networks.map(({ address, prefixBits }) => bit(`${keyOf(node.value)} in ${address}/${prefixBits}`)),
      );
    case 'touches': {
      if (node.members.length === 0) return NEVER;
      const variable = terms.variables.named(node.columns, BIT, false);
      const { members } = node;
      const test = terms.testOf(`${node.columns}(${members.join()})`, (number) => ({
        kind: 'touches',
        number,
        members,
      }));
      return { kind: 'test', variable, test, holds: true, size: 1 };
    }
    default:
      return bit(keyOf(node));
  }
}

/** The minute of the day and the day of the week are one variable for each zone. */
function isInWindow({ unit, from: first, to, zone }: Window, { variables }: Terms): Formula {
  const greatest = unit === 'clock' ? 1_439 : 6;
  const last = unit === 'clock' ? to - 1 : to;
  const variable = variables.named(`${unit} ${zone}`, from(0, greatest), false);
  // From Friday to Thursday is every day; from 12:00 to before 12:00 is no time at all. Ranges do not touch.
  if (first === last + 1) return unit === 'clock' ? NEVER : ALWAYS;
  return valueIn(variable, first <= last ? from(first, last) : [...from(0, last), ...from(first, greatest)]);
}

/** Two conditions are equal when both hold or neither does; other values compare in each of their cases. */
function comparison(node: Extract<Expression, { kind: 'compare' }>, terms: Terms): Formula {
  const { left, right, operator } = node;
  if (!isCondition(left) || !isCondition(right)) {
    return inEachCase(left, terms, (first) =>
      inEachCase(right, terms, (second) => compareValues(first, operator, second, terms)),
    );
  }
  const [first, second] = [formulaOf(left, terms), formulaOf(right, terms)];
  if (first.size + second.size > MAX_SIZE / 2) return valueIn(terms.variables.fresh(), ONE);
  const other = operator === '==' ? second : negate(second);
  return some([all([first, other]), all([negate(first), negate(other)])]);
}

function isCondition(node: Expression): boolean {
  switch (node.kind) {
    case 'int':
    case 'string':
    case 'element':
    case 'minus':
    case 'lookup':
      return false;
    case 'attribute':
      return node.type.kind === 'bool';
    case 'default':
      return isCondition(node.fallback);
    default:
      return true;
  }
}

/** `a ?? b` is `a` where it is present and `b` elsewhere. */
function inEachCase(node: Expression, terms: Terms, make: (value: Expression) => Formula): Formula {
  if (node.kind !== 'default') return make(node);
  const present = presenceOf(node.value, terms);
  return some([
    all([present, inEachCase(node.value, terms, make)]),
    all([negate(present), inEachCase(node.fallback, terms, make)]),
  ]);
}

function presenceOf(node: Expression, terms: Terms): Formula {
  switch (node.kind) {
    case 'attribute':
    case 'lookup': {
      const variable = variableOf(node, terms);
      return valueIn(variable, variable.present);
    }
    case 'default':
      return some([presenceOf(node.value, terms), presenceOf(node.fallback, terms)]);
    default:
      return ALWAYS;
  }
}
