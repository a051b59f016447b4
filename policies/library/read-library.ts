// The shipped library beside the files of a project: `import "hpol:phi"` is policies/library/phi.hpol.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Loader } from '../../lang/source/loader.ts';
import { isLibraryPath, LIBRARIES } from '../../lang/vocabulary/libraries.ts';

/** The loader of a project with the library beside it. */
export const withLibrary =
  (load: Loader): Loader =>
  (path) =>
    isLibraryPath(path) ? readLibrary(path) : load(path);

/** The text of a file of the library; undefined for one that is not listed. */
export function readLibrary(path: string): string | undefined {
  const known = LIBRARIES.find((library) => library.path === path);
  return known && readFileSync(libraryFile(known.path), 'utf8');
}

/** Where a file of the library stands on this machine. */
export const libraryFile = (path: string): string => join(import.meta.dirname, `${path.slice('hpol:'.length)}.hpol`);
