// Pseudonyms of other types than text: the same in both formats, and NULL without a key.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { startKernel } from './testing-kernel.ts';
import { mask, maskText } from './testing-mask.ts';
import { encodeRow, operation } from './testing-rows.ts';
import { binary, int8, VALUES, type OperationName } from './testing-values.ts';

const NAMES = (Object.keys(VALUES) as OperationName[]).filter((name) => name.startsWith('pseudonym'));

test.each(NAMES)('%s without a key is NULL', (name) => {
  const keyless = startKernel();
  fc.assert(
    fc.property(VALUES[name], (bytes) => {
      keyless.exports.hpol_reset();
      const { output } = keyless.rows(keyless.plan([operation(name)]), encodeRow([bytes]), 200);
      expect(Buffer.from(output).readInt32BE(7)).toBe(-1);
    }),
  );
});

describe('a value has one pseudonym in both formats', () => {
  test('int8', () => {
    fc.assert(
      fc.property(int8, (value) => {
        const masked = mask(
          'pseudonymInt8',
          binary(8, (bytes) => bytes.writeBigInt64BE(value)),
        );
        expect(maskText('pseudonymInt8Text', String(value))).toBe(masked?.readBigInt64BE().toString());
      }),
    );
  });
  test('uuid', () => {
    fc.assert(
      fc.property(fc.uuid(), (value) => {
        const bytes = new Uint8Array(Buffer.from(value.replaceAll('-', ''), 'hex'));
        const hex = mask('pseudonymUuid', bytes)?.toString('hex') ?? '';
        expect(maskText('pseudonymUuidText', value)).toBe(
          hex.replace(/^(.{8})(.{4})(8.{3})([89ab].{3})/, '$1-$2-$3-$4-'),
        );
      }),
    );
  });
  test('bytea, in either text form', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (value) => {
        const expected = `\\x${mask('pseudonymBytea', value)?.toString('hex')}`;
        const escaped = [...value].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
        expect(maskText('pseudonymByteaText', `\\x${Buffer.from(value).toString('hex')}`)).toBe(expected);
        expect(maskText('pseudonymByteaText', escaped)).toBe(expected);
      }),
    );
  });
  test('character(n), whatever its width, and other text not', () => {
    expect(maskText('pseudonymPadded', 'ana   ')).toBe(maskText('pseudonym', 'ana'));
    expect(maskText('pseudonym', 'ana ')).not.toBe(maskText('pseudonym', 'ana'));
  });
});

test.each([
  ['9223372036854775807', true],
  ['9223372036854775808', false],
  ['-9223372036854775808', true],
  ['-9223372036854775809', false],
  ['99999999999999999999', false],
  ['-0', false],
  ['01', false],
  ['+1', false],
  ['0', true],
  ['-', false],
  ['', false],
])('%j is an int8: %s', (value, isInt8) => expect(maskText('pseudonymInt8Text', value) !== null).toBe(isInt8));
