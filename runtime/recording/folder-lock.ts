// One policyd owns a recordings folder at a time: recovery closes every recording that has no end, and must not close one
// that another process still writes.
import { readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const LOCK_FILE = '.policyd.pid';

/** Folders that this process owns: a lock naming our own process id is otherwise left over, as in a container where it is always 1. */
const owned = new Set<string>();

/** Takes the folder, which must exist. Throws when a live process has it; the message does not name the folder. */
export function lockFolder(folder: string): { readonly release: () => void } {
  const path = join(resolve(folder), LOCK_FILE);
  if (owned.has(path)) throw new Error('it is in use by this very process');
  if (!tryLock(path)) {
    const holder = Number(readFileSync(path, 'utf8'));
    if (holder !== process.pid && isAlive(holder)) {
      throw new Error(
        `it is in use by process ${holder}; stop that policyd first, or, if the process is none, remove ${path}`,
      );
    }
    unlinkSync(path);
    if (!tryLock(path)) throw new Error('another policyd took it at the same moment');
  }
  owned.add(path);
  return {
    release: () => {
      if (owned.delete(path)) unlinkSync(path);
    },
  };
}

/** Whether a gateway that runs now writes there. */
export function isHeldByLiveProcess(folder: string): boolean {
  try {
    return isAlive(Number(readFileSync(join(resolve(folder), LOCK_FILE), 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

function tryLock(path: string): boolean {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
