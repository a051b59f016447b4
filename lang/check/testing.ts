// Test support: the doors through which tests of this room go. Not part of the product.
import { compileSource, type CompiledSource } from './compile-source.ts';
import { printDiagnostics } from '../diagnostics/print.ts';
import type { Content } from '../source/loader.ts';
import type { Program } from './program.ts';
import type { SchemaLoader, SchemaRelation } from './schema.ts';

/** Files by path; a text alone is the root file. */
export type Sources = Content | Files;
type Files = Readonly<Record<string, Content>>;

/** A whole policy around some declarations. */
export const policy = (body: string): string => `policy p\ndefault allow\n${body}`;

/** Compiles the first of the files. Any path that ends in `.sql` can be read. */
export function compile(sources: Sources, loadSchema?: SchemaLoader): CompiledSource {
  const files = typeof sources === 'string' || sources instanceof Uint8Array ? { 'main.hpol': sources } : sources;
  return compileSourceOf(Object.keys(files)[0] ?? 'main.hpol', files, loadSchema);
}

/** Compiles one of the files. */
export const compileSourceOf = (root: string, files: Files, loadSchema?: SchemaLoader): CompiledSource =>
  compileSource(root, (path) => files[path] ?? (path.endsWith('.sql') ? '' : undefined), loadSchema);

/** Relations from `schema.relation` to its columns with their types. */
export function relationsOf(
  tables: Readonly<Record<string, Readonly<Record<string, string>>>>,
): readonly SchemaRelation[] {
  return Object.entries(tables).map(([path, columns]) => {
    const [schema = '', name = ''] = path.split('.');
    return { schema, name, columns: Object.entries(columns).map(([column, type]) => ({ name: column, type })) };
  });
}

/** The program of sources that must compile without any diagnostic; throws the diagnostics otherwise. */
export function programOf(sources: Sources): Program {
  const { program, diagnostics, sources: read } = compile(sources);
  if (!program || diagnostics.length > 0) throw new Error(printDiagnostics(diagnostics, read, { color: false }));
  return program;
}

/** A diagnostic as tests compare it: its code, the underlined text and the help. */
export interface Finding {
  readonly code: string;
  readonly underline: string;
  readonly help: string | undefined;
}

/** What the checker says about sources, in the order of the text. */
export function diagnosticsOf(sources: Sources, loadSchema?: SchemaLoader): readonly Finding[] {
  const { diagnostics, sources: read } = compile(sources, loadSchema);
  return diagnostics.map(({ code, span, help }) => {
    const text = read.find(({ file }) => file === span.file)?.text ?? '';
    return { code, underline: text.slice(span.start, span.end), help };
  });
}
