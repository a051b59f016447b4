// An approval that needs nobody, or a group without a name, would pass everything or nothing.
import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.ts';
import { declarationsOf, type LinkedPolicy } from './lint.ts';

export function emptyApproval(policy: LinkedPolicy): readonly Diagnostic[] {
  return declarationsOf(policy, 'rule')
    .flatMap((rule) => rule.clauses)
    .flatMap((clause) => {
      if (clause.kind !== 'by') return [];
      if (clause.count < 1) return [diagnose('HPOL3003', clause.countSpan, {})];
      return clause.group.text.trim() === '' ? [diagnose('HPOL3003', clause.group.span, {})] : [];
    });
}
