// Network addresses: what is one, and which bytes it has. Node's own reader is the second opinion.
import { isIP } from 'node:net';
import { assert, constantFrom, array, ipV4, ipV6, oneof, property } from 'fast-check';
import { expect, test } from 'vitest';
import { addressBytes } from './network-address.ts';

const hex = (text: string): string | null => {
  const bytes = addressBytes(text);
  return bytes && Buffer.from(bytes).toString('hex');
};

test.each([
  ['10.1.2.3', '00000000000000000000ffff0a010203'],
  ['::ffff:10.1.2.3', '00000000000000000000ffff0a010203'],
  ['::', '00000000000000000000000000000000'],
  ['::1', '00000000000000000000000000000001'],
  ['fd00::', 'fd000000000000000000000000000000'],
  ['2001:DB8::8:800:200c:417a', '20010db80000000000080800200c417a'],
  ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008'],
  ['1:2:3:4:5:6:9.8.7.6', '00010002000300040005000609080706'],
  ['1:2:3:4:5:6:7::', '00010002000300040005000600070000'],
])('%s', (text, bytes) => {
  expect(hex(text)).toBe(bytes);
});

test.each([
  '',
  '1.2.3',
  '1.2.3.4.5',
  '256.1.1.1',
  '01.2.3.4',
  '1.2.3.x',
  'localhost',
  ':',
  '1:2',
  '1:2:3:4:5:6:7',
  '1:2:3:4:5:6:7:8:9',
  '1:2:3:4:5:6:7:8::',
  '1::2::3',
  '::12345',
  '::g',
  '1.2.3.4::',
  '1.2.3.4:5:6:7:8:9:a',
  '::1.2.3.4:5',
  'fe80::1%eth0',
])('%j is none', (text) => {
  expect(addressBytes(text)).toBeNull();
});

test('what Node takes for an address is one, and nothing else', () => {
  const nearly = array(constantFrom('1', '0', 'f', '255', ':', '::', '.', '10'), { maxLength: 16 }).map((parts) =>
    parts.join(''),
  );
  const same = property(oneof(ipV4(), ipV6(), nearly), (text) => {
    expect([text, addressBytes(text) !== null]).toEqual([text, isIP(text) !== 0]);
  });
  expect(() => assert(same, { numRuns: 2_000 })).not.toThrow();
});
