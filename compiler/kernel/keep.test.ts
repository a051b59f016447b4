// `keep` goes through a value 16 bytes a step: every length around its steps, every number of letters kept, and any text, against the slow
// version.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { startKernel } from './testing-kernel.ts';
import { encodeRow, operation, referenceRows, utf8 } from './testing-rows.ts';

const kernel = startKernel();
const NAMES = ['keepFirst', 'keepLast'] as const;

interface BothWays {
  readonly kernel: string;
  readonly reference: string;
}

/** Masks all values as one row, so that each has others beside it. */
function maskBothWays(name: (typeof NAMES)[number], count: number, values: readonly Uint8Array[]): BothWays {
  kernel.exports.hpol_reset();
  const plan = values.map(() => operation(name, count));
  const row = encodeRow(values);
  const masked = kernel.rows(kernel.plan(plan), row, row.length);
  const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
  return { kernel: latin1(masked.output), reference: latin1(referenceRows(plan, [values], new Uint8Array())) };
}

test.each(NAMES)('%s, every length up to five steps and every number kept', (name) => {
  const lengths = Array.from({ length: 82 }, (_, length) => length);
  const patterns = ['a', 'a-', '-9', 'Zz-_ 0', '[`{@/:', 'é', 'aaaaaaaaaaaaaaaé', '\u{1f600}a', '\x10\x1fp'];
  const values = patterns.flatMap((pattern) => lengths.map((length) => utf8(pattern.repeat(length)).slice(0, length)));
  for (const count of [...lengths.slice(0, 36), 79, 80, 81, 1_000, 0x7fffffff, 0x80000000, 0xffffffff]) {
    const masked = maskBothWays(name, count, values);
    expect(masked.kernel).toBe(masked.reference);
  }
});

test.each(NAMES)('%s, every byte alone, and in each place of two steps', (name) => {
  const bytes = Array.from({ length: 256 }, (_, byte) => byte);
  const rows = Array.from({ length: 32 }, (_, place) =>
    bytes.map((byte) => new Uint8Array(32).fill(0x61).fill(byte, place, place + 1)),
  );
  rows.push(bytes.map((byte) => new Uint8Array([byte])));
  for (const row of rows) {
    const masked = maskBothWays(name, 5, row);
    expect(masked.kernel).toBe(masked.reference);
  }
});

test('any text', () => {
  const text = fc.oneof(
    fc.string({ maxLength: 70 }),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.stringMatching(/^[a-zA-Z0-9 .-]{0,70}$/),
  );
  fc.assert(
    fc.property(fc.constantFrom(...NAMES), fc.nat(40), fc.array(text, { maxLength: 5 }), (name, count, texts) => {
      const masked = maskBothWays(name, count, texts.map(utf8));
      expect(masked.kernel).toBe(masked.reference);
    }),
    { numRuns: 1_500 },
  );
});
