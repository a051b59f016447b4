// What goes in comes out, in order, joined or not.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Outbox } from './outbox.ts';

test('neighbours are joined without copying', () => {
  const chunk = Buffer.from('one two three');
  const box = new Outbox();
  box.push(chunk.subarray(0, 4));
  box.push(chunk.subarray(4, 8));
  const all = box.take();
  expect(all.toString()).toBe('one two ');
  expect([all.buffer, all.byteOffset]).toEqual([chunk.buffer, chunk.byteOffset]);
  expect(box.isEmpty).toBe(true);
});

test('any pieces of any memory come out in order', () => {
  const piece = fc.record({ chunk: fc.nat(2), from: fc.nat(20), length: fc.nat(8) });
  const chunks = ['abcdefghijklmnopqrstuvwxyz0', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ1', '0123456789012345678901234567'].map(
    (text) => Buffer.from(text),
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const box = new Outbox();
      const parts = pieces.map(({ chunk, from, length }) => chunks[chunk]!.subarray(from, from + length));
      for (const part of parts) box.push(part);
      expect(box.isEmpty).toBe(parts.every((part) => part.length === 0));
      expect(box.take().equals(Buffer.concat(parts))).toBe(true);
      expect(box.take().length).toBe(0);
    }),
  );
});
