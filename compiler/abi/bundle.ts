// Reads a policy bundle: a gzipped tar in OPA's layout, with what hpol adds under /hpol/. A leaf, so that the
// gateway needs no compiler. What cannot be read exactly is a BundleFault, never a guess.
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { PREDICATE_LEVELS } from '../../lang/vocabulary/predicates.ts';
import { ABI_VERSION } from './abi-version.ts';
import type { PolicyMetadata } from './metadata.ts';
import { isRelease, type BundleRelease } from './release.ts';
import { readTar } from './tar.ts';

export const MODULE_FILE = '/policy.wasm';
export const DATA_FILE = '/data.json';
export const MANIFEST_FILE = '/.manifest';
export const METADATA_FILE = '/hpol/policy.json';
export const RELEASE_FILE = '/hpol/release.json';
export const SIGNATURE_FILE = '/.signatures.json';

/** Limit of an unpacked bundle: a small file must not unpack to fill memory. */
const MAX_UNPACKED_BYTES = 64 * 1024 * 1024;

/** The files of a bundle by name, with a leading slash. */
export type BundleFiles = ReadonlyMap<string, Uint8Array>;

export interface Bundle {
  readonly wasm: Uint8Array<ArrayBuffer>;
  readonly metadata: PolicyMetadata;
  readonly release: BundleRelease;
}

/** What is wrong with a bundle, why, and what to do, as one sentence each. */
export class BundleFault extends Error {
  override readonly name = 'BundleFault';

  constructor(what: string, todo: string) {
    super(`the bundle cannot be used: ${what}; ${todo}`);
  }
}

const REBUILD = 'build it again with `policyc build`';

/** Throws BundleFault. */
export const readBundle = (bytes: Uint8Array): Bundle => readBundleFiles(unpackBundle(bytes));

/** Throws BundleFault. */
export function readBundleFiles(files: BundleFiles): Bundle {
  const wasm = new Uint8Array(fileOf(files, MODULE_FILE));
  const metadata = readMetadata(fileOf(files, METADATA_FILE));
  if (createHash('sha256').update(wasm).digest('hex') !== metadata.moduleSha256) {
    throw new BundleFault(`\`${MODULE_FILE}\` is not the module that \`${METADATA_FILE}\` describes`, REBUILD);
  }
  const release = parseJson(fileOf(files, RELEASE_FILE), RELEASE_FILE);
  if (!isRelease(release)) throw new BundleFault(`\`${RELEASE_FILE}\` is not what policyc writes`, REBUILD);
  return { wasm, metadata, release };
}

/** Throws BundleFault. */
export function unpackBundle(bytes: Uint8Array): BundleFiles {
  const files = readTar(gunzip(bytes));
  if (typeof files === 'string') throw new BundleFault(`the archive is damaged: ${files}`, 'fetch or build it again');
  const byName = new Map<string, Uint8Array>();
  for (const file of files) {
    // Tools write `policy.wasm`, `./policy.wasm` or `/policy.wasm` for the same file.
    const name = `/${file.name.replace(/^\.?\//, '')}`;
    if (byName.has(name)) throw new BundleFault(`\`${name}\` is in the archive twice`, REBUILD);
    byName.set(name, file.bytes);
  }
  return byName;
}

function gunzip(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_UNPACKED_BYTES });
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown';
    throw new BundleFault(`it is not a whole gzip file (${why})`, 'give the file that `policyc build` wrote');
  }
}

function fileOf(files: ReadonlyMap<string, Uint8Array>, name: string): Uint8Array {
  const file = files.get(name);
  if (file === undefined) throw new BundleFault(`\`${name}\` is missing`, 'give a bundle that `policyc build` wrote');
  return file;
}

function readMetadata(bytes: Uint8Array): PolicyMetadata {
  const value = parseJson(bytes, METADATA_FILE);
  if (isRecord(value) && 'format' in value && value['format'] !== 1) {
    throw new BundleFault('it is of another format version', 'use the policyc of the same release');
  }
  if (isRecord(value) && value['abi'] !== ABI_VERSION) {
    const found = Number.isSafeInteger(value['abi']) ? `version ${String(value['abi'])}` : 'no version';
    throw new BundleFault(
      `it is of ${found} of the binary interface, and this is version ${ABI_VERSION}`,
      'build it with the policyc of this release',
    );
  }
  if (!isMetadata(value)) throw new BundleFault(`\`${METADATA_FILE}\` is not what policyc writes`, REBUILD);
  return value;
}

function parseJson(bytes: Uint8Array, name: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new BundleFault(`\`${name}\` is not JSON`, REBUILD);
  }
}

const TEXT_KEYS = ['name', 'vocabulary', 'compiler', 'moduleSha256'] as const;
const LIST_KEYS = ['rules', 'members', 'transforms', 'sources'] as const;

function isMetadata(value: unknown): value is PolicyMetadata {
  if (!isRecord(value)) return false;
  const isDefault = value['default'] === 'allow' || value['default'] === 'block';
  const lists = LIST_KEYS.map((key) => value[key]);
  return (
    value['format'] === 1 &&
    isDefault &&
    TEXT_KEYS.every((key) => typeof value[key] === 'string') &&
    lists.every((list) => Array.isArray(list) && list.every(isRecord)) &&
    [value['rules'], value['members']].every((list) => isNamed(list)) &&
    isRules(value['rules']) &&
    isConditions(value['conditions']) &&
    isClock(value['clock'])
  );
}

/** A bundle from before masks had terms is refused: nobody can tell what its masks concede. */
const isRules = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.every(
    (rule) => isRecord(rule) && (rule['kind'] === 'mask' ? isMaskTerms(rule['mask']) : rule['mask'] === null),
  );

const isMaskTerms = (value: unknown): boolean =>
  isRecord(value) &&
  PREDICATE_LEVELS.some((level) => level === value['predicates']) &&
  ['members', 'trusts', 'reveals'].every((key) => isTexts(value[key]));

const isConditions = (value: unknown): boolean =>
  isRecord(value) &&
  Number.isSafeInteger(value['atoms']) &&
  Number(value['atoms']) >= 0 &&
  Array.isArray(value['trees']) &&
  value['trees'].every(isRecord);

const isClock = (value: unknown): boolean =>
  isRecord(value) && typeof value['isRead'] === 'boolean' && isTexts(value['zones']);

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((text) => typeof text === 'string');

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isNamed = (list: unknown): boolean =>
  Array.isArray(list) && list.every((entry) => isRecord(entry) && typeof entry['name'] === 'string');
