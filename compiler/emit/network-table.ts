// Constant ranges of network addresses, as network.ts of the kernel reads them.
import type { Network } from '../../lang/program/program.ts';
import { recordList } from '../abi/record.ts';
import type { StaticData, TextPlace } from './static-data.ts';
import { NETWORK_ENTRY } from '../abi/table-layouts.ts';

export function addNetworks(networks: readonly Network[], data: StaticData): TextPlace {
  const entries = networks.map(({ address, prefixBits }) => {
    const bytes = Buffer.from(address, 'hex');
    return { high: bytes.readBigUInt64LE(0), low: bytes.readBigUInt64LE(8), bits: prefixBits, zero: 0 };
  });
  return { address: data.add(recordList(NETWORK_ENTRY, entries)), length: networks.length };
}
