// A class that no rule speaks of protects nothing, though it looks as if it did. What the library offers need not be used.
import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.ts';
import { isLibraryPath } from '../vocabulary/libraries.ts';
import { declarationsOf, isInBrokenPart, textOf, type LinkedPolicy } from './lint.ts';
import { usedClasses } from './references.ts';
import { removeDeclaration } from './remove-declaration.ts';

export function unusedClass(policy: LinkedPolicy): readonly Diagnostic[] {
  const used = usedClasses(policy);
  return declarationsOf(policy, 'class')
    .filter(({ name, span }) => !used.has(name.text) && !isLibraryPath(span.file))
    .filter(({ name }) => !isInBrokenPart(policy, name.text))
    .map(({ name, span }) => {
      // It may be what somebody forgot to mask, and its detectors may serve `scrub`: a person decides.
      const edits = [removeDeclaration(textOf(policy, span.file), span)];
      const fix = { title: 'remove the class', edits, isSafe: false };
      return diagnose('HPOL3002', name.span, { name: name.text }, { fix });
    });
}
