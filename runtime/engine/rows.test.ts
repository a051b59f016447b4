// Rows through the engine's buffers: streams larger than a buffer, messages larger than a buffer, and the stated limit.
import { describe, expect, test } from 'vitest';
import { ROWS_STATUS } from '../../compiler/abi/rows.ts';
import { startKernel } from '../../compiler/kernel/testing-kernel.ts';
import { concat, encodeRow, operation, referenceRows, utf8, type Row } from '../../compiler/kernel/testing-rows.ts';
import { MAX_MESSAGE_BYTES, createRows, type RowExports } from './rows.ts';

const NO_KEY = new Uint8Array();
const kernel = startKernel();
const rows = createRows(kernel.exports as unknown as RowExports, kernel.memory);
const COLUMNS = [operation('pass'), operation('keepLast', 4), operation('constant', 0, '[phi.name]')];
const plan = rows.plan(COLUMNS);
/** A diff of megabytes helps nobody, so the test learns only whether they are equal. */
const isSame = (actual: Uint8Array, expected: Uint8Array): boolean => Buffer.from(actual).equals(Buffer.from(expected));

describe('masking', () => {
  test('a stream of many buffers comes out whole', () => {
    const input: Row[] = Array.from({ length: 20_000 }, (_, index) => [
      utf8(String(index)),
      utf8(`123-45-${1_000 + (index % 9_000)}`),
      index % 7 === 0 ? null : utf8('A name'),
    ]);
    const masked = rows.maskRows(plan, concat(input.map(encodeRow)));
    expect(masked.status).toBe(ROWS_STATUS.needInput);
    expect(isSame(masked.output, referenceRows(COLUMNS, input, NO_KEY))).toBe(true);
  });

  test('output that is much longer than its input comes out whole', () => {
    const wide = [operation('constant', 0, 'x'.repeat(3_000))];
    const wider = rows.plan(wide);
    const input: Row[] = Array.from({ length: 2_000 }, () => [utf8('a')]);
    const masked = rows.maskRows(wider, concat(input.map(encodeRow)));
    expect(isSame(masked.output, referenceRows(wide, input, NO_KEY))).toBe(true);
    rows.release(wider);
  });

  test('a message larger than the buffers is masked, and memory stays usable', () => {
    const large: Row = [utf8('y'.repeat(3_000_000)), utf8('123456789'), utf8('Ana')];
    const stream = concat([encodeRow(large), encodeRow(large), utf8('C')]);
    const masked = rows.maskRows(plan, stream);
    expect(masked.status).toBe(ROWS_STATUS.otherMessage);
    expect(masked.consumed).toBe(stream.length - 1);
    expect(isSame(masked.output, referenceRows(COLUMNS, [large, large], NO_KEY))).toBe(true);
  });

  test('a message that is still arriving is left', () => {
    const row = encodeRow([utf8('1'), utf8('2'), utf8('3')]);
    const masked = rows.maskRows(plan, concat([row, row.slice(0, -1)]));
    expect([masked.status, masked.consumed]).toEqual([ROWS_STATUS.needInput, row.length]);
  });

  test('nothing in gives nothing out', () => {
    const masked = rows.maskRows(plan, new Uint8Array());
    expect([masked.status, masked.consumed, masked.output.length]).toEqual([ROWS_STATUS.needInput, 0, 0]);
  });

  test('a message above the limit is malformed before it has arrived', () => {
    const header = encodeRow([utf8('1'), utf8('2'), utf8('3')]);
    new DataView(header.buffer).setUint32(1, MAX_MESSAGE_BYTES);
    expect(rows.maskRows(plan, header).status).toBe(ROWS_STATUS.malformed);
  });

  test('a masked message above the limit is malformed', () => {
    const bomb = rows.plan(Array.from({ length: 70 }, () => operation('constant', 0, 'x'.repeat(1_000_000))));
    const masked = rows.maskRows(bomb, encodeRow(Array.from({ length: 70 }, () => utf8('a'))));
    expect([masked.status, masked.output.length]).toEqual([ROWS_STATUS.malformed, 0]);
    rows.release(bomb);
  });

  test('output is a copy that later calls do not change', () => {
    const first = rows.maskRows(plan, encodeRow([utf8('1'), utf8('2'), utf8('3')])).output;
    const before = Buffer.from(first).toString('latin1');
    rows.maskRows(plan, encodeRow([utf8('other'), utf8('other'), utf8('other')]));
    expect(Buffer.from(first).toString('latin1')).toBe(before);
  });
});

describe('plans', () => {
  test('a released plan masks nothing any more', () => {
    const released = rows.plan(COLUMNS);
    rows.release(released);
    rows.release(released);
    expect(() => rows.maskRows(released, encodeRow([null, null, null]))).toThrow('released');
  });

  test('the memory of released plans is used again', () => {
    const memory = kernel.memory.buffer.byteLength;
    for (let index = 0; index < 100_000; index += 1) rows.release(rows.plan(COLUMNS));
    expect(kernel.memory.buffer.byteLength).toBe(memory);
  });

  test('plans alive at the same time do not touch each other', () => {
    const plans = Array.from({ length: 50 }, (_, index) => rows.plan([operation('constant', 0, `[member ${index}]`)]));
    for (const [index, each] of plans.entries()) {
      const masked = rows.maskRows(each, encodeRow([utf8('x')]));
      expect(isSame(masked.output, encodeRow([utf8(`[member ${index}]`)]))).toBe(true);
    }
    for (const each of plans) rows.release(each);
  });
});

test('without detectors a text stays as it is', () => {
  expect(rows.scrub('Call 555-123-4567 é')).toBe('Call 555-123-4567 é');
});
