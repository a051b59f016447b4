// Memory stays as large as the largest event needs, however many evaluations there are, on both surfaces. A short run
// by default; `HPOL_EVALUATIONS=10000000` makes it long.
import { describe, expect, test } from 'vitest';
import type { PolicyEvent } from '../../compiler/abi/event.ts';
import { compileModule } from '../../compiler/compile.ts';
import { createDecider } from '../../runtime/engine/decider.ts';
import { moduleExports } from '../../runtime/engine/module-exports.ts';
import { createRows } from '../../runtime/engine/rows.ts';
import {
  attribute,
  columns,
  compare,
  mask,
  matches,
  member,
  plain,
  program,
  text,
  touches,
  window,
  yes,
} from './build-program.ts';
import { opening, statement } from './events.ts';
import { startHost } from './opa-host.ts';

const EVALUATIONS = Number(process.env['HPOL_EVALUATIONS'] ?? 60_000);
const TIMEOUT = 60_000 + EVALUATIONS / 10;

const POLICY = program(
  [
    plain('block', 'stop', compare(attribute('identity.user'), '==', text('ana'))),
    plain('flag', 'digits', matches(attribute('statement.text'), '[0-9]{3}')),
    plain('flag', 'phi', touches('statement.reads', [0, 1])),
    plain('flag', 'late', window({ unit: 'clock', from: 0, to: 1440, zone: 'Europe/Berlin' })),
    mask('hide', yes, [[0, { kind: 'pseudonym' }]]),
  ],
  {
    members: [
      member('phi.ssn', [columns(['clinical'], ['*'], ['ssn'])]),
      member('phi.name', [columns(['clinical'], ['patients'], ['name', 'My*'])]),
    ],
  },
);
const COMPILED = compileModule(POLICY);
const MODULE = new WebAssembly.Module(new Uint8Array(COMPILED.wasm));

/** Valid and not, read in one pass and by value, with quoted columns, and one for which the module traps. */
const EVENTS: readonly PolicyEvent[] = [
  statement(),
  statement({
    'identity.user': 'ben',
    'statement.text': 'SELECT 123\n',
    'statement.reads': ['clinical."My ""x""".ssn', 'odd'],
  }),
  statement({ 'identity.groups': Array.from({ length: 50 }, (_, index) => `é${index}`) }),
  opening({ 'identity.claims': Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`c${index}`, 'x'])) }),
  { ...opening(), unknown: { a: ['b'] } },
  statement({ 'identity.mfa': 'no' }),
  statement({ zone_offsets: {} }),
  { statement: {}, event: 'postgres.statement' },
];

/** Runs `call` on one event after the other; memory may grow in the first rounds only. Gives how much it grew afterwards. */
function growth(memory: WebAssembly.Memory, call: (turn: number) => void): number {
  const warm = EVENTS.length * 100;
  for (let turn = 0; turn < warm; turn++) call(turn);
  const bytes = memory.buffer.byteLength;
  for (let turn = 0; turn < EVALUATIONS; turn++) call(turn);
  return memory.buffer.byteLength - bytes;
}

describe(`${EVALUATIONS} evaluations in the same memory`, () => {
  test('OPA surface', { timeout: TIMEOUT }, () => {
    const host = startHost(MODULE);
    const base = host.call('opa_heap_ptr_get');
    const inputs = EVENTS.map((event) => Buffer.from(JSON.stringify(event)));
    const entrypoints = [0, 0, 2];
    let traps = 0;
    const evaluate = (turn: number): number => {
      const input = inputs[turn % inputs.length]!;
      const length = host.write(base, input);
      try {
        return host.call('opa_eval', 0, entrypoints[turn % 3]!, 0, base, length, base + length, turn & 1);
      } catch {
        traps++;
        return 0;
      }
    };
    const first = EVENTS.map((_, turn) => evaluate(turn) && host.read(evaluate(turn)));
    expect(growth(host.memory, evaluate)).toBe(0);
    expect(EVENTS.map((_, turn) => evaluate(turn) && host.read(evaluate(turn)))).toEqual(first);
    expect(traps).toBeGreaterThan(EVALUATIONS / EVENTS.length - 1);
  });

  test('OPA surface in steps, with data that change', { timeout: TIMEOUT }, () => {
    const host = startHost(MODULE);
    const base = host.call('opa_heap_ptr_get');
    const inputs = EVENTS.map((event) => Buffer.from(JSON.stringify(event)));
    const grown = growth(host.memory, (turn) => {
      // A trap is part of the run.
      try {
        host.call('opa_heap_ptr_set', base);
        const data = host.call('opa_value_parse', ...host.put(`{"a":{"b":[${turn % 10}]}}`));
        host.call('opa_value_add_path', data, host.call('opa_value_parse', ...host.put('["a","c"]')), data);
        const value = host.call('opa_json_parse', ...host.put(inputs[turn % inputs.length]!));
        const context = host.call('opa_eval_ctx_new');
        host.call('opa_eval_ctx_set_input', context, value);
        host.call('opa_eval_ctx_set_data', context, data);
        host.call('eval', context);
        host.call('opa_value_dump', host.call('opa_eval_ctx_get_result', context));
      } catch (error) {
        if (!(error instanceof WebAssembly.RuntimeError)) throw error;
      }
    });
    expect(grown).toBe(0);
  });

  test('streaming surface', { timeout: TIMEOUT }, () => {
    const memory = new WebAssembly.Memory({ initial: 2 });
    const exports = moduleExports(new WebAssembly.Instance(MODULE, { env: { memory } }));
    const decider = createDecider(exports, memory, COMPILED.metadata);
    const rows = createRows(exports, memory);
    decider.setKey(Buffer.alloc(32, 1));
    const row = Buffer.from('440000000d000100000003313233', 'hex');
    const first = EVENTS.map((event) => decider.decide(event));
    const grown = growth(memory, (turn) => {
      decider.decide(EVENTS[turn % EVENTS.length]!);
      if (turn % 16 !== 0) return;
      decider.membersOf(`clinical.t${turn % 1_000}."My ""c"""`);
      const plan = rows.plan([{ operation: 5, count: 0, constant: 'x'.repeat(turn % 100) }]);
      rows.maskRows(plan, row);
      rows.release(plan);
      rows.scrub('a text');
    });
    expect(grown).toBe(0);
    expect(EVENTS.map((event) => decider.decide(event))).toEqual(first);
  });
});
