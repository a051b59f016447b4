// Input that is meant to break the OPA surface: it is a block or a trap, in time that grows with its size only, and the
// evaluation after it is right.
import { describe, expect, test } from 'vitest';
import { compileModule } from '../../compiler/compile.ts';
import { attribute, compare, plain, program, text } from './build-program.ts';
import { statement } from './events.ts';
import { startHost, type OpaHost } from './opa-host.ts';

const POLICY = program([plain('block', 'stop', compare(attribute('identity.user'), '==', text('ana')))]);
const MODULE = new WebAssembly.Module(new Uint8Array(compileModule(POLICY).wasm));
const EVENT = JSON.stringify(statement());

/** One evaluation; the heap is where it was before. */
function evaluate(host: OpaHost, base: number, input: string | Uint8Array): string {
  const bytes = typeof input === 'string' ? Buffer.from(input) : input;
  host.call('opa_heap_ptr_set', base);
  const [address, length] = host.put(bytes);
  return host.read(host.call('opa_eval', 0, 0, 0, address, length, address + length, 0));
}

const inside = (more: string): string => EVENT.replace('"statement":{', `"statement":{${more},`);
const bytesInside = (bytes: readonly number[]): Uint8Array => {
  const [before = '', behind = ''] = inside('"x":"%"').split('%');
  return Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(behind)]);
};
const keys = (count: number, key: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => `${JSON.stringify(key(index))}:0`).join(',');

const INVALID = '"decided_by":null,"reason":"the event is not valid: ';
const STOPPED = '"decided_by":"stop"';
const MILLION = 1_000_000;

describe('is a block or is ignored, and the next evaluation is right', () => {
  test.for([
    ['nothing', '', INVALID],
    ['NULs only', '\0\0\0', INVALID],
    ['a NUL inside', EVENT.replace('SELECT', 'SEL\0ECT'), INVALID],
    ['an escaped NUL, which a text may hold', EVENT.replace('SELECT 1', String.raw`SELECT \u0000`), STOPPED],
    ['a mark of byte order', `\ufeff${EVENT}`, INVALID],
    ['a text in 16 bits', Buffer.from(EVENT, 'utf16le'), INVALID],
    ['half a surrogate pair', EVENT.replace('"ana"', String.raw`"\ud800"`), `${INVALID}identity.user must be a text`],
    ['pairs in the wrong order', EVENT.replace('"ana"', String.raw`"\udc00\ud800"`), INVALID],
    ['half a pair in a list', EVENT.replace('"nurses"', String.raw`"nurses","\udfff"`), INVALID],
    ['half a pair in a key of a map', EVENT.replace('"env":', String.raw`"\ud800":`), INVALID],
    ['a surrogate as bytes', bytesInside([0xed, 0xa0, 0x80]), INVALID],
    ['a byte that is no UTF-8', bytesInside([0xff]), INVALID],
    ['an overlong slash', bytesInside([0xc0, 0xaf]), INVALID],
    ['a character that is cut short', bytesInside([0xf0, 0x9f, 0x98]), INVALID],
    ['a number of a million digits', EVENT.replace(/"now":\d+/, `"now":${'1'.repeat(MILLION)}`), INVALID],
    [
      'the same where nobody looks',
      inside(`"x":-${'9'.repeat(MILLION)}.${'0'.repeat(MILLION)}e${'9'.repeat(MILLION)}`),
      STOPPED,
    ],
    ['a number just too large', EVENT.replace(/"now":\d+/, `"now":${2 ** 53}`), INVALID],
    ['a key of four million letters', inside(`${JSON.stringify('k'.repeat(4 * MILLION))}:0`), STOPPED],
    [
      'that key twice',
      inside(`${JSON.stringify('k'.repeat(4 * MILLION))}:0,${JSON.stringify('k'.repeat(4 * MILLION))}:1`),
      INVALID,
    ],
    ['a million keys', inside(keys(MILLION, (index) => `k${index}`)), STOPPED],
    ['a million keys, two of them equal', inside(keys(MILLION, (index) => `k${index % (MILLION - 1)}`)), INVALID],
    [
      'a hundred thousand labels',
      EVENT.replace('"labels":{', `"labels":{${keys(100_000, (index) => `k${index}`).replaceAll(':0', ':""')},`),
      STOPPED,
    ],
    ['long keys that differ at their end', inside(keys(3_000, (index) => `${'k'.repeat(1_000)}${index}`)), STOPPED],
    ['a million groups', EVENT.replace('"groups":[', `"groups":[${'"",'.repeat(MILLION)}`), STOPPED],
    ['a million braces', '{"a":'.repeat(MILLION), INVALID],
    ['a million brackets where nobody looks', inside(`"x":${'['.repeat(MILLION)}${']'.repeat(MILLION)}`), INVALID],
    ['a string without an end', `${EVENT.slice(0, -2)},"x":"${'\\n'.repeat(MILLION)}`, INVALID],
    [
      'a text of nothing but escapes',
      EVENT.replace('SELECT 1', String.raw`\u0041\ud83d\ude00`.repeat(200_000)),
      STOPPED,
    ],
    ['spaces', `${' '.repeat(MILLION)}${EVENT}${'\n'.repeat(MILLION)}`, STOPPED],
    ['only spaces', ' '.repeat(4 * MILLION), INVALID],
  ] as const)('%s', { timeout: 20_000 }, ([, input, wanted]) => {
    const host = startHost(MODULE);
    const base = host.call('opa_heap_ptr_get');
    expect(evaluate(host, base, input).slice(0, 1_000)).toContain(wanted);
    const bytes = host.memory.buffer.byteLength;
    expect(evaluate(host, base, EVENT)).toContain(STOPPED);
    expect(evaluate(host, base, input).slice(0, 1_000)).toContain(wanted);
    expect(host.memory.buffer.byteLength).toBe(bytes);
  });
});

