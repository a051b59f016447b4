// The corpus through the product and through each baseline, on one version of PostgreSQL.
import { startBaselines } from './baselines/all-baselines.ts';
import type { LeakCase } from './leak-case.ts';
import type { LeakHouse } from './leak-house.ts';
import type { PeerScores } from './published-table.ts';
import { runCorpus } from './run-corpus.ts';
import { scores } from './score.ts';

/** Ours is not among them: the suite has run it. */
export async function scoreBaselines(
  house: LeakHouse,
  cases: readonly LeakCase[],
  onProgress: (what: string) => void,
): Promise<readonly PeerScores[]> {
  const baselines = await startBaselines(house);
  try {
    const all: PeerScores[] = [];
    for (const peer of baselines.peers) {
      const started = performance.now();
      all.push({ peer: peer.name, scores: scores(await runCorpus(house, cases, { peer, stopsAtLeak: true })) });
      onProgress(`${peer.name}: ${((performance.now() - started) / 1000).toFixed(0)} s`);
    }
    return all;
  } finally {
    await baselines.stop();
  }
}
