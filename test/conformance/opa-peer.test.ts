// A real OPA takes a bundle that policyc signed, and nobody else's, and evaluates what the documentation shows. Runs where there is one; test/conformance/rego holds what one signed for us.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RELEASE_FILE, unpackBundle } from '../../compiler/abi/bundle.ts';
import { NO_RELEASE } from '../../compiler/abi/release.ts';
import { packBundle, writeSignedBundle } from '../../compiler/bundle/write-bundle.ts';
import { readRegoDecision } from '../../runtime/engine/rego-decision.ts';
import { compileText, newKeys, publicPem, signerOf } from '../kit/bundles.ts';
import { findProgram, presence, run } from '../kit/programs.ts';

const OPA = findProgram('opa');

test.runIf(OPA !== null)(`a signature is verified by OPA (${presence('opa')})`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hpol-opa-'));
  const keys = newKeys('ES256');
  const other = newKeys('ES256');
  const write = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(folder, name), content, { mode: 0o600 });
    return join(folder, name);
  };
  const signer = signerOf(keys, { algorithm: 'ES256', scope: 'prod' });
  const module = compileText('policy p\ndefault allow\n');
  const signed = await writeSignedBundle(module, { ...NO_RELEASE, sequence: 1 }, signer);
  const bundle = write('p.tar.gz', signed);
  const released = new TextEncoder().encode('{}');
  const changed = write('changed.tar.gz', packBundle(new Map([...unpackBundle(signed), [RELEASE_FILE, released]])));
  const signing = [
    '--signing-alg',
    'ES256',
    '--signing-key',
    write('k.pem', keys.privateKey.export({ type: 'pkcs8', format: 'pem' })),
  ];
  const verify = async (path: string, key: typeof keys, scope = 'prod'): Promise<string> => {
    const verification = ['--verification-key', write('v.pem', publicPem(key)), '--verification-key-id', 'release'];
    const output = ['-o', join(folder, 'out.tar.gz')];
    const { status, stdout, stderr } = await run(
      OPA ?? '',
      ['build', '-b', path, '--scope', scope].concat(output, signing, verification),
    );
    return status === 0 ? 'verified' : `${stdout}${stderr}`;
  };
  expect(await verify(bundle, keys)).toBe('verified');
  expect(await verify(bundle, other)).toContain('failed to verify JWT signature');
  expect(await verify(bundle, keys, 'test')).toContain('scope mismatch');
  expect(await verify(changed, keys)).toContain('hpol/release.json: digest mismatch');
});

test.runIf(OPA !== null)(`the Rego that docs/gateway.md shows gives a decision (${presence('opa')})`, async () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/gateway.md'), 'utf8');
  const [shown, ...more] = [...page.matchAll(/```rego\n([^]*?)```/g)].map((match) => match[1] ?? '');
  expect(more).toEqual([]);
  const file = join(mkdtempSync(join(tmpdir(), 'hpol-opa-')), 'shown.rego');
  writeFileSync(file, `package shown\n\n${shown}`);
  const { stdout } = await run(OPA ?? '', ['eval', '--format', 'raw', '-d', file, 'data.shown.decision']);
  const names = { entrypoint: 'shown/decision', members: new Set(['phi.ssn']), hasDetectors: false };
  expect(readRegoDecision(JSON.parse(stdout), names)).toMatchObject({
    effect: 'approve',
    masks: [{ transform: 'keep last 2' }],
  });
});
