// A trap at any point leaves the next call right, on both surfaces: the module is stopped at one step after another of
// an evaluation, and then asked again.
import { describe, expect, test } from 'vitest';
import { compileModule } from '../../compiler/compile.ts';
import { EventMemory } from '../../runtime/engine/event-memory.ts';
import { createDecider, MODULE_FAULT_REASON } from '../../runtime/engine/decider.ts';
import { moduleExports } from '../../runtime/engine/module-exports.ts';
import { createEventWriter } from '../../runtime/engine/write-event.ts';
import {
  and,
  approve,
  attribute,
  columns,
  compare,
  inSet,
  lookup,
  mask,
  matches,
  member,
  orElse,
  plain,
  program,
  text,
  textTest,
  touches,
  window,
  yes,
} from './build-program.ts';
import { statement } from './events.ts';
import { withFuel } from './fuel.ts';
import { startHost } from './opa-host.ts';

const MEMBERS = [
  member('phi.ssn', [columns(['clinical'], ['*'], ['ssn'])]),
  member('phi.name', [columns(['clinical'], ['patients'], ['*_name'])]),
];
const RULES = [
  plain('block', 'drop', matches(attribute('statement.text'), 'dr+op', 'i')),
  plain('flag', 'prod', compare(orElse(lookup('target.labels', 'env'), text('')), '==', text('prod'))),
  plain(
    'flag',
    'nurse',
    and(inSet(text('nurses'), 'identity.groups'), textTest(attribute('statement.text'), 'contains', text('ssn'))),
  ),
  plain('flag', 'day', window({ unit: 'clock', from: 0, to: 1440, zone: 'Europe/Berlin' })),
  approve('ask', touches('statement.reads', [0, 1])),
  mask('hide', yes, [
    [0, { kind: 'pseudonym' }],
    [1, { kind: 'redact' }],
  ]),
];
const COMPILED = compileModule(program(RULES, { members: MEMBERS }));
const MODULE = new WebAssembly.Module(withFuel(COMPILED.wasm));

const FULL = 0x7fffffff;
const EVENTS = [
  statement({
    'statement.text': 'SELECT ssn\n',
    'statement.reads': ['clinical.a.ssn', 'clinical.patients."x"', 'odd'],
  }),
  statement({ 'statement.text': 'drrop "é"', 'identity.email': 'a@b.c', 'target.labels': { env: 'test', a: '\t' } }),
  { ...statement(), unknown: { a: ['1', 'c\n'] } },
  statement({ 'identity.mfa': undefined }),
];

/** Numbers up to `end`: each of the first, then fewer. */
function* steps(end: number): Generator<number> {
  for (let step = 0; step < end; step += 1 + Math.floor(step / 150)) yield step;
}

interface Fueled {
  readonly memory: WebAssembly.Memory;
  readonly instance: WebAssembly.Instance;
  /** How many units a call takes. */
  readonly cost: (call: () => unknown) => number;
  /** Makes the call with so little fuel that it traps. */
  readonly trap: (step: number, call: () => unknown) => void;
}

function start(): Fueled {
  const memory = new WebAssembly.Memory({ initial: 2 });
  const instance = new WebAssembly.Instance(MODULE, { env: { memory } });
  const fuel = instance.exports['fuel'] as WebAssembly.Global<'i32'>;
  fuel.value = FULL;
  return {
    memory,
    instance,
    cost: (call) => {
      fuel.value = FULL;
      call();
      return FULL - fuel.value;
    },
    trap: (step, call) => {
      fuel.value = step;
      expect(call, `step ${step}`).toThrow(WebAssembly.RuntimeError);
      fuel.value = FULL;
    },
  };
}

describe('the OPA surface', () => {
  const evaluation = (how: 'opa_eval' | 'eval'): { fueled: Fueled; evaluate: (input: unknown) => string } => {
    const fueled = start();
    const host = startHost(MODULE, fueled.memory, fueled.instance);
    const base = host.call('opa_heap_ptr_get');
    const evaluate = (input: unknown): string => {
      if (how === 'opa_eval') {
        const length = host.write(base, JSON.stringify(input));
        return host.read(host.call('opa_eval', 0, 0, 0, base, length, base + length, 0));
      }
      host.call('opa_heap_ptr_set', base);
      const value = host.call('opa_json_parse', ...host.put(JSON.stringify(input)));
      const context = host.call('opa_eval_ctx_new');
      host.call('opa_eval_ctx_set_input', context, value);
      host.call('eval', context);
      return host.read(host.call('opa_json_dump', host.call('opa_eval_ctx_get_result', context)));
    };
    return { fueled, evaluate };
  };

  test.for(['opa_eval', 'eval'] as const)('%s', (how) => {
    const { fueled, evaluate } = evaluation(how);
    const wanted = EVENTS.map(evaluate);
    expect(new Set(wanted).size).toBe(EVENTS.length);
    for (const [index, event] of EVENTS.entries()) {
      for (const step of steps(fueled.cost(() => evaluate(event)))) {
        fueled.trap(step, () => evaluate(event));
        const next = (index + step) % EVENTS.length;
        expect(evaluate(EVENTS[next]), `step ${step}`).toBe(wanted[next]);
      }
    }
    expect(EVENTS.map(evaluate)).toEqual(wanted);
    expect(EVENTS.map((event) => fueled.cost(() => evaluate(event))).toSorted((a, b) => b - a)[0]).toBeGreaterThan(300);
  });
});

