// An imported file of which nothing is used: no class, no `let`, no detector that a mask scrubs with, and no rule or test in it.
import type { Declaration, PathDeclaration } from '../ast/declaration.ts';
import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.ts';
import { isLibraryPath } from '../vocabulary/libraries.ts';
import { declarationsOf, targetOf, textOf, type LinkedPolicy } from './lint.ts';
import { usedClasses, usedLets } from './references.ts';
import { removeDeclaration } from './remove-declaration.ts';

export function unusedImport(policy: LinkedPolicy): readonly Diagnostic[] {
  if (policy.isPartial || policy.files.some(({ brokenWords }) => brokenWords.size > 0)) return [];
  const useful = usefulFiles(policy);
  const root = policy.files.at(-1)?.file;
  return policy.files.flatMap(({ file, declarations }) =>
    declarations
      .filter((node): node is PathDeclaration => node.kind === 'import')
      .filter((node) => !useful.has(targetOf(file, node)) && !isLibraryPath(file))
      .map(({ path, span }) => {
        const edits = [removeDeclaration(textOf(policy, file), span)];
        // Other policies may use what an imported file brings along.
        const fix = { title: 'remove the import', edits, isSafe: file === root };
        return diagnose('HPOL3005', path.span, { path: path.text }, { fix });
      }),
  );
}

/**
 * Paths of the files that bring something, or import one that does. Imports stand before the files that import them, except one that leads
 * back, which is an error of its own.
 */
function usefulFiles(policy: LinkedPolicy): ReadonlySet<string | null> {
  const useful = new Set<string | null>(policy.files.map(({ file }) => file));
  const isUsed = usage(policy);
  for (const { file, declarations } of policy.files) {
    const isUseful = (node: Declaration): boolean =>
      node.kind === 'import' ? useful.has(targetOf(file, node)) : isUsed(node);
    if (!declarations.some(isUseful)) useful.delete(file);
  }
  return useful;
}

function usage(policy: LinkedPolicy): (node: Declaration) => boolean {
  const classes = usedClasses(policy);
  const lets = usedLets(policy);
  const scrubs = isScrubbing(policy);
  return (node) => {
    if (node.kind === 'let') return lets.has(node.name.text);
    if (node.kind !== 'class') return true;
    return classes.has(node.name.text) || (scrubs && node.members.some(({ detectors }) => detectors.length > 0));
  };
}

const isScrubbing = (policy: LinkedPolicy): boolean =>
  declarationsOf(policy, 'rule')
    .flatMap(({ clauses }) => clauses)
    .flatMap((clause) => {
      if (clause.kind === 'with') return [clause.transform];
      return clause.kind === 'with_each' ? clause.entries.map(({ transform }) => transform) : [];
    })
    .some(({ words }) => words[0]?.text === 'scrub');
