// The files that docs/gateway.md shows are ones that policyd takes.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadIdentities } from '../identity/load-identities.ts';
import { loadConfig } from './load-config.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/gateway.md'), 'utf8');
const [config, identities, ...more] = [...page.matchAll(/```yaml\n([^]*?)```/g)].map((match) => match[1] ?? '');

test.each(more)('what the page adds to the configuration loads with it: %s', (addition) => {
  const folder = mkdtempSync(join(tmpdir(), 'hpol-page-'));
  const own = addition.startsWith('policy:') ? (config ?? '').replace(/^policy:.*\n/, '') : config;
  writeFileSync(join(folder, 'policyd.yaml'), `${own}${addition}`);
  const { value, problems } = loadConfig(join(folder, 'policyd.yaml'));
  rmSync(folder, { recursive: true });
  expect(problems).toEqual([]);
  expect(value).not.toBeNull();
});

test('there are such additions', () => expect(more.length).toBe(3));

test('the configuration loads', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hpol-page-'));
  writeFileSync(join(folder, 'policyd.yaml'), config ?? '');
  const { value, problems } = loadConfig(join(folder, 'policyd.yaml'));
  rmSync(folder, { recursive: true });
  expect(problems).toEqual([]);
  expect(value?.targets.map(({ name }) => name)).toEqual(['clinic']);
});

test('the identities load', () => {
  const { value, problems } = loadIdentities(identities ?? '');
  expect(problems).toEqual([]);
  expect(value).not.toBeNull();
});
