// A policy that a command can evaluate: compiled from source, or read from a bundle.
import type { Program } from '../../lang/program/program.ts';
import type { Loader } from '../../lang/source/loader.ts';
import { CliFault } from './cli-fault.ts';
import { buildModule, loadProgram } from './compile-policy.ts';
import { readBytes } from './files.ts';
import { folderLoader, isFolder, onePolicy } from './policy-files.ts';

export interface OpenedPolicy {
  readonly bundle: Uint8Array;
  /** Null for a bundle: it holds no source. */
  readonly source: { readonly program: Program; readonly load: Loader } | null;
}

/** Null when the source has errors, which are then printed. */
export async function openPolicyPath(path: string): Promise<OpenedPolicy | null> {
  if (!path.endsWith('.hpol') && !isFolder(path)) return { bundle: readBytes(path), source: null };
  const policy = onePolicy(path);
  const load = folderLoader(policy.root);
  const program = await loadProgram(policy, load);
  if (program === null) return null;
  const built = await buildModule(program);
  return built === null ? null : { bundle: built.bundle, source: { program, load } };
}

/** Runs what reads a bundle; a broken bundle is broken input that names its path. */
export async function readingBundle<T>(path: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Error && error.name === 'BundleFault') throw new CliFault(`\`${path}\`: ${error.message}`);
    throw error;
  }
}
