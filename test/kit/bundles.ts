// For tests: policies given as text, compiled, and their bundles built and signed.
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BundleSigner, Trust } from '../../compiler/abi/bundle-signature.ts';
import type { SignatureAlgorithm } from '../../compiler/abi/jws.ts';
import { NO_RELEASE, type BundleRelease } from '../../compiler/abi/release.ts';
import { writeBundle, writeSignedBundle } from '../../compiler/bundle/write-bundle.ts';
import { compileModule, type CompiledModule } from '../../compiler/compile.ts';
import { compileSource } from '../../lang/check/compile-source.ts';

export function compileText(policy: string): CompiledModule {
  const { program, diagnostics } = compileSource('p.hpol', (path) => (path === 'p.hpol' ? policy : undefined));
  if (program === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return compileModule(program);
}

export interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export const newKeys = (algorithm: SignatureAlgorithm = 'EdDSA'): KeyPair =>
  algorithm === 'EdDSA' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' });

export const signerOf = (
  { privateKey }: KeyPair,
  { keyId = 'release', algorithm = 'EdDSA', scope = null }: Partial<BundleSigner> = {},
): BundleSigner => ({ keyId, algorithm, privateKey, scope });

export const trustIn = (
  { publicKey }: Pick<KeyPair, 'publicKey'>,
  { keyId = 'release', algorithm = 'EdDSA', scope = null }: Partial<BundleSigner> = {},
): Trust => ({ keys: new Map([[keyId, { algorithm, publicKey }]]), scope });

export const publicPem = ({ publicKey }: KeyPair): string =>
  publicKey.export({ type: 'spki', format: 'pem' }).toString();

/** Signed with Ed25519 as `release` where keys are given. */
export async function bundleOf(
  module: CompiledModule,
  release: Partial<BundleRelease> = {},
  keys?: KeyPair,
): Promise<Uint8Array> {
  const whole = { ...NO_RELEASE, ...release };
  return keys === undefined ? writeBundle(module, whole) : writeSignedBundle(module, whole, signerOf(keys));
}

const REGO = join(import.meta.dirname, '../conformance/rego');

/** What a real OPA built; test/conformance/rego/build.sh says how. */
export const regoBundle = (name: 'hospital' | 'clock' | 'split'): Uint8Array =>
  readFileSync(join(REGO, `${name}.bundle.tar.gz`));

export const regoBundlePath = (name: 'hospital' | 'clock' | 'split'): string => join(REGO, `${name}.bundle.tar.gz`);

/** PEM of the key that signed the bundle of the hospital. */
export const REGO_KEY: string = readFileSync(join(REGO, 'hospital.pub.pem'), 'utf8');
