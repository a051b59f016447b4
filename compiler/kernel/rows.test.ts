// The row walker against a slow version of itself: any rows, any plan, any cut, any room, any damage.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ROW_OPERATION, ROWS_STATUS, type ColumnOperation } from '../abi/rows.ts';
import { startKernel, type TestKernel } from './testing-kernel.ts';
import { concat, encodeRow, operation, referenceRows, utf8, type Row } from './testing-rows.ts';

const KEY = utf8('a key for tests');
const kernel = startKernel();
kernel.key(KEY);
kernel.exports.hpol_mark();

const SSN = [operation('pass'), operation('keepLast', 4), operation('constant', 0, '[phi.name]'), operation('pass')];
const ROWS: readonly Row[] = [
  [utf8('1'), utf8('123-45-6789'), utf8('Ana'), utf8('Bern')],
  [utf8('2'), null, utf8('A very much longer name than its placeholder'), null],
  [utf8('3'), utf8('987-65-4321'), null, utf8('')],
];

/** Feeds the stream in the given chunks and drains it; the chunks may cut messages anywhere. */
function maskInChunks(on: TestKernel, plan: number, chunks: readonly Uint8Array[]): Uint8Array {
  let held: Uint8Array = new Uint8Array();
  const out: Uint8Array[] = [];
  for (const chunk of chunks) {
    held = concat([held, chunk]);
    const masked = on.rows(plan, held, held.length * 8 + 256);
    expect(masked.status).toBe(ROWS_STATUS.needInput);
    out.push(new Uint8Array(masked.output));
    held = held.slice(masked.consumed);
  }
  expect(held.length).toBe(0);
  return concat(out);
}

/** Masks the rows as one stream, cut at the given places. */
function maskRows(plan: readonly ColumnOperation[], rows: readonly Row[], cuts: readonly number[]): string {
  kernel.exports.hpol_reset();
  const input = concat(rows.map(encodeRow));
  const places = [...new Set(cuts.map((cut) => cut % (input.length + 1)))].sort((a, b) => a - b);
  const edges = [0, ...places, input.length];
  const chunks = edges.slice(1).map((edge, index) => input.slice(edges[index], edge));
  return latin1(maskInChunks(kernel, kernel.plan(plan), chunks));
}

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

const text = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.stringMatching(/^\d{3}-\d{2}-\d{4}$/),
  fc.constantFrom(
    '1980-05-17',
    '1980-05-17 10:20:30.5+02',
    '0044-03-15 BC',
    'infinity',
    '12345-01-01',
    'x'.repeat(300),
    '02139-1234',
    '97',
    '-9223372036854775808',
    '0e3f1c2a-5b6d-4e7f-8a9b-0c1d2e3f4a5b',
    '\\x00ff',
  ),
);
const value = fc.oneof(
  text.map(utf8),
  fc.uint8Array({ maxLength: 10 }),
  fc.uint8Array({ minLength: 4, maxLength: 4 }),
  fc.uint8Array({ minLength: 8, maxLength: 8 }),
);
const columnOperation = fc.oneof(
  { weight: 3, arbitrary: fc.constant(operation('pass')) },
  fc.constantFrom(
    operation('constant', 0, '[phi.ssn]'),
    // Scrub has tests of its own.
    ...(Object.keys(ROW_OPERATION) as (keyof typeof ROW_OPERATION)[])
      .filter((name) => name !== 'pass' && name !== 'scrub')
      .map((name) => operation(name)),
  ),
  fc.nat(6).map((count) => operation('keepFirst', count)),
  fc.nat(6).map((count) => operation('keepLast', count)),
);
const planAndRows = fc
  .array(columnOperation, { maxLength: 6 })
  .chain((plan) =>
    fc.tuple(
      fc.constant(plan),
      fc.array(fc.tuple(...plan.map(() => fc.option(value, { freq: 5 }))), { maxLength: 6 }),
      fc.array(fc.nat(), { maxLength: 4 }),
    ),
  );

