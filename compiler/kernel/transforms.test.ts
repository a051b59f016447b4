// Single values through the kernel: the cases that a reader would ask about, and hashes of every length against Node's.
import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { ColumnOperation } from '../abi/rows.ts';
import { detectorTables } from '../patterns/detector-tables.ts';
import { startKernel, type TestKernel } from './testing-kernel.ts';
import { encodeRow, operation, utf8 } from './testing-rows.ts';

const kernel = startKernel();

function maskBytes(column: ColumnOperation, value: Uint8Array, on: TestKernel = kernel): Buffer | null {
  on.exports.hpol_reset();
  const { output } = on.rows(on.plan([column]), encodeRow([value]), value.length * 12 + 100);
  const length = Buffer.from(output).readInt32BE(7);
  return length < 0 ? null : Buffer.from(output).subarray(11, 11 + length);
}
const mask = (column: ColumnOperation, value: string, on: TestKernel = kernel): string | null =>
  maskBytes(column, utf8(value), on)?.toString() ?? null;

describe('keep', () => {
  test.each([
    ['keepLast', 4, '123-45-6789', '***-**-6789'],
    ['keepLast', 4, '12345', '*2345'],
    ['keepLast', 4, '1234', '****'],
    ['keepLast', 4, '12', '**'],
    ['keepLast', 4, '12-', '**-'],
    ['keepLast', 4, '', ''],
    ['keepLast', 4, '--- ---', null],
    ['keepLast', 0, 'a-b', '*-*'],
    ['keepLast', 0xffffffff, 'abc', '***'],
    ['keepLast', 2, 'Zoë Müllér', '*** ****ér'],
    ['keepLast', 1, 'a😀', '*😀'],
    ['keepFirst', 1, 'Ana-María', 'A**-*****'],
    ['keepFirst', 2, 'éèa', 'éè*'],
    ['keepFirst', 3, 'éèa', '***'],
  ] as const)('%s %i of %j is %j', (name, count, value, expected) => {
    expect(mask(operation(name, count), value)).toBe(expected);
  });
  test.each([[[0x61, 0xff]], [[0xc3]], [[0xc0, 0x80]], [[0xed, 0xa0, 0x80]], [[0xf4, 0x90, 0x80, 0x80]], [[0x80]]])(
    'bytes %j are not UTF-8 and become NULL',
    (bytes) => expect(maskBytes(operation('keepLast', 1), new Uint8Array([0x61, 0x62, ...bytes]))).toBeNull(),
  );
});

describe('yearText', () => {
  test.each([
    ['1980-05-17', '1980-01-01'],
    ['1980-05-17 12:34:56', '1980-01-01 00:00:00'],
    ['1980-05-17 12:34:56.123456', '1980-01-01 00:00:00'],
    ['1980-05-17 12:34:56+00', '1980-01-01 00:00:00+00'],
    ['1980-07-17 12:34:56.5+05:30', '1980-01-01 00:00:00+00'],
    ['1880-07-17 12:34:56-00:01:15', '1980-01-01 00:00:00+00'.replace('1980', '1880')],
    ['2000-01-01 01:59:59+02', '1999-01-01 00:00:00+00'],
    ['2000-01-01 02:00:00+02', '2000-01-01 00:00:00+00'],
    ['1999-12-31 21:00:00-03', '2000-01-01 00:00:00+00'],
    ['1999-12-31 20:59:59.999999-03', '1999-01-01 00:00:00+00'],
    ['2000-01-03 23:00:00+99', '1999-01-01 00:00:00+00'],
    ['1999-12-27 20:00:00-99:59:59', '1999-01-01 00:00:00+00'],
    ['1999-12-27 20:00:01-99:59:59', '2000-01-01 00:00:00+00'],
    ['0001-01-01 00:00:00+01', null],
    ['9999-12-31 23:30:00-01', null],
    ['1980-05-17   ', '1980-01-01'],
    ['0044-03-15 BC', null],
    ['0000-01-01', null],
    ['12345-01-01', null],
    ['infinity', null],
    ['-infinity', null],
    ['17/05/1980', '01/01/1980'],
    ['05/17/1980 12:34:56.5', '01/01/1980 00:00:00'],
    ['17.05.1980', '01.01.1980'],
    ['05-17-1980', '01-01-1980'],
    ['17/17/1980', null],
    ['17/05-1980', null],
    ['17/05/0000', null],
    ['17/05/1980 12:34:56 CEST', null],
    ['17/05/1980 BC', null],
    ['Sat May 17 12:34:56 1980', null],
    ['1980-13-17', null],
    ['1980-05-17T12:34:56', null],
    ['1980-05-17 12:34:56 CET', null],
    ['1980-05-17 12:34:56+', null],
    ['1980-05-17 12:34:56.', null],
    ['1980', null],
    ['', null],
  ])('%j is %j', (value, expected) => expect(mask(operation('yearText'), value)).toBe(expected));
});

