// Writes a policy bundle: OPA's layout, so that any OPA host can load it, and hpol's own metadata. Equal modules give
// equal bytes.
import { gzipSync } from 'node:zlib';
import { DATA_FILE, MANIFEST_FILE, METADATA_FILE, MODULE_FILE } from '../abi/bundle.ts';
import { entrypointNames } from '../abi/entrypoints.ts';
import type { PolicyMetadata } from '../abi/metadata.ts';
import { writeTar } from '../abi/tar.ts';

/** Position of the byte in which gzip names the operating system; 255 is "unknown". */
const GZIP_SYSTEM_BYTE = 9;

export function writeBundle(module: { readonly wasm: Uint8Array; readonly metadata: PolicyMetadata }): Uint8Array {
  const { wasm, metadata } = module;
  const manifest = {
    revision: metadata.moduleSha256,
    roots: [''],
    wasm: entrypointNames(metadata.name).map((entrypoint) => ({ entrypoint, module: MODULE_FILE })),
  };
  const tar = writeTar([
    { name: DATA_FILE, bytes: json({}) },
    { name: MODULE_FILE, bytes: wasm },
    { name: MANIFEST_FILE, bytes: json(manifest) },
    { name: METADATA_FILE, bytes: json(metadata) },
  ]);
  const gzip = gzipSync(tar, { level: 9 });
  gzip[GZIP_SYSTEM_BYTE] = 255;
  return gzip;
}

const json = (value: unknown): Uint8Array => new TextEncoder().encode(`${JSON.stringify(value)}\n`);
