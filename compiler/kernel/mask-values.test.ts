// Every operation on values of its own type and on damaged ones: against the slow version, in every room, and never the value that it hides.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ROWS_STATUS } from '../abi/rows.ts';
import { KEY, mask, ROW_HEADER, startKeyed } from './testing-mask.ts';
import { encodeRow, operation } from './testing-rows.ts';
import { referenceValue } from './testing-transforms.ts';
import { damaged, VALUES, type OperationName } from './testing-values.ts';

const NAMES = Object.keys(VALUES) as OperationName[];

describe.each(NAMES)('%s', (name) => {
  const value = fc.oneof(
    { weight: 3, arbitrary: VALUES[name] },
    damaged(VALUES[name]),
    fc.uint8Array({ maxLength: 20 }),
  );

  test('is what the slow version gives', () => {
    fc.assert(
      fc.property(value, fc.nat(6), (bytes, count) => {
        const expected = referenceValue(operation(name, count, '[phi.x]'), bytes, KEY);
        const masked = mask(name, bytes, count);
        expect(masked?.toString('latin1')).toBe(
          expected === null ? undefined : Buffer.from(expected).toString('latin1'),
        );
      }),
      { numRuns: 600 },
    );
  });

  test('asks for room or writes the same, never past its end', () => {
    const kernel = startKeyed();
    fc.assert(
      fc.property(value, (bytes) => {
        const whole = mask(name, bytes, 4) ?? Buffer.alloc(0);
        // An operation may use the room of its input, and that of its longest output.
        const enough = ROW_HEADER + Math.max(bytes.length, 36);
        for (let capacity = 0; capacity <= enough; capacity += 1) {
          kernel.exports.hpol_reset();
          const plan = kernel.plan([operation(name, 4, '[phi.x]')]);
          // The kernel of the test guards the bytes behind the output.
          const { status, output } = kernel.rows(plan, encodeRow([bytes]), capacity);
          const hasRoom = status !== ROWS_STATUS.needOutput;
          expect(hasRoom || capacity < enough).toBe(true);
          expect(
            Buffer.from(output)
              .subarray(ROW_HEADER)
              .equals(hasRoom ? whole : Buffer.alloc(0)),
          ).toBe(true);
          expect(output.length).toBe(hasRoom ? ROW_HEADER + whole.length : 0);
        }
      }),
      { numRuns: 60 },
    );
  });
});

/** Operations that must hide every value; the others show ages up to 89 and short texts without letters, on purpose. */
const HIDING = NAMES.filter((name) => /^(pseudonym|zip3|constant|null)/.test(name));

/** What `zip3` shows of the number 0 is 0. */
const isZero = (name: OperationName, bytes: Buffer): boolean =>
  name.startsWith('zip3') && bytes.every((byte) => byte === 0 || byte === 0x30);

test.each(HIDING)('%s never gives the value that it was given', (name) => {
  const shown: Uint8Array[] = [];
  fc.assert(
    fc.property(VALUES[name], (bytes) => {
      const masked = mask(name, bytes);
      if (masked?.equals(bytes) && !isZero(name, masked)) shown.push(bytes);
    }),
    { numRuns: 1_000 },
  );
  expect(shown).toEqual([]);
});
