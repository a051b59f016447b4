// Bytes in module memory that wait for more behind them, in a block that grows as they do and is given back when nothing waits.
import type { Block, ModuleBlocks } from './module-blocks.ts';

export class HeldBytes {
  readonly #memory: WebAssembly.Memory;
  readonly #blocks: ModuleBlocks;
  #block: Block | null = null;
  #length = 0;

  constructor(memory: WebAssembly.Memory, blocks: ModuleBlocks) {
    this.#memory = memory;
    this.#blocks = blocks;
  }

  get length(): number {
    return this.#length;
  }

  /** Where they lie until the next change; 0 when there are none. */
  get address(): number {
    return this.#block?.address ?? 0;
  }

  append(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const block = this.#roomFor(this.#length + bytes.length);
    new Uint8Array(this.#memory.buffer).set(bytes, block.address + this.#length);
    this.#length += bytes.length;
  }

  /** Takes the first `count` away; what is left moves to the front. */
  drop(count: number): void {
    if (!this.#block || count === 0) return;
    const { address } = this.#block;
    new Uint8Array(this.#memory.buffer).copyWithin(address, address + count, address + this.#length);
    this.#length -= count;
    if (this.#length === 0) this.clear();
  }

  clear(): void {
    if (this.#block) this.#blocks.give(this.#block);
    this.#block = null;
    this.#length = 0;
  }

  #roomFor(length: number): Block {
    const old = this.#block;
    if (old && old.size >= length) return old;
    const block = this.#blocks.take(length);
    if (old) {
      new Uint8Array(this.#memory.buffer).copyWithin(block.address, old.address, old.address + this.#length);
      this.#blocks.give(old);
    }
    this.#block = block;
    return block;
  }
}
