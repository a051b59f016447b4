// The promise behind optional values, tried out: a condition that the checker accepts never looks at an absent value,
// whatever is absent. A slow, obvious evaluator runs every accepted condition under every combination.
import { assert, constantFrom, letrec, oneof, property, tuple } from 'fast-check';
import { expect, test } from 'vitest';
import type { Expression } from '../program/program.ts';
import { compile, policy } from './testing.ts';

/** What is present, and what holds. An absent value is missing. */
type World = ReadonlyMap<string, boolean>;

const OPTIONAL = ['statement.limit', 'session.reason', 'target.labels["a"]'];
const FLAGS = ['identity.mfa', 'statement.filtered'];
const ATOMS = [
  ...OPTIONAL.flatMap((name) => [`${name} is present`, `${name} is absent`]),
  'statement.limit > 1',
  'session.reason == "x"',
  'target.labels["a"] == "x"',
  '(statement.limit ?? 0) > 1',
  ...FLAGS,
];

const { condition } = letrec<{ condition: string }>((tie) => {
  const part = tie('condition');
  return {
    condition: oneof(
      { depthSize: 'small', maxDepth: 4 },
      constantFrom(...ATOMS),
      tuple(part, constantFrom('and', 'or'), part).map(([a, operator, b]) => `(${a} ${operator} ${b})`),
      part.map((a) => `not (${a})`),
    ),
  };
});

const isHere = (value: Expression, world: World): boolean => {
  const name = value.kind === 'attribute' ? value.path : value.kind === 'lookup' ? `${value.map}["${value.key}"]` : '';
  return !OPTIONAL.includes(name) || world.get(name) === true;
};

/** The truth of a condition; throws when it looks at a value that is absent. */
function holds(node: Expression, world: World): boolean {
  switch (node.kind) {
    case 'and':
      return holds(node.left, world) && holds(node.right, world);
    case 'or':
      return holds(node.left, world) || holds(node.right, world);
    case 'not':
      return !holds(node.value, world);
    case 'present':
      return isHere(node.value, world);
    case 'compare':
      if (node.left.kind !== 'default' && !isHere(node.left, world)) throw new Error('an absent value was used');
      return world.get('comparisons') === true;
    case 'attribute':
      return world.get(node.path) === true;
    default:
      throw new Error(`unexpected ${node.kind}`);
  }
}

const names = [...OPTIONAL, ...FLAGS, 'comparisons'];
const WORLDS: readonly World[] = Array.from(
  { length: 2 ** names.length },
  (_, bits) => new Map(names.map((name, index) => [name, ((bits >> index) & 1) === 1])),
);

test('an accepted condition never uses an absent value', () => {
  let accepted = 0;
  const check = (text: string): void => {
    const { program } = compile(policy(`block b on postgres.statement when ${text} because "x"`));
    const found = program?.rules[0]?.condition;
    if (!found) return;
    accepted += 1;
    for (const world of WORLDS) holds(found, world);
  };
  assert(property(condition, check), { numRuns: 1_500 });
  expect(accepted).toBeGreaterThan(200);
});

test('an absent value under a test of another is caught by the evaluator', () => {
  const world = new Map([['statement.limit', false]]);
  const span = { file: 'x', start: 0, end: 0 };
  const limit = { kind: 'attribute', path: 'statement.limit', type: { kind: 'int' }, span } as const;
  expect(() => holds({ kind: 'compare', operator: '>', left: limit, right: limit, span }, world)).toThrow('absent');
});
