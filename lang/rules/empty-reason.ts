// A reason that says nothing helps nobody who is stopped by the rule.
import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.ts';
import { declarationsOf, type LinkedPolicy } from './lint.ts';

export function emptyReason(policy: LinkedPolicy): readonly Diagnostic[] {
  return declarationsOf(policy, 'rule')
    .flatMap((rule) => rule.clauses)
    .filter((clause) => clause.kind === 'because')
    .filter(({ text }) => text.text.trim() === '')
    .map(({ text }) => diagnose('HPOL3004', text.span, {}));
}
