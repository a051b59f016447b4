// The tour is a promise of the README: it must hold as a whole, and leave nothing behind.
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../kit/programs.ts';

const TOUR = join(resolve(import.meta.dirname, '../..'), 'test/tour/tour.ts');

test('the tour plays its eight parts, and every claim in it holds', async () => {
  const before = new Set(readdirSync(tmpdir()));
  const { status, stdout, stderr } = await run(process.execPath, [TOUR], { timeoutMs: 120_000 });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(stdout.match(/^\d\. .+$/gm)).toHaveLength(8);
  expect(stdout.match(/✓/g)?.length).toBeGreaterThanOrEqual(20);
  const left = readdirSync(tmpdir()).filter((name) => name.startsWith('hpol-tour-') && !before.has(name));
  expect(left).toEqual([]);
}, 130_000);
