// Gives mutants to a thread and waits for its verdicts. A mutant that keeps the thread longer than a decision ever takes is caught.
import { Worker } from 'node:worker_threads';
import type { MutantJob, MutantVerdict } from './mutant-worker.ts';

/** Compiling a policy may be part of a wait. */
const PATIENCE_MS = 4_000;

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

/** Verdicts up to the first mutant that does not end. */
function tryUntilStuck(jobs: readonly MutantJob[]): Promise<readonly MutantVerdict[]> {
  return new Promise((resolve, reject) => {
    const verdicts: MutantVerdict[] = [];
    const worker = new Worker(new URL('./mutant-worker.ts', import.meta.url), { workerData: jobs });
    const stop = (): void => {
      clearTimeout(timer);
      void worker.terminate().then(() => resolve(verdicts));
    };
    let timer = setTimeout(stop, PATIENCE_MS);
    worker.on('message', (verdict: MutantVerdict) => {
      verdicts.push(verdict);
      clearTimeout(timer);
      if (verdicts.length === jobs.length) stop();
      else timer = setTimeout(stop, PATIENCE_MS);
    });
    worker.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
  });
}
