// Both worlds of the leak suite, on one version of PostgreSQL. Cases run in one after the other, so that what they change changes
// alike in both.
import { startLeakWorld, type LeakWorld } from './leak-world.ts';
import type { World } from './world/protected-values.ts';

export interface LeakHouse {
  readonly worlds: readonly [LeakWorld, LeakWorld];
  /** Makes both worlds anew. */
  restore(): Promise<void>;
  /** Whether either was written to since they were made. */
  isChanged(): Promise<boolean>;
  stop(): Promise<void>;
}

/** Two worlds that are one and the same show what differs although no value does. */
export type Pair = readonly [World, World];

/** `binaries` is the `bin` folder of a PostgreSQL; the embedded 18 by default. */
export async function startLeakHouse(binaries?: string, pair: Pair = ['one', 'two']): Promise<LeakHouse> {
  const started = await Promise.allSettled([startLeakWorld(pair[0], binaries), startLeakWorld(pair[1], binaries)]);
  const [one, two] = started;
  if (one.status === 'rejected' || two.status === 'rejected') {
    await Promise.all(started.flatMap((part) => (part.status === 'fulfilled' ? [part.value.stop()] : [])));
    throw new AggregateError(
      started.flatMap((part) => (part.status === 'rejected' ? [part.reason as unknown] : [])),
      'the worlds did not start',
    );
  }
  const worlds = [one.value, two.value] as const;
  const both = async (act: (world: LeakWorld) => Promise<void>): Promise<void> => {
    await Promise.all(worlds.map(act));
  };
  // The first case meets the same world as every case after a restoration.
  await both((world) => world.restore());
  const isChanged = async (): Promise<boolean> =>
    (await Promise.all(worlds.map((world) => world.isChanged()))).includes(true);
  return {
    worlds,
    isChanged,
    restore: () => both((world) => world.restore()),
    stop: () => both((world) => world.stop()),
  };
}
