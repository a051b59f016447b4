// Test support: the kernel alone, without a policy, its hooks played by JavaScript.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PLAN_COLUMN_BYTES, PLAN_HEADER_BYTES, type ColumnOperation } from '../abi/rows.ts';

const module = new WebAssembly.Module(readFileSync(join(import.meta.dirname, 'kernel.wasm')));
const TABLE_HEAP = 0;
const TABLE_DETECTORS = 3;

interface KernelExports {
  readonly kernel_start: () => void;
  readonly kernel_data_end: () => number;
  readonly hpol_alloc: (bytes: number) => number;
  readonly hpol_reset: () => void;
  readonly hpol_mark: () => void;
  readonly hpol_key: (address: number, length: number) => void;
  /** (plan, input, inputLength, output, capacity) */
  readonly hpol_rows: (...parameters: readonly number[]) => number;
  readonly hpol_scrub: (input: number, length: number, output: number, capacity: number) => number;
  /** (record, input, length, output, capacity, isLast) */
  readonly hpol_scan: (...parameters: readonly number[]) => number;
  readonly hpol_rows_consumed: WebAssembly.Global;
  readonly hpol_rows_produced: WebAssembly.Global;
  readonly kernel_matches: (text: bigint, table: number) => number;
  /** (validator, words, start, end, text) */
  readonly kernel_is_valid: (...parameters: readonly number[]) => number;
}

export interface MaskedChunk {
  readonly status: number;
  readonly consumed: number;
  readonly output: Uint8Array;
}

export interface TestKernel {
  readonly exports: KernelExports;
  readonly memory: WebAssembly.Memory;
  /** Places bytes in memory until the end of the test. */
  place(bytes: Uint8Array): number;
  key(bytes: Uint8Array): void;
  plan(columns: readonly ColumnOperation[]): number;
  /** Masks one chunk into an output of `capacity` bytes, and checks that nothing is written behind it. */
  rows(plan: number, chunk: Uint8Array, capacity: number): MaskedChunk;
  scrub(text: Uint8Array, capacity: number): { readonly written: number; readonly output: Uint8Array };
  matches(table: number, text: string): boolean;
  /** Scans one chunk; `record` is the address of a scan record. */
  scan(record: number, chunk: Uint8Array, options: { capacity: number; isLast: boolean }): ScannedChunk;
}

export interface ScannedChunk {
  readonly written: number;
  readonly output: Uint8Array;
}

const GUARD = 0xa5;
const GUARD_BYTES = 64;

/** Starts a kernel whose policy has the given detector table, or none. */
export function startKernel(detectors: Uint8Array | null = null): TestKernel {
  const memory = new WebAssembly.Memory({ initial: 1 });
  let tables = { heap: 0, detectors: 0 };
  const policy_table = (which: number): number =>
    which === TABLE_HEAP ? tables.heap : which === TABLE_DETECTORS ? tables.detectors : 0;
  const hooks = { policy_table, policy_rules: () => undefined };
  const exports = new WebAssembly.Instance(module, { env: { memory }, hooks }).exports as unknown as KernelExports;
  tables = { heap: exports.kernel_data_end(), detectors: 0 };
  exports.kernel_start();
  const place = (bytes: Uint8Array): number => {
    const address = exports.hpol_alloc(bytes.length);
    new Uint8Array(memory.buffer).set(bytes, address);
    return address;
  };
  if (detectors) tables = { ...tables, detectors: place(detectors) };
  exports.hpol_mark();
  const guarded = guardedBy(memory, place);
  return {
    exports,
    memory,
    place,
    key: (bytes) => exports.hpol_key(place(bytes), bytes.length),
    plan: (columns) => place(planBytes(columns, place)),
    rows: (plan, chunk, capacity) => {
      const input = place(chunk);
      const run = (output: number): number => exports.hpol_rows(plan, input, chunk.length, output, capacity);
      const { result, bytes } = guarded(capacity, run);
      const produced = Number(exports.hpol_rows_produced.value);
      return {
        status: result,
        consumed: Number(exports.hpol_rows_consumed.value),
        output: bytes.subarray(0, produced),
      };
    },
    scrub: (text, capacity) => {
      const input = place(text);
      const { result, bytes } = guarded(capacity, (output) => exports.hpol_scrub(input, text.length, output, capacity));
      return { written: result, output: bytes.subarray(0, Math.max(0, result)) };
    },
    scan: (record, chunk, { capacity, isLast }) => {
      const input = place(chunk);
      const { result, bytes } = guarded(capacity, (output) =>
        exports.hpol_scan(record, input, chunk.length, output, capacity, Number(isLast)),
      );
      return { written: result, output: bytes.subarray(0, Math.max(0, result)) };
    },
    matches: (table, text) => {
      const bytes = new TextEncoder().encode(text);
      const address = place(bytes);
      return exports.kernel_matches((BigInt(bytes.length) << 32n) | BigInt(address), table) !== 0;
    },
  };
}

/** Runs something that writes an output, and checks that it writes nothing behind it. */
const guardedBy =
  (memory: WebAssembly.Memory, place: (bytes: Uint8Array) => number) =>
  (capacity: number, run: (output: number) => number): { result: number; bytes: Uint8Array } => {
    const output = place(new Uint8Array(capacity + GUARD_BYTES).fill(GUARD));
    const result = run(output);
    const bytes = new Uint8Array(memory.buffer).slice(output, output + capacity + GUARD_BYTES);
    if (bytes.subarray(capacity).some((byte) => byte !== GUARD)) throw new Error('written behind the output');
    return { result, bytes };
  };

function planBytes(columns: readonly ColumnOperation[], place: (bytes: Uint8Array) => number): Uint8Array {
  const bytes = new Uint8Array(PLAN_HEADER_BYTES + PLAN_COLUMN_BYTES * columns.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, columns.length, true);
  for (const [index, { operation, count, constant }] of columns.entries()) {
    const text = new TextEncoder().encode(constant);
    const words = [operation, count, place(text), text.length];
    for (const [word, value] of words.entries()) {
      view.setUint32(PLAN_HEADER_BYTES + PLAN_COLUMN_BYTES * index + 4 * word, value, true);
    }
  }
  return bytes;
}
