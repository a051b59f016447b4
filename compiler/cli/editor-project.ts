// The policies below one folder, analysed when somebody asks and again only when a text that they read has changed.
import { join } from 'node:path';
import type { SchemaFile } from '../../lang/check/schema.ts';
import { createParseCache } from '../../lang/service/parse-cache.ts';
import { analyzePolicy, type PolicyAnalysis } from '../../lang/service/policy-analysis.ts';

/** Where an analysis gets its texts from. */
export interface Texts {
  /** The text of an absolute path: that of the open buffer, or of the file. */
  readonly textOf: (path: string) => string | undefined;
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
  readonly read: ReadonlyMap<string, string | undefined>;
  checkedAt: number;
}

export function createProject(folder: string, { textOf, readSchema, generation }: Texts): Project {
  const analyses = new Map<string, Remembered>();
  const parse = createParseCache();
  const textIn = (path: string): string | undefined => textOf(join(folder, path));

  const analyze = (root: string): Remembered => {
    const read = new Map<string, string | undefined>();
    const load = (path: string): string | undefined => {
      const text = textIn(path);
      read.set(path, text);
      return text;
    };
    const loadSchema = (path: string): SchemaFile | undefined => {
      const text = load(path);
      return text === undefined ? undefined : readSchema(text);
    };
    const analysis = analyzePolicy(root, { load, loadSchema, parse });
    return { analysis, read, checkedAt: generation() };
  };

  const isCurrent = (known: Remembered): boolean => {
    if (known.checkedAt === generation()) return true;
    known.checkedAt = generation();
    return [...known.read].every(([path, text]) => textIn(path) === text);
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
