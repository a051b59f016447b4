// The fewest atoms that keep a rule from firing, against trying every set of atoms.
import { assert, constantFrom, integer, letrec, oneof, property, record, uint8Array } from 'fast-check';
import { expect, test } from 'vitest';
import { ATOM_STATE, type ConditionTree } from '../../compiler/abi/explain.ts';
import type { PolicyMetadata } from '../../compiler/abi/metadata.ts';
import { METADATA } from '../postgres/gateway/testing.ts';
import { explain, type StoppedRule } from './explanation.ts';

const ATOMS = 4;
const atom = (number: number): ConditionTree => ({
  kind: 'atom',
  atom: number,
  text: `a${number}`,
  file: 'p.hpol',
  line: number + 1,
  column: 1,
});

const { tree } = letrec<{ tree: ConditionTree }>((tie) => ({
  tree: oneof(
    { maxDepth: 4 },
    integer({ min: 0, max: ATOMS - 1 }).map(atom),
    constantFrom<ConditionTree>({ kind: 'always' }, { kind: 'never' }),
    record({ kind: constantFrom('not' as const), value: tie('tree') }),
    record({ kind: constantFrom('and' as const, 'or' as const), left: tie('tree'), right: tie('tree') }),
  ),
}));

const stateOf = (states: Uint8Array, node: ConditionTree): boolean => {
  switch (node.kind) {
    case 'atom':
      return states[node.atom] === ATOM_STATE.true;
    case 'not':
      return !stateOf(states, node.value);
    case 'and':
      return stateOf(states, node.left) && stateOf(states, node.right);
    case 'or':
      return stateOf(states, node.left) || stateOf(states, node.right);
    default:
      return node.kind === 'always';
  }
};

const withTrees = (trees: readonly ConditionTree[]): PolicyMetadata => ({
  ...METADATA,
  conditions: { atoms: ATOMS, trees },
  rules: trees.map((_, number) => ({
    name: `r${number}`,
    kind: 'block',
    because: '',
    doc: '',
    events: ['session.open'],
    file: 'p.hpol',
    line: 7,
    column: 1,
    end: { line: 9, column: 4 },
    approval: null,
    mask: null,
  })),
});

const stoppedOf = (trees: readonly ConditionTree[], states: Uint8Array): readonly StoppedRule[] =>
  explain(withTrees(trees), { event: 'session.open', rules: [], states }).stopped;

test('turning the atoms that are named makes a condition without repetitions hold', () => {
  const turned = property(tree, uint8Array({ minLength: ATOMS, maxLength: ATOMS, max: 1 }), (condition, states) => {
    if (stateOf(states, condition)) return;
    const [{ stopped_by: atoms }] = stoppedOf([condition], states) as readonly [StoppedRule];
    const uses = JSON.stringify(condition).match(/"atom":\d/g) ?? [];
    if (new Set(uses).size < uses.length) return;
    const other = states.slice();
    for (const { line, was } of atoms) other[line - 1] = was === 'true' ? ATOM_STATE.false : ATOM_STATE.true;
    expect(stateOf(other, condition)).toBe(atoms.length > 0);
    // No smaller set of atoms would do.
    for (let set = 0; set < 2 ** ATOMS; set += 1) {
      const size = Array.from({ length: ATOMS }, (_, index) => (set >> index) & 1).filter(Boolean).length;
      if (size >= atoms.length && atoms.length > 0) continue;
      const tried = states.map((state, index) => ((set >> index) & 1 ? 1 - state : state));
      expect(stateOf(tried, condition)).toBe(false);
    }
  });
  expect(() => assert(turned, { numRuns: 2_000 })).not.toThrow();
});

test('the nearest comes first, then policy order; what can never fire comes last', () => {
  const both: ConditionTree = { kind: 'and', left: atom(0), right: atom(1) };
  const never: ConditionTree = { kind: 'and', left: atom(0), right: { kind: 'never' } };
  const states = Uint8Array.of(ATOM_STATE.false, ATOM_STATE.unknown, ATOM_STATE.true, ATOM_STATE.unasked);
  const stopped = stoppedOf([never, both, atom(1), atom(3), { kind: 'not', value: atom(2) }], states);
  expect(
    stopped.map(({ rule, stopped_by: atoms }) => [rule, ...atoms.map(({ text, was }) => `${text} ${was}`)]),
  ).toEqual([['r2', 'a1 unknown'], ['r3', 'a3 unknown'], ['r4', 'a2 true'], ['r1', 'a0 false', 'a1 unknown'], ['r0']]);
});

test('rules of other events are not told, and those that fired have their place', () => {
  const metadata = withTrees([atom(0), atom(1)]);
  const states = new Uint8Array(ATOMS);
  expect(explain(metadata, { event: 'ssh.exec', rules: [], states })).toEqual({ fired: [], stopped: [] });
  expect(explain(metadata, { event: 'session.open', rules: ['r0'], states }).fired).toEqual([
    { rule: 'r0', kind: 'block', file: 'p.hpol', line: 7, column: 1, end: { line: 9, column: 4 } },
  ]);
});
