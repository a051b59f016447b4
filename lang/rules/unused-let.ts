// A `let` that nothing uses is often a condition that was meant to be in a rule. One that only unused ones use is unused too.
import type { LetDeclaration } from '../ast/declaration.ts';
import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Fix } from '../diagnostics/fix.ts';
import { isLibraryPath } from '../vocabulary/libraries.ts';
import { declarationsOf, isInBrokenPart, textOf, type LinkedPolicy } from './lint.ts';
import { usedLets } from './references.ts';
import { removeDeclaration } from './remove-declaration.ts';

export function unusedLet(policy: LinkedPolicy): readonly Diagnostic[] {
  const used = usedLets(policy);
  return declarationsOf(policy, 'let')
    .filter(({ name, span }) => !used.has(name.text) && !isLibraryPath(span.file))
    .filter(({ name }) => !isInBrokenPart(policy, name.text))
    .map((node) => diagnose('HPOL3001', node.name.span, { name: node.name.text }, { fix: removal(policy, node) }));
}

/** Other policies may use what an imported file declares, so only in the root file the removal changes nothing for certain. */
function removal(policy: LinkedPolicy, { span }: LetDeclaration): Fix {
  const edits = [removeDeclaration(textOf(policy, span.file), span)];
  return { title: 'remove the `let`', edits, isSafe: span.file === policy.files.at(-1)?.file };
}
