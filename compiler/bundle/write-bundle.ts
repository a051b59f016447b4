// Writes a policy bundle: OPA's layout, so that any OPA host can load it, and what hpol adds under /hpol/. Equal modules give
// equal bytes; only a signature with ES256 differs each time.
import { gzipSync } from 'node:zlib';
import { signBundle, type BundleSigner } from '../abi/bundle-signature.ts';
import {
  DATA_FILE,
  MANIFEST_FILE,
  METADATA_FILE,
  MODULE_FILE,
  RELEASE_FILE,
  SIGNATURE_FILE,
  type BundleFiles,
} from '../abi/bundle.ts';
import { entrypointNames } from '../abi/entrypoints.ts';
import type { PolicyMetadata } from '../abi/metadata.ts';
import { NO_RELEASE, type BundleRelease } from '../abi/release.ts';
import { writeTar } from '../abi/tar.ts';

/** Position of the byte in which gzip names the operating system; 255 is "unknown". */
const GZIP_SYSTEM_BYTE = 9;

interface Module {
  readonly wasm: Uint8Array;
  readonly metadata: PolicyMetadata;
}

export const writeBundle = (module: Module, release: BundleRelease = NO_RELEASE): Uint8Array =>
  packBundle(filesOf(module, release));

export async function writeSignedBundle(
  module: Module,
  release: BundleRelease,
  signer: BundleSigner,
): Promise<Uint8Array> {
  const files = filesOf(module, release);
  return packBundle(new Map([...files, [SIGNATURE_FILE, text(await signBundle(files, signer))]]));
}

function filesOf({ wasm, metadata }: Module, release: BundleRelease): BundleFiles {
  const manifest = {
    revision: metadata.moduleSha256,
    roots: [''],
    wasm: entrypointNames(metadata.name).map((entrypoint) => ({ entrypoint, module: MODULE_FILE })),
  };
  return new Map([
    [DATA_FILE, json({})],
    [MODULE_FILE, wasm],
    [MANIFEST_FILE, json(manifest)],
    [METADATA_FILE, json(metadata)],
    [RELEASE_FILE, json(release)],
  ]);
}

/** A gzipped tar whose bytes depend on the files alone. */
export function packBundle(files: BundleFiles): Uint8Array {
  const gzip = gzipSync(writeTar([...files].map(([name, bytes]) => ({ name, bytes }))), { level: 9 });
  gzip[GZIP_SYSTEM_BYTE] = 255;
  return gzip;
}

const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const json = (value: unknown): Uint8Array => text(`${JSON.stringify(value)}\n`);
