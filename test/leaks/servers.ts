// The versions of PostgreSQL that the suite can run on: the embedded one, and those that the system has.
import { basename, dirname } from 'node:path';
import { installedFolders } from '../../runtime/postgres/embedded/binaries.ts';

export interface Server {
  /** Major version, such as `18`. */
  readonly version: string;
  /** Undefined for the embedded one. */
  readonly binaries: string | undefined;
}

export const EMBEDDED: Server = { version: '18', binaries: undefined };

/** Newest first. */
export const availableServers = (): readonly Server[] => [
  EMBEDDED,
  ...installedFolders()
    .map((binaries) => ({ version: basename(dirname(binaries)), binaries }))
    .filter(({ version }) => Number(version) >= 15 && version !== EMBEDDED.version)
    .toReversed(),
];

/** `all`, or versions separated by commas. Throws on one that is not there. */
export function chooseServers(wanted: string): readonly Server[] {
  const available = availableServers();
  if (wanted === 'all') return available;
  return wanted.split(',').map((version) => {
    const found = available.find((server) => server.version === version);
    if (found) return found;
    const there = available.map((server) => server.version).join(', ');
    throw new Error(`PostgreSQL ${version} is not here; the suite can run on ${there}`);
  });
}
