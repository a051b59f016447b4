// The COPY walkers against a slow version of themselves: any rows, any plan, any dialect, any cut, any room, any damage.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COPY_STATUS } from '../abi/copy.ts';
import { kernel, latin1, maskCut, maskInChunks, reference } from './testing-copy-streams.ts';
import { BINARY, CSV, TEXT, encodeCopy } from './testing-copy.ts';
import type { TestDialect } from './testing-kernel.ts';
import { concat, operation, utf8, type Row } from './testing-rows.ts';

const PLAN = [operation('pass'), operation('keepLast', 2), operation('constant', 0, 'a\tb,"c"'), operation('pass')];
const ROWS: readonly Row[] = [
  [utf8('1'), utf8('12-3'), utf8('é,\n"'), utf8('x')],
  [utf8('\\'), null, utf8(''), null],
  [utf8('a"b'), utf8('\t\\"é9,'), null, utf8('\r\n')],
];
const DIALECTS: readonly (readonly [string, TestDialect])[] = [
  ['text', TEXT],
  ['text with a header, delimiter and null string', { ...TEXT, delimiter: '|', nullText: '12-3', hasHeader: true }],
  ['csv', CSV],
  ['csv with a header', { ...CSV, hasHeader: true }],
  ['csv with other bytes', { ...CSV, delimiter: ';', quote: "'", escape: '\\', nullText: 'NULL' }],
  ['binary', BINARY],
];
const HEADER = ['id', 'ssn', 'a\n"name"', 'note'];

describe.each(DIALECTS)('%s', (_, dialect) => {
  const stream = encodeCopy(ROWS, dialect, HEADER);
  const whole = reference(PLAN, dialect, stream);

  test('masks the declared columns and nothing else', () => {
    expect(whole.isProper).toBe(true);
    expect(maskInChunks(PLAN, dialect, [stream])).toEqual(whole);
  });

  test('a stream cut at every offset, and at every two, gives the same rows', () => {
    for (let cut = 0; cut <= stream.length; cut += 1) {
      for (let second = cut; second <= Math.min(cut + 4, stream.length); second += 1) {
        expect(maskCut(PLAN, dialect, { stream, cuts: [cut, second] })).toEqual(whole);
      }
    }
  });

  test('byte by byte it gives the same rows', () => {
    expect(
      maskInChunks(
        PLAN,
        dialect,
        Array.from(stream, (byte) => new Uint8Array([byte])),
      ),
    ).toEqual(whole);
  });

  test('a stream that ends early is not proper, except between rows', () => {
    for (let end = 0; end < stream.length; end += 1) {
      const short = stream.slice(0, end);
      const masked = maskInChunks(PLAN, dialect, [short]);
      expect(masked).toEqual(reference(PLAN, dialect, short));
      expect(whole.output.startsWith(masked.output)).toBe(true);
    }
  });

  test('every output capacity gives whole rows, in order, and none twice', () => {
    for (let capacity = 0; capacity <= whole.output.length + 40; capacity += 1) {
      kernel.exports.hpol_reset();
      const state = kernel.openCopy(PLAN, dialect);
      const first = kernel.copy(state, stream, capacity);
      // A value is decoded in the output's room, so that all of it may need a little more than it fills.
      const isDone = first.status === COPY_STATUS.needInput;
      expect(isDone || first.status === COPY_STATUS.needOutput).toBe(true);
      expect(isDone && first.output.length < whole.output.length).toBe(false);
      const rest = kernel.copy(state, stream.slice(first.consumed), 1_000);
      expect(latin1(concat([first.output, rest.output]))).toBe(whole.output);
    }
  });

  test('in every room a decoded value stays whole until it is masked', () => {
    const long = utf8('a\\b"c,\td'.repeat(3));
    for (const mask of [operation('keepFirst', 5), operation('keepLast', 5), operation('pseudonym')]) {
      const bytes = encodeCopy([[long]], dialect, HEADER.slice(0, 1));
      const { output } = reference([mask], dialect, bytes);
      for (let capacity = 0; capacity <= output.length + 2 * long.length; capacity += 1) {
        kernel.exports.hpol_reset();
        const state = kernel.openCopy([mask], dialect);
        const first = kernel.copy(state, bytes, capacity);
        const rest = kernel.copy(state, bytes.slice(first.consumed), 1_000);
        expect(latin1(concat([first.output, rest.output]))).toBe(output);
      }
    }
  });

  test('nothing follows what was malformed', () => {
    kernel.exports.hpol_reset();
    const state = kernel.openCopy(PLAN.slice(1), dialect);
    const refused = kernel.copy(state, stream, 1_000);
    expect(refused.status).toBe(COPY_STATUS.malformed);
    expect(refused.rows).toBe(0);
    const after = kernel.copy(state, stream, 1_000);
    expect([after.status, after.output.length]).toEqual([COPY_STATUS.malformed, 0]);
    expect(kernel.exports.hpol_copy_end(state, 0)).toBe(COPY_STATUS.malformed);
  });

  test('any one byte changed never shows more than the slow version does', () => {
    for (let at = 0; at < stream.length; at += 1) {
      for (const byte of [0, 9, 10, 13, 34, 39, 44, 46, 48, 92, 120, 255]) {
        const damaged = stream.slice();
        damaged[at] = byte;
        expect(maskInChunks(PLAN, dialect, [damaged])).toEqual(reference(PLAN, dialect, damaged));
      }
    }
  });
});

