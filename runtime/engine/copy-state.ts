// Puts the state record of a COPY stream into module memory: compiler/abi/records.ts has the layout.
import { COPY_FORMAT, COPY_PHASE } from '../../compiler/abi/copy.ts';
import { recordBytes } from '../../compiler/abi/record.ts';
import { COPY_STREAM } from '../../compiler/abi/records.ts';
import type { CopyDialect } from './copy-format.ts';
import type { Block, ModuleBlocks } from './module-blocks.ts';

/** The record of a stream that has not begun, with the null string behind it, in a block of its own. */
export function placeCopyState(
  { format, delimiter, quote, escape, nullText, hasHeader }: CopyDialect,
  plan: Block,
  memory: WebAssembly.Memory,
  blocks: ModuleBlocks,
): Block {
  const block = blocks.take(COPY_STREAM.bytes + nullText.length);
  const nullAt = block.address + COPY_STREAM.bytes;
  const record = recordBytes(COPY_STREAM, {
    plan: plan.address,
    format: COPY_FORMAT[format],
    phase: hasHeader ? COPY_PHASE.header : COPY_PHASE.rows,
    delimiter,
    quote,
    escape,
    null: nullAt,
    null_length: nullText.length,
    scanned: 0,
    in_quotes: 0,
  });
  const bytes = new Uint8Array(memory.buffer);
  bytes.set(record, block.address);
  bytes.set(nullText, nullAt);
  return block;
}
