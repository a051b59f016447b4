// A policy that is kept current: from a file, from a server, and what happens when what is found cannot be used.
import { once } from 'node:events';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { bundleOf, compileText, newKeys, publicPem, regoBundle, regoBundlePath } from '../../test/kit/bundles.ts';
import { ACCEPTED_FILE } from '../bundle/accepted-bundles.ts';
import type { BundleConfig, PolicydConfig } from '../config/config.ts';
import { CliFault } from './cli-fault.ts';
import { keepPolicy, type KeptPolicy } from './keep-policy.ts';
import { openConfig } from './open-config.ts';

const ONE = compileText('policy p\ndefault allow\nclass phi { name: column a.b.name ssn: column a.b.ssn }\n');
const TWO = compileText('policy p\ndefault block\n');
const KEYS = newKeys();
const NOW = Date.parse('2026-11-24T12:00Z');

interface House {
  readonly folder: string;
  readonly config: PolicydConfig;
  /** Puts a bundle where the policy is looked for, whole at once. */
  put(bundle: Uint8Array): void;
}

function house(bundle: Partial<BundleConfig> = {}, changes: Partial<PolicydConfig> = {}): House {
  const folder = mkdtempSync(join(tmpdir(), 'hpol-keep-'));
  const target = {
    protocol: 'postgres',
    address: '127.0.0.1:1',
    database: 'x',
    credential: { user: 'u', password: 'env:P' },
  };
  writeFileSync(
    join(folder, 'policyd.yaml'),
    JSON.stringify({ policy: 'p.tar.gz', identities: 'i.yaml', targets: { clinic: target } }),
  );
  writeFileSync(join(folder, 'key.pub.pem'), publicPem(KEYS));
  const config = openConfig(join(folder, 'policyd.yaml'));
  const keys = [{ id: 'release', file: join(folder, 'key.pub.pem') }];
  return {
    folder,
    config: { ...config, bundle: { ...config.bundle, keys, ...bundle }, ...changes },
    put: (content) => {
      writeFileSync(join(folder, 'new'), content);
      renameSync(join(folder, 'new'), join(folder, 'p.tar.gz'));
    },
  };
}

const kept: KeptPolicy[] = [];
afterEach(() => {
  for (const policy of kept.splice(0)) policy.stop();
});

/** The policy, and a way to wait for a line of its log. */
async function keep(place: House, now = (): number => NOW) {
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  const log = (line: string): void => {
    lines.push(line);
    for (const wake of waiting) wake();
  };
  const policy = await keepPolicy(place.config, { log, now });
  kept.push(policy);
  const said = (text: string): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        const at = lines.findIndex((line) => line.includes(text));
        if (at < 0) return;
        lines.splice(0, at + 1);
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  return { policy, lines, said };
}

const refusal = (place: House): Promise<string> =>
  keepPolicy(place.config, { log: () => undefined, now: () => NOW }).then(
    (policy) => {
      policy.stop();
      return 'loaded';
    },
    (error: unknown) => (error instanceof CliFault ? error.message : `not a CliFault: ${String(error)}`),
  );

test('polling a file swaps the policy, and a bad one changes nothing and is told once', async () => {
  const place = house({ pollMs: 5 });
  place.put(await bundleOf(ONE, { sequence: 1 }, KEYS));
  const { policy, lines, said } = await keep(place);
  const first = policy.engine();
  place.put(await bundleOf(TWO, { sequence: 2 }, newKeys()));
  await said('the policy in force stays: cannot load the policy');
  expect(policy.engine()).toBe(first);
  place.put(await bundleOf(TWO, { sequence: 2 }, KEYS));
  await said('another policy was found and is in force');
  expect(policy.engine().digest).toBe(TWO.metadata.moduleSha256);
  expect(lines.filter((line) => line.includes('not that of the key'))).toEqual([]);
  place.put(await bundleOf(ONE, { sequence: 1 }, KEYS));
  await said('sequence 2 of `p` was in force here before');
  rmSync(join(place.folder, 'p.tar.gz'));
  await said('no such file or directory');
  place.put(await bundleOf(TWO, { sequence: 2 }, KEYS));
  await said('the policy can be read again');
  expect(policy.engine().digest).toBe(TWO.metadata.moduleSha256);
});

