// Masks COPY streams with a loaded module. What a stream holds back, a row that is not whole yet, lies in a block of its own in module
// memory, so that streams do not touch each other. Whoever calls gets copies; nothing returned points into module memory.
import { COPY_STATUS, MAX_COPY_ROW_BYTES } from '../../compiler/abi/copy.ts';
import type { ColumnOperation } from '../../compiler/abi/rows.ts';
import { copyDialect, type CopyOptions } from './copy-format.ts';
import { placeCopyState } from './copy-state.ts';
import type { CopyStream, Engine, MaskedCopy } from './engine.ts';
import { HeldBytes } from './held-bytes.ts';
import { joinBytes } from './join-bytes.ts';
import { createModuleBlocks, type Block, type BlockExports, type ModuleBlocks } from './module-blocks.ts';
import { placePlan } from './row-plan.ts';

export interface CopyExports extends BlockExports {
  /** (state, input, inputLength, output, outputCapacity) -> CopyStatus */
  readonly hpol_copy: (...parameters: readonly number[]) => number;
  readonly hpol_copy_end: (state: number, held: number) => number;
  readonly hpol_rows_consumed: WebAssembly.Global<'i32'>;
  readonly hpol_rows_produced: WebAssembly.Global<'i32'>;
  readonly hpol_rows_messages: WebAssembly.Global<'i32'>;
}

/** A masked row above the limit ends the stream, too. */
const MAX_OUTPUT_BYTES = MAX_COPY_ROW_BYTES;
const FIRST_OUTPUT_BYTES = 256 * 1024;
const MAX_PIECE_BYTES = 256 * 1024;

interface Shared {
  readonly exports: CopyExports;
  readonly memory: WebAssembly.Memory;
  readonly blocks: ModuleBlocks;
  /** Holds nothing between calls, so all streams share it. */
  output: Block | null;
}

export function createCopyRows(exports: CopyExports, memory: WebAssembly.Memory): Pick<Engine, 'openCopy'> {
  const shared: Shared = { exports, memory, blocks: createModuleBlocks(exports), output: null };
  return { openCopy: (columns, options) => openStream(shared, columns, options) };
}

function openStream(shared: Shared, columns: readonly ColumnOperation[], options: CopyOptions): CopyStream {
  const { exports, memory, blocks } = shared;
  const dialect = copyDialect(options);
  const plan = placePlan(columns, memory, blocks);
  const state = placeCopyState(dialect, plan, memory, blocks);
  const held = new HeldBytes(memory, blocks);
  let isOpen = true;
  let isBroken = false;
  const mask = (chunk: Uint8Array): MaskedCopy => {
    if (!isOpen) throw new Error('the COPY stream was released');
    const parts: Uint8Array[] = [];
    let rows = 0;
    for (let at = 0; at < chunk.length && !isBroken; at += MAX_PIECE_BYTES) {
      // If the module traps, the stream stays broken.
      isBroken = true;
      held.append(chunk.subarray(at, at + MAX_PIECE_BYTES));
      const drained = drain(shared, state.address, held, parts);
      rows += drained.rows;
      isBroken = drained.isMalformed;
    }
    if (isBroken) held.clear();
    return { output: joinBytes(parts), rows, status: isBroken ? 'malformed' : 'ok' };
  };
  return {
    mask,
    isComplete: () =>
      isOpen && !isBroken && exports.hpol_copy_end(state.address, held.length) === COPY_STATUS.needInput,
    release: () => {
      if (!isOpen) return;
      isOpen = false;
      held.clear();
      blocks.give(plan);
      blocks.give(state);
    },
  };
}

/** Masks what is held, until more input is needed or the stream is malformed. */
function drain(
  shared: Shared,
  state: number,
  held: HeldBytes,
  parts: Uint8Array[],
): { readonly rows: number; readonly isMalformed: boolean } {
  const { exports, memory, blocks } = shared;
  let rows = 0;
  let at = 0;
  for (;;) {
    const output = (shared.output ??= blocks.take(FIRST_OUTPUT_BYTES));
    const status = exports.hpol_copy(state, held.address + at, held.length - at, output.address, output.size);
    const produced = exports.hpol_rows_produced.value;
    const consumed = exports.hpol_rows_consumed.value;
    if (produced > 0) parts.push(new Uint8Array(memory.buffer, output.address, produced).slice());
    at += consumed;
    rows += exports.hpol_rows_messages.value;
    if (status === COPY_STATUS.needInput) {
      held.drop(at);
      return { rows, isMalformed: false };
    }
    const isStuck = status === COPY_STATUS.needOutput && consumed === 0;
    if (status !== COPY_STATUS.needOutput || (isStuck && output.size >= MAX_OUTPUT_BYTES)) {
      return { rows, isMalformed: true };
    }
    if (isStuck) {
      shared.output = blocks.take(output.size * 2);
      blocks.give(output);
    }
  }
}
