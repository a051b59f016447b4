// The signature of a bundle in OPA's layout, /.signatures.json: one JSON Web Signature over the names and hashes of all other files.
// Verified before anything else of the bundle is believed. Whatever is not exactly right is a BundleFault.
import { createHash, type KeyObject } from 'node:crypto';
import { BundleFault, SIGNATURE_FILE, type BundleFiles } from './bundle.ts';
import { claimedHeader, signJws, verifyJws, type JwsSigner, type SignatureAlgorithm } from './jws.ts';
import { opaHash } from './opa-hash.ts';

export interface VerificationKey {
  readonly algorithm: SignatureAlgorithm;
  readonly publicKey: KeyObject;
}

/** Whose signatures count, and for what: OPA's `keyid` and `scope`. */
export interface Trust {
  readonly keys: ReadonlyMap<string, VerificationKey>;
  /** A signature must name exactly this scope; null: it must name none. */
  readonly scope: string | null;
}

export interface BundleSigner extends JwsSigner {
  readonly scope: string | null;
}

interface SignedFile {
  readonly name: string;
  readonly hash: string;
  readonly algorithm: string;
}

const HASH = 'SHA-256';
const ISSUER = 'policyc';

const signedName = (name: string): string => name.replace(/^\//, '');

const toSign = (files: BundleFiles): readonly (readonly [string, Uint8Array])[] =>
  [...files].filter(([name]) => name !== SIGNATURE_FILE);

/** The content of /.signatures.json. No time is in it, so an Ed25519 signature is the same each time. */
export async function signBundle(files: BundleFiles, signer: BundleSigner): Promise<string> {
  const listed = toSign(files).map(([name, bytes]): SignedFile => {
    const inBundle = signedName(name);
    return { name: inBundle, hash: opaHash(inBundle, bytes), algorithm: HASH };
  });
  const scope = signer.scope === null ? {} : { scope: signer.scope };
  const payload = JSON.stringify({ files: listed, keyid: signer.keyId, iss: ISSUER, ...scope });
  return `${JSON.stringify({ signatures: [await signJws(payload, signer)] })}\n`;
}

/** SHA-256, hex, over everything that a signature covers: equal for a bundle that was only signed again. */
export function contentDigest(files: BundleFiles): string {
  const lines = toSign(files).map(([name, bytes]) => `${createHash('sha256').update(bytes).digest('hex')} ${name}\n`);
  return createHash('sha256').update(lines.toSorted().join('')).digest('hex');
}

/** The id of the key that signed. Throws BundleFault. */
export async function verifyBundle(files: BundleFiles, trust: Trust): Promise<string> {
  const jws = signatureOf(files);
  const { keyId, key } = keyOf(jws, trust);
  const payload = await verifyJws(jws, key.publicKey, key.algorithm);
  if (payload === null) {
    throw new BundleFault(
      `the signature is not that of the key \`${keyId}\``,
      'fetch the bundle again, or sign it again with that key',
    );
  }
  checkFiles(files, readPayload(payload, trust));
  return keyId;
}

const UNSIGNED = 'sign it with `policyc build --sign KEY.pem`';

function signatureOf(files: BundleFiles): string {
  const bytes = files.get(SIGNATURE_FILE);
  if (bytes === undefined) throw new BundleFault('it is not signed, and verification keys are configured', UNSIGNED);
  const value = parse(bytes, SIGNATURE_FILE);
  const isPlain = isRecord(value) && (value['plugin'] ?? '_default') === '_default';
  const signatures: unknown = isPlain ? value['signatures'] : null;
  const [jws, other] = Array.isArray(signatures) ? (signatures as readonly unknown[]) : [];
  if (typeof jws !== 'string' || other !== undefined) {
    throw new BundleFault(`\`${SIGNATURE_FILE}\` does not hold exactly one signature`, UNSIGNED);
  }
  return jws;
}

function keyOf(jws: string, { keys }: Trust): { readonly keyId: string; readonly key: VerificationKey } {
  const header = claimedHeader(jws);
  if (header === null) throw new BundleFault('its signature is no JSON Web Signature', UNSIGNED);
  const { keyId, algorithm } = header;
  if (keyId === null) throw new BundleFault('its signature does not name its key', 'give the signature a key id');
  const key = keys.get(keyId);
  if (key === undefined) {
    const known = [...keys.keys()].map((id) => `\`${id}\``).join(', ');
    throw new BundleFault(
      `it is signed with the key \`${keyId}\`, and the configured keys are ${known}`,
      'sign it with one of these, or configure the public half of that key if it is to be trusted',
    );
  }
  if (algorithm !== key.algorithm) {
    throw new BundleFault(
      `its signature claims the algorithm ${algorithm}, and the key \`${keyId}\` is for ${key.algorithm}`,
      'sign it again with that key',
    );
  }
  return { keyId, key };
}

function readPayload(bytes: Uint8Array, { scope }: Trust): readonly SignedFile[] {
  const payload = parse(bytes, 'the signed list of files');
  const listed = isRecord(payload) ? payload['files'] : null;
  if (!isRecord(payload) || !Array.isArray(listed) || !listed.every(isSignedFile)) {
    throw new BundleFault('the signed list of files cannot be read', 'sign the bundle again');
  }
  const found = payload['scope'] ?? null;
  if (found !== scope) {
    const named = (value: unknown): string => (value === null ? 'no scope' : `the scope ${JSON.stringify(value)}`);
    throw new BundleFault(
      `it is signed for ${named(found)}, and ${named(scope)} is configured`,
      'use the bundle that was signed for this gateway',
    );
  }
  return listed;
}

const isSignedFile = (value: unknown): value is SignedFile =>
  isRecord(value) && ['name', 'hash', 'algorithm'].every((key) => typeof value[key] === 'string');

function checkFiles(files: BundleFiles, listed: readonly SignedFile[]): void {
  const missing = new Map<string, SignedFile>();
  for (const file of listed) {
    if (missing.has(file.name))
      throw new BundleFault(`the signature lists \`${file.name}\` twice`, 'sign the bundle again');
    missing.set(file.name, file);
  }
  for (const [name, bytes] of toSign(files)) {
    const file = missing.get(signedName(name));
    if (file === undefined)
      throw new BundleFault(`\`${name}\` is not covered by the signature`, 'fetch the bundle again');
    checkHash(file, bytes);
    missing.delete(file.name);
  }
  const [absent] = missing.keys();
  if (absent !== undefined) throw new BundleFault(`\`/${absent}\` was signed and is missing`, 'fetch the bundle again');
}

function checkHash({ name, hash, algorithm }: SignedFile, bytes: Uint8Array): void {
  if (algorithm !== HASH) {
    throw new BundleFault(
      `\`/${name}\` is hashed with ${algorithm}, and only ${HASH} is known`,
      'sign the bundle again',
    );
  }
  if (hashOrNull(name, bytes) !== hash.toLowerCase()) {
    throw new BundleFault(`\`/${name}\` is not the file that was signed`, 'fetch the bundle again');
  }
}

/** Null for a file that should be JSON and is none: nobody can have signed that. */
function hashOrNull(name: string, bytes: Uint8Array): string | null {
  try {
    return opaHash(name, bytes);
  } catch {
    return null;
  }
}

function parse(bytes: Uint8Array, what: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new BundleFault(`${what} is not JSON`, 'sign the bundle again');
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
