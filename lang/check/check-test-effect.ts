// The rule that a test expects to decide must exist and be able to have that effect.
import type { RuleKind } from '../ast/declaration.ts';
import type { TestStep } from '../ast/test.ts';
import { suggest } from '../diagnostics/suggest.ts';
import type { Reporter } from './reporter.ts';
import type { Scope } from './scope.ts';

export const EFFECT_OF: Readonly<Record<RuleKind, 'allow' | 'approve' | 'block' | null>> = {
  mask: null,
  flag: null,
  allow: 'allow',
  approve: 'approve',
  block: 'block',
};

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
  } else if (EFFECT_OF[rule.ruleKind] !== step.effect) {
    reporter.report('HPOL2117', span, { rule: name, kind: rule.ruleKind, effect: step.effect });
  }
}
