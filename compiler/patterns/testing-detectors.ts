// Test support: detectors as members of a class, and a kernel that finds them in whole texts and in streams.
import type { ClassMember, Detector } from '../../lang/program/program.ts';
import type { DetectorName } from '../../lang/vocabulary/detectors.ts';
import { SCAN } from '../abi/records.ts';
import { SCAN_RECORD_BYTES } from '../abi/scan.ts';
import { startKernel } from '../kernel/testing-kernel.ts';
import { detectorTables } from './detector-tables.ts';

const SPAN = { file: 'test.hpol', start: 0, end: 0 };

export const named = (name: DetectorName): Detector => ({ kind: 'named', name, span: SPAN });

export const pattern = (source: string, flags = ''): Detector => ({
  kind: 'pattern',
  pattern: { source, flags, span: SPAN },
  span: SPAN,
});

export const member = (name: string, ...detectors: readonly Detector[]): ClassMember => ({
  name,
  className: 'phi',
  columns: [],
  detectors,
  span: SPAN,
});

/** Patterns as members `m0`, `m1`, and so on. */
export const members = (sources: readonly string[]): readonly ClassMember[] =>
  sources.map((source, index) => member(`m${index}`, pattern(source)));

export interface TestScan {
  /** What leaves when the chunk comes. */
  write(chunk: Uint8Array): Uint8Array;
  end(): Uint8Array;
  /** Bytes that are held back. */
  held(): number;
}

export interface TestDetection {
  /** Null when the text is withheld. */
  scrub(text: string | Uint8Array): string | null;
  open(): TestScan;
}

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
export const textOf = (bytes: Uint8Array): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

const HELD_AT = 8;

/** `tables`: those of other members, changed for the test. */
export function startDetection(members: readonly ClassMember[], tables = tablesOf(members)): TestDetection {
  const kernel = startKernel(tables);
  const capacityFor = (bytes: number): number => bytes * 12 + 100_000;
  return {
    scrub: (text) => {
      kernel.exports.hpol_reset();
      const bytes = typeof text === 'string' ? utf8(text) : text;
      const { written, output } = kernel.scrub(bytes, capacityFor(bytes.length));
      return written < 0 ? null : textOf(output);
    },
    open: () => {
      const record = kernel.place(new Uint8Array(SCAN_RECORD_BYTES).fill(0xee).fill(0, 0, SCAN.bytes));
      kernel.exports.hpol_mark();
      const scan = (chunk: Uint8Array, isLast: boolean): Uint8Array => {
        kernel.exports.hpol_reset();
        const { written, output } = kernel.scan(record, chunk, { capacity: capacityFor(chunk.length), isLast });
        if (written < 0) throw new Error('no room');
        return output;
      };
      return {
        write: (chunk) => scan(chunk, false),
        end: () => scan(new Uint8Array(), true),
        held: () => new DataView(kernel.memory.buffer).getUint32(record + HELD_AT, true),
      };
    },
  };
}

function tablesOf(members: readonly ClassMember[]): Uint8Array {
  const { value, problem } = detectorTables(members);
  if (!value) throw new Error(problem?.reason ?? 'no detectors');
  return value;
}

/** All that a stream gives for the pieces. */
export function scanAll(detection: TestDetection, pieces: readonly Uint8Array[]): string {
  const scan = detection.open();
  return textOf(Buffer.concat([...pieces.map((piece) => scan.write(piece)), scan.end()]));
}
