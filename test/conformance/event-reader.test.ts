// The two readers of events on the OPA surface: the one that goes over the text once, and the one of values that
// opa_json_parse made. Whatever the text, valid or not, both lead to the same result.
import { array, assert, boolean, constantFrom, integer, nat, oneof, property, string, tuple } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileModule } from '../../compiler/compile.ts';
import { EVENTS } from '../../lang/vocabulary/registry.ts';
import { attribute, compare, lookup, orElse, plain, program, text } from './build-program.ts';
import { opening, statement } from './events.ts';
import { startHost } from './opa-host.ts';
import { events } from './random-event.ts';

const EVERY_EVENT = EVENTS.map(({ name }) => name);
/** Rules whose firing shows what was read. */
const RULES = [
  plain('block', 'ana', compare(attribute('identity.user'), '==', text('ana')), EVERY_EVENT),
  plain('flag', 'email', compare(orElse(attribute('identity.email'), text('')), '<', text('m')), EVERY_EVENT),
  plain('flag', 'prod', compare(orElse(lookup('target.labels', 'env'), text('')), '==', text('prod')), EVERY_EVENT),
  plain('flag', 'text', compare(attribute('statement.text'), '>', text('é'))),
];
const MODULE = new WebAssembly.Module(new Uint8Array(compileModule(program(RULES)).wasm));
const host = startHost(MODULE);
const BASE = host.call('opa_heap_ptr_get');
const RUNS = 40 * Number(process.env['HPOL_RUNS'] ?? 60);

/** Goes over the text, which stays as it is; also gives how much memory that took. */
function inOnePass(content: string, entrypoint: number): { readonly result: string; readonly used: number } {
  const length = host.write(BASE, content);
  const end = BASE + length;
  const result = host.read(host.call('opa_eval', 0, entrypoint, 0, BASE, length, end, 0));
  if (Buffer.compare(Buffer.from(host.memory.buffer, BASE, length), Buffer.from(content)) !== 0) {
    throw new Error(`the input was changed: ${content}`);
  }
  return { result, used: host.call('opa_heap_ptr_get') - end };
}

function overValues(content: string, entrypoint: number): string {
  host.call('opa_heap_ptr_set', BASE);
  const value = host.call('opa_value_parse', ...host.put(content));
  const context = host.call('opa_eval_ctx_new');
  host.call('opa_eval_ctx_set_input', context, value);
  host.call('opa_eval_ctx_set_entrypoint', context, entrypoint);
  host.call('eval', context);
  return host.read(host.call('opa_json_dump', host.call('opa_eval_ctx_get_result', context)));
}

const expectSame = (content: string, entrypoint = 0): void => {
  expect([content, inOnePass(content, entrypoint).result]).toEqual([content, overValues(content, entrypoint)]);
};

const spaces = constantFrom('', '', '', ' ', '\n\t', ' \r\n ');
const entrypoints = constantFrom(0, 0, 2, 3);

/** An event as some host writes it: keys in any order, spaces, escapes that need not be. */
const written = tuple(events, array(tuple(nat(), spaces, boolean()), { minLength: 8, maxLength: 8 }), boolean()).map(
  ([event, choices, isInOrder]) => {
    let turn = 0;
    const next = (): (typeof choices)[number] => choices[turn++ % choices.length]!;
    const print = (value: unknown): string => {
      const [rank, space, isEscaped] = next();
      if (typeof value === 'string' && isEscaped) return `"${escaped(value)}"`;
      if (Array.isArray(value)) return `[${value.map((item) => space + print(item)).join(',')}${space}]`;
      if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
      const entries = Object.entries(value).filter(([, held]) => held !== undefined);
      const ordered = isInOrder
        ? entries
        : entries.toSorted(([a], [b]) => ((a.length * rank) % 7) - ((b.length * rank) % 7));
      return `{${ordered.map(([key, held]) => `${space}${JSON.stringify(key)}${space}:${space}${print(held)}${space}`).join(',')}}`;
    };
    return print(event);
  },
);

/** Every unit as an escape. */
const escaped = (value: string): string =>
  Array.from({ length: value.length }, (_, index) => value.charCodeAt(index).toString(16).padStart(4, '0'))
    .map((digits) => `\\u${digits}`)
    .join('');

