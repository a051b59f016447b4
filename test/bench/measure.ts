// How a figure is taken and told: warm up, at least five runs, the median with the least and the greatest.

export interface Figure {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export const RUNS = 5;

export function figureOf(samples: readonly number[]): Figure {
  const sorted = samples.toSorted((a, b) => a - b);
  const [min, max] = [sorted[0], sorted.at(-1)];
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (min === undefined || max === undefined || upper === undefined || lower === undefined) {
    throw new Error('a figure needs at least one sample');
  }
  return { median: (lower + upper) / 2, min, max };
}

export interface Contestant {
  readonly name: string;
  /** One run; the figure that it gives. */
  readonly run: () => Promise<number> | number;
}

/** Lets all contestants run in turn, so that a slow minute of the machine hits all of them. The first round only warms up. */
export async function sideBySide(
  contestants: readonly Contestant[],
  runs = RUNS,
): Promise<ReadonlyMap<string, Figure>> {
  const samples = new Map(contestants.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round <= runs; round += 1) {
    for (const { name, run } of contestants) {
      const sample = await run();
      if (round > 0) samples.get(name)?.push(sample);
    }
  }
  return new Map([...samples].map(([name, taken]) => [name, figureOf(taken)]));
}

/** Microseconds per call of `work`, over `calls` calls. */
export function microsecondsPerCall(calls: number, work: () => void): number {
  const started = performance.now();
  for (let call = 0; call < calls; call += 1) work();
  return ((performance.now() - started) * 1_000) / calls;
}
