// A `let` that nothing uses is often a condition that was meant to be in a rule. One that only unused ones use is unused too.
import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.ts';
import { declarationsOf, isInBrokenPart, type LinkedPolicy } from './lint.ts';
import { conditionsOf, referencesIn } from './references.ts';

export function unusedLet(policy: LinkedPolicy): readonly Diagnostic[] {
  const lets = declarationsOf(policy, 'let');
  const used = new Set<string>();
  let pending: ReadonlySet<string> = referencesIn(declarationsOf(policy, 'rule').flatMap(conditionsOf)).lets;
  while (pending.size > 0) {
    const fresh = lets.filter(({ name }) => pending.has(name.text) && !used.has(name.text));
    for (const { name } of fresh) used.add(name.text);
    pending = referencesIn(fresh.map(({ value }) => value)).lets;
  }
  return lets
    .filter(({ name }) => !used.has(name.text) && !isInBrokenPart(policy, name.text))
    .map(({ name }) => diagnose('HPOL3001', name.span, { name: name.text }));
}
