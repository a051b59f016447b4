// Signatures of bundles: what verifies, and everything that must not. One bundle was signed by a real OPA, so that the hashes are OPA's.
import { createHmac, createPublicKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { newKeys, publicPem, REGO_KEY, regoBundle, signerOf, trustIn } from '../../test/kit/bundles.ts';
import { contentDigest, signBundle, verifyBundle, type Trust } from './bundle-signature.ts';
import { BundleFault, SIGNATURE_FILE, unpackBundle, type BundleFiles } from './bundle.ts';
import { signJws } from './jws.ts';
import { opaHash } from './opa-hash.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const FILES: BundleFiles = new Map([
  ['/data.json', bytes('{ "b": [1.50, "\u2028<&>"], "a": null }\n')],
  ['/policy.wasm', Uint8Array.of(0, 0x61, 0x73, 0x6d)],
  ['/.manifest', bytes('{"revision":"1"}')],
  ['/hpol/release.json', bytes('{"sequence":1}')],
]);
const KEYS = newKeys();
const TRUST = trustIn(KEYS);

const withFile = (files: BundleFiles, name: string, content: Uint8Array | string): BundleFiles =>
  new Map([...files, [name, typeof content === 'string' ? bytes(content) : content]]);
const without = (files: BundleFiles, name: string): BundleFiles =>
  new Map([...files].filter(([each]) => each !== name));
const signed = async (files = FILES, signer = signerOf(KEYS)): Promise<BundleFiles> =>
  withFile(files, SIGNATURE_FILE, await signBundle(files, signer));
/** Signs whatever payload it is given, as somebody with the key could. */
const signedPayload = async (payload: unknown, signer = signerOf(KEYS)): Promise<BundleFiles> =>
  withFile(FILES, SIGNATURE_FILE, JSON.stringify({ signatures: [await signJws(JSON.stringify(payload), signer)] }));
const listed = [...FILES].map(([name, content]) => ({
  name: name.slice(1),
  hash: opaHash(name.slice(1), content),
  algorithm: 'SHA-256',
}));

test('a bundle that a real OPA signed verifies, data document with odd numbers and all', async () => {
  const trust = trustIn({ publicKey: createPublicKey(REGO_KEY) }, { keyId: 'default', algorithm: 'ES256' });
  const files = unpackBundle(regoBundle('hospital'));
  await expect(verifyBundle(files, trust)).resolves.toBe('default');
  const data = new TextDecoder().decode(files.get('/data.json'));
  expect(data).toContain('12345678901234567890');
  const spaced = withFile(files, '/data.json', JSON.stringify(JSON.parse('{"x":1}')));
  await expect(verifyBundle(spaced, trust)).rejects.toThrow('`/data.json` is not the file that was signed');
  // Another layout of the same document is the same document; another digit is not.
  await expect(verifyBundle(withFile(files, '/data.json', ` ${data}\n`), trust)).resolves.toBe('default');
  const rounded = data.replace('12345678901234567890', '12345678901234567891');
  await expect(verifyBundle(withFile(files, '/data.json', rounded), trust)).rejects.toThrow(BundleFault);
});

test.each(['EdDSA', 'ES256'] as const)('what was signed with %s verifies, under that key only', async (algorithm) => {
  const keys = newKeys(algorithm);
  const files = await signed(FILES, signerOf(keys, { algorithm, scope: 'prod' }));
  await expect(verifyBundle(files, trustIn(keys, { algorithm, scope: 'prod' }))).resolves.toBe('release');
  await expect(verifyBundle(files, trustIn(newKeys(algorithm), { algorithm, scope: 'prod' }))).rejects.toThrow(
    'the signature is not that of the key `release`',
  );
});

test('Ed25519 signs alike each time, ES256 does not', async () => {
  const ec = newKeys('ES256');
  const again = (signer = signerOf(KEYS)): Promise<string> => signBundle(FILES, signer);
  expect(await again()).toBe(await again());
  const signer = signerOf(ec, { algorithm: 'ES256' });
  expect(await again(signer)).not.toBe(await again(signer));
});

test('the digest of the content does not count who signed it', async () => {
  expect(contentDigest(await signed())).toBe(contentDigest(FILES));
  expect(contentDigest(withFile(FILES, '/extra', 'x'))).not.toBe(contentDigest(FILES));
});

