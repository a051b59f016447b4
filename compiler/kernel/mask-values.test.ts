// Every operation on values of its own type and on damaged ones: against the slow version, in every room, and never the value that it hides.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SMALL_ZIP_AREAS } from '../../lang/vocabulary/small-zip-areas.ts';
import { ROW_OPERATION, ROWS_STATUS } from '../abi/rows.ts';
import { startKernel } from './testing-kernel.ts';
import { encodeRow, operation, utf8 } from './testing-rows.ts';
import { referenceValue } from './testing-transforms.ts';

type Name = keyof typeof ROW_OPERATION;

const KEY = utf8('a key for tests');
const kernel = startKernel();
kernel.key(KEY);
kernel.exports.hpol_mark();

const HEADER = 11;

function mask(name: Name, value: Uint8Array, count = 0): Buffer | null {
  kernel.exports.hpol_reset();
  const plan = kernel.plan([operation(name, count, '[phi.x]')]);
  const { output } = kernel.rows(plan, encodeRow([value]), value.length + 100);
  const row = Buffer.from(output);
  const length = row.readInt32BE(7);
  return length < 0 ? null : row.subarray(HEADER, HEADER + length);
}

const maskText = (name: Name, value: string): string | null => mask(name, utf8(value))?.toString() ?? null;

const binary = (size: number, write: (bytes: Buffer) => unknown): Uint8Array => {
  const bytes = Buffer.alloc(size);
  write(bytes);
  return new Uint8Array(bytes);
};
const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'));

const age = fc.oneof(fc.integer({ min: -2, max: 130 }), fc.integer({ min: -32_768, max: 32_767 }));
const zip = fc.oneof(
  fc.nat(99_999),
  fc.constantFrom(...SMALL_ZIP_AREAS).map((area) => Number(area) * 100 + 7),
);
const int8 = fc.oneof(
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
const VALUES: Readonly<Record<Name, fc.Arbitrary<Uint8Array>>> = {
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
const NAMES = Object.keys(VALUES) as Name[];

/** A byte changed, put in or taken out. */
const damaged = (value: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> =>
  fc
    .tuple(value, fc.nat(), fc.nat(255), fc.constantFrom('change', 'insert', 'remove'))
    .map(([bytes, place, byte, how]) => {
      const at = place % (bytes.length + 1);
      const middle = how === 'remove' ? [] : [byte];
      return new Uint8Array([...bytes.subarray(0, at), ...middle, ...bytes.subarray(how === 'insert' ? at : at + 1)]);
    });

describe.each(NAMES)('%s', (name) => {
  const value = fc.oneof(
    { weight: 3, arbitrary: VALUES[name] },
    damaged(VALUES[name]),
    fc.uint8Array({ maxLength: 20 }),
  );

  test('is what the slow version gives', () => {
    fc.assert(
      fc.property(value, fc.nat(6), (bytes, count) => {
        const column = operation(name, count, '[phi.x]');
        const expected = referenceValue(column, bytes, KEY);
        expect(mask(name, bytes, count)?.toString('latin1')).toBe(
          expected === null ? undefined : Buffer.from(expected).toString('latin1'),
        );
      }),
      { numRuns: 600 },
    );
  });

  test('asks for room or writes the same, never past its end', () => {
    fc.assert(
      fc.property(value, (bytes) => {
        const whole = mask(name, bytes, 4);
        const size = HEADER + (whole?.length ?? 0);
        // An operation may use the room of its input, and that of its longest output.
        const enough = HEADER + Math.max(bytes.length, 36);
        for (let capacity = 0; capacity <= enough; capacity += 1) {
          kernel.exports.hpol_reset();
          const plan = kernel.plan([operation(name, 4, '[phi.x]')]);
          // The kernel of the test guards the bytes behind the output.
          const { status, output } = kernel.rows(plan, encodeRow([bytes]), capacity);
          if (status === ROWS_STATUS.needOutput) expect(output.length).toBe(0);
          else
            expect(
              Buffer.from(output)
                .subarray(HEADER)
                .equals(whole ?? Buffer.alloc(0)),
            ).toBe(true);
          if (status !== ROWS_STATUS.needOutput) expect(capacity).toBeGreaterThanOrEqual(size);
          else expect(capacity).toBeLessThan(enough);
        }
      }),
      { numRuns: 60 },
    );
  });
});

/** Operations that must hide every value; the others show ages up to 89 and short texts without letters, on purpose. */
const HIDING = NAMES.filter((name) => /^(pseudonym|zip3|constant|null)/.test(name));

test.each(HIDING)('%s never gives the value that it was given', (name) => {
  fc.assert(
    fc.property(VALUES[name], (bytes) => {
      const masked = mask(name, bytes);
      // What zip3 shows of 00000 as a number is 0, as of every number below 100 that starts no area.
      const isZeroZip =
        name.startsWith('zip3') &&
        masked !== null &&
        /^(0+|(?:00)+)$/.test(masked.toString('hex').replaceAll('30', '0'));
      if (!isZeroZip) expect(masked?.equals(bytes) ?? false).toBe(false);
    }),
    { numRuns: 1_000 },
  );
});

test.each(NAMES.filter((name) => name.startsWith('pseudonym')))('%s without a key is NULL', (name) => {
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
  const same = (
    text: Name,
    textual: string,
    encoded: Name,
    bytes: Uint8Array,
    print: (masked: Buffer) => string,
  ): void => expect(maskText(text, textual)).toBe(print(mask(encoded, bytes) ?? Buffer.alloc(0)));
  test('int8', () => {
    fc.assert(
      fc.property(int8, (value) => {
        const bytes = binary(8, (buffer) => buffer.writeBigInt64BE(value));
        same('pseudonymInt8Text', String(value), 'pseudonymInt8', bytes, (masked) =>
          masked.readBigInt64BE().toString(),
        );
      }),
    );
  });
  test('uuid', () => {
    fc.assert(
      fc.property(fc.uuid(), (value) => {
        same('pseudonymUuidText', value, 'pseudonymUuid', hex(value.replaceAll('-', '')), (masked) =>
          masked.toString('hex').replace(/^(.{8})(.{4})(8.{3})([89ab].{3})/, '$1-$2-$3-$4-'),
        );
      }),
    );
  });
  test('bytea, in either text form', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (value) => {
        const print = (masked: Buffer): string => `\\x${masked.toString('hex')}`;
        const escaped = [...value].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
        same('pseudonymByteaText', `\\x${Buffer.from(value).toString('hex')}`, 'pseudonymBytea', value, print);
        same('pseudonymByteaText', escaped, 'pseudonymBytea', value, print);
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
  ])('numeric with %s is NULL', (_, bytes) => expect(mask('age90Numeric', hex(bytes))).toBeNull());
  test.each([
    ['89', '0001 0000 0000 0000 0059', '0001 0000 0000 0000 0059'],
    ['89.5', '0002 0000 0000 0001 0059 1388', '0001 0000 0000 0000 005a'],
    ['10000', '0001 0001 0000 0000 0001', '0001 0000 0000 0000 005a'],
    ['0', '0000 0000 0000 0000', '0000 0000 0000 0000'],
    ['0.0089', '0001 ffff 0000 0004 0059', '0001 ffff 0000 0004 0059'],
  ])('numeric %s', (_, bytes, expected) =>
    expect(mask('age90Numeric', hex(bytes))?.toString('hex')).toBe(expected.replaceAll(' ', '')),
  );
});
