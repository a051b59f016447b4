// The policy that the configuration names, as an engine: a bundle as it is, or a .hpol file compiled now. Only the latter loads the compiler.
import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { reasonOf } from '../config/reason-of.ts';
import type { Engine } from '../engine/engine.ts';
import { loadEngine } from '../engine/load-engine.ts';
import type { ReadSchema } from '../postgres/analysis/schema-reader.ts';
import { CliFault } from './cli-fault.ts';

/** `warn` hears of a policy that is compiled here. */
export async function loadPolicy(path: string, warn: (line: string) => void): Promise<Engine> {
  try {
    if (!path.endsWith('.hpol')) return await loadEngine(readFileSync(path));
    warn(`compiling ${path} at start; build a bundle with \`policyc build\` for production`);
    return await loadEngine(await compile(path));
  } catch (error) {
    if (error instanceof CliFault) throw error;
    throw new CliFault(`cannot load the policy ${path}: ${reasonOf(error)}`, { cause: error });
  }
}

async function compile(path: string): Promise<Uint8Array> {
  const [{ compileSource }, { linkFiles }, { printDiagnostics }, { compileModule }, { CompileLimit }, { writeBundle }] =
    await Promise.all([
      import('../../lang/check/compile-source.ts'),
      import('../../lang/check/link.ts'),
      import('../../lang/diagnostics/print.ts'),
      import('../../compiler/compile.ts'),
      import('../../compiler/ir/compile-limit.ts'),
      import('../../compiler/bundle/write-bundle.ts'),
    ]);
  readFileSync(path);
  const { root, file } = project(path);
  const load = (name: string): string | undefined => loadSource(join(root, name));
  const loadSchema = await readSchemas(linkFiles(file, load).schemas, load);
  const { program, diagnostics, sources } = compileSource(file, load, loadSchema);
  const refuse = (found: typeof diagnostics): CliFault =>
    new CliFault(`the policy ${path} has errors\n${printDiagnostics(found, sources, { color: false })}`);
  if (program === null) throw refuse(diagnostics);
  try {
    return writeBundle(compileModule(program));
  } catch (error) {
    throw error instanceof CompileLimit ? refuse([error.diagnostic]) : error;
  }
}

async function readSchemas(
  paths: readonly string[],
  load: (path: string) => string | undefined,
): Promise<((path: string) => ReadSchema | undefined) | undefined> {
  if (paths.length === 0) return undefined;
  const { schemaReader } = await import('../postgres/analysis/schema-reader.ts');
  return schemaReader(paths.map((file) => ({ file, text: load(file) ?? '' })));
}

/** As policyc sees it: the working directory is the project of files below it, else the file's own folder is. */
function project(path: string): { readonly root: string; readonly file: string } {
  const below = relative(process.cwd(), path);
  if (below.startsWith('..') || resolve(below) !== path) return { root: dirname(path), file: basename(path) };
  return { root: process.cwd(), file: below.split(sep).join('/') };
}

function loadSource(path: string): string | undefined {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    throw new CliFault(`cannot read ${path} as UTF-8 text: ${reasonOf(error)}`, { cause: error });
  }
}
