// Runs a list of cases, one after the other, each in its modes. Failures are results, too: the whole list always runs.
import type { LeakCase, Mode } from './leak-case.ts';
import type { LeakHouse } from './leak-house.ts';
import { Lines } from './lines.ts';
import { modesOf } from './modes-of.ts';
import { GATEWAY, type Peer } from './peer.ts';
import { runCase, type RunCase, type Verdict } from './run-case.ts';

export interface CaseResult {
  readonly leakCase: LeakCase;
  readonly mode: Mode;
  readonly verdict: Verdict;
}

export interface CorpusOptions {
  readonly peer?: Peer;
  /** In which modes a case runs; in all that can carry it by default. */
  readonly modes?: (leakCase: LeakCase) => readonly Mode[];
  /** True: a case that has leaked in one mode is not run in the others, which changes no score. */
  readonly stopsAtLeak?: boolean;
  /** Hears of each run as it ends, with what was received. */
  readonly onRun?: (result: CaseResult, run: RunCase) => void;
}

export async function runCorpus(
  house: LeakHouse,
  cases: readonly LeakCase[],
  options: CorpusOptions = {},
): Promise<readonly CaseResult[]> {
  const lines = new Lines();
  try {
    return await runAll(house, cases, { ...options, lines });
  } finally {
    await lines.close();
  }
}

async function runAll(
  house: LeakHouse,
  cases: readonly LeakCase[],
  { peer = GATEWAY, lines, modes = modesOf, onRun, stopsAtLeak = false }: CorpusOptions & { readonly lines: Lines },
): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = [];
  for (const leakCase of cases) {
    for (const mode of modes(leakCase)) {
      const run = await runCase(house, leakCase, { mode, peer, lines });
      const result = { leakCase, mode, verdict: run.verdict };
      results.push(result);
      onRun?.(result, run);
      if (stopsAtLeak && run.verdict.kind === 'leak') break;
    }
  }
  return results;
}

/** What went wrong, one line each; empty when the contract holds and the controls pass. */
export const troubles = (results: readonly CaseResult[]): readonly string[] =>
  results.flatMap(({ leakCase: { group, kind, name }, mode, verdict }) => {
    const what = `${kind} “${name}” (${group}, ${mode})`;
    if (verdict.kind === 'leak') return [`LEAK    ${what}: ${verdict.where}`];
    return verdict.kind === 'failed' ? [`FAILED  ${what}: ${verdict.because}`] : [];
  });
