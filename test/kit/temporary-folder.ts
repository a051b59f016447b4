// Gives a test run one temporary folder of its own and removes it when the run ends, so that no suite leaves anything behind.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Called by vitest before its workers start, which inherit the variable. */
export function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'hpol-run-'));
  // PostgreSQL runs as another account when the tests run as root, and must get through to its data.
  chmodSync(folder, 0o711);
  process.env['TMPDIR'] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
