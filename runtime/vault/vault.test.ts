// References resolve late, and a secret never prints.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format, inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Redacted } from './redacted.ts';
import { resolveSecret, VaultFault } from './resolve-secret.ts';

test('a redacted value prints as nothing but that', () => {
  const secret = new Redacted('s3cret');
  const shown = [
    secret.toString(),
    JSON.stringify({ secret }),
    inspect({ secret }, { showHidden: true, depth: 9 }),
    format('%s %o %j', secret, secret, secret),
    String(secret),
  ];
  expect(shown.join()).not.toContain('s3cret');
  for (const text of shown) expect(text).toContain('<redacted>');
  expect(Object.keys(secret)).toEqual([]);
  expect(secret.reveal()).toBe('s3cret');
});

test('env: and file: are read each time', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hpol-vault-'));
  process.env['HPOL_TEST_SECRET'] = 'one';
  expect(resolveSecret('env:HPOL_TEST_SECRET', folder).reveal()).toBe('one');
  process.env['HPOL_TEST_SECRET'] = 'two';
  expect(resolveSecret('env:HPOL_TEST_SECRET', folder).reveal()).toBe('two');
  delete process.env['HPOL_TEST_SECRET'];
  writeFileSync(join(folder, 'p'), 'pass word\n');
  expect(resolveSecret('file:p', folder).reveal()).toBe('pass word');
  expect(resolveSecret(`file:${join(folder, 'p')}`, '/').reveal()).toBe('pass word');
});

test('what does not resolve is a fault that says what to do and no value', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hpol-vault-'));
  writeFileSync(join(folder, 'empty'), '\n');
  expect(() => resolveSecret('env:HPOL_NOT_SET', folder)).toThrow(/HPOL_NOT_SET is not set/);
  expect(() => resolveSecret('file:absent', folder)).toThrow(join(folder, 'absent'));
  expect(() => resolveSecret('file:empty', folder)).toThrow('empty');
  for (const literal of ['hunter2', '', 'env:', 'env:a b', 'vault:x', 'file:']) {
    expect(() => resolveSecret(literal, folder)).toThrow(VaultFault);
  }
  expect(() => resolveSecret('hunter2', folder)).not.toThrow(/hunter2/);
});
