// What a gateway admits: signed by whom, until when, in which order, and beside which Rego. Nothing of a refused bundle is started or remembered.
import { createPublicKey } from 'node:crypto';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { bundleOf, compileText, newKeys, REGO_KEY, regoBundle, trustIn } from '../../test/kit/bundles.ts';
import type { Trust } from '../../compiler/abi/bundle-signature.ts';
import { BundleFault } from '../../compiler/abi/bundle.ts';
import { ACCEPTED_FILE } from './accepted-bundles.ts';
import { admitPolicy, type Admission } from './admit-policy.ts';

const NOW = Date.parse('2026-11-24T12:00Z');
const MODULE = compileText('policy p\ndefault allow\nclass phi { name: column a.b.name ssn: column a.b.ssn }\n');
const OTHER = compileText('policy p\ndefault block\n');
const KEYS = newKeys();

const admission = (changes: Partial<Admission> = {}): Admission => ({
  trust: trustIn(KEYS),
  state: mkdtempSync(join(tmpdir(), 'hpol-admit-')),
  now: () => NOW,
  ...changes,
});
const admit = (bundle: Uint8Array, given = admission()): ReturnType<typeof admitPolicy> =>
  admitPolicy({ bundle, rego: [] }, given);

test('a signed bundle is admitted, and a refused one starts no module', async () => {
  const { engine, notAfter } = await admit(await bundleOf(MODULE, { notAfter: NOW }, KEYS));
  expect([engine.metadata.name, engine.digest, notAfter]).toEqual(['p', MODULE.metadata.moduleSha256, NOW]);
  const instantiate = vi.spyOn(WebAssembly, 'instantiate');
  await expect(admit(await bundleOf(MODULE))).rejects.toThrow('it is not signed');
  await expect(admit(await bundleOf(MODULE, {}, newKeys()))).rejects.toThrow('not that of the key `release`');
  await expect(admit(await bundleOf(MODULE, { notAfter: NOW - 1 }, KEYS))).rejects.toThrow(BundleFault);
  expect(instantiate).not.toHaveBeenCalled();
  instantiate.mockRestore();
});

test('a truncated bundle is refused at every length', async () => {
  const bundle = await bundleOf(MODULE, {}, KEYS);
  for (let length = 0; length < bundle.length; length += 997) {
    await expect(admit(bundle.subarray(0, length))).rejects.toThrow(BundleFault);
  }
});

test('a bundle is current up to its last millisecond', async () => {
  const bundle = await bundleOf(MODULE, { notAfter: NOW }, KEYS);
  await admit(bundle, admission({ now: () => NOW }));
  await expect(admit(bundle, admission({ now: () => NOW + 1 }))).rejects.toThrow(
    'it was for use until 2026-11-24T12:00:00.000Z, which is over; build a newer release, or correct the clock',
  );
});

test('what was accepted is remembered when it is accepted, not before, and an older one is refused from then on', async () => {
  const given = admission();
  const [fourth, fifth] = await Promise.all([4, 5].map((sequence) => bundleOf(MODULE, { sequence }, KEYS)));
  const policy = await admit(fifth!, given);
  await admit(fourth!, given);
  policy.accept();
  await expect(admit(fourth!, given)).rejects.toThrow(
    'it is sequence 4, and sequence 5 of `p` was in force here before',
  );
  await expect(admit(await bundleOf(OTHER, { sequence: 5 }, KEYS), given)).rejects.toThrow(
    'another bundle with that number',
  );
  await expect(admit(await bundleOf(MODULE, {}, KEYS), given)).rejects.toThrow('it has no sequence number');
  await admit(fifth!, given);
});

const HOSPITAL = { bundle: regoBundle('hospital'), place: '/r/hospital.tar.gz', entrypoint: 'hospital/decision' };

test('Rego bundles are part of the policy and of its digest, and must be signed too', async () => {
  const bundle = await bundleOf(MODULE, { sequence: 1 }, KEYS);
  const opa = { algorithm: 'ES256', publicKey: createPublicKey(REGO_KEY) } as const;
  const both: Trust = { scope: null, keys: new Map([...trustIn(KEYS).keys, ['default', opa]]) };
  const given = admission({ trust: both });
  const { engine } = await admitPolicy({ bundle, rego: [HOSPITAL] }, given);
  const alone = await admitPolicy({ bundle, rego: [] }, given);
  const echo = await admitPolicy({ bundle, rego: [{ ...HOSPITAL, entrypoint: 'echo/decision' }] }, given);
  expect(new Set([engine.digest, alone.engine.digest, echo.engine.digest]).size).toBe(3);
  expect([engine.metadata.clock.isRead, alone.engine.metadata.clock.isRead]).toEqual([true, false]);
  await expect(admitPolicy({ bundle, rego: [HOSPITAL] }, admission())).rejects.toThrow(
    '/r/hospital.tar.gz: the bundle cannot be used: it is signed with the key `default`, and the configured keys are `release`',
  );
  expect(existsSync(join(given.state, ACCEPTED_FILE))).toBe(false);
});

test.each([
  ['clock', 'clock/decision', /it calls time.now_ns, which the gateway does not provide; leave/],
  ['split', 'clock/parts', /it calls regex.split/],
  ['hospital', 'hospital/other', /it has no entrypoint `hospital\/other`, only .*`hospital\/decision`/],
] as const)('a Rego bundle is refused at load: %s, %s', async (name, entrypoint, message) => {
  const rego = [{ bundle: regoBundle(name), place: 'r', entrypoint }];
  await expect(admitPolicy({ bundle: await bundleOf(MODULE), rego }, admission({ trust: null }))).rejects.toThrow(
    message,
  );
});
