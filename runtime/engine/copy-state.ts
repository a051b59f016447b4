// Puts the state record of a COPY stream into module memory: compiler/abi/copy.ts has the layout.
import { COPY_FORMAT, COPY_PHASE, COPY_STATE_BYTES } from '../../compiler/abi/copy.ts';
import type { CopyDialect } from './copy-format.ts';
import type { Block, ModuleBlocks } from './module-blocks.ts';

/** The record of a stream that has not begun, with the null string behind it, in a block of its own. */
export function placeCopyState(
  { format, delimiter, quote, escape, nullText, hasHeader }: CopyDialect,
  plan: Block,
  memory: WebAssembly.Memory,
  blocks: ModuleBlocks,
): Block {
  const block = blocks.take(COPY_STATE_BYTES + nullText.length);
  const view = new DataView(memory.buffer, block.address, COPY_STATE_BYTES);
  const phase = hasHeader ? COPY_PHASE.header : COPY_PHASE.rows;
  const nullAt = block.address + COPY_STATE_BYTES;
  const words = [plan.address, COPY_FORMAT[format], phase, delimiter, quote, escape, nullAt, nullText.length, 0, 0];
  for (const [word, value] of words.entries()) view.setUint32(4 * word, value, true);
  new Uint8Array(memory.buffer).set(nullText, nullAt);
  return block;
}
