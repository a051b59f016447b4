// What stands between a client and a world: the gateway, or a peer that it is compared with. The same cases run through each.
import type { Address } from '../kit/wire-client.ts';
import type { LeakWorld } from './leak-world.ts';
import type { Person } from './world/people.ts';

export interface Peer {
  readonly name: string;
  /** Who the cases sign in as. */
  readonly user: Person;
  /** False: it masks by leaving values out, so a control need only be answered with its rows. */
  readonly showsTransforms: boolean;
  addressOf(world: LeakWorld): Address;
}

/** The product, for somebody who sees masked values. */
export const GATEWAY: Peer = { name: 'hpol', user: 'ana', showsTransforms: true, addressOf: (world) => world.gateway };

/** No gateway at all: the server itself. */
export const NOTHING: Peer = {
  name: 'nothing',
  user: 'ana',
  showsTransforms: false,
  addressOf: ({ postgres: { host, port } }) => ({ host, port }),
};
