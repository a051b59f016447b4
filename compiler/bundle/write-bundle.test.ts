// Bundles are reproducible: equal modules and equal options give equal bytes, and a random signature touches one file only.
import { expect, test } from 'vitest';
import { compileText, newKeys, signerOf, trustIn } from '../../test/kit/bundles.ts';
import { verifyBundle } from '../abi/bundle-signature.ts';
import { readBundle, SIGNATURE_FILE, unpackBundle, type BundleFiles } from '../abi/bundle.ts';
import type { BundleRelease } from '../abi/release.ts';
import { writeBundle, writeSignedBundle } from './write-bundle.ts';

const POLICY =
  'policy p\ndefault allow\nblock drops\n  on postgres.statement\n  when statement.command in {DROP}\n  because "x"\n';
const MODULE = compileText(POLICY);
const RELEASE: BundleRelease = {
  format: 1,
  notAfter: 1_893_542_399_999,
  sequence: 7,
  tests: { passed: 2, reportSha256: 'a'.repeat(64) },
};
const KEYS = newKeys();

test('a signed bundle is the same each time with Ed25519, and reads back', async () => {
  const bundle = await writeSignedBundle(MODULE, RELEASE, signerOf(KEYS));
  expect(Buffer.from(bundle).equals(await writeSignedBundle(compileText(POLICY), RELEASE, signerOf(KEYS)))).toBe(true);
  await expect(verifyBundle(unpackBundle(bundle), trustIn(KEYS))).resolves.toBe('release');
  expect(readBundle(bundle)).toMatchObject({ release: RELEASE, metadata: MODULE.metadata });
});

test('with ES256 all files but the signature are those of the bundle without one', async () => {
  const signer = signerOf(newKeys('ES256'), { algorithm: 'ES256' });
  const bundles = await Promise.all([1, 2].map(() => writeSignedBundle(MODULE, RELEASE, signer)));
  const [one, other] = bundles.map(unpackBundle);
  const rest = (files: BundleFiles | undefined): object[] =>
    [...(files ?? [])].filter(([name]) => name !== SIGNATURE_FILE);
  expect(rest(one)).toEqual(rest(other));
  expect(rest(one)).toEqual([...unpackBundle(writeBundle(MODULE, RELEASE))]);
  expect(one?.get(SIGNATURE_FILE)).not.toEqual(other?.get(SIGNATURE_FILE));
});

test('a rule leads to its file and its place in it', () => {
  const [rule] = readBundle(writeBundle(MODULE)).metadata.rules;
  expect(rule).toMatchObject({ name: 'drops', file: 'p.hpol', line: 3, column: 1, end: { line: 6, column: 14 } });
});

const TERMS = { members: [], predicates: 'block', trusts: [], reveals: [] };
const RULE = { name: 'r', kind: 'block', mask: null };

test.each<[string, object]>([
  ['no clock', { clock: undefined }],
  ['a clock that does not say whether it is read', { clock: { zones: [] } }],
  ['zones that are no names', { clock: { isRead: true, zones: [1] } }],
  ['no conditions', { conditions: undefined }],
  ['fewer than no atoms', { conditions: { atoms: -1, trees: [] } }],
  ['a mask that does not say what it concedes', { rules: [{ ...RULE, kind: 'mask' }] }],
  ['a rule that says nothing about masks', { rules: [{ ...RULE, mask: undefined }] }],
  ['another rule with the terms of a mask', { rules: [{ ...RULE, mask: TERMS }] }],
  ['a level that is not known', { rules: [{ ...RULE, kind: 'mask', mask: { ...TERMS, predicates: 'some' } }] }],
  ['functions that are no names', { rules: [{ ...RULE, kind: 'mask', mask: { ...TERMS, trusts: [null] } }] }],
  ['a mask without members', { rules: [{ ...RULE, kind: 'mask', mask: { ...TERMS, members: undefined } }] }],
  ['conditions that are no trees', { conditions: { atoms: 0, trees: ['always'] } }],
])('metadata with %s is refused', (_, change) => {
  const bundle = writeBundle({ ...MODULE, metadata: { ...MODULE.metadata, ...change } });
  expect(() => readBundle(bundle)).toThrow('`/hpol/policy.json` is not what policyc writes');
});
