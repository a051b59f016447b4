// The public keys whose signatures on bundles count, from the PEM files that the configuration names.
import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Trust, VerificationKey } from '../../compiler/abi/bundle-signature.ts';
import { algorithmOf } from '../../compiler/abi/jws.ts';
import { reasonOf } from '../config/reason-of.ts';

/** Throws with the path and what to do. */
export function loadTrust(
  keys: readonly { readonly id: string; readonly file: string }[],
  scope: string | null,
): Trust {
  return { keys: new Map(keys.map(({ id, file }) => [id, loadKey(file)])), scope };
}

function loadKey(path: string): VerificationKey {
  const publicKey = parse(path, read(path));
  const algorithm = algorithmOf(publicKey);
  if (algorithm === null)
    throw new Error(`${path} is neither an Ed25519 nor a P-256 key; those are what bundles are signed with`);
  return { algorithm, publicKey };
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Error(`${path}: ${reasonOf(error)}`, { cause: error });
  }
}

/** A private key is refused: it belongs where bundles are built, and nowhere else. */
function parse(path: string, pem: string): KeyObject {
  if (pem.includes('PRIVATE KEY')) {
    throw new Error(
      `${path} is a private key; configure its public half, and keep the private one where bundles are built`,
    );
  }
  try {
    return createPublicKey(pem);
  } catch (error) {
    throw new Error(`${path} is no public key in PEM`, { cause: error });
  }
}
