// Test support: DataRow messages, and what the slow version of every row operation makes of them.
import { ROW_OPERATION, type ColumnOperation } from '../abi/rows.ts';
import { referenceValue } from './testing-transforms.ts';

export type Row = readonly (Uint8Array | null)[];

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

export const operation = (name: keyof typeof ROW_OPERATION, count = 0, constant = ''): ColumnOperation => ({
  operation: ROW_OPERATION[name],
  count,
  constant,
});

export function encodeRow(row: Row): Uint8Array {
  const size = row.reduce((sum, value) => sum + 4 + (value?.length ?? 0), 7);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  bytes[0] = 0x44;
  view.setInt32(1, size - 1);
  view.setInt16(5, row.length);
  let at = 7;
  for (const value of row) {
    view.setInt32(at, value?.length ?? -1);
    bytes.set(value ?? [], at + 4);
    at += 4 + (value?.length ?? 0);
  }
  return bytes;
}

export const concat = (parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

/** Masks whole rows; scrub is left to its own test. */
export function referenceRows(plan: readonly ColumnOperation[], rows: readonly Row[], key: Uint8Array): Uint8Array {
  const mask = (value: Uint8Array | null, index: number): Uint8Array | null => {
    const column = plan[index];
    return value === null || column === undefined ? null : referenceValue(column, value, key);
  };
  return concat(rows.map((row) => encodeRow(row.map(mask))));
}
