// Reads files of a git revision, without touching the working tree.
import { spawnSync } from 'node:child_process';
import { CliFault } from './cli-fault.ts';

const MAX_BYTES = 64 * 1024 * 1024;

/** What git printed, or null when it says no. */
function git(folder: string, args: readonly string[]): Buffer | null {
  const done = spawnSync('git', [...args], { cwd: folder, maxBuffer: MAX_BYTES, stdio: ['ignore', 'pipe', 'ignore'] });
  if (done.error !== undefined) throw new CliFault(`cannot run git: ${done.error.message}`);
  return done.status === 0 ? done.stdout : null;
}

/** The commit that a revision names, or null. */
export const commitOf = (revision: string, folder: string): string | null =>
  git(folder, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`])
    ?.toString('utf8')
    .trim() ?? null;

/** The language's loader over a commit; paths are relative to `folder`, as they are on disk. */
export const revisionLoader =
  (commit: string, folder: string) =>
  (path: string): Uint8Array | undefined =>
    git(folder, ['cat-file', 'blob', `${commit}:./${path}`]) ?? undefined;
