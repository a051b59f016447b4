// Constant ranges of network addresses, as network.ts of the kernel reads them: 16 bytes, u32 number of leading bits, u32 0.
import type { Network } from '../../lang/program/program.ts';
import type { StaticData, TextPlace } from './static-data.ts';

const NETWORK_BYTES = 24;

export function addNetworks(networks: readonly Network[], data: StaticData): TextPlace {
  const bytes = new Uint8Array(NETWORK_BYTES * networks.length);
  const view = new DataView(bytes.buffer);
  for (const [index, { address, prefixBits }] of networks.entries()) {
    bytes.set(Buffer.from(address, 'hex'), NETWORK_BYTES * index);
    view.setUint32(NETWORK_BYTES * index + 16, prefixBits, true);
  }
  return { address: data.add(bytes), length: networks.length };
}