describe('rows', () => {
  test('masks the declared columns and nothing else', () => {
    kernel.exports.hpol_reset();
    const masked = kernel.rows(kernel.plan(SSN), concat(ROWS.map(encodeRow)), 1_000);
    expect(masked.status).toBe(ROWS_STATUS.needInput);
    const expected = [
      [utf8('1'), utf8('***-**-6789'), utf8('[phi.name]'), utf8('Bern')],
      [utf8('2'), null, utf8('[phi.name]'), null],
      [utf8('3'), utf8('***-**-4321'), null, utf8('')],
    ];
    expect(Buffer.from(masked.output)).toEqual(Buffer.from(concat(expected.map(encodeRow))));
  });

  test('a stream cut at every offset gives the same rows', () => {
    const size = concat(ROWS.map(encodeRow)).length;
    const whole = latin1(referenceRows(SSN, ROWS, KEY));
    for (let cut = 0; cut <= size; cut += 1) expect(maskRows(SSN, ROWS, [cut])).toBe(whole);
  });

  test('equals the slow version on any rows, plan and cuts', () => {
    fc.assert(
      fc.property(planAndRows, ([plan, rows, cuts]) => {
        expect(maskRows(plan, rows, cuts)).toBe(latin1(referenceRows(plan, rows, KEY)));
      }),
      { numRuns: 1_500 },
    );
  });

  test('every output capacity gives whole messages, in order, and none twice', () => {
    const input = concat(ROWS.map(encodeRow));
    const whole = referenceRows(SSN, ROWS, KEY);
    for (let capacity = 0; capacity <= whole.length + 4; capacity += 1) {
      kernel.exports.hpol_reset();
      const plan = kernel.plan(SSN);
      const first = kernel.rows(plan, input, capacity);
      const rest = kernel.rows(plan, input.slice(first.consumed), 1_000);
      expect(first.status).toBe(capacity < whole.length ? ROWS_STATUS.needOutput : ROWS_STATUS.needInput);
      expect(Buffer.from(concat([first.output, rest.output]))).toEqual(Buffer.from(whole));
    }
  });

  test('stops at another message and leaves it', () => {
    kernel.exports.hpol_reset();
    const rows = concat(ROWS.map(encodeRow));
    const masked = kernel.rows(kernel.plan(SSN), concat([rows, utf8('C\0\0\0\x0dSELECT 3\0')]), 1_000);
    expect(masked.status).toBe(ROWS_STATUS.otherMessage);
    expect(masked.consumed).toBe(rows.length);
  });

  test('counts the rows that it wrote', () => {
    kernel.exports.hpol_reset();
    const input = concat(ROWS.map(encodeRow));
    const plan = kernel.plan(SSN);
    expect(kernel.rows(plan, input, 1_000).rows).toBe(ROWS.length);
    expect(kernel.rows(plan, input.slice(0, -1), 1_000).rows).toBe(ROWS.length - 1);
    expect(kernel.rows(plan, input, 0).rows).toBe(0);
  });

  test('values and rows of every size pass whole, with every size beside them', () => {
    const plan = [operation('pass'), operation('null'), operation('pass'), operation('constant', 0, 'c')];
    const sizes = [
      ...Array.from({ length: 70 }, (_, size) => size),
      191,
      192,
      193,
      255,
      256,
      257,
      511,
      512,
      513,
      65_535,
      70_000,
    ];
    const rows = sizes.map((size, index): Row => [
      new Uint8Array(size).fill(1 + (index % 255)),
      utf8('masked'),
      new Uint8Array(sizes.at(-1 - index) ?? 0).fill(255 - (index % 255)),
      index % 3 === 0 ? null : new Uint8Array(size),
    ]);
    expect(maskRows(plan, rows, [])).toBe(latin1(referenceRows(plan, rows, KEY)));
  });

  test('an operation that the kernel does not know hides the value', () => {
    kernel.exports.hpol_reset();
    const unknown = { operation: 99, count: 0, constant: '' } as unknown as ColumnOperation;
    const masked = kernel.rows(kernel.plan([unknown]), encodeRow([utf8('secret')]), 100);
    expect(Buffer.from(masked.output)).toEqual(Buffer.from(encodeRow([null])));
  });
});

