// Which release of each policy was the highest that this gateway ever put in force, kept in its state folder, so that an older one never
// comes back. What cannot be read or written there is a fault: then nothing is accepted.
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { BundleFault } from '../../compiler/abi/bundle.ts';
import { reasonOf } from '../config/reason-of.ts';

export const ACCEPTED_FILE = 'accepted-bundles.json';

export interface Release {
  /** The policy's name. */
  readonly name: string;
  readonly sequence: number | null;
  /** `contentDigest` of the bundle. */
  readonly digest: string;
}

interface Accepted {
  readonly sequence: number;
  readonly digest: string;
}

const NEWER = 'build it again with a higher `--sequence`';

/** Throws BundleFault when the release is older than one that was accepted, or another of the same number. */
export function demandNewer(folder: string, { name, sequence, digest }: Release): void {
  const highest = read(folder).get(name);
  if (highest === undefined) return;
  const before = `sequence ${highest.sequence} of \`${name}\` was in force here before`;
  if (sequence === null) throw new BundleFault(`it has no sequence number, and ${before}`, NEWER);
  if (sequence < highest.sequence) throw new BundleFault(`it is sequence ${sequence}, and ${before}`, NEWER);
  if (sequence === highest.sequence && digest !== highest.digest) {
    throw new BundleFault(
      `it is sequence ${sequence}, and another bundle with that number was in force here before`,
      NEWER,
    );
  }
}

/** Remembers the release, durably, before it is put in force. Throws when it cannot. */
export function rememberAccepted(folder: string, { name, sequence, digest }: Release): void {
  if (sequence === null) return;
  const accepted = read(folder);
  if (accepted.get(name)?.sequence === sequence) return;
  write(folder, new Map([...accepted, [name, { sequence, digest }]]));
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isAccepted = (value: unknown): value is Accepted =>
  isRecord(value) && Number.isSafeInteger(value['sequence']) && typeof value['digest'] === 'string';

function read(folder: string): ReadonlyMap<string, Accepted> {
  const path = join(folder, ACCEPTED_FILE);
  const policies = parse(path);
  const entries = Object.entries(policies);
  const known = entries.filter((entry): entry is [string, Accepted] => isAccepted(entry[1]));
  if (known.length < entries.length) throw unreadable(path);
  return new Map(known);
}

function parse(path: string): Readonly<Record<string, unknown>> {
  if (!existsSync(path)) return {};
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw unreadable(path, error);
  }
  const policies: unknown = isRecord(value) && value['format'] === 1 ? value['policies'] : null;
  if (!isRecord(policies)) throw unreadable(path);
  return policies;
}

const unreadable = (path: string, cause?: unknown): BundleFault => {
  const why =
    cause instanceof Error && 'code' in cause ? `cannot be read (${reasonOf(cause)})` : 'is not what policyd writes';
  return new BundleFault(
    `whether it is older than what was in force is not known: ${path} ${why}`,
    'restore that file; removing it lets older releases in again',
  );
};

/** Written beside and renamed, and both on disk before this returns. */
function write(folder: string, accepted: ReadonlyMap<string, Accepted>): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, ACCEPTED_FILE);
  const temporary = `${path}.tmp`;
  synced(temporary, 'w', `${JSON.stringify({ format: 1, policies: Object.fromEntries(accepted) }, null, 2)}\n`);
  renameSync(temporary, path);
  synced(folder, 'r', '');
}

function synced(path: string, flags: 'w' | 'r', text: string): void {
  const file = openSync(path, flags, 0o600);
  try {
    if (text !== '') writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
