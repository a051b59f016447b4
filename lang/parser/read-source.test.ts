// Bytes as text: what is no UTF-8 has a place, and a mark of the byte order is no part of the text.
import { assert, constantFrom, property, string, tuple, uint8Array } from 'fast-check';
import { expect, test } from 'vitest';
import { diagnosticsOf, policy, programOf } from '../check/testing.ts';
import { format } from '../format/format.ts';
import { readSource } from './read-source.ts';

const bytes = (...parts: (string | readonly number[])[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...new TextEncoder().encode(part)] : part)));

test.each<[string, Uint8Array, string, number, number]>([
  ['Latin-1', bytes('policy p\n// caf', [0xe9], '\n'), 'byte 15 of the file, in line 2, is not UTF-8 text', 15, 15],
  ['after other scripts', bytes('// é𝕏ｘ\uFFFD\n', [0xff]), 'byte 16 of the file, in line 2, is not UTF-8 text', 9, 16],
  ['cut off within a character', bytes('// ', [0xe2, 0x82]), 'byte 3 of the file, in line 1, is not UTF-8 text', 3, 3],
  ['after a mark', bytes([0xef, 0xbb, 0xbf], '// ', [0xc3]), 'byte 6 of the file, in line 1, is not UTF-8 text', 3, 6],
  ['half a surrogate pair', bytes('// ', [0xed, 0xa0, 0x80]), 'byte 3 of the file, in line 1, is not UTF-8 text', 3, 3],
])('%s', (_, content, message, start) => {
  const { diagnostics, value } = readSource('a.hpol', content);
  expect(diagnostics).toMatchObject([{ code: 'HPOL1010', message, span: { file: 'a.hpol', start, end: start + 1 } }]);
  expect(value).toMatchObject({ file: 'a.hpol', declarations: [], isRefused: true });
});

test('what is UTF-8 is read as its text, with and without a mark', () => {
  assert(
    property(string({ unit: 'binary' }), constantFrom(true, false), (text, isMarked) => {
      const whole = text.replace(/\p{Surrogate}|\uFEFF/gu, '');
      const { source, diagnostics } = readSource('a', bytes(isMarked ? [0xef, 0xbb, 0xbf] : '', whole));
      expect(source.text).toBe(whole);
      expect(diagnostics.map(({ code }) => code)).not.toContain('HPOL1010');
    }),
  );
});

test('the byte is the first of which the text before it is not the beginning', () => {
  assert(
    property(tuple(uint8Array({ maxLength: 12 }), uint8Array({ maxLength: 12 })), ([head, tail]) => {
      const content = Uint8Array.of(...head, 0x2f, ...tail);
      const isText = (some: Uint8Array): boolean => {
        try {
          new TextDecoder('utf-8', { fatal: true }).decode(some);
          return true;
        } catch {
          return false;
        }
      };
      const found = readSource('a', content).diagnostics.find(({ code }) => code === 'HPOL1010');
      const byte = Number(/byte (\d+)/.exec(found?.message ?? '')?.[1] ?? content.length);
      expect(found === undefined).toBe(isText(content));
      expect(isText(content.slice(0, byte))).toBe(true);
    }),
  );
});

test('one that is imported is told with its own place, and nothing else follows from it', () => {
  const files = {
    'main.hpol': policy('import "a.hpol"\nmask m of phi unless nurse with redact because "x"'),
    'a.hpol': bytes('class phi { x: column a.b.c }\n//', [0xff]),
  };
  expect(diagnosticsOf(files)).toMatchObject([{ code: 'HPOL1010', underline: '\uFFFD' }]);
});

test('lines that end in two characters, marks and NUL', () => {
  const text = '/// d\npolicy p\ndefault allow\n\n// c\nflag f\n  on session.open\n  because "x" // y\n';
  const windows = bytes([0xef, 0xbb, 0xbf], text.replaceAll('\n', '\r\n'));
  expect(programOf({ 'main.hpol': windows })).toMatchObject({ doc: 'd', rules: [{ name: 'f', because: 'x' }] });
  expect(format(windows).value).toBe(text);
  expect(format(`\uFEFF${text}`).value).toBe(text);
  expect(diagnosticsOf({ 'main.hpol': bytes(policy('// \0')) })).toMatchObject([{ code: 'HPOL1002', underline: '\0' }]);
});
