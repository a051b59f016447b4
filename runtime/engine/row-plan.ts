// Puts row plans into module memory: compiler/abi/rows.ts has the layout.
import { PLAN_COLUMN_BYTES, PLAN_HEADER_BYTES, type ColumnOperation } from '../../compiler/abi/rows.ts';
import type { Block, ModuleBlocks } from './module-blocks.ts';

/** The plan record with its constants behind it, in a block of its own. */
export function placePlan(
  columns: readonly ColumnOperation[],
  memory: WebAssembly.Memory,
  blocks: ModuleBlocks,
): Block {
  const constants = columns.map(({ constant }) => new TextEncoder().encode(constant));
  const recordBytes = PLAN_HEADER_BYTES + PLAN_COLUMN_BYTES * columns.length;
  const block = blocks.take(constants.reduce((sum, constant) => sum + constant.length, recordBytes));
  const bytes = new Uint8Array(memory.buffer, block.address, block.size);
  const view = new DataView(memory.buffer, block.address, block.size);
  view.setUint32(0, columns.length, true);
  let constantAt = recordBytes;
  for (const [index, column] of columns.entries()) {
    const constant = constants[index] ?? new Uint8Array();
    const words = [column.operation, column.count, block.address + constantAt, constant.length];
    for (const [word, value] of words.entries()) {
      view.setUint32(PLAN_HEADER_BYTES + PLAN_COLUMN_BYTES * index + 4 * word, value, true);
    }
    bytes.set(constant, constantAt);
    constantAt += constant.length;
  }
  return block;
}
