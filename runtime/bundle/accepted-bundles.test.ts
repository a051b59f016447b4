// Releases that were accepted: an older one never comes back, and what is not known for sure is refused.
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BundleFault } from '../../compiler/abi/bundle.ts';
import { ACCEPTED_FILE, demandNewer, rememberAccepted, type Release } from './accepted-bundles.ts';

const folder = (): string => mkdtempSync(join(tmpdir(), 'hpol-accepted-'));
const release = (sequence: number | null, digest = 'd', name = 'clinical'): Release => ({ name, sequence, digest });

test('a newer release and the same one are taken, an older one and another of that number are not', () => {
  const state = folder();
  demandNewer(state, release(5));
  rememberAccepted(state, release(5, 'five'));
  demandNewer(state, release(5, 'five'));
  demandNewer(state, release(6));
  expect(() => demandNewer(state, release(4))).toThrow(
    /it is sequence 4, and sequence 5 of `clinical` was in force here before; build it/,
  );
  expect(() => demandNewer(state, release(5, 'else'))).toThrow(/sequence 5, and another bundle with that number was/);
  expect(() => demandNewer(state, release(null))).toThrow(/has no sequence number, and sequence 5 of `clinical` was/);
});

test('each policy has an order of its own, also under odd names, and remembering one keeps the others', () => {
  const state = join(folder(), 'made', 'here');
  for (const name of ['__proto__', 'constructor', 'clinical']) {
    demandNewer(state, release(null, 'd', name));
    rememberAccepted(state, release(3, 'd', name));
  }
  for (const name of ['__proto__', 'constructor', 'clinical']) {
    expect(() => demandNewer(state, release(2, 'd', name))).toThrow(BundleFault);
  }
  demandNewer(state, release(1, 'd', 'other'));
  expect(statSync(join(state, ACCEPTED_FILE)).mode & 0o777).toBe(0o600);
});

test('a release without a number is not remembered, and nothing is written for it', () => {
  const state = join(folder(), 'none');
  rememberAccepted(state, release(null));
  expect(() => statSync(state)).toThrow('ENOENT');
});

test.each([
  '',
  '{',
  'null',
  '[]',
  '{"format":2,"policies":{}}',
  '{"format":1}',
  '{"format":1,"policies":{"other":{"sequence":"3"}}}',
  '{"format":1,"policies":{"clinical":{"sequence":1}}}',
])('with %j as what was accepted nothing is, and nothing is overwritten', (text) => {
  const state = folder();
  writeFileSync(join(state, ACCEPTED_FILE), text);
  expect(() => demandNewer(state, release(9))).toThrow(
    /is not known: .*accepted-bundles.json is not what policyd writes; restore/,
  );
  expect(() => rememberAccepted(state, release(9))).toThrow(BundleFault);
  expect(readFileSync(join(state, ACCEPTED_FILE), 'utf8')).toBe(text);
});

test('a file that cannot be read is named with the reason', () => {
  const state = folder();
  mkdirSync(join(state, ACCEPTED_FILE));
  expect(() => demandNewer(state, release(9))).toThrow(/cannot be read \(it is a folder\)/);
});

test('what was written is whole: a crash before the rename leaves the old file', () => {
  const state = folder();
  rememberAccepted(state, release(1));
  mkdirSync(join(state, `${ACCEPTED_FILE}.tmp`));
  expect(() => rememberAccepted(state, release(2))).toThrow('EISDIR');
  expect(() => demandNewer(state, release(0))).toThrow(/sequence 1 of/);
  rmSync(join(state, `${ACCEPTED_FILE}.tmp`), { recursive: true });
  rememberAccepted(state, release(2));
  chmodSync(state, 0o700);
  expect(() => demandNewer(state, release(1))).toThrow(/sequence 2 of/);
});
