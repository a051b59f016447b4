// Test support: the doors through which tests of this room go. Not part of the product.
import { expect } from 'vitest';
import { compileSource, type CompiledSource } from './compile-source.ts';
import type { Program } from './program.ts';

/** Files by path; a text alone is the root file. */
export type Sources = string | Readonly<Record<string, string>>;

/** A whole policy around some declarations. */
export const policy = (body: string): string => `policy p\ndefault allow\n${body}`;

/** Compiles the first of the files. Any path that ends in `.sql` can be read. */
export function compile(sources: Sources): CompiledSource {
  const files = typeof sources === 'string' ? { 'main.hpol': sources } : sources;
  return compileSourceOf(Object.keys(files)[0] ?? 'main.hpol', files);
}

/** Compiles one of the files. */
export const compileSourceOf = (root: string, files: Readonly<Record<string, string>>): CompiledSource =>
  compileSource(root, (path) => files[path] ?? (path.endsWith('.sql') ? '' : undefined));

/** The program of sources that must compile without any diagnostic. */
export function expectClean(sources: Sources): Program {
  const { program, diagnostics } = compile(sources);
  expect(diagnostics).toEqual([]);
  if (!program) throw new Error('a clean policy has a program');
  return program;
}

export interface Expected {
  readonly code: string;
  /** The text that is underlined. */
  readonly underline: string;
  /** The whole help text, where it matters. */
  readonly help?: string;
}

/** Sources must give exactly these diagnostics, in the order of the text. */
export function expectDiagnostics(sources: Sources, expected: readonly Expected[]): void {
  const { diagnostics, sources: read } = compile(sources);
  const found = diagnostics.map(({ code, span, help }, index) => {
    const text = read.find(({ file }) => file === span.file)?.text ?? '';
    const underline = text.slice(span.start, span.end);
    return expected[index]?.help === undefined ? { code, underline } : { code, underline, help };
  });
  expect(found).toEqual(expected);
}
