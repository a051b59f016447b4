// Blocks of module memory that outlive a decision: plans and buffers. The module only has a bump allocator, so what is
// given back is kept here by size and used again.

export interface BlockExports {
  readonly hpol_alloc: (bytes: number) => number;
  readonly hpol_reset: () => void;
  readonly hpol_mark: () => void;
}

export interface Block {
  readonly address: number;
  /** A power of two. */
  readonly size: number;
}

export interface ModuleBlocks {
  take(bytes: number): Block;
  /** The block may be given to another taker at once. */
  give(block: Block): void;
}

const SMALLEST = 64;

export function createModuleBlocks(exports: BlockExports): ModuleBlocks {
  const free = new Map<number, number[]>();
  return {
    take: (bytes) => {
      let size = SMALLEST;
      while (size < bytes) size *= 2;
      const known = free.get(size)?.pop();
      if (known !== undefined) return { address: known, size };
      // What a finished decision left behind must not become permanent with the block.
      exports.hpol_reset();
      // The module's addresses are unsigned; JavaScript sees them as signed.
      const address = exports.hpol_alloc(size) >>> 0;
      exports.hpol_mark();
      return { address, size };
    },
    give: ({ address, size }) => {
      const addresses = free.get(size);
      if (addresses) addresses.push(address);
      else free.set(size, [address]);
    },
  };
}
