// `npm run check`: format, lint with types, types, and every test with coverage. Each step runs even when one before
// it failed, prints as it goes, and counts; the last line is `N passed, N failed`.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { countsOf, type Counts } from './vitest-report.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const BIN = join(ROOT, 'node_modules', '.bin');

interface Outcome {
  readonly name: string;
  readonly counts: Counts;
  readonly seconds: number;
}

/** Runs a tool of this checkout under the checkout's own Node; its output goes straight through. */
function tool(name: string, toolArguments: readonly string[]): Promise<number> {
  return new Promise((settle, reject) => {
    const child = spawn(join(BIN, name), toolArguments, {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, PATH: `${BIN}${delimiter}${process.env['PATH'] ?? ''}` },
    });
    child.once('error', reject);
    child.once('close', (code) => settle(code ?? 1));
  });
}

async function step(name: string, run: () => Promise<Counts>): Promise<Outcome> {
  process.stdout.write(`\n── ${name}\n`);
  const started = performance.now();
  const counts = await run();
  return { name, counts, seconds: (performance.now() - started) / 1000 };
}

const plain = (name: string, program: string, toolArguments: readonly string[]): Promise<Outcome> =>
  step(name, async () => {
    const passes = (await tool(program, toolArguments)) === 0;
    return { passed: passes ? 1 : 0, failed: passes ? 0 : 1, skipped: 0 };
  });

function tests(folder: string): Promise<Outcome> {
  const report = join(folder, 'vitest.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return step('tests', async () => {
    const status = await tool('vitest', ['run', '--coverage', ...reporters]);
    return countsOf(existsSync(report) ? readFileSync(report, 'utf8') : null, status);
  });
}

function summary({ name, counts, seconds }: Outcome): string {
  const verdict = counts.failed === 0 ? 'ok    ' : 'FAILED';
  const skipped = counts.skipped === 0 ? '' : `, ${counts.skipped} skipped`;
  return `${verdict} ${name.padEnd(8)} ${counts.passed} passed, ${counts.failed} failed${skipped} (${seconds.toFixed(1)} s)`;
}

const folder = mkdtempSync(join(tmpdir(), 'hpol-check-'));
try {
  const outcomes = [
    await plain('format', 'oxfmt', ['--check', '.']),
    await plain('lint', 'oxlint', ['--type-aware', '--deny-warnings']),
    await plain('types', 'tsc', ['-p', '.']),
    await tests(folder),
  ];
  const passed = outcomes.reduce((sum, { counts }) => sum + counts.passed, 0);
  const failed = outcomes.reduce((sum, { counts }) => sum + counts.failed, 0);
  process.stdout.write(`\n${outcomes.map(summary).join('\n')}\n${passed} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
