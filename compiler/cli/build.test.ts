// `policyc build` and `policyc keygen` as processes: what is signed and recorded, what is reproducible, and what is refused without writing.
import { chmodSync, existsSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { trustIn } from '../../test/kit/bundles.ts';
import { verifyBundle } from '../abi/bundle-signature.ts';
import { readBundle, unpackBundle } from '../abi/bundle.ts';
import { folderWith, policyc, writeFiles } from './testing.ts';
import { POLICY, SCHEMA } from './testing-clinic.ts';

// Each process loads and runs the whole compiler; a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000 });

const clinic = (): string => folderWith({ 'clinic.hpol': POLICY, 'schema.sql': SCHEMA });
const read = (folder: string, name = 'clinic.bundle.tar.gz'): Buffer => readFileSync(join(folder, name));

test('equal sources and options in other folders, at other times, give equal bytes', () => {
  const [one, other] = [clinic(), clinic()];
  expect(policyc(one, ['keygen', '-o', 'key']).status).toBe(0);
  for (const name of ['key.pem', 'key.pub.pem'])
    writeFileSync(join(other, name), readFileSync(join(one, name)), { mode: 0o600 });
  utimesSync(join(other, 'clinic.hpol'), 1, 1);
  for (const folder of [one, other]) {
    const { status, stderr } = policyc(folder, [
      'build',
      '.',
      '--sign',
      'key.pem',
      '--sequence',
      '3',
      '--not-after',
      '2100-01-01',
    ]);
    expect([status, stderr]).toEqual([0, '']);
  }
  expect(read(one).equals(read(other))).toBe(true);
});

test.each(['EdDSA', 'ES256'] as const)(
  'a key made for %s signs, and the printed id is the one in the signature',
  async (algorithm) => {
    const folder = clinic();
    const made = policyc(folder, ['keygen', '-o', 'mine', '--alg', algorithm]);
    const keyId = /^ {4}([0-9a-f]{64}): mine\.pub\.pem$/m.exec(made.stdout)?.[1] ?? '';
    expect(statSync(join(folder, 'mine.pem')).mode & 0o777).toBe(0o600);
    const args = [
      'build',
      '.',
      '--sign',
      'mine.pem',
      '--scope',
      'prod',
      '--sequence',
      '12',
      '--not-after',
      '2100-01-01',
    ];
    expect(policyc(folder, args)).toMatchObject({ status: 0, stderr: '' });
    const publicKey = createPublicKey(readFileSync(join(folder, 'mine.pub.pem')));
    await expect(
      verifyBundle(unpackBundle(read(folder)), trustIn({ publicKey }, { keyId, algorithm, scope: 'prod' })),
    ).resolves.toBe(keyId);
    const { release } = readBundle(read(folder));
    expect(release).toMatchObject({
      sequence: 12,
      notAfter: Date.parse('2100-01-02') - 1,
      tests: { passed: expect.any(Number) as number },
    });
    expect(policyc(folder, ['keygen', '-o', 'mine'])).toMatchObject({
      status: 2,
      stderr: 'error: `mine.pem` exists, and keys are not overwritten\n',
    });
  },
);

test('a failing test means no bundle and leaves the one that is there; --no-test says that none ran', () => {
  const folder = folderWith({
    'p.hpol':
      'policy p\ndefault allow\ntest "fails" {\n  given identity { user: "ana" }\n  on session.open\n  expect block\n}\n',
    'p.bundle.tar.gz': 'old',
  });
  const { status, stdout, stderr } = policyc(folder, ['build', 'p.hpol']);
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toBe(
    'error: the test `fails` fails\nhelp: `policyc test` says why; `policyc build --no-test` builds without running tests\n',
  );
  expect(read(folder, 'p.bundle.tar.gz').toString()).toBe('old');
  expect(policyc(folder, ['build', 'p.hpol', '--no-test']).status).toBe(0);
  expect(readBundle(read(folder, 'p.bundle.tar.gz')).release.tests).toBeNull();
});

test('errors leave an existing bundle alone', () => {
  const folder = folderWith({ 'p.hpol': 'policy p\n', 'p.bundle.tar.gz': 'old' });
  expect(policyc(folder, ['build', 'p.hpol']).status).toBe(1);
  expect(read(folder, 'p.bundle.tar.gz').toString()).toBe('old');
});

test('keys that may not or cannot sign are refused before anything is built', () => {
  const folder = clinic();
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFiles(folder, { 'not.pem': 'no key', 'open.pem': '' });
  writeFileSync(join(folder, 'rsa.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  policyc(folder, ['keygen', '-o', 'open-to-all']);
  chmodSync(join(folder, 'open-to-all.pem'), 0o644);
  const refused = (...args: string[]): string => {
    const { status, stdout, stderr } = policyc(folder, ['build', '.', ...args]);
    expect([status, stdout, existsSync(join(folder, 'clinic.bundle.tar.gz'))]).toEqual([2, '', false]);
    return stderr;
  };
  expect(refused('--sign', 'open-to-all.pem')).toContain('can be read by others');
  expect(refused('--sign', 'open-to-all.pub.pem')).toContain('is no private key in PEM');
  expect(refused('--sign', 'not.pem')).toContain('is no private key in PEM');
  expect(refused('--sign', 'rsa.pem')).toContain('neither an Ed25519 nor a P-256 key');
  expect(refused('--sign', 'absent.pem')).toContain('cannot read `absent.pem`: no such file');
  expect(refused('--key-id', 'x')).toContain('belong to a signature');
  expect(refused('--not-after', '2020-01-01')).toContain('expired from the start');
  expect(refused('--sequence', 'x')).toContain('no whole number');
});
