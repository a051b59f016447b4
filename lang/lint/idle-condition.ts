// A `when` that every event makes true restricts nothing; the rule is as wide as without it.
import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.ts';
import { needs } from '../logic/formula.ts';
import { conditionsOf, type Study, type StudiedRule } from './study.ts';

export function idleCondition(study: Study): readonly Diagnostic[] {
  return study.rules
    .filter((studied) => hasIdleWhen(studied, study))
    .flatMap((studied) => conditionsOf(studied).filter(({ kind }) => kind === 'when'))
    .map(({ value }) => diagnose('HPOL3011', value.span, {}));
}

/** One leaf that must hold is enough to make a condition false somewhere. */
export function hasIdleWhen({ when, onEvents, whenFormula }: StudiedRule, { reasoner }: Study): boolean {
  if (when === null || needs(whenFormula).length > 0) return false;
  return reasoner.implies(onEvents, whenFormula);
}