describe('both readers agree', () => {
  test('on events as hosts write them', () => {
    assert(property(written, entrypoints, expectSame), { numRuns: RUNS });
  });

  test('on damaged texts', () => {
    const patches = oneof(
      string({ maxLength: 2 }),
      constantFrom(...'{}[],:"\\0-.e'.split(''), '\\u00', '\u0000', ' ', '"a":1,', '{1}'),
    );
    const damaged = tuple(written, nat(), integer({ min: 0, max: 3 }), patches).map(([content, at, cut, patch]) => {
      const place = at % (content.length + 1);
      return content.slice(0, place) + patch + content.slice(place + cut);
    });
    assert(property(damaged, entrypoints, expectSame), { numRuns: RUNS });
  });

  const usual = JSON.stringify(statement());
  const inside = (group: string, more: string): string => usual.replace(`"${group}":{`, `"${group}":{${more},`);
  const many = (count: number): string =>
    Array.from({ length: count }, (_, key) => `"k${key}":{"a":[${key}]}`).join(',');
  test.for([
    ['more keys than are compared one by one', `{${many(40)},${usual.slice(1)}`],
    ['as many as are', inside('identity', many(16))],
    ['one more', inside('identity', many(17))],
    ['keys behind the event', `${usual.slice(0, -1)},${many(16)}}`],
    ['an unknown key twice', inside('session', '"x":1,"x":2')],
    ['an unknown key twice, once escaped', inside('session', String.raw`"x":1,"\u0078":2`)],
    ['a known key twice', inside('session', '"id":"a"')],
    ['a known key twice, once escaped', inside('session', String.raw`"\u0069d":"a"`)],
    ['a group twice', `${usual.slice(0, -1)},"target":{"name":"x","labels":{}}}`],
    ['the event twice', `${usual.slice(0, -1)},"event":"session.open"}`],
    ['an unknown value that repeats a key', inside('target', '"x":{"a":1,"a":2}')],
    ['an unknown value that is no text', inside('target', String.raw`"x":"\ud800"`)],
    ['a label twice', usual.replace('"labels":{', '"labels":{"env":"a",')],
    [
      '17 labels',
      usual.replace('"labels":{', `"labels":{${Array.from({ length: 17 }, (_, key) => `"l${key}":"x"`).join(',')},`),
    ],
    ['an unknown value at the deepest level', inside('target', `"x":${'['.repeat(63)}${']'.repeat(63)}`)],
    ['and below it', inside('target', `"x":${'['.repeat(64)}${']'.repeat(64)}`)],
    ['at the deepest level beside the groups', `{"x":${'['.repeat(64)}${']'.repeat(64)},${usual.slice(1)}`],
    ['and below', `{"x":${'['.repeat(65)}${']'.repeat(65)},${usual.slice(1)}`],
    ['a set for a list', usual.replace('"groups":["nurses"]', '"groups":{"nurses","ana"}')],
    ['an empty set', usual.replace('"groups":["nurses"]', '"groups":set()')],
    ['a number with a fraction', usual.replace(/"now":\d+/, '"now":1.0')],
    ['with an exponent', usual.replace(/"now":\d+/, '"now":1e3')],
    ['with a zero in front', usual.replace(/"now":\d+/, '"now":01')],
    ['that is too long', usual.replace(/"now":\d+/, `"now":${'9'.repeat(400)}`)],
    ['minus zero', usual.replace(/"now":\d+/, '"now":-0')],
    ['minus alone', usual.replace(/"now":\d+/, '"now":-')],
    ['NULs behind', `${usual}\0\0`],
    ['a NUL in front', `\0${usual}`],
    ['spaces behind', `${usual} \n`],
    ['a comma behind', `${usual},`],
    ['only the event', '{"event":"postgres.statement"}'],
    ['nothing', '{}'],
    ['no brace', usual.slice(0, -1)],
    ['truth cut short', usual.slice(0, usual.lastIndexOf('false') + 3)],
  ] as const)('on %s', ([, content]) => {
    const cuts = Array.from({ length: 40 }, (_, back) => content.slice(0, Math.max(0, content.length - back)));
    for (const entrypoint of [0, 1, 2]) expectSame(content, entrypoint);
    expect(cuts.filter((cut) => inOnePass(cut, 2).result !== overValues(cut, 2))).toEqual([]);
  });
});

test('a text with escapes goes behind the input, not where one of the last evaluation went', () => {
  const short = JSON.stringify(statement({ 'statement.text': 'a\nb' }));
  const name = JSON.stringify('postgres.statement');
  const long = JSON.stringify(statement({ 'statement.text': 'x'.repeat(5_000) })).replace(
    name,
    `"${escaped('postgres.statement')}"`,
  );
  const wanted = overValues(long, 0);
  expect(wanted).toContain('"decided_by":"ana"');
  inOnePass(short, 0);
  expect(inOnePass(long, 0).result).toBe(wanted);
});

test('the usual shape is read without values between, and other orders are read too', () => {
  const { event, ...rest } = statement();
  const usual = inOnePass(JSON.stringify({ event, ...rest }), 0);
  const late = inOnePass(JSON.stringify({ ...rest, event }), 0);
  expect(usual.result).toBe(late.result);
  expect(usual.used).toBeLessThan(late.used / 1.5);
  expect(inOnePass(JSON.stringify(rest), 2).used).toBeLessThan(late.used / 1.5);
  expect(inOnePass(JSON.stringify(opening()), 0).result).toContain('"decided_by":"ana"');
});
