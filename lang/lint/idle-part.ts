// A part of a condition that decides nothing, because the parts beside it already say it or rule it out. Only what the rule
// itself writes is looked at: a `let` has other users, and tests of presence are there for the checker.
import type { ExpressionNode } from '../ast/expression.ts';
import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.ts';
import { all, type Formula, negate, speaksOfPresence, variablesOf } from '../logic/formula.ts';
import type { Reasoner } from '../logic/reasoner.ts';
import type { Variable } from '../logic/variables.ts';
import type { Expression } from '../program/program.ts';
import { hasIdleWhen } from './idle-condition.ts';
import { conditionsOf, type Study } from './study.ts';

export const idlePart = (study: Study): readonly Diagnostic[] =>
  study.rules.flatMap((studied) => {
    if (studied.firing.kind !== 'found' || hasIdleWhen(studied, study)) return [];
    const { onEvents, whenFormula, unlessFormula } = studied;
    return conditionsOf(studied).flatMap(({ kind, value, checked }) => {
      const known = kind === 'when' ? onEvents : all([onEvents, whenFormula]);
      if (kind === 'unless' && study.reasoner.exclude([known, unlessFormula]))
        return [diagnose('HPOL3019', value.span, { what: 'this `unless`' })];
      return partsIn(value, checked, { known, reasoner: study.reasoner });
    });
  });

/** Longer chains are not looked at. */
const MAX_PARTS = 200;

interface Surroundings {
  /** What holds wherever the condition is looked at. */
  readonly known: Formula;
  readonly reasoner: Reasoner;
}

function partsIn(node: ExpressionNode, checked: Expression, surroundings: Surroundings): readonly Diagnostic[] {
  if (node.kind === 'group') return partsIn(node.value, checked, surroundings);
  if (node.kind === 'not' && checked.kind === 'not') return partsIn(node.value, checked.value, surroundings);
  const isChain = node.kind === 'and' || node.kind === 'or';
  return isChain && node.parts.length <= MAX_PARTS ? partsOf(node, checked, surroundings) : [];
}

const HAS_PARTS: readonly ExpressionNode['kind'][] = ['group', 'not', 'and', 'or'];

interface Part {
  readonly node: ExpressionNode;
  readonly checked: Expression;
  readonly formula: Formula;
}

/** Looks at the parts from the last to the first; of two that say the same, the later one is named. */
function partsOf(
  node: Extract<ExpressionNode, { kind: 'and' | 'or' }>,
  checked: Expression,
  { known, reasoner }: Surroundings,
): readonly Diagnostic[] {
  let kept: readonly Part[] = unbalance(checked, node.parts).map((part) => ({
    ...part,
    formula: reasoner.formulaOf(part.checked),
  }));
  const meeting = whoMeets(known, kept);
  const found: Diagnostic[] = [];
  for (const part of meeting.toReversed()) {
    const others = kept.filter((other) => other !== part).map(({ formula }) => formula);
    if (!decidesNothing(part.formula, others, { isAnd: node.kind === 'and', known, reasoner })) continue;
    kept = kept.filter((other) => other !== part);
    found.push(diagnose('HPOL3019', part.node.span, { what: 'this part of the condition' }));
  }
  const inside = kept
    .filter(({ node: { kind } }) => HAS_PARTS.includes(kind))
    .flatMap((part) => {
      const others = node.kind === 'and' ? kept.filter((other) => other !== part).map(({ formula }) => formula) : [];
      return partsIn(part.node, part.checked, { known: all([known, ...others]), reasoner });
    });
  return [...found, ...inside];
}

/** The parts of a chain with their conditions, of which the checker made a tree of little depth. */
function unbalance(checked: Expression, nodes: readonly ExpressionNode[]): readonly Omit<Part, 'formula'>[] {
  if (nodes.length === 1 || (checked.kind !== 'and' && checked.kind !== 'or'))
    return nodes.map((node) => ({ node, checked }));
  const middle = Math.ceil(nodes.length / 2);
  return [...unbalance(checked.left, nodes.slice(0, middle)), ...unbalance(checked.right, nodes.slice(middle))];
}

/** In an `and`, what follows from the other parts; in an `or`, what they cover. */
function decidesNothing(
  part: Formula,
  others: readonly Formula[],
  { isAnd, known, reasoner }: Surroundings & { readonly isAnd: boolean },
): boolean {
  if (others.length === 0 || speaksOfPresence(part)) return false;
  const around = [known, ...others];
  return isAnd ? reasoner.exclude([...around, negate(part)]) : reasoner.exclude([known, part, ...others.map(negate)]);
}

/** The parts that speak about something that another one speaks about too; the others are independent. */
function whoMeets(known: Formula, parts: readonly Part[]): readonly Part[] {
  const seen = new Set<Variable>();
  const shared = new Set<Variable>();
  for (const formula of [known, ...parts.map(({ formula }) => formula)]) {
    for (const variable of variablesOf(formula)) {
      if (seen.has(variable)) shared.add(variable);
      seen.add(variable);
    }
  }
  return parts.filter(
    ({ formula }) =>
      formula.kind === 'constant' || (shared.size > 0 && variablesOf(formula).some((one) => shared.has(one))),
  );
}
