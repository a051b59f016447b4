// Masks rows and texts with a loaded module: keeps the buffers in module memory, feeds them, drains them, and grows them
// for large messages up to a stated limit. Whoever calls gets copies; nothing returned points into module memory.
import { ROWS_STATUS, type RowsStatus } from '../../compiler/abi/rows.ts';
import { WITHHELD } from '../../compiler/abi/scan.ts';
import type { Engine, MaskedRows, RowPlan } from './engine.ts';
import { joinBytes } from './join-bytes.ts';
import { createModuleBlocks, type Block, type BlockExports, type ModuleBlocks } from './module-blocks.ts';
import { placePlan } from './row-plan.ts';

export interface RowExports extends BlockExports {
  /** (plan, input, inputLength, output, outputCapacity) -> RowsStatus */
  readonly hpol_rows: (...parameters: readonly number[]) => number;
  readonly hpol_scrub: (input: number, length: number, output: number, capacity: number) => number;
  readonly hpol_rows_consumed: WebAssembly.Global<'i32'>;
  readonly hpol_rows_messages: WebAssembly.Global<'i32'>;
  readonly hpol_rows_produced: WebAssembly.Global<'i32'>;
}

/** A larger message, raw or masked, ends the session. */
export const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;
const FIRST_BUFFER_BYTES = 256 * 1024;
const HEADER_BYTES = 5;
const DATA_ROW = 0x44;
const SCRUB_NO_ROOM = -1;

interface Buffers {
  input: Block;
  output: Block;
}

/** One piece of input through the module. */
interface Step {
  readonly status: number;
  readonly consumed: number;
  readonly rows: number;
  readonly output: Uint8Array;
}

export function createRows(
  exports: RowExports,
  memory: WebAssembly.Memory,
): Pick<Engine, 'plan' | 'release' | 'maskRows' | 'scrub'> {
  const blocks = createModuleBlocks(exports);
  const buffers = { input: blocks.take(FIRST_BUFFER_BYTES), output: blocks.take(FIRST_BUFFER_BYTES) };
  const plans = new Map<number, Block>();
  // Growth of the memory detaches its buffer, so each use asks for it again.
  const bytesAt = (address: number, length: number): Uint8Array => new Uint8Array(memory.buffer, address, length);

  const step = (plan: RowPlan, piece: Uint8Array): Step => {
    bytesAt(buffers.input.address, piece.length).set(piece);
    const { input, output } = buffers;
    const status = exports.hpol_rows(plan.address, input.address, piece.length, output.address, output.size);
    const produced = exports.hpol_rows_produced.value;
    return {
      status,
      consumed: exports.hpol_rows_consumed.value,
      rows: exports.hpol_rows_messages.value,
      output: bytesAt(output.address, produced).slice(),
    };
  };

  return {
    plan: (columns) => {
      const block = placePlan(columns, memory, blocks);
      plans.set(block.address, block);
      return { columns, address: block.address };
    },
    release: (plan) => {
      const block = plans.get(plan.address);
      if (!block) return;
      plans.delete(plan.address);
      blocks.give(block);
    },
    maskRows: (plan, input) => {
      if (!plans.has(plan.address)) throw new Error('the row plan was released or belongs to another engine');
      return maskRows(input, { buffers, blocks, step: (piece) => step(plan, piece) });
    },
    scrub: (text) => {
      const bytes = new TextEncoder().encode(text);
      if (bytes.length > MAX_MESSAGE_BYTES) return WITHHELD;
      if (bytes.length > buffers.input.size) enlarge(buffers, 'input', bytes.length, blocks);
      for (;;) {
        const { input, output } = buffers;
        bytesAt(input.address, bytes.length).set(bytes);
        const written = exports.hpol_scrub(input.address, bytes.length, output.address, output.size);
        if (written >= 0) return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytesAt(output.address, written));
        if (written !== SCRUB_NO_ROOM || output.size >= MAX_MESSAGE_BYTES) return WITHHELD;
        enlarge(buffers, 'output', output.size * 2, blocks);
      }
    },
  };
}

interface Masking {
  readonly buffers: Buffers;
  readonly blocks: ModuleBlocks;
  readonly step: (piece: Uint8Array) => Step;
}

/** Feeds the input piece by piece until it ends, another message comes, or something is wrong. */
function maskRows(input: Uint8Array, { buffers, blocks, step }: Masking): MaskedRows {
  const parts: Uint8Array[] = [];
  let consumed = 0;
  let rows = 0;
  const done = (status: RowsStatus): MaskedRows => ({ consumed, rows, output: joinBytes(parts), status });
  for (;;) {
    const needed = messageBytes(input, consumed);
    // A message that is still arriving is not copied again with each chunk of it.
    if (input[consumed] === DATA_ROW && needed > input.length - consumed) {
      return done(needed > MAX_MESSAGE_BYTES ? ROWS_STATUS.malformed : ROWS_STATUS.needInput);
    }
    const piece = input.subarray(consumed, consumed + buffers.input.size);
    const isLastPiece = consumed + piece.length === input.length;
    const { status, consumed: taken, rows: masked, output } = step(piece);
    if (output.length > 0) parts.push(output);
    consumed += taken;
    rows += masked;
    switch (status) {
      case ROWS_STATUS.needInput:
        if (isLastPiece) return done(ROWS_STATUS.needInput);
        if (taken > 0) break;
        if (needed > MAX_MESSAGE_BYTES) return done(ROWS_STATUS.malformed);
        enlarge(buffers, 'input', needed, blocks);
        break;
      case ROWS_STATUS.needOutput:
        if (taken > 0) break;
        if (buffers.output.size >= MAX_MESSAGE_BYTES) return done(ROWS_STATUS.malformed);
        enlarge(buffers, 'output', buffers.output.size * 2, blocks);
        break;
      case ROWS_STATUS.otherMessage:
        return done(ROWS_STATUS.otherMessage);
      default:
        // Malformed, or a status that this version does not know: nothing more of the stream can be trusted.
        return done(ROWS_STATUS.malformed);
    }
  }
}

/** The whole size of the message that starts at `at`, or 0 while its header is incomplete. */
function messageBytes(input: Uint8Array, at: number): number {
  if (input.length - at < HEADER_BYTES) return 0;
  return 1 + new DataView(input.buffer, input.byteOffset + at).getUint32(1);
}

function enlarge(buffers: Buffers, which: keyof Buffers, bytes: number, blocks: ModuleBlocks): void {
  const old = buffers[which];
  buffers[which] = blocks.take(Math.max(bytes, old.size * 2));
  blocks.give(old);
}
