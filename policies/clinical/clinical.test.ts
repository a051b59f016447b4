// The example policy compiles without a word from the checker. What it decides is proved by its own tests, which
// `policyc test` runs.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compileSource } from '../../lang/check/compile-source.ts';

const load = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

test('compiles without diagnostics', () => {
  const { program, diagnostics } = compileSource('clinical.hpol', load);
  expect(diagnostics).toEqual([]);
  expect(program?.schemas).toEqual(['clinical.sql']);
  expect(program?.rules.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'mask phi_by_default',
    'block schema_change',
    'block unfiltered_delete',
    'block agents_read_only',
    'block unknown_lineage',
    'approve bulk_phi',
    'flag psychiatric_notes',
  ]);
  expect(program?.tests.length).toBeGreaterThanOrEqual(12);
});
