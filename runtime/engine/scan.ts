// Scans of text as it flows: each keeps its record in module memory and shares the buffers. What `write` gives is decided
// for good; what may still become a hit stays in the module until more comes.
import { SCAN } from '../../compiler/abi/records.ts';
import { SCAN_RECORD_BYTES } from '../../compiler/abi/scan.ts';
import type { Engine, TextScan } from './engine.ts';
import { createModuleBlocks, type Block, type BlockExports } from './module-blocks.ts';

export interface ScanExports extends BlockExports {
  /** (record, input, length, output, capacity, isLast) -> bytes written, or -1 when there is no room */
  readonly hpol_scan: (...parameters: readonly number[]) => number;
}

const PIECE_BYTES = 64 * 1024;
const FIRST_OUTPUT_BYTES = 256 * 1024;
/** A piece gives at most one placeholder for each of its bytes, and no policy has names as long as that would need. */
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;
const NOTHING = new Uint8Array();

export function createScans(exports: ScanExports, memory: WebAssembly.Memory): Pick<Engine, 'openScan'> {
  const blocks = createModuleBlocks(exports);
  let input: Block | null = null;
  let output: Block | null = null;
  // Growth of the memory detaches its buffer, so each use asks for it again.
  const bytesAt = (address: number, length: number): Uint8Array => new Uint8Array(memory.buffer, address, length);

  const scanPiece = (record: Block, piece: Uint8Array, isLast: boolean): Uint8Array => {
    input ??= blocks.take(PIECE_BYTES);
    bytesAt(input.address, piece.length).set(piece);
    for (;;) {
      output ??= blocks.take(FIRST_OUTPUT_BYTES);
      const { address, size } = output;
      const isEnd = isLast ? 1 : 0;
      const written = exports.hpol_scan(record.address, input.address, piece.length, address, size, isEnd);
      if (written >= 0) return bytesAt(address, written).slice();
      if (size >= MAX_OUTPUT_BYTES) throw new Error('the output of a scan has no end');
      blocks.give(output);
      output = blocks.take(2 * size);
    }
  };

  return {
    openScan: (): TextScan => {
      let record: Block | null = blocks.take(SCAN_RECORD_BYTES);
      bytesAt(record.address, SCAN.bytes).fill(0);
      const opened = (): Block => {
        if (!record) throw new Error('the scan has ended');
        return record;
      };
      return {
        write: (chunk) => {
          const parts: Uint8Array[] = [];
          for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
            parts.push(scanPiece(opened(), chunk.subarray(at, at + PIECE_BYTES), false));
          }
          const [only = NOTHING] = parts;
          return parts.length > 1 ? Buffer.concat(parts) : only;
        },
        end: () => {
          const rest = scanPiece(opened(), NOTHING, true);
          blocks.give(opened());
          record = null;
          return rest;
        },
      };
    },
  };
}
