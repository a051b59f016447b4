// The rule that a test expects to decide must exist and be able to have that effect.
import type { RuleKind } from '../ast/declaration.ts';
import type { ExpectedEffect, TestStep } from '../ast/test.ts';
import { suggest } from '../diagnostics/suggest.ts';
import type { Reporter } from './reporter.ts';
import type { Scope } from './scope.ts';

export const EFFECT_OF: Readonly<Record<RuleKind, ExpectedEffect | null>> = {
  mask: null,
  flag: 'flag',
  allow: 'allow',
  approve: 'approve',
  block: 'block',
};

/** A statement that would leak what a mask hides is refused, and the mask is the reason. */
const isContract = (kind: RuleKind, effect: ExpectedEffect): boolean => kind === 'mask' && effect === 'block';

export function checkEffect(
  step: Extract<TestStep, { kind: 'expect_effect' }>,
  scope: Scope,
  reporter: Reporter,
): void {
  if (!step.by) return;
  const { text: name, span } = step.by;
  const rule = scope.rules.get(name);
  if (!rule) {
    if (scope.mayBeDeclared(name)) return;
    reporter.report('HPOL2002', span, { what: 'rule', name }, suggest(step.by, scope.rules.keys()));
  } else if (EFFECT_OF[rule.ruleKind] !== step.effect && !isContract(rule.ruleKind, step.effect)) {
    reporter.report('HPOL2117', span, { rule: name, kind: rule.ruleKind, effect: step.effect });
  }
}
