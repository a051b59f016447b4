// Streams of text as the kernel scans them: the same as the whole text at once, whatever the cuts, and nothing held back
// longer than it must be.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SCAN_HOLD_BYTES, SCAN_RECORD_BYTES } from '../abi/scan.ts';
import { startKernel } from '../kernel/testing-kernel.ts';
import { compileDetectors } from './compile-detectors.ts';
import { detectorTables } from './detector-tables.ts';
import { BEFORE, leadsOn, type Dfa } from './dfa.ts';
import { member, members, pattern, scanAll, startDetection, textOf, utf8 } from './testing-detectors.ts';
import { patternText, shortPattern } from './testing-patterns.ts';

const CLINIC = startDetection([
  member('phi.ssn', pattern(String.raw`\b\d{3}[- ]\d{2}[- ]\d{4}\b`)),
  member(
    'phi.contact',
    pattern(String.raw`\b[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)*\.[A-Za-z]{2,24}\b`),
    pattern(String.raw`(?:\(\d{3}\) ?|\b\d{3}[-. ])\d{3}[-. ]\d{4}\b`),
  ),
  member('phi.mrn', pattern(String.raw`\bMRN\d{8}\b`)),
  member('phi.url', pattern(String.raw`https?://\S+`)),
]);

/** Every byte a chunk of its own, and every cut in two. */
const cutsOf = (bytes: Uint8Array): readonly (readonly Uint8Array[])[] => [
  Array.from(bytes, (byte) => Uint8Array.of(byte)),
  ...Array.from({ length: bytes.length + 1 }, (_, at) => [bytes.subarray(0, at), bytes.subarray(at)]),
];

describe('a stream gives what the whole text gives', () => {
  test.each([
    'call (555) 123-4567 or write to ana.b@clinic.example.org, SSN 123-45-6789.',
    'x123-45-6789 1123-45-6789\n123-45-6789',
    'ana@clinic.example.org.',
    'MRN00000042MRN00000043 MRN0000004',
    'é123-45-6789ß, see https://a.example/ü?q=😀 and on',
    'a@b@c.de@f.example 555-123-4567-8',
    '',
  ])('for %j, cut anywhere', (text) => {
    const whole = CLINIC.scrub(text);
    for (const cut of cutsOf(utf8(text))) expect(scanAll(CLINIC, cut)).toBe(whole);
  });

  test('for random detectors, texts and cuts', () => {
    let compared = 0;
    const cuts = fc.array(fc.nat({ max: 40 }), { maxLength: 6 });
    const property = fc.property(
      fc.array(shortPattern, { minLength: 1, maxLength: 3 }),
      fc.array(fc.tuple(patternText, patternText, cuts), { minLength: 2, maxLength: 5 }),
      (sources, cases) => {
        const { value } = detectorTables(members(sources));
        if (!value) return;
        const detection = startDetection([], value);
        for (const [first, second, cuts] of cases) {
          const bytes = utf8(first + second);
          const whole = detection.scrub(bytes);
          const ends = [...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length].sort((a, b) => a - b);
          const pieces = ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
          expect(scanAll(detection, pieces)).toBe(whole);
          expect(
            scanAll(
              detection,
              Array.from(bytes, (byte) => Uint8Array.of(byte)),
            ),
          ).toBe(whole);
          compared += 1;
        }
      },
    );
    fc.assert(property, { numRuns: 150 });
    expect(compared).toBeGreaterThan(200);
  });

  test('bytes that are not UTF-8 are decoded as the Encoding Standard says', () => {
    const bytes = fc.array(
      fc.constantFrom(0x31, 0x2d, 0x61, 0x80, 0xbf, 0xc0, 0xc3, 0xe0, 0xa0, 0xed, 0x9f, 0xf0, 0x90, 0xf4, 0x8f, 0xff),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(bytes, fc.nat(12), (list, cut) => {
        const all = Uint8Array.from(list);
        expect(scanAll(CLINIC, [all.subarray(0, cut), all.subarray(cut)])).toBe(textOf(all));
      }),
      { numRuns: 2_000 },
    );
    expect(scanAll(CLINIC, [Uint8Array.of(0xff, ...utf8('123-45-6789'), 0xfe)])).toBe('\ufffd[phi.ssn]\ufffd');
  });
});

