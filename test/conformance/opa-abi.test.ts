// The OPA WASM ABI 1.3, export by export, as hosts other than the npm SDK use it: raw calls on a raw instance.
import { describe, expect, test } from 'vitest';
import { compileModule } from '../../compiler/compile.ts';
import { columns, compare, attribute, member, plain, program, text, touches } from './build-program.ts';
import { statement } from './events.ts';
import { startHost, type OpaFunction, type OpaHost } from './opa-host.ts';

const POLICY = program([plain('block', 'stop', compare(attribute('identity.user'), '==', text('ana')))]);
const MODULE = new WebAssembly.Module(new Uint8Array(compileModule(POLICY).wasm));

const start = (pages = 2): OpaHost => startHost(MODULE, pages);

const EVENT = JSON.stringify(statement());
const BLOCKED =
  '"effect":"block","decided_by":"stop","reason":"because of stop","doc":"doc of \\"stop\\"\\nline 2","rules":["stop"],"approvals":[],"masks":[]';

describe('linking', () => {
  test('imports only memory, of at most two pages and without maximum', () => {
    expect(WebAssembly.Module.imports(MODULE)).toEqual([{ module: 'env', name: 'memory', kind: 'memory' }]);
    expect(() => start(1)).toThrow(WebAssembly.LinkError);
    expect(start(2).evaluate(EVENT)).toContain(BLOCKED);
    expect(start(40).evaluate(EVENT)).toContain(BLOCKED);
  });

  test('tables larger than two pages are copied at start', () => {
    const members = Array.from({ length: 6000 }, (_, number) =>
      member(`phi.m${number}`, [columns([`s${number}`], ['t'], ['c'])]),
    );
    const large = program([plain('block', 'stop', touches('statement.reads', [5999]))], { members });
    const memory = new WebAssembly.Memory({ initial: 2 });
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(compileModule(large).wasm)), {
      env: { memory },
    });
    expect(memory.buffer.byteLength).toBeGreaterThan(400_000);
    const address = (exports['opa_malloc'] as OpaFunction)(9);
    new Uint8Array(memory.buffer).set(Buffer.from('s5999.t.c'), address);
    const bits = (exports['hpol_members'] as OpaFunction)(address, 9);
    expect(new Uint32Array(memory.buffer)[(bits >> 2) + (5999 >> 5)]).toBe(1 << (5999 & 31));
  });

  test('says its version', () => {
    const { exports } = new WebAssembly.Instance(MODULE, { env: { memory: new WebAssembly.Memory({ initial: 2 }) } });
    expect((exports['opa_wasm_abi_version'] as WebAssembly.Global).value).toBe(1);
    expect((exports['opa_wasm_abi_minor_version'] as WebAssembly.Global).value).toBe(3);
    expect(exports['memory']).toBeInstanceOf(WebAssembly.Memory);
  });

  test('equal programs give equal bytes', () => {
    expect(
      Buffer.from(compileModule(structuredClone(POLICY)).wasm).equals(Buffer.from(compileModule(POLICY).wasm)),
    ).toBe(true);
  });
});

