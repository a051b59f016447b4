// Keeps catalog snapshots beside the recordings, named by their content, so that replay can analyse a statement as the gateway did.
import { hash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CatalogSnapshot } from '../postgres/analysis/catalog.ts';
import { catalogText } from '../postgres/analysis/catalog-text.ts';

const pathOf = (folder: string, digest: string): string => join(folder, 'catalogs', `${digest}.json`);

/** Writes the snapshot unless it is there; gives the SHA-256 of the file, which is its name. Throws what the file system throws. */
export function storeCatalog(folder: string, snapshot: CatalogSnapshot): string {
  const text = catalogText(snapshot);
  const digest = hash('sha256', text, 'hex');
  const path = pathOf(folder, digest);
  if (existsSync(path)) return digest;
  mkdirSync(join(folder, 'catalogs'), { recursive: true, mode: 0o700 });
  // Written aside and renamed: a reader sees the whole file or none.
  const draft = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  writeFileSync(draft, text, { mode: 0o600, flush: true });
  renameSync(draft, path);
  return digest;
}

/** The snapshot of that digest. Throws when it is missing or its bytes are not what the digest says. */
export function readCatalog(folder: string, digest: string): CatalogSnapshot {
  if (!/^[0-9a-f]{64}$/.test(digest)) throw new Error('a catalog is named by a SHA-256 in hex');
  const text = readFileSync(pathOf(folder, digest), 'utf8');
  if (hash('sha256', text, 'hex') !== digest)
    throw new Error(`${pathOf(folder, digest)} was changed: its bytes do not match its name`);
  const snapshot = JSON.parse(text) as CatalogSnapshot | { readonly format: 1 };
  if (snapshot.format !== 2)
    throw new Error(`${pathOf(folder, digest)} was written by an older version, which did not keep what functions do`);
  return snapshot;
}
