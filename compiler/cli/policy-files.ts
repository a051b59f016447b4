// Finds policies on disk and reads their sources. A policy is a `.hpol` file that says `policy NAME`; the others are there to be imported.
import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { CliFault } from './cli-fault.ts';
import { readBytes, reasonOf } from './files.ts';

/** A source file as the language sees it: a path with forward slashes below a project root that imports may not leave. */
export interface PolicyFile {
  /** Absolute. */
  readonly root: string;
  readonly file: string;
  /** As the user would name it from here. */
  readonly shown: string;
}

export interface PolicyTree {
  readonly policies: readonly PolicyFile[];
  /** Files without `policy NAME`. */
  readonly parts: readonly PolicyFile[];
}

/** The project is the working directory for files below it, so that places read as paths from here; else the file's own folder. */
export function policyFile(path: string): PolicyFile {
  const shown = relative(process.cwd(), resolve(path));
  if (shown.startsWith('..') || resolve(shown) !== resolve(path)) {
    return { root: dirname(resolve(path)), file: basename(path), shown: path };
  }
  return { root: process.cwd(), file: shown.split(sep).join('/'), shown };
}

/** Every `.hpol` file named by or below the paths, each once. */
export function findPolicyFiles(paths: readonly string[]): readonly PolicyFile[] {
  const files = paths.flatMap((path) => (isFolder(path) ? policiesBelow(path) : [path])).map(policyFile);
  if (files.length === 0) throw new CliFault(`there is no \`.hpol\` file in ${quoted(paths)}`);
  return [...new Map(files.map((file) => [file.shown, file])).values()];
}

/** Policies and parts. A file that is named counts as a policy, so that a missing `policy NAME` is an error there. */
export function findPolicies(paths: readonly string[]): PolicyTree {
  const named = new Set(paths.filter((path) => !isFolder(path)).map((path) => policyFile(path).shown));
  const isPolicy = ({ root, file, shown }: PolicyFile): boolean =>
    named.has(shown) || /^\s*policy\s/m.test(new TextDecoder().decode(folderLoader(root)(file)));
  const files = findPolicyFiles(paths);
  const policies = files.filter(isPolicy);
  if (policies.length > 0) return { policies, parts: files.filter((file) => !isPolicy(file)) };
  throw new CliFault(`there is no policy in ${quoted(paths)}: no \`.hpol\` file says \`policy NAME\``);
}

const quoted = (paths: readonly string[]): string => paths.map((path) => `\`${path}\``).join(', ');

/** The one policy that a path means. */
export function onePolicy(path: string): PolicyFile {
  const { policies } = findPolicies([path]);
  const [policy, other] = policies;
  if (policy === undefined || other !== undefined) {
    throw new CliFault(`\`${path}\` holds several policies; name one of ${quoted(policies.map(({ shown }) => shown))}`);
  }
  return policy;
}

export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw new CliFault(`cannot read \`${path}\`: ${reasonOf(error)}`);
  }
}

function policiesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      if (entry.name.startsWith('.') || entry.name === 'node_modules') return [];
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return policiesBelow(path);
      return entry.name.endsWith('.hpol') ? [path] : [];
    });
}

/** The language's loader over a folder: undefined for what is no file, a CliFault for what cannot be read. */
export const folderLoader =
  (root: string) =>
  (path: string): Uint8Array | undefined => {
    const full = join(root, path);
    return statSync(full, { throwIfNoEntry: false })?.isFile() === true ? readBytes(full) : undefined;
  };
