// `zip3` and `age90`: the cases that a reader of 45 CFR 164.514(b)(2) would ask about.
import { describe, expect, test } from 'vitest';
import { SMALL_ZIP_AREAS } from '../../lang/vocabulary/small-zip-areas.ts';
import { mask, maskText } from './testing-mask.ts';

const hexBytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'));

describe('zip3', () => {
  test('all thousand areas, as text and as numbers: the small ones become 000', () => {
    for (let area = 0; area < 1_000; area += 1) {
      const name = String(area).padStart(3, '0');
      const shown = SMALL_ZIP_AREAS.includes(name) ? '000' : name;
      expect(maskText('zip3Text', `${name}42`)).toBe(shown);
      expect(maskText('zip3Decimal', String(area * 100 + 42))).toBe(String(Number(shown)));
    }
    expect(new Set(SMALL_ZIP_AREAS).size).toBe(17);
  });
  test.each([
    ['12345', '123'],
    ['12345-6789', '123'],
    ['  02139  ', '021'],
    ['03601', '000'],
    ['1234', null],
    ['123456789', null],
    ['12345-678', null],
    ['12345 6789', null],
    ['1234a', null],
    ['12345-', null],
    ['K1A 0B1', null],
    ['', null],
    ['     ', null],
    ['１２３４５', null],
  ])('%j is %j', (value, expected) => expect(maskText('zip3Text', value)).toBe(expected));
  test.each([
    ['2139', '21'],
    ['501', '5'],
    ['99950', '999'],
    ['3601', '0'],
    ['2139.00', '21'],
    ['2139.5', null],
    ['100000', null],
    ['123456789', null],
    ['-2139', null],
    ['NaN', null],
  ])('the number %s is %j', (value, expected) => expect(maskText('zip3Decimal', value)).toBe(expected));
});

describe('age90', () => {
  test.each([
    ['0', '0'],
    ['89', '89'],
    ['90', '90'],
    ['91', '90'],
    ['1000000000000000000000000', '90'],
    ['007', '007'],
    [' 45 ', ' 45 '],
    ['  95', '90'],
    ['0000000045', null],
    ['89.5', null],
    ['-1', null],
    ['+45', null],
    ['45 years', null],
    ['', null],
    ['٩٥', null],
  ])('the text %j is %j', (value, expected) => expect(maskText('age90Text', value)).toBe(expected));
  test.each([
    ['89', '89'],
    ['89.0', '89.0'],
    ['89.0000001', '90'],
    ['89.5', '90'],
    ['88.9999', '88.9999'],
    ['8.9e+01', '8.9e+01'],
    ['9e+01', '90'],
    ['1e+308', '90'],
    ['1.5e-07', '1.5e-07'],
    ['-1', null],
    ['-0', null],
    ['NaN', null],
    ['Infinity', null],
    ['-Infinity', null],
    ['1e+99999', null],
  ])('the number %s is %j', (value, expected) => expect(maskText('age90Decimal', value)).toBe(expected));
  test.each([
    ['a missing digit', '0001 0000 0000 0000'],
    ['a digit beyond the base', '0001 0000 0000 0000 2710'],
    ['NaN', '0000 0000 c000 0000'],
    ['infinity', '0000 0000 d000 0020'],
    ['a negative number', '0001 0000 4000 0000 002d'],
    ['half a digit', '0001 0000 0000 0000 00'],
  ])('numeric with %s is NULL', (_, bytes) => expect(mask('age90Numeric', hexBytes(bytes))).toBeNull());
  test.each([
    ['89', '0001 0000 0000 0000 0059', '0001 0000 0000 0000 0059'],
    ['89.5', '0002 0000 0000 0001 0059 1388', '0001 0000 0000 0000 005a'],
    ['10000', '0001 0001 0000 0000 0001', '0001 0000 0000 0000 005a'],
    ['0', '0000 0000 0000 0000', '0000 0000 0000 0000'],
    ['0.0089', '0001 ffff 0000 0004 0059', '0001 ffff 0000 0004 0059'],
  ])('numeric %s', (_, bytes, expected) =>
    expect(mask('age90Numeric', hexBytes(bytes))?.toString('hex')).toBe(expected.replaceAll(' ', '')),
  );
});
