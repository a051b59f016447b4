// A `when` that every event makes true restricts nothing; the rule is as wide as without it.
import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.ts';
import { conditionsOf, type Study, type StudiedRule } from './study.ts';

export function idleCondition(study: Study): readonly Diagnostic[] {
  return study.rules
    .filter((studied) => hasIdleWhen(studied, study))
    .flatMap((studied) => conditionsOf(studied).filter(({ kind }) => kind === 'when'))
    .map(({ value }) => diagnose('HPOL3011', value.span, {}));
}

export const hasIdleWhen = ({ when, onEvents, whenFormula }: StudiedRule, { reasoner }: Study): boolean =>
  when !== null && reasoner.implies(onEvents, whenFormula);