describe('damaged rows', () => {
  const status = (bytes: Uint8Array, plan = SSN): number => {
    kernel.exports.hpol_reset();
    return kernel.rows(kernel.plan(plan), bytes, 1_000).status;
  };
  const row = encodeRow(ROWS[0]!);
  const patched = (offset: number, bytes: readonly number[]): Uint8Array => {
    const copy = row.slice();
    copy.set(bytes, offset);
    return copy;
  };
  test.each([
    ['a length below the header', patched(1, [0, 0, 0, 5])],
    ['a length with the sign bit', patched(1, [0x80, 0, 0, 0])],
    ['a message one byte short', concat([patched(1, [0, 0, 0, row.length - 2])])],
    ['a message one byte long', concat([patched(1, [0, 0, 0, row.length]), utf8('x')])],
    ['a column count that is not the plan’s', patched(5, [0, 3])],
    ['a negative column count', patched(5, [0xff, 0xff])],
    ['a column length below -1', patched(7, [0xff, 0xff, 0xff, 0xfe])],
    ['a column that reaches behind the message', patched(7, [0, 0, 1, 0])],
    ['a huge column length', patched(7, [0x7f, 0xff, 0xff, 0xff])],
  ])('%s is malformed', (_, bytes) => expect(status(bytes)).toBe(ROWS_STATUS.malformed));

  test('rows before a malformed one are kept, of the malformed one nothing', () => {
    kernel.exports.hpol_reset();
    const damaged = patched(7 + 4 + 1, [0, 0, 1, 0]);
    const masked = kernel.rows(kernel.plan(SSN), concat([encodeRow(ROWS[1]!), damaged]), 1_000);
    expect(masked.status).toBe(ROWS_STATUS.malformed);
    expect(Buffer.from(masked.output)).toEqual(Buffer.from(referenceRows(SSN, [ROWS[1]!], KEY)));
  });

  test('any bytes end in a status, and no value of a masked column comes out', () => {
    const secret = utf8('SECRETVALUE');
    const plan = [operation('pass'), operation('null')];
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(39), fc.nat(255)), { maxLength: 4 }), (patches) => {
        const bytes = concat([encodeRow([utf8('ab'), secret]), encodeRow([null, null])]);
        for (const [offset, byte] of patches) if (offset < 7) bytes[offset] = byte;
        kernel.exports.hpol_reset();
        const masked = kernel.rows(kernel.plan(plan), bytes, 500);
        expect(Object.values(ROWS_STATUS)).toContain(masked.status);
        expect(Buffer.from(masked.output).includes(Buffer.from(secret))).toBe(false);
      }),
      { numRuns: 2_000 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        kernel.exports.hpol_reset();
        const masked = kernel.rows(kernel.plan(plan), concat([utf8('D\0\0\0'), bytes]), 500);
        expect(Object.values(ROWS_STATUS)).toContain(masked.status);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('hosts that lie', () => {
  const { exports, memory } = kernel;
  const row = encodeRow(ROWS[0]!);
  const outcome = (...parameters: readonly number[]): number | 'trapped' => {
    try {
      return exports.hpol_rows(...parameters);
    } catch (error) {
      expect(error).toBeInstanceOf(WebAssembly.RuntimeError);
      return 'trapped';
    }
  };

  test('ranges that memory does not hold are malformed, and nothing is written', () => {
    exports.hpol_reset();
    const [plan, input, output] = [kernel.plan(SSN), kernel.place(row), kernel.place(new Uint8Array(200))];
    const size = memory.buffer.byteLength;
    for (const [at, length] of [
      [input, size],
      [input, 0xffffffff],
      [size - 1, 2],
      [0xffffffff, 1],
      [0xfffffff0, 0xfffffff0],
    ] as const) {
      expect(outcome(plan, at, length, output, 200)).toBe(ROWS_STATUS.malformed);
      expect(outcome(plan, input, row.length, at, length)).toBe(ROWS_STATUS.malformed);
      expect(exports.hpol_rows_produced.value).toBe(0);
    }
    expect(Buffer.from(memory.buffer, output, 200).every((byte) => byte === 0)).toBe(true);
  });

  test('a plan of any words ends in a status or a trap, and leaves memory outside the output alone', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.nat(12), fc.nat(), fc.constant(0xffffffff)), { maxLength: 20 }), (words) => {
        exports.hpol_reset();
        const [input, plan] = [kernel.place(row), kernel.place(new Uint8Array(Uint32Array.from([4, ...words]).buffer))];
        const output = kernel.place(new Uint8Array(300));
        const before = Buffer.from(memory.buffer.slice(0, output));
        const status = outcome(plan, input, row.length, output, 256);
        expect(['trapped', ...Object.values(ROWS_STATUS)]).toContain(status);
        // The module's own variables stand in front of what a host has allocated.
        expect(Buffer.from(memory.buffer, input, output - input).equals(before.subarray(input))).toBe(true);
        expect(Buffer.from(memory.buffer, output + 256, 44).every((byte) => byte === 0)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
    for (const address of [0, memory.buffer.byteLength - 2, 0xffffffff]) {
      expect(['trapped', ROWS_STATUS.malformed]).toContain(outcome(address, kernel.place(row), row.length, 0, 0));
    }
    expect(kernel.rows(kernel.plan(SSN), row, 1_000).status).toBe(ROWS_STATUS.needInput);
  });

  test('memory does not grow with calls', () => {
    exports.hpol_reset();
    const [plan, input, output] = [kernel.plan(SSN), kernel.place(row), kernel.place(new Uint8Array(200))];
    const size = memory.buffer.byteLength;
    for (let turn = 0; turn < 100_000; turn += 1) exports.hpol_rows(plan, input, row.length, output, 200);
    expect(memory.buffer.byteLength).toBe(size);
  });
});
