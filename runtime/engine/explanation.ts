// Why rules fired and others did not: from the truth of each atom, as the module tells it, to the atoms that would have had to
// be otherwise. For people; nothing is enforced by it.
import { ATOM_STATE, type AtomUse, type ConditionTree } from '../../compiler/abi/explain.ts';
import type { PolicyMetadata, RuleMetadata } from '../../compiler/abi/metadata.ts';

/** A rule and where the policy says it; lines and columns from 1, the end behind the last character. */
export interface RulePlace {
  readonly rule: string;
  readonly kind: RuleMetadata['kind'];
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly end: RuleMetadata['end'];
}

/** A part of a condition that stopped a rule. */
export interface StoppingAtom {
  /** As the policy writes it. */
  readonly text: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** What it was; `unknown` where the event does not say. */
  readonly was: 'true' | 'false' | 'unknown';
}

export interface StoppedRule extends RulePlace {
  /** What would have had to be otherwise for the rule to fire, the fewest such atoms; empty when it can never fire. */
  readonly stopped_by: readonly StoppingAtom[];
}

export interface Explanation {
  readonly fired: readonly RulePlace[];
  /** Rules about this event that did not fire, the nearest first: those that the fewest atoms stopped, then in policy order. */
  readonly stopped: readonly StoppedRule[];
}

/** Where nothing could be decided nothing can be explained. */
export const NO_EXPLANATION: Explanation = { fired: [], stopped: [] };

export interface Evaluated {
  readonly event: string;
  /** Names of the rules that fired. */
  readonly rules: readonly string[];
  /** ATOM_STATE by atom. */
  readonly states: Uint8Array;
}

export function explain(metadata: PolicyMetadata, { event, rules, states }: Evaluated): Explanation {
  const fired = new Set(rules);
  const stopped: StoppedRule[] = [];
  for (const [number, rule] of metadata.rules.entries()) {
    const tree = metadata.conditions.trees[number];
    if (fired.has(rule.name) || tree === undefined || !rule.events.includes(event)) continue;
    const atoms = missingFor(tree, true, states);
    stopped.push({ ...placeOf(rule), stopped_by: (atoms ?? []).map((atom) => stoppingAtom(atom, states)) });
  }
  const distance = ({ stopped_by: atoms }: StoppedRule): number => (atoms.length === 0 ? Infinity : atoms.length);
  return {
    fired: metadata.rules.filter(({ name }) => fired.has(name)).map(placeOf),
    stopped: stopped.toSorted((left, right) => compare(distance(left), distance(right))),
  };
}

/** Infinity less itself is no number. */
const compare = (left: number, right: number): number => (left === right ? 0 : left < right ? -1 : 1);

const placeOf = (rule: RuleMetadata): RulePlace => ({
  rule: rule.name,
  kind: rule.kind,
  file: rule.file,
  line: rule.line,
  column: rule.column,
  end: rule.end,
});

/** The fewest atoms that keep a condition from being what is wanted, the first of equally few; null when nothing can make it so. */
function missingFor(tree: ConditionTree, wanted: boolean, states: Uint8Array): readonly AtomUse[] | null {
  switch (tree.kind) {
    case 'atom':
      return states[tree.atom] === (wanted ? ATOM_STATE.true : ATOM_STATE.false) ? [] : [tree];
    case 'always':
      return wanted ? [] : null;
    case 'never':
      return wanted ? null : [];
    case 'not':
      return missingFor(tree.value, !wanted, states);
    case 'and':
    case 'or': {
      const left = missingFor(tree.left, wanted, states);
      const right = missingFor(tree.right, wanted, states);
      // What must hold on both sides: both of `and` to be true, both of `or` to be false.
      if ((tree.kind === 'and') === wanted) return left === null || right === null ? null : [...left, ...right];
      if (left === null || right === null) return left ?? right;
      return right.length < left.length ? right : left;
    }
    default:
      return tree satisfies never;
  }
}

const WAS = ['false', 'true', 'unknown', 'unknown'] as const;

const stoppingAtom = ({ atom, text, file, line, column }: AtomUse, states: Uint8Array): StoppingAtom => ({
  text,
  file,
  line,
  column,
  was: WAS[states[atom] ?? ATOM_STATE.unknown] ?? 'unknown',
});
