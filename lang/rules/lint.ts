// A check that looks at the declarations of a policy as they are written, one file each.
import type { Declaration, PathDeclaration, PolicyFile } from '../ast/declaration.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { resolvePath } from '../source/resolve-path.ts';
import type { SourceFile } from '../source/source-file.ts';
import { isLibraryPath } from '../vocabulary/libraries.ts';

export interface LinkedPolicy {
  /** Imports first; the root is the last. */
  readonly files: readonly PolicyFile[];
  /** The texts of the files. */
  readonly sources: readonly SourceFile[];
  /** True when a file is missing or was not read at all. */
  readonly isPartial: boolean;
}

export type Lint = (policy: LinkedPolicy) => readonly Diagnostic[];

export const declarationsOf = <K extends Declaration['kind']>(
  policy: LinkedPolicy,
  kind: K,
): readonly Extract<Declaration, { kind: K }>[] =>
  policy.files.flatMap((file) =>
    file.declarations.filter(
      (declaration): declaration is Extract<Declaration, { kind: K }> => declaration.kind === kind,
    ),
  );

/** True when a word may stand in a part of the policy that could not be read. */
export const isInBrokenPart = (policy: LinkedPolicy, word: string): boolean =>
  policy.isPartial || policy.files.some((file) => file.brokenWords.has(word));

/** The file that an import of another one names; null where that leads nowhere. */
export const targetOf = (file: string, { path }: PathDeclaration): string | null =>
  isLibraryPath(path.text) ? path.text : resolvePath(file, path.text);

/** The text of one of the files. */
export const textOf = (policy: LinkedPolicy, file: string): string =>
  policy.sources.flatMap((source) => (source.file === file ? source.text : [])).join('');
