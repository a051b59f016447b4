// Texts on disk for the language server: read again only when the file changed, and never a reason to fail.
import { isUtf8 } from 'node:buffer';
import { readdirSync, readFileSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Content } from '../../../lang/source/loader.ts';

interface Kept {
  readonly stamp: string;
  readonly content: Content | undefined;
}

export interface DiskTexts {
  /** The bytes where they are no UTF-8, which the language reports; undefined for what is no readable file. */
  read(path: string): Content | undefined;
}

/** Schemas are the largest files that a policy names. */
const MAX_BYTES = 64 * 1_048_576;
const MAX_POLICIES = 5_000;
const MAX_FOLDERS = 20_000;

export function createDiskTexts(): DiskTexts {
  const kept = new Map<string, Kept>();
  return {
    read: (path) => {
      const stats = statOf(path);
      if (stats?.isFile() !== true || stats.size > MAX_BYTES) return undefined;
      const stamp = `${stats.mtimeMs} ${stats.size} ${stats.ino}`;
      const known = kept.get(path);
      if (known?.stamp === stamp) return known.content;
      const content = contentOf(path);
      kept.set(path, { stamp, content });
      return content;
    },
  };
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    // A path through a file, or one that may not be looked at, names no file here.
    return undefined;
  }
}

function contentOf(path: string): Content | undefined {
  try {
    const bytes = readFileSync(path);
    return isUtf8(bytes) ? new TextDecoder().decode(bytes) : bytes;
  } catch {
    return undefined;
  }
}

/** The `.hpol` files of a folder, and of those below where `isDeep`. Large trees are cut off rather than waited for. */
export function policiesIn(folder: string, isDeep: boolean): readonly string[] {
  const found: string[] = [];
  const pending = [folder];
  for (let seen = 0; seen < MAX_FOLDERS && found.length < MAX_POLICIES; seen += 1) {
    const next = pending.shift();
    if (next === undefined) break;
    for (const entry of entriesOf(next)) {
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
      if (entry.isDirectory() && isDeep) pending.push(join(next, entry.name));
      else if (entry.isFile() && entry.name.endsWith('.hpol')) found.push(join(next, entry.name));
    }
  }
  return found.sort();
}

function entriesOf(folder: string): readonly { name: string; isDirectory(): boolean; isFile(): boolean }[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
