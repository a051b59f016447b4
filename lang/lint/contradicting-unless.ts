// An `unless` that takes away all that the `when` covers: each clause is sensible alone, and together they leave nothing.
import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.ts';
import { conditionsOf, type Study } from './study.ts';

export function contradictingUnless({ rules, settled }: Study): readonly Diagnostic[] {
  return rules.flatMap((studied) => {
    if (studied.firing.kind !== 'none' || settled.has(studied)) return [];
    settled.add(studied);
    const clauses = conditionsOf(studied);
    const labels = clauses
      .filter(({ kind }) => kind === 'when')
      .map(({ span }) => ({ span, text: 'whatever this covers is taken away again' }));
    return clauses
      .filter(({ kind }) => kind === 'unless')
      .map(({ span }) => diagnose('HPOL3012', span, { rule: studied.rule.name }, { labels }));
  });
}
