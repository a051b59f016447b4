// Reads the import graph of the repository's TypeScript as text: which file names which, lazily or not.
// It resolves nothing beyond relative paths; packages are kept by name.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

export const ROOT: string = resolve(import.meta.dirname, '../..');
const ROOMS = ['lang', 'compiler', 'runtime', 'policies', 'test'];
const SKIPPED = new Set(['node_modules', 'dist', 'coverage', 'assembly']);

export interface SourceFile {
  /** Path from the repository root, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly lines: number;
  readonly isTest: boolean;
  /** Repository paths of imported files, type-only imports included. */
  readonly imports: readonly string[];
  /** Repository paths named by `import(…)`. */
  readonly lazyImports: readonly string[];
  /** npm packages imported in any way; Node's own modules are left out. */
  readonly packages: readonly string[];
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesUnder(path);
    return entry.name.endsWith('.ts') ? [path] : [];
  });
}

const STATIC = /^(?:import|export)\b(?:[^'";]*?\bfrom\s*)?\s*'([^']+)'/gm;
const LAZY = /\bimport\(\s*'([^']+)'/g;

const specifiers = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map((match) => match[1] ?? '');

const packageName = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

function read(path: string): SourceFile {
  const text = readFileSync(path, 'utf8');
  const local = (specifier: string): string => posix(resolve(dirname(path), specifier));
  const eager = specifiers(text, STATIC);
  const lazy = specifiers(text, LAZY);
  return {
    path: posix(path),
    text,
    lines: text.split('\n').length - 1,
    isTest: path.endsWith('.test.ts'),
    imports: eager.filter((name) => name.startsWith('.')).map(local),
    lazyImports: lazy.filter((name) => name.startsWith('.')).map(local),
    packages: [...eager, ...lazy].filter((name) => !name.startsWith('.') && !name.startsWith('node:')).map(packageName),
  };
}

const posix = (path: string): string => relative(ROOT, path).split(sep).join('/');

/** Every TypeScript file of the rooms, in path order. */
export function sourceFiles(): readonly SourceFile[] {
  return ROOMS.flatMap((room) => filesUnder(join(ROOT, room)))
    .sort()
    .map(read);
}

/** `runtime/postgres/wire/frame.ts` → `runtime/postgres/wire`. */
export const folderOf = (path: string): string => path.split('/').slice(0, -1).join('/');

/** `runtime/postgres/wire/frame.ts` → `runtime`. */
export const roomOf = (path: string): string => path.split('/')[0] ?? '';

/** The first cycle found among nodes as a path that ends where it began, or null. */
export function findCycle(edges: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] | null {
  const done = new Set<string>();
  const trail: string[] = [];
  const visit = (node: string): readonly string[] | null => {
    const at = trail.indexOf(node);
    if (at >= 0) return [...trail.slice(at), node];
    if (done.has(node)) return null;
    trail.push(node);
    for (const next of edges.get(node) ?? []) {
      const cycle = visit(next);
      if (cycle) return cycle;
    }
    trail.pop();
    done.add(node);
    return null;
  };
  for (const node of edges.keys()) {
    const cycle = visit(node);
    if (cycle) return cycle;
  }
  return null;
}
