// Single COPY rows through the kernel: the cases that a reader would ask about.
import { describe, expect, test } from 'vitest';
import { COPY_STATUS } from '../abi/copy.ts';
import { kernel, maskInChunks, reference, type Masked } from './testing-copy-streams.ts';
import { BINARY, CSV, TEXT, encodeCopy } from './testing-copy.ts';
import type { TestDialect } from './testing-kernel.ts';
import { concat, operation, utf8 } from './testing-rows.ts';

describe('by hand', () => {
  const STARS = [operation('keepLast', 1), operation('pass')];
  const by = (shape: TestDialect, input: string): Masked => maskInChunks(STARS, shape, [utf8(input)]);
  test.each<readonly [string, TestDialect, string, string]>([
    ['escapes by letter, octal and hex', TEXT, 'a\\tb\\101\\x42c\tx\n', '*\\t***c\tx\n'],
    ['an escaped letter that means itself', TEXT, '\\q\\z9\t\\q\n', '**9\t\\q\n'],
    ['an escaped newline', TEXT, 'a\\\nb\tx\n', '*\\nb\tx\n'],
    ['hex without digits', TEXT, '\\xyz\tx\n', '**z\tx\n'],
    ['NULL', TEXT, '\\N\t\\N\n', '\\N\t\\N\n'],
    ['what only looks like NULL', TEXT, '\\\\N\tx\n', '\\\\*\tx\n'],
    ['an end marker', TEXT, 'ab\tx\n\\.\n', '*b\tx\n\\.\n'],
    ['quotes', CSV, '"ab","x"\n', '*b,"x"\n'],
    ['quotes in the middle', CSV, 'a"b,"c,x\n', '"**,c",x\n'],
    ['bytes behind quotes', CSV, '"ab"cd,x\n', '***d,x\n'],
    ['bytes and quotes behind quotes', CSV, '"ab"c"d",x\n', '***d,x\n'],
    ['doubled quotes', CSV, '"a""b",x\n', '"*""b",x\n'],
    ['an empty value in quotes', CSV, '"",""\n', '"",""\n'],
    ['NULL', CSV, ',\n', ',\n'],
    ['a newline in quotes', CSV, '"a\r\nb","\n"\n', '"*\r\nb","\n"\n'],
    ['an end marker', CSV, 'ab,x\n\\.\n', '*b,x\n\\.\n'],
    ['a value like the end marker', CSV, '\\.1,x\n', '\\.*,x\n'],
  ])('%s', (_, shape, input, output) => {
    expect(by(shape, input)).toEqual({ output, isProper: true });
  });

  test.each<readonly [string, TestDialect, string]>([
    ['too few columns', TEXT, 'SECRET\n'],
    ['too many columns', TEXT, 'a\tb\tSECRET\n'],
    ['a bare carriage return', TEXT, 'SECRET\r\tx\n'],
    ['an end marker behind something', TEXT, 'SECRET\\.\tx\n'],
    ['something behind an end marker on its line', TEXT, '\\.SECRET\tx\n'],
    ['an escape for zero', TEXT, 'SECRET\\0\tx\n'],
    ['too few columns', CSV, 'SECRET\n'],
    ['too many columns', CSV, 'a,b,SECRET\n'],
    ['a bare carriage return', CSV, 'SECRET,x\r\n'],
  ])('%s is malformed, and nothing of the row is shown (%#)', (_, shape, input) => {
    expect(by(shape, input)).toEqual({ output: '', isProper: false });
  });

  test.each([TEXT, CSV])('an end marker may be cut, and ends the data', (shape) => {
    const row = `ab${shape.delimiter}x\n`;
    const masked = `*b${shape.delimiter}x\n\\.\n`;
    expect(by(shape, `${row}\\.\n${row}`)).toEqual({ output: masked, isProper: false });
    expect(maskInChunks(STARS, shape, [`${row}\\.`, '\n', row].map(utf8))).toEqual({ output: masked, isProper: false });
    expect(maskInChunks(STARS, shape, [`${row}\\.\n`, ''].map(utf8))).toEqual({ output: masked, isProper: true });
  });

  test('an escape at every place of two steps is one', () => {
    for (let before = 0; before < 140; before += 1) {
      const front = '.'.repeat(before);
      expect(by(TEXT, `${front}\\\t89\tx\n`).output).toBe(`${front}\\t*9\tx\n`);
      expect(by(CSV, `"${front}"",89",x\n`).output).toBe(`"${front}"",*9",x\n`);
    }
  });

  test('what follows an end is malformed at once, and every time', () => {
    const row = encodeCopy([[utf8('ab'), utf8('x')]], BINARY);
    for (const [shape, ended] of [
      [TEXT, utf8('ab\tx\n\\.\n')],
      [CSV, utf8('ab,x\n\\.\n')],
      [BINARY, row],
    ] as const) {
      kernel.exports.hpol_reset();
      const together = kernel.copy(kernel.openCopy(STARS, shape), concat([ended, ended]), 400);
      expect([together.status, together.consumed]).toEqual([COPY_STATUS.malformed, ended.length]);
      const state = kernel.openCopy(STARS, shape);
      expect(kernel.copy(state, ended, 400).status).toBe(COPY_STATUS.needInput);
      expect(kernel.copy(state, new Uint8Array(), 400).status).toBe(COPY_STATUS.needInput);
      expect(kernel.copy(state, utf8('x'), 400).status).toBe(COPY_STATUS.malformed);
      expect(kernel.copy(state, new Uint8Array(), 400).status).toBe(COPY_STATUS.malformed);
    }
  });

  test('a binary extension passes, and a critical flag does not', () => {
    const bytes = encodeCopy([[utf8('ab'), utf8('x')]], BINARY);
    const extended = concat([bytes.slice(0, 18), new Uint8Array([3]), utf8('abc'), bytes.slice(19)]);
    expect(maskInChunks(STARS, BINARY, [extended])).toEqual(reference(STARS, BINARY, extended));
    expect(maskInChunks(STARS, BINARY, [extended]).isProper).toBe(true);
    const flagged = bytes.slice();
    flagged[12] = 1;
    expect(maskInChunks(STARS, BINARY, [flagged])).toEqual({ output: '', isProper: false });
    flagged[12] = 0;
    flagged[14] = 1;
    expect(maskInChunks(STARS, BINARY, [flagged]).isProper).toBe(true);
  });
});
