// From a policy file to its checked program or its module, with the diagnostics printed on the way. The rooms are loaded when they are
// needed: only what builds a module loads Binaryen.
import type { PolicyMetadata } from '../abi/metadata.ts';
import type { Program } from '../../lang/program/program.ts';
import type { SchemaLoader, SchemaRelation } from '../../lang/check/schema.ts';
import type { Diagnostic } from '../../lang/diagnostics/diagnostic.ts';
import type { Loader } from '../../lang/source/loader.ts';
import type { SourceFile } from '../../lang/source/source-file.ts';
import type { CompileOptions, compileModule, printCompiled } from '../compile.ts';
import type { Printable } from '../ir/printable.ts';
import type { PolicyFile } from './policy-files.ts';

export interface Found {
  readonly diagnostics: readonly Diagnostic[];
  /** Every text that was read. */
  readonly sources: readonly SourceFile[];
}

export interface CheckedPolicy extends Found {
  readonly program: Program | null;
}

/** `given` are relations to check against, beside those of the schemas that the policy names. */
export async function checkPolicy(
  policy: PolicyFile,
  project: Loader,
  given: readonly SchemaRelation[] = [],
): Promise<CheckedPolicy> {
  const [{ compileLinked }, { linkFiles }, { withLibrary }] = await Promise.all([
    import('../../lang/check/compile-source.ts'),
    import('../../lang/check/link.ts'),
    import('../../policies/library/read-library.ts'),
  ]);
  const load = withLibrary(project);
  const linked = linkFiles(policy.file, load);
  return compileLinked(linked, await schemaLoader(linked.schemas, load), given);
}

/** Reads the schemas that the policy names; the SQL parser is loaded only where there are any. */
async function schemaLoader(schemas: readonly string[], load: Loader): Promise<SchemaLoader | undefined> {
  if (schemas.length === 0) return undefined;
  const { schemaReader } = await import('../../runtime/postgres/analysis/schema-reader.ts');
  return schemaReader(schemas.map((file) => ({ file, content: load(file) ?? '' })));
}

/** Prints diagnostics with their frames to stderr. */
export async function showDiagnostics({ diagnostics, sources }: Found): Promise<void> {
  if (diagnostics.length === 0) return;
  const [{ printDiagnostics }, { isColorTerm }] = await Promise.all([
    import('../../lang/diagnostics/print.ts'),
    import('./color.ts'),
  ]);
  console.error(printDiagnostics(diagnostics, sources, { color: isColorTerm(process.stderr) }).trimEnd());
}

/** The checked program, or null when it has errors, which are then printed; so are warnings. */
export async function loadProgram(policy: PolicyFile, load: Loader): Promise<Program | null> {
  const checked = await checkPolicy(policy, load);
  await showDiagnostics(checked);
  return checked.program;
}

interface Compiler {
  readonly compileModule: typeof compileModule;
  readonly printCompiled: typeof printCompiled;
}

export interface BuiltModule {
  readonly wasm: Uint8Array;
  readonly metadata: PolicyMetadata;
  /** Neither tested nor signed. */
  readonly bundle: Uint8Array;
}

/** Null when the program is too large for a module, which is then printed. */
export async function buildModule(program: Program, options: CompileOptions = {}): Promise<BuiltModule | null> {
  const { writeBundle } = await import('../bundle/write-bundle.ts');
  return compiling(program, ({ compileModule }) => {
    const { wasm, metadata } = compileModule(program, options);
    return { wasm, metadata, bundle: writeBundle({ wasm, metadata }) };
  });
}

/** What the compiler makes of the program on the way to a module; null as for `buildModule`. */
export const printModule = (program: Program, what: Printable): Promise<string | null> =>
  compiling(program, ({ printCompiled }) => printCompiled(program, what));

async function compiling<T>(program: Program, work: (compiler: Compiler) => T): Promise<T | null> {
  const [compiler, { CompileLimit }] = await Promise.all([import('../compile.ts'), import('../ir/compile-limit.ts')]);
  try {
    return work(compiler);
  } catch (error) {
    if (!(error instanceof CompileLimit)) throw error;
    await showDiagnostics({ diagnostics: [error.diagnostic], sources: program.sources });
    return null;
  }
}
