// A `when` that no event can make true: the rule looks as if it did something and never does.
import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.ts';
import { conditionsOf, type Study } from './study.ts';

export function impossibleCondition({ rules, reasoner, settled }: Study): readonly Diagnostic[] {
  return rules.flatMap((studied) => {
    const when = conditionsOf(studied).find(({ kind }) => kind === 'when');
    if (!when || studied.firing.kind !== 'none') return [];
    if (!reasoner.exclude([studied.onEvents, studied.whenFormula])) return [];
    settled.add(studied);
    return [diagnose('HPOL3010', when.value.span, { kind: studied.rule.kind, rule: studied.rule.name })];
  });
}