describe('opa_eval', () => {
  test('formats 0 and 1', () => {
    const host = start();
    expect(host.evaluate(EVENT)).toBe(`[{"result":{${BLOCKED}}}]`);
    expect(host.evaluate(EVENT, 1)).toBe(`{{"result":{${BLOCKED}}}}`);
  });
  test('a heap pointer at any alignment, and results that stay equal over many calls', () => {
    const host = start();
    const wanted = host.evaluate(EVENT);
    const base = host.call('opa_heap_ptr_get');
    for (let pad = 0; pad < 40; pad++) {
      host.call('opa_heap_ptr_set', base + pad);
      expect(host.evaluate(`${EVENT}${' '.repeat(pad)}`)).toBe(wanted);
    }
  });
  test('a counted terminator, and an input of nothing', () => {
    const host = start();
    expect(host.evaluate(`${EVENT}\0`)).toContain(BLOCKED);
    const none = host.call('opa_eval', 0, 0, 0, 0, 0, host.call('opa_heap_ptr_get'), 0);
    expect(host.read(none)).toContain('"reason":"the event is not valid: input must be a JSON object"');
  });
  test('a data address that means nothing is not looked at', () => {
    const host = start();
    const [address, length] = host.put(EVENT);
    expect(host.read(host.call('opa_eval', 0, 0, 0x7fffffff, address, length, address + length, 0))).toContain(BLOCKED);
  });
  test('a heap pointer inside the policy overwrites neither it nor the input', () => {
    const host = start();
    const [address, length] = host.put(EVENT);
    expect(host.read(host.call('opa_eval', 0, 0, 0, address, length, 8, 0))).toContain(BLOCKED);
    expect(host.evaluate(EVENT)).toBe(`[{"result":{${BLOCKED}}}]`);
  });
  test('an input larger than memory was', () => {
    const host = start();
    const event = JSON.stringify(statement({ 'statement.text': 'x'.repeat(3_000_000) }));
    expect(host.evaluate(event)).toContain(BLOCKED);
  });
});

describe('evaluation contexts', () => {
  test('input in, result set out', () => {
    const host = start();
    const context = host.call('opa_eval_ctx_new');
    host.call('opa_eval_ctx_set_input', context, host.call('opa_json_parse', ...host.put(EVENT)));
    host.call('opa_eval_ctx_set_data', context, host.call('opa_json_parse', ...host.put('{}')));
    host.call('opa_eval_ctx_set_entrypoint', context, 0);
    expect(host.call('eval', context)).toBe(0);
    const result = host.call('opa_eval_ctx_get_result', context);
    expect(host.read(host.call('opa_json_dump', result))).toBe(`[{"result":{${BLOCKED}}}]`);
    expect(host.read(host.call('opa_value_dump', result))).toBe(`{{"result":{${BLOCKED}}}}`);
  });
  test('no input is a block', () => {
    const host = start();
    const context = host.call('opa_eval_ctx_new');
    expect(host.call('eval', context)).toBe(0);
    const result = host.call('opa_eval_ctx_get_result', context);
    expect(host.read(host.call('opa_json_dump', result))).toContain('"effect":"block"');
  });
});