test('polling a server asks with its ETag, and goes on after the server was gone', async () => {
  let bundle = await bundleOf(ONE, {}, KEYS);
  let status = 200;
  let unchanged = 0;
  const server = createServer(({ headers }, response) => {
    const etag = `"${bundle.length}-${bundle[bundle.length - 1]}"`;
    if (status !== 200) response.writeHead(status).end();
    else if (headers['if-none-match'] === etag) {
      unchanged += 1;
      response.writeHead(304).end();
    } else response.writeHead(200, { etag }).end(bundle);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const policyUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/p.tar.gz`;
  const { policy, said } = await keep(house({ pollMs: 5 }, { policy: policyUrl }));
  status = 500;
  await said('the server answers 500');
  status = 200;
  await said('the policy can be read again');
  expect(unchanged).toBeGreaterThan(0);
  bundle = await bundleOf(TWO, {}, KEYS);
  await said('another policy was found');
  expect(policy.engine().digest).toBe(TWO.metadata.moduleSha256);
  policy.stop();
  server.closeAllConnections();
  server.close();
});

test('reload loads even what is the same, one load at a time, and rejects with what is wrong', async () => {
  const place = house();
  place.put(await bundleOf(ONE, {}, KEYS));
  const { policy } = await keep(place);
  const first = policy.engine();
  await Promise.all([policy.reload(), policy.reload(), policy.reload()]);
  expect(policy.engine()).not.toBe(first);
  place.put(Buffer.from('x'));
  await expect(policy.reload()).rejects.toThrow(
    /^cannot load the policy \S+p.tar.gz: the bundle cannot be used: it is not a whole gzip/,
  );
  expect(policy.engine().digest).toBe(first.digest);
});

test('an expired policy blocks, is refused at the next start, and a newer one takes over', async () => {
  const place = house();
  let now = NOW;
  place.put(await bundleOf(ONE, { notAfter: NOW + 1000 }, KEYS));
  const { policy, said } = await keep(place, () => now);
  await said('within one hour');
  now = NOW + 1001;
  expect(policy.engine().decide({ event: 'session.open' })).toMatchObject({
    effect: 'block',
    reason: expect.stringContaining('which is over') as string,
  });
  await expect(policy.reload()).rejects.toThrow('which is over');
  expect(policy.engine().decide({ event: 'session.open' }).reason).toContain('which is over');
  place.put(await bundleOf(TWO, { notAfter: NOW + 1e9 }, KEYS));
  await policy.reload();
  expect(policy.engine().digest).toBe(TWO.metadata.moduleSha256);
});

test('the highest release outlives the process, and is not raised by a policy that could not be used', async () => {
  const place = house({}, { rego: [{ bundle: regoBundlePath('clock'), entrypoint: 'clock/decision' }] });
  place.put(await bundleOf(ONE, { sequence: 9 }, KEYS));
  expect(await refusal(place)).toContain('it is not signed');
  expect(() => readFileSync(join(place.config.state, ACCEPTED_FILE))).toThrow('ENOENT');
  const alone = { ...place, config: { ...place.config, rego: [] } };
  await keep(alone);
  place.put(await bundleOf(ONE, { sequence: 8 }, KEYS));
  expect(await refusal(alone)).toContain('it is sequence 8, and sequence 9 of `p` was in force here before');
});

test('Rego bundles are polled with the policy', async () => {
  const place = house({ keys: [], pollMs: 5 });
  const rego = { bundle: join(place.folder, 'r.tar.gz'), entrypoint: 'hospital/decision' };
  const config = { ...place.config, rego: [rego] };
  place.put(await bundleOf(ONE));
  writeFileSync(rego.bundle, regoBundle('hospital'));
  const { policy, said } = await keep({ ...place, config });
  const { digest } = policy.engine();
  writeFileSync(rego.bundle, regoBundle('clock'));
  await said('r.tar.gz: the bundle cannot be used: it has no entrypoint `hospital/decision`');
  expect(policy.engine().digest).toBe(digest);
});

test('keys that cannot be used are named, and so is a policy that cannot be signed', async () => {
  const place = house();
  place.put(await bundleOf(ONE, {}, KEYS));
  const pem = join(place.folder, 'key.pub.pem');
  writeFileSync(pem, KEYS.privateKey.export({ type: 'pkcs8', format: 'pem' }));
  expect(await refusal(place)).toContain(`${pem} is a private key; configure its public half`);
  writeFileSync(pem, 'x');
  expect(await refusal(place)).toContain(`${pem} is no public key in PEM`);
  rmSync(pem);
  expect(await refusal(place)).toContain(`${pem}: no such file or directory`);
  writeFileSync(join(place.folder, 'p.hpol'), 'policy p\ndefault allow\n');
  writeFileSync(pem, publicPem(KEYS));
  const source = { ...place, config: { ...place.config, policy: join(place.folder, 'p.hpol') } };
  expect(await refusal(source)).toContain('a .hpol file is not signed; build a bundle and sign it');
});