describe('what is held back', () => {
  test.each([
    ['ls -la\n', 'ls -la\n'],
    ['ls -la', 'ls -'],
    ['total 12\ndrwx 4 root', 'total 12\ndrwx 4 '],
    ['SSN 123-45-', 'SSN '],
    ['SSN 123-45-67890/', 'SSN 123-45-67890/'],
    ['SSN 123-45-6789', 'SSN '],
    ['SSN 123-45-6789 ', 'SSN [phi.ssn] '],
    ['(555) 12', ''],
    ['(555) x', '(555) '],
    ['ana@clinic.example', ''],
    ['ana@clinic.example, then', '[phi.contact], '],
    ['é', 'é'],
    ['>>> ', '>>> '],
  ])('of %j: %j leaves', (text, expected) => {
    expect(textOf(CLINIC.open().write(utf8(text)))).toBe(expected);
  });

  test('is what a state of the automata can still extend, and no more', () => {
    const property = fc.property(shortPattern, patternText, patternText, (source, first, second) => {
      const { value } = detectorTables(members([source]));
      const machine = compileDetectors([{ source, flags: '' }]).value?.machines[0];
      if (!value || !machine) return;
      const scan = startDetection([], value).open();
      const bytes = utf8(first + second);
      let released = 0;
      for (let end = 1; end <= bytes.length; end += 1) {
        const output = textOf(scan.write(bytes.subarray(end - 1, end)));
        const incomplete = unfinished(bytes.subarray(0, end));
        const known = end - incomplete;
        // Hits are not counted here: without one, as many bytes leave as come in.
        if (output.includes('[m0]')) return;
        released += utf8(output).length;
        const open = Array.from({ length: known }, (_, at) => at).find(
          (at) => at >= released - output.length && isOpen(machine, bytes.subarray(0, known), at),
        );
        expect({ end, held: scan.held() }).toEqual({ end, held: known - (open ?? known) });
      }
    });
    fc.assert(property, { numRuns: 200 });
  });

  test('is bounded: beyond the limit it is withheld, up to where no hit can reach', () => {
    const scan = CLINIC.open();
    const secret = 'a'.repeat(1_000);
    let output = '';
    for (let sent = 0; sent < 12; sent += 1) {
      output += textOf(scan.write(utf8(secret)));
      expect(scan.held()).toBeLessThanOrEqual(SCAN_HOLD_BYTES);
    }
    output += textOf(scan.write(utf8('@b.example, and 123-45-6789.\n')));
    expect(output + textOf(scan.end())).toBe('[withheld] and [phi.ssn].\n');
  });

  test('in one chunk a long match is no trouble', () => {
    const text = `see https://a.example/${'x'.repeat(20_000)} there`;
    expect(scanAll(CLINIC, [utf8(text)])).toBe('see [phi.url] there');
  });
});

describe('hostile streams', () => {
  test('a chunk that would cost the square of its length is withheld', () => {
    const each = startDetection(members(['a(?:[^]*b)?']));
    expect(scanAll(each, [utf8('a'.repeat(200))])).toBe('[m0]'.repeat(200));
    expect(scanAll(each, [utf8('a'.repeat(200_000))])).toBe('[withheld]');
  });

  test('no room is said, and then nothing has changed', () => {
    const { value } = detectorTables([member('phi.ssn', pattern(String.raw`\b\d{3}-\d{2}-\d{4}\b`))]);
    const kernel = startKernel(value);
    const record = kernel.place(new Uint8Array(SCAN_RECORD_BYTES));
    const state = (): Uint8Array => new Uint8Array(kernel.memory.buffer).slice(record, record + SCAN_RECORD_BYTES);
    kernel.scan(record, utf8('x 123-45'), { capacity: 64, isLast: false });
    const before = state();
    const chunk = utf8('-6789 and');
    for (let capacity = 0; capacity < '[phi.ssn] and'.length; capacity += 1) {
      expect(kernel.scan(record, chunk, { capacity, isLast: false }).written).toBe(-1);
      expect(state()).toEqual(before);
    }
    const { output } = kernel.scan(record, chunk, { capacity: '[phi.ssn] and'.length, isLast: false });
    expect(textOf(output)).toBe('[phi.ssn] and');
  });
});

/** Bytes at the end that are not yet a code point. */
function unfinished(bytes: Uint8Array): number {
  const decoded = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes, { stream: true });
  return bytes.length - utf8(decoded).length;
}

/** Whether a match that begins at `at` may still be made longer by what follows, by the automaton in the slow way. */
function isOpen(dfa: Dfa, bytes: Uint8Array, at: number): boolean {
  const before =
    at === 0 ? BEFORE.start : /\w/.test(String.fromCodePoint(bytes[at - 1] ?? 0)) ? BEFORE.word : BEFORE.other;
  let state = dfa.starts[before] ?? 0;
  for (const byte of bytes.subarray(at)) {
    state = dfa.transitions[state * dfa.columns + (dfa.classes.classOf[byte] ?? 0)] ?? 0;
  }
  return leadsOn(dfa, state);
}
