// Keys that sign bundles: made, and read from their PEM files. A private key that others can read signs nothing.
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { statSync, writeFileSync } from 'node:fs';
import type { BundleSigner } from '../abi/bundle-signature.ts';
import { algorithmOf, type SignatureAlgorithm } from '../abi/jws.ts';
import { CliFault } from './cli-fault.ts';
import { readText, reasonOf } from './files.ts';

/** SHA-256, hex, of the public key in DER SPKI form: the id of a key that was given no other. */
export const fingerprint = (key: KeyObject): string =>
  createHash('sha256')
    .update((key.type === 'public' ? key : createPublicKey(key)).export({ type: 'spki', format: 'der' }))
    .digest('hex');

export interface SignerOptions {
  readonly keyId?: string;
  readonly scope?: string;
}

export function loadBundleSigner(path: string, { keyId, scope }: SignerOptions): BundleSigner {
  const pem = readText(path);
  if (pem.includes('PRIVATE KEY') && (statSync(path).mode & 0o077) !== 0) {
    throw new CliFault(
      `\`${path}\` can be read by others, so it may not be yours alone; run \`chmod 600 ${path}\`, or make a new key`,
    );
  }
  const privateKey = parseKey(path, pem);
  const algorithm = algorithmOf(privateKey);
  if (algorithm === null) {
    throw new CliFault(`\`${path}\` is neither an Ed25519 nor a P-256 key; make one with \`policyc keygen\``);
  }
  return { keyId: keyId ?? fingerprint(privateKey), algorithm, privateKey, scope: scope ?? null };
}

function parseKey(path: string, pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    // What OpenSSL says of a bad file helps nobody, and might quote it.
    throw new CliFault(`\`${path}\` is no private key in PEM without a passphrase; make one with \`policyc keygen\``);
  }
}

export interface KeyFiles {
  readonly privatePath: string;
  readonly publicPath: string;
  readonly keyId: string;
}

/** Writes NAME.pem and NAME.pub.pem. Never overwrites: a key that is gone cannot be had back. */
export function makeSigningKey(name: string, algorithm: SignatureAlgorithm): KeyFiles {
  const { privateKey, publicKey } =
    algorithm === 'EdDSA' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const files = { privatePath: `${name}.pem`, publicPath: `${name}.pub.pem` };
  writeNew(files.privatePath, privateKey.export({ type: 'pkcs8', format: 'pem' }), 0o600);
  writeNew(files.publicPath, publicKey.export({ type: 'spki', format: 'pem' }), 0o644);
  return { ...files, keyId: fingerprint(publicKey) };
}

function writeNew(path: string, pem: string | Buffer, mode: number): void {
  try {
    writeFileSync(path, pem, { mode, flag: 'wx' });
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    throw new CliFault(
      isThere ? `\`${path}\` exists, and keys are not overwritten` : `cannot write \`${path}\`: ${reasonOf(error)}`,
    );
  }
}
