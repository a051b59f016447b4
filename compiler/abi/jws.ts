// JSON Web Signatures in compact form. The adapter of jose.
import type { KeyObject } from 'node:crypto';
import { CompactSign, compactVerify, decodeProtectedHeader } from 'jose';

/** Ed25519 and ECDSA over P-256. The key says which, never the header of a signature. */
export type SignatureAlgorithm = 'EdDSA' | 'ES256';

/** The algorithm that a key is for; null for any other kind of key. */
export function algorithmOf(key: KeyObject): SignatureAlgorithm | null {
  if (key.asymmetricKeyType === 'ed25519') return 'EdDSA';
  const isP256 = key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1';
  return isP256 ? 'ES256' : null;
}

export interface JwsSigner {
  readonly keyId: string;
  readonly algorithm: SignatureAlgorithm;
  readonly privateKey: KeyObject;
}

export function signJws(payload: string, { keyId, algorithm, privateKey }: JwsSigner): Promise<string> {
  const header = { alg: algorithm, kid: keyId, typ: 'JWT' };
  return new CompactSign(new TextEncoder().encode(payload)).setProtectedHeader(header).sign(privateKey);
}

/** What the header claims, before anything is verified: for messages and to find the key. Null when it is no JWS. */
export function claimedHeader(jws: string): { readonly algorithm: string; readonly keyId: string | null } | null {
  try {
    const { alg, kid } = decodeProtectedHeader(jws);
    return { algorithm: String(alg), keyId: typeof kid === 'string' ? kid : null };
  } catch {
    return null;
  }
}

/** The payload, or null when the signature is not that of this key under this algorithm. */
export async function verifyJws(
  jws: string,
  publicKey: KeyObject,
  algorithm: SignatureAlgorithm,
): Promise<Uint8Array | null> {
  try {
    return (await compactVerify(jws, publicKey, { algorithms: [algorithm] })).payload;
  } catch {
    return null;
  }
}
