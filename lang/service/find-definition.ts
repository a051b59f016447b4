// Where a name is declared, and where it is used.
import type { Span } from '../source/span.ts';
import { nameAt } from './name-at.ts';
import type { PolicyAnalysis } from './policy-analysis.ts';

/** The declarations of the name at the offset; for what an `import` or a `schema` names, the start of that file. */
export function definitionsAt(analysis: PolicyAnalysis, file: string, offset: number): readonly Span[] {
  const found = nameAt(analysis, file, offset);
  if (!found) return [];
  if (found.thing.kind === 'file') return [{ file: found.thing.name, start: 0, end: 0 }];
  return analysis
    .names()
    .of(found.thing)
    .filter(({ isDefinition }) => isDefinition)
    .map(({ span }) => span);
}

/** Every place of the name at the offset, its declarations among them unless left out. */
export function referencesAt(
  analysis: PolicyAnalysis,
  place: { readonly file: string; readonly offset: number },
  options: { readonly includeDeclaration: boolean },
): readonly Span[] {
  const found = nameAt(analysis, place.file, place.offset);
  if (!found) return [];
  return analysis
    .names()
    .of(found.thing)
    .filter(({ isDefinition }) => options.includeDeclaration || !isDefinition)
    .map(({ span }) => span);
}
