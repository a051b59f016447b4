// COPY through the engine's buffers: streams larger than a buffer, rows larger than a buffer, many streams at once, and the stated limit.
import { describe, expect, test } from 'vitest';
import { MAX_COPY_ROW_BYTES } from '../../compiler/abi/copy.ts';
import { BINARY, CSV, TEXT, encodeCopy, referenceCopy } from '../../compiler/kernel/testing-copy.ts';
import { startKernel, type TestDialect } from '../../compiler/kernel/testing-kernel.ts';
import { concat, operation, utf8, type Row } from '../../compiler/kernel/testing-rows.ts';
import { CopyFormatFault, type CopyOptions } from './copy-format.ts';
import { createCopyRows, type CopyExports } from './copy-rows.ts';

const kernel = startKernel();
const { openCopy } = createCopyRows(kernel.exports as unknown as CopyExports, kernel.memory);
const COLUMNS = [operation('pass'), operation('keepLast', 4), operation('constant', 0, '[phi.name]')];
const FORMATS: readonly (readonly [CopyOptions['format'], TestDialect])[] = [
  ['text', TEXT],
  ['csv', CSV],
  ['binary', BINARY],
];
const isSame = (actual: Uint8Array, expected: Uint8Array): boolean => Buffer.from(actual).equals(Buffer.from(expected));

function maskWhole(options: CopyOptions, chunks: readonly Uint8Array[]) {
  const stream = openCopy(COLUMNS, options);
  const masked = chunks.map((chunk) => stream.mask(chunk));
  const isComplete = stream.isComplete();
  stream.release();
  return {
    output: concat(masked.map(({ output }) => output)),
    rows: masked.reduce((sum, { rows }) => sum + rows, 0),
    isComplete: isComplete && masked.every(({ status }) => status === 'ok'),
  };
}

describe.each(FORMATS)('%s', (format, dialect) => {
  const rows: Row[] = Array.from({ length: 10_000 }, (_, index) => [
    utf8(String(index)),
    utf8(`123-45\t"${1_000 + (index % 9_000)}`),
    index % 7 === 0 ? null : utf8('A name'),
  ]);
  const bytes = encodeCopy(rows, dialect);
  const { output } = referenceCopy(COLUMNS, bytes, dialect, new Uint8Array());

  test('a stream of many buffers comes out whole, in any chunks', () => {
    for (const size of [1_000, 65_536, bytes.length]) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.slice(index * size, (index + 1) * size),
      );
      const masked = maskWhole({ format }, chunks);
      expect([isSame(masked.output, output), masked.rows, masked.isComplete]).toEqual([true, rows.length, true]);
    }
  });

  test('memory does not grow from stream to stream', () => {
    maskWhole({ format }, [bytes]);
    const before = kernel.memory.buffer.byteLength;
    for (let turn = 0; turn < 300; turn += 1)
      maskWhole({ format }, [bytes.slice(0, 9_999), bytes.slice(9_999, 20_000)]);
    expect(kernel.memory.buffer.byteLength).toBe(before);
  });

  test('a row larger than the buffers, in small chunks', () => {
    const large = encodeCopy([[utf8('y'.repeat(3_000_000)), utf8('"1,2\n3\\4-56789'), null]], dialect);
    const chunks = Array.from({ length: 100 }, (_, index) => large.slice(index * 31_000, (index + 1) * 31_000));
    const masked = maskWhole({ format }, chunks);
    expect(isSame(masked.output, referenceCopy(COLUMNS, large, dialect, new Uint8Array()).output)).toBe(true);
    expect(masked.isComplete).toBe(true);
  });

  test('a row above the limit is malformed, and what it held is given back', () => {
    const stream = openCopy(COLUMNS, { format });
    const head = format === 'binary' ? encodeCopy([], BINARY).slice(0, 19) : utf8('');
    const tuple = format === 'binary' ? new Uint8Array([0, 3, 4, 0, 0, 1]) : utf8('');
    let status = stream.mask(concat([head, tuple])).status;
    const piece = new Uint8Array(4 * 1024 * 1024).fill(0x79);
    let taken = 0;
    for (; status === 'ok' && taken <= 2 * MAX_COPY_ROW_BYTES; taken += piece.length)
      status = stream.mask(piece).status;
    expect([status, taken <= MAX_COPY_ROW_BYTES + piece.length]).toEqual(['malformed', true]);
    expect([stream.isComplete(), stream.mask(piece).output.length]).toEqual([false, 0]);
    stream.release();
  });

  test('a masked row above the limit is malformed', () => {
    const bomb = Array.from({ length: 70 }, () => operation('constant', 0, 'x'.repeat(1_000_000)));
    const stream = openCopy(bomb, { format });
    const masked = stream.mask(encodeCopy([Array.from({ length: 70 }, () => utf8('a'))], dialect));
    expect(masked.status).toBe('malformed');
    expect(masked.output.length).toBeLessThan(20);
    stream.release();
  });

  test('streams that are open at the same time do not touch each other', () => {
    const streams = Array.from({ length: 20 }, (_, index) =>
      openCopy([operation('constant', 0, `m${index}`)], { format }),
    );
    const whole = encodeCopy([[utf8('SECRET VALUE')], [utf8('SECRET VALUE')]], dialect);
    const outputs: Uint8Array[][] = streams.map(() => []);
    for (const byte of whole) {
      for (const [index, stream] of streams.entries()) outputs[index]?.push(stream.mask(new Uint8Array([byte])).output);
    }
    for (const [index, stream] of streams.entries()) {
      const expected = encodeCopy([[utf8(`m${index}`)], [utf8(`m${index}`)]], dialect);
      expect([isSame(concat(outputs[index] ?? []), expected), stream.isComplete()]).toEqual([true, true]);
      stream.release();
    }
  });
});

describe('a stream', () => {
  test('that was released masks nothing any more', () => {
    const stream = openCopy(COLUMNS, { format: 'text' });
    stream.release();
    stream.release();
    expect(stream.isComplete()).toBe(false);
    expect(() => stream.mask(utf8('a\tb\tc\n'))).toThrow('released');
  });

  test('is complete at its start only without a header', () => {
    expect(openCopy(COLUMNS, { format: 'csv' }).isComplete()).toBe(true);
    expect(openCopy(COLUMNS, { format: 'csv', hasHeader: true }).isComplete()).toBe(false);
    expect(openCopy(COLUMNS, { format: 'binary' }).isComplete()).toBe(false);
  });

  test('gives copies that later calls do not change', () => {
    const stream = openCopy(COLUMNS, { format: 'text' });
    const first = stream.mask(utf8('1\t23456\tc\n')).output;
    stream.mask(utf8('other\tother\tother\n'));
    expect(Buffer.from(first).toString()).toBe('1\t*3456\t[phi.name]\n');
  });

  test.each<CopyOptions>([
    { format: 'text', delimiter: 'é' },
    { format: 'text', delimiter: '' },
    { format: 'text', delimiter: '||' },
    { format: 'text', delimiter: '\n' },
    { format: 'text', delimiter: 'x' },
    { format: 'text', delimiter: '\\' },
    { format: 'text', nullText: 'a\tb' },
    { format: 'text', nullText: 'a\n' },
    { format: 'csv', quote: ',' },
    { format: 'csv', quote: '""' },
    { format: 'csv', escape: 'é' },
    { format: 'csv', nullText: 'a"b' },
  ])('is refused with options that COPY refuses: %j', (options) => {
    expect(() => openCopy(COLUMNS, options)).toThrow(CopyFormatFault);
  });
});