describe('the streaming surface', () => {
  test('decisions, from the event to the record', () => {
    const { memory, instance, cost, trap } = start();
    const exports = moduleExports(instance);
    const decider = createDecider(exports, memory, COMPILED.metadata);
    const wanted = EVENTS.map((event) => decider.decide(event));
    expect(wanted.map(({ decided_by }) => decided_by)).toEqual(['ask', 'drop', null, null]);
    const own = new EventMemory(exports, memory);
    const record = createEventWriter(own)(EVENTS[0]!) as number;
    for (const step of steps(cost(() => exports.hpol_decide(record)))) {
      trap(step, () => exports.hpol_decide(record));
      const next = step % EVENTS.length;
      expect(decider.decide(EVENTS[next]!), `step ${step}`).toEqual(wanted[next]);
    }
    const fuel = instance.exports['fuel'] as WebAssembly.Global<'i32'>;
    fuel.value = 3;
    expect(decider.decide(EVENTS[0]!)).toMatchObject({ effect: 'block', reason: MODULE_FAULT_REASON });
    fuel.value = FULL;
    expect(decider.decide(EVENTS[0]!)).toEqual(wanted[0]);
  });

  test('members of columns', () => {
    const { memory, instance, cost, trap } = start();
    const exports = moduleExports(instance);
    const names = ['clinical.x.ssn', 'clinical.patients."last_name"', 'odd', 'a.b.c'];
    const places = names.map((name) => {
      const bytes = Buffer.from(name);
      const address = exports.hpol_alloc(bytes.length);
      new Uint8Array(memory.buffer).set(bytes, address);
      return [address, bytes.length] as const;
    });
    exports.hpol_mark();
    const bitsOf = (index: number): number =>
      new Uint32Array(memory.buffer)[exports.hpol_members(...places[index]!) >> 2]!;
    expect(names.map((_, index) => bitsOf(index))).toEqual([1, 2, 3, 0]);
    for (const index of names.keys()) {
      for (const step of steps(cost(() => bitsOf(index)))) {
        trap(step, () => bitsOf(index));
        expect(names.map((_, other) => bitsOf(other))).toEqual([1, 2, 3, 0]);
      }
    }
  });

  test('a key that is set half way is no key', () => {
    const { memory, instance, cost, trap } = start();
    const exports = moduleExports(instance);
    const put = (bytes: Uint8Array): number => {
      const address = exports.hpol_alloc(bytes.length);
      new Uint8Array(memory.buffer).set(bytes, address);
      return address;
    };
    const plan = put(Uint8Array.from([1, 0, 0, 0, 5, ...Array<number>(15).fill(0)]));
    const row = put(Buffer.from('440000000d000100000003313233', 'hex'));
    const [first, second, out] = [put(Buffer.alloc(32, 1)), put(Buffer.alloc(100, 2)), put(Buffer.alloc(64))];
    exports.hpol_mark();
    const masked = (): string => {
      exports.hpol_rows(plan, row, 14, out, 64);
      return Buffer.from(memory.buffer, out, exports.hpol_rows_produced.value).toString('hex');
    };
    const without = masked();
    expect(without).toBe('440000000a0001ffffffff');
    exports.hpol_key(first, 32);
    const before = masked();
    exports.hpol_key(second, 100);
    const wanted = masked();
    expect(new Set([without, before, wanted]).size).toBe(3);
    for (const step of steps(cost(() => exports.hpol_key(second, 100)))) {
      exports.hpol_key(first, 32);
      trap(step, () => exports.hpol_key(second, 100));
      expect(masked(), `step ${step}`).toBe(step === 0 ? before : without);
      exports.hpol_key(second, 100);
      expect(masked()).toBe(wanted);
    }
    for (const step of steps(cost(masked))) {
      trap(step, masked);
      expect(masked(), `step ${step}`).toBe(wanted);
    }
  });
});
