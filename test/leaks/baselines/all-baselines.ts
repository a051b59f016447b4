// The ways to mask that the product is compared with, each as a peer in front of both worlds.
import { LOOPBACK } from '../../../runtime/postgres/embedded/free-port.ts';
import type { LeakHouse } from '../leak-house.ts';
import type { LeakWorld } from '../leak-world.ts';
import type { Peer } from '../peer.ts';
import { byColumnName } from './by-column-name.ts';
import { byColumnNumber } from './by-column-number.ts';
import { byPattern } from './by-pattern.ts';
import { protectedNumbers } from './protected-columns.ts';
import { startRelay, type Filter } from './relay.ts';

const BASELINES: readonly { readonly name: string; readonly filter: (world: LeakWorld) => Promise<Filter> | Filter }[] =
  [
    { name: 'by column name', filter: () => byColumnName },
    {
      name: 'by table OID and attribute number',
      filter: async (world) => byColumnNumber(await protectedNumbers(world)),
    },
    { name: 'by pattern', filter: () => byPattern },
  ];

export interface RunningBaselines {
  readonly peers: readonly Peer[];
  stop(): Promise<void>;
}

export async function startBaselines(house: LeakHouse): Promise<RunningBaselines> {
  await using started = new AsyncDisposableStack();
  const peers: Peer[] = [];
  for (const { name, filter } of BASELINES) {
    const ports = new Map<LeakWorld, number>();
    for (const world of house.worlds) {
      const { host, port } = world.postgres;
      const relay = started.adopt(await startRelay({ host, port }, await filter(world)), (open) => open.stop());
      ports.set(world, relay.port);
    }
    const addressOf: Peer['addressOf'] = (world) => ({ host: LOOPBACK, port: ports.get(world)! });
    peers.push({ name, user: 'ana', showsTransforms: false, addressOf });
  }
  const running = started.move();
  return { peers, stop: () => running.disposeAsync() };
}