describe('traps, and the next evaluation is right', () => {
  test('memory that cannot grow', () => {
    const host = startHost(MODULE, new WebAssembly.Memory({ initial: 2, maximum: 40 }));
    const base = host.call('opa_heap_ptr_get');
    const large = inside(keys(60_000, (index) => `k${index}`));
    for (let round = 0; round < 3; round++) {
      expect(() => evaluate(host, base, large)).toThrow(WebAssembly.RuntimeError);
      expect(evaluate(host, base, EVENT)).toContain(STOPPED);
    }
  });

  test('memory that is just large enough for the tables', () => {
    const small = startHost(MODULE).call('opa_heap_ptr_get');
    const pages = Math.ceil(small / 65_536) + 1;
    const host = startHost(MODULE, new WebAssembly.Memory({ initial: 2, maximum: pages }));
    expect(evaluate(host, host.call('opa_heap_ptr_get'), EVENT)).toContain(STOPPED);
  });

  test.for([
    ['an input address outside memory', [0, 0x7fff_0000, 100, 0]],
    ['an input that reaches outside', [0, 1_000, 0x7fff_0000, 0]],
    ['an input that wraps around', [0, 0xffff_fff0, 0x100, 0]],
    ['a heap pointer outside memory', [0, 0, 0, 0xffff_fff0]],
    ['an entrypoint that does not exist', [9_999, 0, 0, 0]],
    ['one below zero', [-1, 0, 0, 0]],
  ] as const)('%s', ([, [entrypoint, input, length, heap]]) => {
    const host = startHost(MODULE);
    const base = host.call('opa_heap_ptr_get');
    expect(() => host.call('opa_eval', 0, entrypoint, 0, input, length, heap, 0)).toThrow(WebAssembly.RuntimeError);
    expect(evaluate(host, base, EVENT)).toContain(STOPPED);
  });
});
