// Test support: one value through one operation.
import { startKernel, type TestKernel } from './testing-kernel.ts';
import { encodeRow, operation, utf8 } from './testing-rows.ts';
import type { OperationName } from './testing-values.ts';

export const KEY = utf8('a key for tests');

/** The bytes of a row in front of its first value: header, column count and the length of the value. */
export const ROW_HEADER = 11;

/** A kernel with the key of the tests. */
export function startKeyed(): TestKernel {
  const kernel = startKernel();
  kernel.key(KEY);
  kernel.exports.hpol_mark();
  return kernel;
}

const shared = startKeyed();

/** The masked value; null where it is NULL. */
export function mask(name: OperationName, value: Uint8Array, count = 0): Buffer | null {
  shared.exports.hpol_reset();
  const plan = shared.plan([operation(name, count, '[phi.x]')]);
  const { output } = shared.rows(plan, encodeRow([value]), value.length + 100);
  const row = Buffer.from(output);
  const length = row.readInt32BE(ROW_HEADER - 4);
  return length < 0 ? null : row.subarray(ROW_HEADER, ROW_HEADER + length);
}

export const maskText = (name: OperationName, value: string): string | null =>
  mask(name, utf8(value))?.toString() ?? null;
