// A policy that is no bundle goes through the same door as in policyc: its schema is checked against, the library is there, errors have places.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Engine } from '../engine/engine.ts';
import { loadEngine } from '../engine/load-engine.ts';
import { policySources } from './policy-sources.ts';

/** Loads the first of the files. */
async function load(files: Readonly<Record<string, string | Uint8Array>>): Promise<Engine> {
  const folder = mkdtempSync(join(tmpdir(), 'hpol-load-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  const read = policySources({ policy: join(folder, Object.keys(files)[0] ?? ''), rego: [] }, () => undefined);
  return loadEngine((await read()).bundle);
}

const POLICY = `policy p
default allow
import "hpol:phi"
schema "schema.sql"
mask m of safe_harbor with redact because "x"
`;

test('imports the library and reads the schema', async () => {
  const engine = await load({ 'p.hpol': POLICY, 'schema.sql': 'CREATE TABLE t (x int);' });
  expect(engine.scrub('call (555) 010-0199')).toBe('call [safe_harbor.phone]');
});

test.each<[string, Readonly<Record<string, string | Uint8Array>>, string]>([
  ['a schema that is no SQL', { 'p.hpol': POLICY, 'schema.sql': '\nCREATE TABL' }, 'HPOL2119'],
  ['a policy that is not UTF-8', { 'p.hpol': Buffer.from('policy caf\u{e9}', 'latin1') }, 'HPOL1010'],
  ['a library that there is not', { 'p.hpol': POLICY.replace('phi', 'none'), 'schema.sql': '' }, 'HPOL2113'],
])('%s is refused with its place', async (_, files, code) => {
  await expect(load(files)).rejects.toThrow(new RegExp(`has errors\\nerror\\[${code}\\]: [^]*--> p.hpol:\\d+:\\d+`));
});
