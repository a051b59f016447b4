// One decision over fifty rules, through each surface of the module, against what the OPA SDK costs by itself and
// against Cedar's WebAssembly build on an equal policy.
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { loadPolicy } from '@open-policy-agent/opa-wasm';
import type { PolicyEvent } from '../../compiler/abi/event.ts';
import { EventMemory } from '../../runtime/engine/event-memory.ts';
import { moduleExports } from '../../runtime/engine/module-exports.ts';
import { createEventWriter } from '../../runtime/engine/write-event.ts';
import { CEDAR_CALL, CEDAR_POLICY, EVENT, hpolPolicy } from './decide-policies.ts';
import { buildPolicy } from './engine.ts';
import { microsecondsPerCall, sideBySide, type Contestant, type Figure } from './measure.ts';
import { noopModule } from './noop-module.ts';
import { against, atLeast, atMost, type Ratio, type Row } from './report.ts';

const CALLS = 20_000;
const CEDAR_CALLS = 1_000;
const RECORD_CALLS = 200_000;
const MANY_RULES = 1_000;
const FEW_RULES = 10;

const timed = (name: string, work: () => unknown, calls = CALLS): Contestant => ({
  name,
  run: () => microsecondsPerCall(calls, () => void work()),
});

async function contestants(): Promise<readonly Contestant[]> {
  const { engine, name, wasm } = await buildPolicy(hpolPolicy());
  const [module, floor] = await Promise.all([loadPolicy(wasm), loadPolicy(noopModule())]);
  const parsed = cedar.preparsePolicySet(CEDAR_CALL.preparsedPolicySetId, { staticPolicies: CEDAR_POLICY });
  if (parsed.type !== 'success') throw new Error('Cedar does not accept its policy');
  const session = frozenSession();
  const few = await buildPolicy(hpolPolicy(FEW_RULES));
  const many = await buildPolicy(hpolPolicy(MANY_RULES));
  return [
    timed('OPA SDK, module that does nothing', () => floor.evaluate(EVENT)),
    timed(RECORD, recordDecider(wasm), RECORD_CALLS),
    timed(KNOWN, () => engine.decide({ ...session, statement: { ...EVENT.statement } })),
    timed('hpol, streaming surface', () => engine.decide(EVENT)),
    timed('hpol, OPA surface', () => module.evaluate(EVENT, `${name}/decision`)),
    timed('cedar-wasm statefulIsAuthorized', () => cedar.statefulIsAuthorized(CEDAR_CALL), CEDAR_CALLS),
    timed('hpol, streaming, 10 rules', () => few.engine.decide(EVENT)),
    timed('hpol, streaming, 1,000 rules', () => many.engine.decide(EVENT)),
  ];
}

/** The event as the gateway makes it for a session that it knows: what holds for the whole session is frozen. */
function frozenSession(): PolicyEvent {
  const event = structuredClone(EVENT);
  for (const group of [event.identity, event.session, event.target]) {
    for (const part of Object.values(group)) Object.freeze(part);
    Object.freeze(group);
  }
  return event;
}

/** The streaming surface alone: an event record in, a decision record out. */
function recordDecider(wasm: Uint8Array): () => unknown {
  const memory = new WebAssembly.Memory({ initial: 2 });
  const module = new WebAssembly.Module(new Uint8Array(wasm));
  const exports = moduleExports(new WebAssembly.Instance(module, { env: { memory } }));
  const record = createEventWriter(new EventMemory(exports, memory))(EVENT);
  if (typeof record !== 'number') throw new Error(record.reason);
  return () => exports.hpol_decide(record);
}

const FLOOR = 'OPA SDK, module that does nothing';
const RECORD = 'hpol_decide, record in, record out';
const KNOWN = 'hpol, streaming, known session';
/** Of the budgets, in microseconds. */
const MOST_MICROSECONDS = 0.5;

const within = (figure: Figure | undefined): Ratio | undefined =>
  figure && {
    value: figure.median / MOST_MICROSECONDS,
    to: '0.5 µs',
    budget: { text: '≤ 1x', isMet: figure.median <= MOST_MICROSECONDS },
  };

export async function decideRows(): Promise<readonly Row[]> {
  const list = await contestants();
  const figures = await sideBySide(list);
  const get = (name: string): Figure | undefined => figures.get(name);
  const ratios = new Map([
    [RECORD, within(get(RECORD))],
    [KNOWN, against(get(KNOWN), get(FLOOR), 'the no-op floor')],
    ['hpol, streaming surface', against(get('hpol, streaming surface'), get(FLOOR), 'the no-op floor')],
    ['hpol, OPA surface', atMost(against(get('hpol, OPA surface'), get(FLOOR), 'the no-op floor'), 2)],
    [
      'cedar-wasm statefulIsAuthorized',
      atLeast(against(get('cedar-wasm statefulIsAuthorized'), get('hpol, OPA surface'), 'hpol, OPA surface'), 5),
    ],
    [
      'hpol, streaming, 1,000 rules',
      atMost(against(get('hpol, streaming, 1,000 rules'), get('hpol, streaming, 10 rules'), '10 rules'), 2),
    ],
  ]);
  return list.map(({ name }): Row => {
    const ratio = ratios.get(name);
    return { what: 'one decision', who: name, unit: 'µs', figure: get(name) ?? null, ...(ratio ? { ratio } : {}) };
  });
}
