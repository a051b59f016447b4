// The row walker of a module alone: chunk, plan and output lie in its memory, and nothing is copied in or out.
import type { ColumnOperation } from '../../compiler/abi/rows.ts';
import { createModuleBlocks } from '../../runtime/engine/module-blocks.ts';
import { moduleExports } from '../../runtime/engine/module-exports.ts';
import { placePlan } from '../../runtime/engine/row-plan.ts';

const INITIAL_PAGES = 2;

/** Masks the chunk once a call. Throws when the module does not take all of it. */
export async function moduleRows(
  wasm: Uint8Array,
  columns: readonly ColumnOperation[],
  chunk: Uint8Array,
): Promise<() => void> {
  const memory = new WebAssembly.Memory({ initial: INITIAL_PAGES });
  const module = await WebAssembly.compile(new Uint8Array(wasm));
  const exports = moduleExports(await WebAssembly.instantiate(module, { env: { memory } }));
  const blocks = createModuleBlocks(exports);
  const plan = placePlan(columns, memory, blocks);
  const input = blocks.take(chunk.length);
  const output = blocks.take(2 * chunk.length);
  new Uint8Array(memory.buffer).set(chunk, input.address);
  return () => {
    exports.hpol_rows(plan.address, input.address, chunk.length, output.address, output.size);
    if (exports.hpol_rows_consumed.value !== chunk.length) throw new Error('the walker stopped early');
  };
}
