// Gives mutants to a process and waits for its verdicts. A mutant that ends the process, or keeps it longer than a decision ever takes, is
// caught.
import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { MutantJob, MutantVerdict } from './mutant-worker.ts';

const WORKER = join(import.meta.dirname, 'mutant-worker.ts');
/** Compiling a policy may be part of a wait. */
const PATIENCE_MS = 2_500;

export async function tryMutants(jobs: readonly MutantJob[]): Promise<readonly MutantVerdict[]> {
  const verdicts: MutantVerdict[] = [];
  while (verdicts.length < jobs.length) {
    const rest = jobs.slice(verdicts.length);
    verdicts.push(...(await tryUntilStuck(rest)));
    const stuck = jobs[verdicts.length];
    if (stuck !== undefined) verdicts.push({ ...stuck, isCaught: true });
  }
  return verdicts;
}

/** Verdicts up to the first mutant that does not end, or ends the process. */
function tryUntilStuck(jobs: readonly MutantJob[]): Promise<readonly MutantVerdict[]> {
  return new Promise((resolve, reject) => {
    const verdicts: MutantVerdict[] = [];
    const worker = fork(WORKER, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    const stop = (): boolean => worker.kill('SIGKILL');
    // The first verdict waits for the process to start as well.
    let timer = setTimeout(stop, 8 * PATIENCE_MS);
    worker.on('message', (verdict: MutantVerdict) => {
      verdicts.push(verdict);
      clearTimeout(timer);
      timer = setTimeout(stop, PATIENCE_MS);
    });
    worker.once('error', reject);
    worker.once('close', () => {
      clearTimeout(timer);
      resolve(verdicts);
    });
    worker.send(jobs);
  });
}
