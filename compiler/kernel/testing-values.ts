// Test support: values of the type that each row operation is for, good and bad.
import * as fc from 'fast-check';
import { SMALL_ZIP_AREAS } from '../../lang/vocabulary/small-zip-areas.ts';
import type { ROW_OPERATION } from '../abi/rows.ts';
import { utf8 } from './testing-rows.ts';

export type OperationName = keyof typeof ROW_OPERATION;

export const binary = (size: number, write: (bytes: Buffer) => unknown): Uint8Array => {
  const bytes = Buffer.alloc(size);
  write(bytes);
  return new Uint8Array(bytes);
};

const age = fc.oneof(fc.integer({ min: -2, max: 130 }), fc.integer({ min: -32_768, max: 32_767 }));
const zip = fc.oneof(
  fc.nat(99_999),
  fc.constantFrom(...SMALL_ZIP_AREAS).map((area) => Number(area) * 100 + 7),
);
export const int8 = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.oneof(age, zip).map((number) => BigInt(number)),
);
const real = fc.oneof(
  fc.double(),
  fc.double({ min: 88, max: 91, noNaN: true }),
  age.map((number) => number / 2),
  fc.constantFrom(89, 90, -0, 0, Infinity, -Infinity, Number.NaN, 89.000_000_000_000_01, 88.999_999_999_999_99),
);
const decimal = fc.oneof(
  fc.stringMatching(/^-?\d{1,6}(\.\d{1,4})?$/),
  fc.stringMatching(/^\d{1,3}(\.\d{1,3})?e[+-]\d{1,2}$/),
  fc.stringMatching(/^0{0,4}(88|89|90)(\.0{0,3}\d?)?$/),
  int8.map(String),
  real.map(String),
  fc.constantFrom(
    'NaN',
    'Infinity',
    '-Infinity',
    '8.9e+01',
    '9e+01',
    '0.0890001e+03',
    '890e-1',
    '1e+9999',
    '1e-9999',
    '1e',
    '.5',
  ),
);
/** Header fields and digits; mostly as the server makes them. */
const numeric = fc
  .record({
    digits: fc.array(fc.oneof(fc.nat(9_999), fc.constantFrom(0, 1, 89, 90, 8_900, 9_000, 10_000)), { maxLength: 4 }),
    weight: fc.integer({ min: -3, max: 5 }),
    sign: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, fc.constantFrom(0x4000, 0xc000, 0xd000, 0xf000, 1)),
    surplus: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, fc.constantFrom(-1, 1, 0x8000)),
  })
  .map(({ digits, weight, sign, surplus }) =>
    binary(8 + 2 * digits.length, (bytes) => {
      bytes.writeUInt16BE((digits.length + surplus) & 0xffff);
      bytes.writeInt16BE(weight, 2);
      bytes.writeUInt16BE(sign, 4);
      for (const [index, digit] of digits.entries()) bytes.writeUInt16BE(digit, 8 + 2 * index);
    }),
  );
const binaryInt = (size: 2 | 4) =>
  fc
    .oneof(age, zip, fc.integer())
    .map((value) => binary(size, (bytes) => bytes.writeIntBE(size === 2 ? (value << 16) >> 16 : value, 0, size)));
const binaryInt8 = int8.map((value) => binary(8, (bytes) => bytes.writeBigInt64BE(value)));
const anyText = fc.oneof(fc.string({ maxLength: 20 }), fc.string({ unit: 'grapheme', maxLength: 12 })).map(utf8);
const padded = fc
  .tuple(fc.oneof(anyText, decimal.map(utf8)), fc.nat(3))
  .map(([value, blanks]) => new Uint8Array([...value, ...Array<number>(blanks).fill(0x20)]));
const date = fc
  .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10));
const dates = fc
  .tuple(
    fc.oneof(date, fc.constantFrom('1999-12-30', '1999-12-31', '2000-01-01', '2000-01-02', '0001-01-01', '9999-12-31')),
    fc.constantFrom(
      '',
      ' 10:20:30',
      ' 10:20:30.5+02',
      ' 00:00:00-00:01:15',
      ' 22:00:00-15:59',
      ' 02:00:00+99',
      '   ',
      'T10:00:00',
      ' BC',
    ),
  )
  .map((parts) => utf8(parts.join('')));
const zips = fc
  .tuple(
    fc.constantFrom('', ' ', '  '),
    zip,
    fc.constantFrom('', '-1234', '-12345', '1234', '-', '-12a4'),
    fc.constantFrom('', '  ', '\t'),
  )
  .map(([before, number, more, behind]) => utf8(`${before}${String(number).padStart(5, '0')}${more}${behind}`));
const uuid = fc
  .uuid()
  .chain((text) => fc.constantFrom(text, text.toUpperCase(), text.replace('-', ''), text.replace('-', '0')));
const bytea = fc
  .uint8Array({ maxLength: 50, size: 'max' })
  .chain((bytes) =>
    fc.constantFrom(
      `\\x${Buffer.from(bytes).toString('hex')}`,
      `\\x${Buffer.from(bytes).toString('hex').slice(1)}`,
      [...bytes]
        .map((byte) =>
          byte === 0x5c
            ? '\\\\'
            : byte < 32 || byte > 126
              ? `\\${byte.toString(8).padStart(3, '0')}`
              : String.fromCodePoint(byte),
        )
        .join(''),
    ),
  );

/** Values of the type that an operation is for, good and bad. */
export const VALUES: Readonly<Record<OperationName, fc.Arbitrary<Uint8Array>>> = {
  pass: anyText,
  null: anyText,
  constant: anyText,
  keepFirst: anyText,
  keepLast: anyText,
  pseudonym: anyText,
  pseudonymPadded: padded,
  pseudonymInt8Text: decimal.map(utf8),
  pseudonymInt8: binaryInt8,
  pseudonymUuidText: uuid.map(utf8),
  pseudonymUuid: fc.uint8Array({ minLength: 16, maxLength: 16 }),
  pseudonymByteaText: bytea.map(utf8),
  pseudonymBytea: fc.uint8Array({ maxLength: 50 }),
  yearText: dates,
  yearDate: binaryInt(4),
  yearTimestamp: binaryInt8,
  scrub: anyText,
  zip3Text: zips,
  zip3Decimal: fc.oneof(zip.map(String), decimal).map(utf8),
  zip3Int4: binaryInt(4),
  zip3Int8: binaryInt8,
  zip3Numeric: numeric,
  age90Text: padded,
  age90Decimal: decimal.map(utf8),
  age90Int2: binaryInt(2),
  age90Int4: binaryInt(4),
  age90Int8: binaryInt8,
  age90Float4: real.map((value) => binary(4, (bytes) => bytes.writeFloatBE(value))),
  age90Float8: real.map((value) => binary(8, (bytes) => bytes.writeDoubleBE(value))),
  age90Numeric: numeric,
};

/** A byte changed, put in or taken out. */
export const damaged = (value: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> =>
  fc
    .tuple(value, fc.nat(), fc.nat(255), fc.constantFrom('change', 'insert', 'remove'))
    .map(([bytes, place, byte, how]) => {
      const at = place % (bytes.length + 1);
      const middle = how === 'remove' ? [] : [byte];
      return new Uint8Array([...bytes.subarray(0, at), ...middle, ...bytes.subarray(how === 'insert' ? at : at + 1)]);
    });