const NASTY = [
  '\\',
  '\\\\',
  '\\N',
  '\\.',
  '\t',
  '\n',
  '\r',
  ',',
  '"',
  '""',
  "'",
  ';',
  '|',
  '\b\f\v',
  'NULL',
  '***',
  '',
  ' ',
  'é',
  '😀',
  '\\x41',
  '\\101',
];
const value = fc.oneof(
  fc.array(fc.constantFrom(...NASTY, 'a', '1', '-'), { maxLength: 6 }).map((parts) => utf8(parts.join(''))),
  fc.string({ unit: 'grapheme', maxLength: 12 }).map(utf8),
  fc.stringMatching(/^\d{3}-\d{2}-\d{4}$/).map(utf8),
  fc.uint8Array({ maxLength: 40 }),
  fc.constantFrom(utf8('1980-05-17'), utf8('x'.repeat(700)), utf8('\\'.repeat(40))),
);
const columnOperation = fc.oneof(
  { weight: 3, arbitrary: fc.constant(operation('pass')) },
  fc.constantFrom(
    operation('null'),
    operation('constant'),
    operation('pseudonym'),
    operation('yearText'),
    operation('yearDate'),
  ),
  fc.constantFrom(...NASTY).map((text) => operation('constant', 0, text)),
  fc.nat(6).map((count) => operation('keepFirst', count)),
  fc.nat(20).map((count) => operation('keepLast', count)),
);
const dialect: fc.Arbitrary<TestDialect> = fc.oneof(
  fc.constant(BINARY),
  fc
    .record({
      delimiter: fc.constantFrom('\t', '|', ',', '\b', 'A'),
      nullText: fc.constantFrom('\\N', '', 'NULL', '***', '\\\\', '-'),
      hasHeader: fc.boolean(),
    })
    .map((options) => ({ ...TEXT, ...options })),
  fc
    .record({
      delimiter: fc.constantFrom(',', ';', '\t', 'a'),
      quote: fc.constantFrom('"', "'"),
      escape: fc.constantFrom('"', "'", '\\', 'x'),
      nullText: fc.constantFrom('', 'NULL', '\\N', '***'),
      hasHeader: fc.boolean(),
    })
    .map((options) => ({ ...CSV, ...options })),
);
const stream = fc.tuple(dialect, fc.array(columnOperation, { maxLength: 5 })).chain(([shape, plan]) =>
  fc.record({
    shape: fc.constant(shape),
    plan: fc.constant(plan),
    rows: fc.array(fc.tuple(...plan.map(() => fc.option(value, { freq: 5 }))), { maxLength: 6 }),
    cuts: fc.array(fc.nat(), { maxLength: 4 }),
  }),
);