describe('values', () => {
  const dumped = (host: OpaHost, content: string): string | null => {
    const value = host.call('opa_json_parse', ...host.put(content));
    return value === 0 ? null : host.read(host.call('opa_json_dump', value));
  };

  test.for([
    ['null', 'null'],
    [' [ 1 , -2.5e+3 , 0 ] ', '[1,-2.5e+3,0]'],
    ['{"b":true,"a":{"c":[false]}}', '{"b":true,"a":{"c":[false]}}'],
    [String.raw`"\u00e9\ud83d\ude00\n\/"`, '"é😀\\n/"'],
    ['""', '""'],
    ['"\\u0000"', '"\\u0000"'],
    [`${'['.repeat(64)}${']'.repeat(64)}`, `${'['.repeat(64)}${']'.repeat(64)}`],
  ] as const)('reads %s', ([content, wanted]) => {
    expect(dumped(start(), content)).toBe(wanted);
  });

  test.for([
    '',
    ' ',
    'nul',
    'nulll',
    'truefalse',
    '01',
    '1.',
    '.5',
    '+1',
    '1e',
    '-',
    'NaN',
    '[1,]',
    '[,1]',
    '[1 2]',
    '[',
    ']',
    '{',
    '{"a"}',
    '{"a":}',
    '{"a":1,}',
    '{a:1}',
    '{1:2}',
    '{"a":1 "b":2}',
    '{"a":1,"a":2}',
    String.raw`{"a":1,"\u0061":2}`,
    `{${Array.from({ length: 40 }, (_, key) => `"k${key % 39}":1`).join(',')}}`,
    '"',
    '"a',
    '"\n"',
    '"\t"',
    String.raw`"\x"`,
    String.raw`"\u12"`,
    String.raw`"\u12g4"`,
    '"\\',
    '"\\"',
    "'a'",
    '{1,2}',
    'set()',
    '1 2',
    '[1]\u00a0',
    '\ufeff1',
    `${'['.repeat(66)}${']'.repeat(66)}`,
    '['.repeat(100_000),
    '{"a":'.repeat(100_000),
  ])('refuses %s', (content) => {
    expect(dumped(start(), content)).toBeNull();
  });

  test.for([
    [0xc0, 0x80],
    [0xe0, 0x80, 0x80],
    [0xed, 0xa0, 0x80],
    [0xf0, 0x80, 0x80, 0x80],
    [0xf4, 0x90, 0x80, 0x80],
    [0xf5, 0x80, 0x80, 0x80],
    [0x80],
    [0xc3],
    [0xe2, 0x82],
    [0xff],
  ])('refuses bytes that are not UTF-8: %s', (bytes) => {
    const host = start();
    const [address, length] = host.put(Uint8Array.from([0x22, ...bytes, 0x22]));
    expect(host.call('opa_json_parse', address, length)).toBe(0);
  });

  test('a large object with distinct keys is read in time', () => {
    const entries = Array.from({ length: 50_000 }, (_, key) => [`k${key}`, key]);
    const content = JSON.stringify(Object.fromEntries(entries));
    expect(dumped(start(), content)).toBe(content);
  });

  test('Rego sets', () => {
    const host = start();
    const parsed = (content: string): string => {
      const value = host.call('opa_value_parse', ...host.put(content));
      return value === 0 ? 'refused' : host.read(host.call('opa_value_dump', value));
    };
    expect(parsed('{1, {"a":set()} , "x"}')).toBe('{1,{"a":set()},"x"}');
    expect(parsed('{}')).toBe('{}');
    expect(parsed('{1,}')).toBe('refused');
    const set = host.call('opa_value_parse', ...host.put('{1,2}'));
    expect(host.read(host.call('opa_json_dump', set))).toBe('[1,2]');
  });

  test('paths are added and removed', () => {
    const host = start();
    const parse = (content: string): number => host.call('opa_json_parse', ...host.put(content));
    const base = parse('{"a":1}');
    expect(host.call('opa_value_add_path', base, parse('["b","c"]'), parse('2'))).toBe(0);
    expect(host.call('opa_value_add_path', base, parse('["a"]'), parse('[3]'))).toBe(0);
    expect(host.read(host.call('opa_json_dump', base))).toBe('{"a":[3],"b":{"c":2}}');
    expect(host.call('opa_value_remove_path', base, parse('["b","c"]'))).toBe(0);
    expect(host.call('opa_value_remove_path', base, parse('["a"]'))).toBe(0);
    expect(host.read(host.call('opa_json_dump', base))).toBe('{"b":{}}');
    expect(host.call('opa_value_add_path', base, parse('["z"]'), parse('1'))).toBe(0);
    expect(host.read(host.call('opa_json_dump', base))).toBe('{"b":{},"z":1}');
    expect(host.call('opa_value_add_path', base, parse('"b"'), parse('2'))).toBe(2);
    expect(host.call('opa_value_add_path', base, parse('[]'), parse('2'))).toBe(3);
    expect(host.call('opa_value_add_path', base, parse('["z","y"]'), parse('2'))).toBe(3);
    expect(host.call('opa_value_remove_path', base, parse('["no","y"]'))).toBe(3);
  });

  test('what hosts call for memory', () => {
    const host = start();
    const before = host.call('opa_heap_ptr_get');
    const [address] = host.put('x');
    host.call('opa_free', address);
    host.call('opa_value_free', address);
    host.call('opa_heap_blocks_stash');
    host.call('opa_heap_blocks_restore');
    host.call('opa_heap_stash_clear');
    expect(host.call('opa_heap_ptr_get')).toBeGreaterThan(before);
    expect(host.read(host.call('opa_json_dump', host.call('builtins')))).toBe('{}');
    expect(host.read(host.call('opa_json_dump', host.call('entrypoints')))).toContain('{"example/decision":0,');
  });
});
