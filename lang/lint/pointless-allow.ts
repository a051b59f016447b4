// Under `default allow` whatever no rule stops is allowed anyway, so an `allow` rule lets nothing pass that would not.
import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Study } from './study.ts';

export function pointlessAllow(study: Study): readonly Diagnostic[] {
  if (study.default === 'block') return [];
  return study.rules.flatMap((studied) => {
    if (studied.rule.kind !== 'allow' || study.settled.has(studied)) return [];
    study.settled.add(studied);
    return [diagnose('HPOL3014', studied.node.name.span, { rule: studied.rule.name })];
  });
}
