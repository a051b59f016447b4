// Streams of text through the engine's buffers: chunks larger than a piece, streams side by side, memory used again.
import { expect, test } from 'vitest';
import { SCAN_RECORD_BYTES, WITHHELD } from '../../compiler/abi/scan.ts';
import { startKernel } from '../../compiler/kernel/testing-kernel.ts';
import { detectorTables } from '../../compiler/patterns/detector-tables.ts';
import { member, pattern } from '../../compiler/patterns/testing-detectors.ts';
import { createScans } from './scan.ts';

const LONG_NAME = `phi.${'n'.repeat(300)}`;
const { value } = detectorTables([
  member('phi.ssn', pattern(String.raw`\b\d{3}-\d{2}-\d{4}\b`)),
  member(LONG_NAME, pattern('!')),
]);
const kernel = startKernel(value);
const { openScan } = createScans(kernel.exports, kernel.memory);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (parts: readonly Uint8Array[]): string => new TextDecoder().decode(Buffer.concat(parts));

test('a chunk of many pieces comes out whole, hits over the seams too', () => {
  const unit = 'SSN 123-45-6789, é; ';
  const scan = openScan();
  const output = text([scan.write(bytes(unit.repeat(50_000))), scan.end()]);
  expect(output === 'SSN [phi.ssn], é; '.repeat(50_000)).toBe(true);
});

test('what is decided leaves at once, the rest at the end', () => {
  const scan = openScan();
  expect(text([scan.write(bytes('ls -la\n'))])).toBe('ls -la\n');
  expect(text([scan.write(bytes('123-45-67'))])).toBe('');
  expect(text([scan.write(bytes(''))])).toBe('');
  expect(text([scan.write(bytes('89'))])).toBe('');
  expect(text([scan.end()])).toBe('[phi.ssn]');
});

test('streams at the same time do not touch each other', () => {
  const scans = Array.from({ length: 40 }, (_, index) => ({ index, scan: openScan(), output: [] as Uint8Array[] }));
  for (const part of ['12', '3-45-', '6789 n']) {
    for (const { scan, output, index } of scans) output.push(scan.write(bytes(`${part}${index === 7 ? 'x' : ''}`)));
  }
  for (const { scan, output, index } of scans) {
    output.push(scan.end());
    expect(text(output)).toBe(index === 7 ? '12x3-45-x6789 nx' : '[phi.ssn] n');
  }
});

test('output that is much longer than its input comes out whole', () => {
  const scan = openScan();
  const output = text([scan.write(bytes('!'.repeat(10_000))), scan.end()]);
  expect(output === `[${LONG_NAME}]`.repeat(10_000)).toBe(true);
});

test('an ended stream takes nothing more, and its memory is used again', () => {
  const ended = openScan();
  ended.end();
  expect(() => ended.write(bytes('x'))).toThrow('the scan has ended');
  expect(() => ended.end()).toThrow('the scan has ended');
  const before = kernel.memory.buffer.byteLength;
  for (let index = 0; index < 10_000; index += 1) openScan().end();
  expect(kernel.memory.buffer.byteLength).toBe(before);
});

test('the layout and the words are the kernel’s', () => {
  const each = startKernel(detectorTables([member('m', pattern('a[^]*b'))]).value);
  const scan = createScans(each.exports, each.memory).openScan();
  expect(text([scan.write(bytes('a'.repeat(SCAN_RECORD_BYTES))), scan.write(bytes('more')), scan.end()])).toBe(
    WITHHELD,
  );
});