/** A signature whose header claims another algorithm, made with nothing but the public key. */
function confused(alg: 'none' | 'HS256'): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg, kid: 'release' })}.${part({ files: listed })}`;
  const mac = alg === 'none' ? '' : createHmac('sha256', publicPem(KEYS)).update(text).digest('base64url');
  return JSON.stringify({ signatures: [`${text}.${mac}`] });
}

const OTHER_SCOPE: Trust = { ...TRUST, scope: 'prod' };

const REFUSED: readonly (readonly [string, () => Promise<BundleFiles> | BundleFiles, RegExp, Trust?])[] = [
  ['no signature', () => FILES, /it is not signed.*; sign it with `policyc build --sign KEY.pem`/],
  [
    'a changed file',
    async () => withFile(await signed(), '/policy.wasm', 'x'),
    /`\/policy.wasm` is not the file that was/,
  ],
  [
    'a changed release',
    async () => withFile(await signed(), '/hpol/release.json', '{}'),
    /release.json` is not the file/,
  ],
  ['a file more', async () => withFile(await signed(), '/hpol/extra', 'x'), /`\/hpol\/extra` is not covered/],
  [
    'a file less',
    async () => without(await signed(), '/hpol/release.json'),
    /`\/hpol\/release.json` was signed and is missing/,
  ],
  ['data that is no JSON', async () => withFile(await signed(), '/data.json', '{'), /`\/data.json` is not the file/],
  [
    'a key that is not known',
    async () => signed(FILES, signerOf(newKeys(), { keyId: 'else' })),
    /the key `else`, and the configured keys are `release`/,
  ],
  ['another key under the name', async () => signed(FILES, signerOf(newKeys())), /not that of the key `release`/],
  ['no algorithm', () => withFile(FILES, SIGNATURE_FILE, confused('none')), /claims the algorithm none/],
  [
    'a public key as an HMAC secret',
    () => withFile(FILES, SIGNATURE_FILE, confused('HS256')),
    /claims the algorithm HS256/,
  ],
  [
    'a scope that was not asked for',
    async () => signed(FILES, signerOf(KEYS, { scope: 'test' })),
    /the scope "test", and no scope is/,
  ],
  ['no scope where one is demanded', () => signed(), /signed for no scope, and the scope "prod" is/, OTHER_SCOPE],
  ['another scope', async () => signed(FILES, signerOf(KEYS, { scope: 'test' })), /the scope "test"/, OTHER_SCOPE],
  ['a name twice', () => signedPayload({ files: [...listed, listed[0]] }), /lists `data.json` twice/],
  [
    'another hash',
    () => signedPayload({ files: listed.map((file) => ({ ...file, algorithm: 'MD5' })) }),
    /hashed with MD5/,
  ],
  ['no list', () => signedPayload({ files: 'all' }), /the signed list of files cannot be read/],
  ['a list of half files', () => signedPayload({ files: [{ name: 'x' }] }), /cannot be read/],
  [
    'two signatures',
    async () => {
      const one = JSON.parse(await signBundle(FILES, signerOf(KEYS))) as { signatures: string[] };
      return withFile(FILES, SIGNATURE_FILE, JSON.stringify({ signatures: [...one.signatures, ...one.signatures] }));
    },
    /exactly one signature/,
  ],
  [
    'a signer that is not known',
    async () => {
      const one = JSON.parse(await signBundle(FILES, signerOf(KEYS))) as object;
      return withFile(FILES, SIGNATURE_FILE, JSON.stringify({ ...one, plugin: 'other' }));
    },
    /exactly one signature/,
  ],
  ['a signature file that is no JSON', () => withFile(FILES, SIGNATURE_FILE, 'x'), /signatures.json is not JSON/],
  [
    'a signature that is none',
    () => withFile(FILES, SIGNATURE_FILE, '{"signatures":["a.b.c"]}'),
    /no JSON Web Signature/,
  ],
  [
    'a signature that names no key',
    async () => {
      const [header, payload, mac] = (
        JSON.parse(await signBundle(FILES, signerOf(KEYS))) as { signatures: string[] }
      ).signatures[0]!.split('.');
      const nameless = Buffer.from('{"alg":"EdDSA"}').toString('base64url');
      expect(header).not.toBe(nameless);
      return withFile(FILES, SIGNATURE_FILE, JSON.stringify({ signatures: [`${nameless}.${payload}.${mac}`] }));
    },
    /does not name its key/,
  ],
];

test.for(REFUSED)('%s is refused', async ([, make, message, trust = TRUST]) => {
  const files = await make();
  await expect(verifyBundle(files, trust)).rejects.toThrow(BundleFault);
  await expect(verifyBundle(files, trust)).rejects.toThrow(message);
});

test('no single changed byte of a file or of the signature passes', async () => {
  const files = await signed();
  const passed: string[] = [];
  for (const [name, content] of files) {
    for (let at = 0; at < content.length; at += 1) {
      const changed = withFile(files, name, content.with(at, content[at]! ^ 1));
      await verifyBundle(changed, TRUST).then(
        () => passed.push(`${name}:${at}`),
        (error: unknown) => {
          if (!(error instanceof BundleFault)) throw error;
        },
      );
    }
  }
  expect(passed).toEqual([]);
});
