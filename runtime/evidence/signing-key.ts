// The gateway's evidence key: an Ed25519 pair in the state folder. The private half never leaves its file and this closure;
// an auditor needs only the public half.
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Signer } from '../recording/signer.ts';

export const PRIVATE_KEY_FILE = 'evidence-key.pem';
export const PUBLIC_KEY_FILE = 'evidence-key.pub.pem';

/** SHA-256, hex, of the public key in DER SPKI form. */
export const keyIdOf = (publicKey: KeyObject): string =>
  createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');

/** Loads the key of a state folder, or makes it there on first use. Throws with the path and what to do. */
export function loadSigner(folder: string): Signer {
  const path = join(folder, PRIVATE_KEY_FILE);
  if (!existsSync(path)) createKey(folder, path);
  if ((statSync(path).mode & 0o077) !== 0) {
    throw new Error(`${path} can be read by others; run: chmod 600 ${path}`);
  }
  const privateKey = createPrivateKey(readFileSync(path));
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error(`${path} is not an Ed25519 key`);
  const publicKey = createPublicKey(privateKey);
  writePublicKey(join(folder, PUBLIC_KEY_FILE), publicKey);
  return { keyId: keyIdOf(publicKey), sign: (message) => sign(null, message, privateKey) };
}

/** The public key of a PEM file. A private key is refused: nobody should hand it around. */
export function loadPublicKey(path: string): KeyObject {
  const pem = readFileSync(path, 'utf8');
  if (pem.includes('PRIVATE KEY'))
    throw new Error(`${path} is a private key; verify with the public one, ${PUBLIC_KEY_FILE}`);
  const key = createPublicKey(pem);
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`${path} is not an Ed25519 public key`);
  return key;
}

function createKey(folder: string, path: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
}

function writePublicKey(path: string, key: KeyObject): void {
  const pem = key.export({ type: 'spki', format: 'pem' }).toString();
  if (!existsSync(path) || readFileSync(path, 'utf8') !== pem) writeFileSync(path, pem, { mode: 0o644 });
}
