// A class that no rule speaks of protects nothing, though it looks as if it did.
import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.ts';
import { declarationsOf, isInBrokenPart, type LinkedPolicy } from './lint.ts';
import { conditionsOf, referencesIn } from './references.ts';

export function unusedClass(policy: LinkedPolicy): readonly Diagnostic[] {
  const rules = declarationsOf(policy, 'rule');
  const masked = rules
    .flatMap((rule) => rule.clauses)
    .flatMap((clause) => (clause.kind === 'of' ? clause.references : []))
    .map(({ className }) => className.text);
  const lets = declarationsOf(policy, 'let').map(({ value }) => value);
  const asked = referencesIn([...rules.flatMap(conditionsOf), ...lets]).classes;
  return declarationsOf(policy, 'class')
    .filter(({ name }) => !masked.includes(name.text) && !asked.has(name.text) && !isInBrokenPart(policy, name.text))
    .map(({ name }) => diagnose('HPOL3002', name.span, { name: name.text }));
}
