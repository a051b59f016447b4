// The policies below one folder, analysed when somebody asks and again only when a text that they read has changed.
import { join } from 'node:path';
import type { SchemaFile } from '../../../lang/check/schema.ts';
import type { Content } from '../../../lang/source/loader.ts';
import { withLibrary } from '../../../policies/library/read-library.ts';
import { createParseCache } from '../../../lang/service/parse-cache.ts';
import { analyzePolicy, type PolicyAnalysis } from '../../../lang/service/policy-analysis.ts';

/** Where an analysis gets its texts from. */
export interface Texts {
  /** What is at an absolute path: the open buffer, or the file. */
  readonly contentOf: (path: string) => Content | undefined;
  readonly readSchema: (text: string) => SchemaFile | undefined;
  /** Counts what may have changed any text: while it stands still, nothing is looked at again. */
  readonly generation: () => number;
}

export interface Project {
  readonly folder: string;
  /** `root` is a path from the folder. */
  analysisOf(root: string): PolicyAnalysis;
  forget(): void;
}

interface Remembered {
  readonly analysis: PolicyAnalysis;
  /** Every path that was asked for, with what came. */
  readonly read: ReadonlyMap<string, Content | undefined>;
  checkedAt: number;
}

export function createProject(folder: string, { contentOf, readSchema, generation }: Texts): Project {
  const analyses = new Map<string, Remembered>();
  const parse = createParseCache();
  const contentIn = withLibrary((path) => contentOf(join(folder, path)));

  const analyze = (root: string): Remembered => {
    const read = new Map<string, Content | undefined>();
    const load = (path: string): Content | undefined => {
      const content = contentIn(path);
      read.set(path, content);
      return content;
    };
    const loadSchema = (path: string): SchemaFile | undefined => {
      const content = load(path);
      return typeof content === 'string' ? readSchema(content) : undefined;
    };
    const analysis = analyzePolicy(root, { load, loadSchema, parse });
    return { analysis, read, checkedAt: generation() };
  };

  const isCurrent = (known: Remembered): boolean => {
    if (known.checkedAt === generation()) return true;
    known.checkedAt = generation();
    return [...known.read].every(([path, content]) => contentIn(path) === content);
  };

  return {
    folder,
    analysisOf: (root) => {
      const known = analyses.get(root);
      if (known && isCurrent(known)) return known.analysis;
      const made = analyze(root);
      analyses.set(root, made);
      return made.analysis;
    },
    forget: () => analyses.clear(),
  };
}