describe('binary years', () => {
  const date = (days: number): Uint8Array => {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(days);
    return new Uint8Array(bytes);
  };
  const days = (text: string): number => (Date.parse(`${text}T00:00:00Z`) - Date.parse('2000-01-01T00:00:00Z')) / 864e5;
  test('the first and the last day of every year from 1 to 9999', () => {
    for (let year = 1; year <= 9_999; year += 1) {
      const name = String(year).padStart(4, '0');
      const first = days(`${name}-01-01`);
      expect(maskBytes(operation('yearDate'), date(first))?.readInt32BE()).toBe(first);
      expect(maskBytes(operation('yearDate'), date(days(`${name}-12-31`)))?.readInt32BE()).toBe(first);
    }
  });
  test.each([days('0001-01-01') - 1, days('9999-12-31') + 1, 0x7fffffff, -0x80000000])('day %i is NULL', (day) => {
    expect(maskBytes(operation('yearDate'), date(day))).toBeNull();
  });
  test.each([
    [-1n, days('1999-01-01')],
    [0n, 0],
    [86_400_000_000n * 400n, days('2001-01-01')],
  ])('microsecond %s starts its year on day %i', (time, day) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64BE(time);
    expect(maskBytes(operation('yearTimestamp'), new Uint8Array(bytes))?.readBigInt64BE()).toBe(
      BigInt(day) * 86_400_000_000n,
    );
  });
  test.each([0x7fffffffffffffffn, -0x8000000000000000n])('infinity %s is NULL', (time) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64BE(time);
    expect(maskBytes(operation('yearTimestamp'), new Uint8Array(bytes))).toBeNull();
  });
  test('values of another length are NULL', () => {
    expect(maskBytes(operation('yearDate'), utf8('12345678'))).toBeNull();
    expect(maskBytes(operation('yearTimestamp'), utf8('1234'))).toBeNull();
  });
});

describe('pseudonym', () => {
  const expected = (key: Uint8Array, value: string): string =>
    `p_${createHmac('sha256', key).update(value).digest('hex').slice(0, 16)}`;
  test('without a key it is NULL', () => expect(mask(operation('pseudonym'), 'ana', startKernel())).toBeNull());
  test('an emptied key is no key', () => {
    const keyed = startKernel();
    keyed.key(utf8('k'));
    keyed.key(new Uint8Array());
    expect(mask(operation('pseudonym'), 'ana', keyed)).toBeNull();
  });
  test.each([1, 31, 32, 63, 64, 65, 128, 200])('with a key of %i bytes, values of every length are Node’s', (size) => {
    const keyed = startKernel();
    const key = new Uint8Array(size).map((_, index) => (index * 7 + size) & 0xff);
    keyed.key(key);
    keyed.exports.hpol_mark();
    for (let length = 0; length < 260; length += 1) {
      const value = 'x'.repeat(length);
      expect(mask(operation('pseudonym'), value, keyed)).toBe(expected(key, value));
    }
  });
});

describe('scrub', () => {
  const span = { file: 'test.hpol', start: 0, end: 0 };
  const detectors = [{ kind: 'named', name: 'us_ssn', span }] as const;
  const { value } = detectorTables([{ name: 'phi.ssn', className: 'phi', columns: [], detectors, span }]);
  test('replaces hits in a column and keeps the rest', () => {
    expect(mask(operation('scrub'), 'SSN 123-45-6789, née', startKernel(value))).toBe('SSN [phi.ssn], née');
  });
  test('without detectors a column is NULL, since nothing could be found', () => {
    expect(mask(operation('scrub'), 'SSN 123-45-6789')).toBeNull();
  });
});
