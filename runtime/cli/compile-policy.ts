// A .hpol file compiled to a bundle. It loads the compiler with all that belongs to it, so it is itself loaded only where a policy is no bundle.
import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { writeBundle } from '../../compiler/bundle/write-bundle.ts';
import { compileModule } from '../../compiler/compile.ts';
import { CompileLimit } from '../../compiler/ir/compile-limit.ts';
import { compileLinked } from '../../lang/check/compile-source.ts';
import { linkFiles } from '../../lang/check/link.ts';
import type { SchemaLoader } from '../../lang/check/schema.ts';
import { printDiagnostics } from '../../lang/diagnostics/print.ts';
import type { Loader } from '../../lang/source/loader.ts';
import { withLibrary } from '../../policies/library/read-library.ts';
import { schemaReader } from '../postgres/analysis/schema-reader.ts';
import { CliFault } from './cli-fault.ts';

/** Throws a CliFault with every diagnostic when the policy has errors. */
export async function compilePolicy(path: string): Promise<Uint8Array> {
  readFileSync(path);
  const { root, file } = project(path);
  const load = withLibrary((name) => loadSource(join(root, name)));
  const linked = linkFiles(file, load);
  const { program, diagnostics, sources } = compileLinked(linked, await schemaLoader(linked.schemas, load));
  const refuse = (found: typeof diagnostics): CliFault =>
    new CliFault(`the policy ${path} has errors\n${printDiagnostics(found, sources, { color: false })}`);
  if (program === null) throw refuse(diagnostics);
  try {
    return writeBundle(compileModule(program));
  } catch (error) {
    throw error instanceof CompileLimit ? refuse([error.diagnostic]) : error;
  }
}

async function schemaLoader(schemas: readonly string[], load: Loader): Promise<SchemaLoader> {
  return schemaReader(schemas.map((schema) => ({ file: schema, content: load(schema) ?? '' })));
}

/** As policyc sees it: the working directory is the project of files below it, else the file's own folder is. */
function project(path: string): { readonly root: string; readonly file: string } {
  const below = relative(process.cwd(), path);
  if (below.startsWith('..') || resolve(below) !== path) return { root: dirname(path), file: basename(path) };
  return { root: process.cwd(), file: below.split(sep).join('/') };
}

const loadSource = (path: string): Uint8Array | undefined =>
  statSync(path, { throwIfNoEntry: false })?.isFile() === true ? readFileSync(path) : undefined;
