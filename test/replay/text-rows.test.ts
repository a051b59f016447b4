// DataRow messages, there and back, and what is refused.
import { expect, test } from 'vitest';
import { decodeDataRow, encodeDataRow } from './text-rows.ts';

test('the wire layout', () => {
  const bytes = encodeDataRow(['é', null, '']);
  expect(Buffer.from(bytes).toString('hex')).toBe(
    '44 00000014 0003 00000002c3a9 ffffffff 00000000'.replaceAll(' ', ''),
  );
});

test.each([[[]], [['a', null, 'b c', '']], [[null]]])('there and back: %j', (row) => {
  expect(decodeDataRow(encodeDataRow(row))).toEqual(row);
});

test.each([
  ['another message', '43000000040000'],
  ['a wrong length', '44000000070000'],
  ['bytes behind the last column', '4400000007000000'],
])('%s is refused', (_, hex) => {
  expect(() => decodeDataRow(Buffer.from(hex, 'hex'))).toThrow('DataRow');
});
