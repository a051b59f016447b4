// What stands between a client and a world: the gateway, or a peer that it is compared with. The same cases run through each.
import type { Address } from '../kit/wire-client.ts';
import type { LeakWorld } from './leak-world.ts';
import type { Person } from './world/people.ts';

export interface Peer {
  readonly name: string;
  /** Who the cases sign in as. */
  readonly user: Person;
  addressOf(world: LeakWorld): Address;
}

/** The product, for somebody who sees masked values. */
export const GATEWAY: Peer = { name: 'hpol', user: 'ana', addressOf: (world) => world.gateway };