describe('any stream', () => {
  test('equals the slow version', () => {
    fc.assert(
      fc.property(stream, ({ shape, plan, rows, cuts }) => {
        const bytes = encodeCopy(
          rows,
          shape,
          plan.map((_, index) => `column ${index}`),
        );
        const expected = reference(plan, shape, bytes);
        expect(maskCut(plan, shape, { stream: bytes, cuts })).toEqual(expected);
      }),
      { numRuns: 3_000 },
    );
  });

  test('damaged, it equals the slow version', () => {
    const patches = fc.array(fc.tuple(fc.nat(), fc.oneof(fc.nat(255), fc.constantFrom(9, 10, 13, 34, 44, 92))), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(stream, patches, ({ shape, plan, rows, cuts }, damage) => {
        const bytes = encodeCopy(
          rows,
          shape,
          plan.map((_, index) => `column ${index}`),
        );
        for (const [offset, byte] of damage) if (bytes.length > 0) bytes[offset % bytes.length] = byte;
        expect(maskCut(plan, shape, { stream: bytes, cuts })).toEqual(reference(plan, shape, bytes));
      }),
      { numRuns: 3_000 },
    );
  });

  test('bytes at random equal the slow version', () => {
    const mark = fc.constantFrom(...Buffer.from('\t\n\r\\.,"N0x1a', 'latin1'));
    const bytes = fc.array(fc.oneof(mark, mark, fc.nat(255)), { maxLength: 60 }).map((each) => new Uint8Array(each));
    const binary = bytes.map((each) => concat([encodeCopy([], BINARY).slice(0, 19), each]));
    fc.assert(
      fc.property(
        dialect,
        fc.array(columnOperation, { maxLength: 3 }),
        fc.oneof(bytes, binary),
        fc.array(fc.nat(), { maxLength: 3 }),
        (shape, plan, input, cuts) => {
          expect(maskCut(plan, shape, { stream: input, cuts })).toEqual(reference(plan, shape, input));
        },
      ),
      { numRuns: 5_000 },
    );
  });
});

test('a state of any words ends in a status or a trap, and leaves memory outside the output alone', () => {
  const { exports, memory } = kernel;
  const input = concat([encodeCopy(ROWS, TEXT), encodeCopy(ROWS, CSV)]);
  const word = fc.oneof(fc.nat(3), fc.constantFrom(9, 10, 34, 44, 92), fc.nat(), fc.constant(0xffffffff));
  fc.assert(
    fc.property(fc.array(word, { minLength: 10, maxLength: 10 }), fc.boolean(), (words, hasPlan) => {
      exports.hpol_reset();
      const [plan, chunk] = [kernel.plan(PLAN), kernel.place(input)];
      const nullText = kernel.place(new Uint8Array(8));
      const output = kernel.place(new Uint8Array(700));
      const honest = hasPlan ? [plan, ...words.slice(1, 6), nullText, (words[7] ?? 0) % 8] : words.slice(0, 8);
      const state = kernel.place(new Uint8Array(Uint32Array.from([...honest, ...words.slice(8)]).buffer));
      const before = Buffer.from(memory.buffer.slice(0, output));
      let status: number | 'trapped';
      try {
        status = exports.hpol_copy(state, chunk, input.length, output, 600);
      } catch (error) {
        status = error instanceof WebAssembly.RuntimeError ? 'trapped' : Number.NaN;
      }
      expect(['trapped', ...Object.values(COPY_STATUS)]).toContain(status);
      expect(Buffer.from(memory.buffer, plan, output - plan).equals(before.subarray(plan))).toBe(true);
      expect(Buffer.from(memory.buffer, output + 600, 100).every((byte) => byte === 0)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
  expect(exports.hpol_copy(0xffffffff, 0, 0, 0, 0)).toBe(COPY_STATUS.malformed);
  expect(exports.hpol_copy_end(0xffffffff, 0)).toBe(COPY_STATUS.malformed);
});
