// Explanations against the decisions they explain: the atoms' truth, put together as a rule's condition says, is whether the rule
// fired, and turning the atoms that are said to have stopped a rule would make it fire.
import { array, assert, asyncProperty } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ATOM_STATE, type ConditionTree } from '../../compiler/abi/explain.ts';
import type { PolicyEvent } from '../../compiler/abi/event.ts';
import { writeBundle } from '../../compiler/bundle/write-bundle.ts';
import { compileModule, type CompiledModule } from '../../compiler/compile.ts';
import { policy, programOf } from '../../lang/check/testing.ts';
import type { Program } from '../../lang/program/program.ts';
import { EventMemory } from '../../runtime/engine/event-memory.ts';
import { explain, type Explanation } from '../../runtime/engine/explanation.ts';
import { loadEngine } from '../../runtime/engine/load-engine.ts';
import { moduleExports } from '../../runtime/engine/module-exports.ts';
import { createEventWriter } from '../../runtime/engine/write-event.ts';
import { statement } from './events.ts';
import { interpret, NoAnswer } from './interpreter.ts';
import { events } from './random-event.ts';
import { programs } from './random-program.ts';

/** `HPOL_RUNS=2000` searches longer. */
const RUNS = Number(process.env['HPOL_RUNS'] ?? 40);

/** What hpol_explain says of each atom, or null for an event that is not valid. */
function statesReader({ wasm, metadata }: CompiledModule): (event: PolicyEvent) => Uint8Array | null {
  const memory = new WebAssembly.Memory({ initial: 2 });
  const exports = moduleExports(
    new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(wasm)), { env: { memory } }),
  );
  const writeEvent = createEventWriter(new EventMemory(exports, memory));
  return (event) => {
    const record = writeEvent(event);
    if (typeof record !== 'number') return null;
    return new Uint8Array(memory.buffer, exports.hpol_explain(record), metadata.conditions.atoms).slice();
  };
}

function holds(tree: ConditionTree, states: Uint8Array): boolean {
  switch (tree.kind) {
    case 'atom':
      return states[tree.atom] === ATOM_STATE.true;
    case 'always':
      return true;
    case 'never':
      return false;
    case 'not':
      return !holds(tree.value, states);
    case 'and':
      return holds(tree.left, states) && holds(tree.right, states);
    case 'or':
      return holds(tree.left, states) || holds(tree.right, states);
    default:
      return tree satisfies never;
  }
}

/** The rules that fire by the reference; null where it has no answer. */
function firing(program: Program, event: PolicyEvent): readonly string[] | null {
  try {
    return interpret(program, event).rules;
  } catch (error) {
    if (error instanceof NoAnswer) return null;
    throw error;
  }
}

test('random programs and events: atoms say what the reference says', { timeout: 600_000 }, async () => {
  const counts = { fired: 0, stopped: 0 };
  const explained = asyncProperty(
    programs,
    array(events, { minLength: 10, maxLength: 10 }),
    async (program, chosen) => {
      const module = compileModule(program);
      const statesOf = statesReader(module);
      const { metadata } = module;
      for (const event of chosen) {
        const states = statesOf(event);
        const rules = states && firing(program, event);
        if (!states || !rules) continue;
        for (const [number, rule] of metadata.rules.entries()) {
          if (!rule.events.includes(event.event)) continue;
          const isTrue = holds(metadata.conditions.trees[number]!, states);
          expect([rule.name, isTrue]).toEqual([rule.name, rules.includes(rule.name)]);
        }
        const { fired, stopped } = explain(metadata, { event: event.event, rules, states });
        expect(fired.map(({ rule }) => rule)).toEqual(rules);
        counts.fired += fired.length;
        counts.stopped += stopped.length;
      }
    },
  );
  await assert(explained, { numRuns: RUNS });
  expect(counts.fired).toBeGreaterThan(RUNS);
  expect(counts.stopped).toBeGreaterThan(RUNS);
});

const EXPLAINED = policy(`class phi { ssn: column clinical.patients.ssn }
let agent = identity.kind == agent
block reads on postgres.statement when agent and statement.reads(phi) unless "privacy" in identity.groups because "x"
block drops on postgres.statement when statement.command == DROP because "x"
approve large on postgres.statement when statement.limit is absent or statement.limit > 100
  by 1 of "privacy" within 5m for once because "x"
flag night on postgres.statement when identity.mfa and now in 22:00..06:00 "Europe/Berlin" because "x"
`);

async function explanationOf(event: PolicyEvent): Promise<Explanation> {
  return (await loadEngine(writeBundle(compileModule(programOf(EXPLAINED))))).explain(event);
}

const reasons = ({ stopped }: Explanation): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    stopped.map(({ rule, stopped_by: atoms }) => [rule, atoms.map(({ text, was }) => `${text} is ${was}`)]),
  );

describe('one policy', () => {
  test('each rule says what stopped it, the nearest first', async () => {
    const explanation = await explanationOf(
      statement({
        'identity.groups': ['privacy'],
        'statement.limit': 5,
        'statement.reads': ['clinical.patients.ssn'],
      }),
    );
    expect(explanation.fired).toEqual([]);
    expect(reasons(explanation)).toEqual({
      drops: ['statement.command == DROP is false'],
      large: ['statement.limit is absent is false'],
      night: ['now in 22:00..06:00 "Europe/Berlin" is false'],
      reads: ['identity.kind == agent is false', '"privacy" in identity.groups is true'],
    });
    expect(explanation.stopped[0]?.rule).toBe('drops');
  });

  test('the place of an atom is where the policy says it, also in a `let`', async () => {
    const { stopped } = await explanationOf(statement({ 'statement.limit': 5 }));
    const [atom] = stopped.find(({ rule }) => rule === 'reads')?.stopped_by ?? [];
    expect(atom).toMatchObject({ text: 'identity.kind == agent', file: 'main.hpol', line: 4, column: 13 });
  });

  test('a zone that no rule needed and the host did not tell is unknown', async () => {
    const explanation = await explanationOf(
      statement({ 'identity.mfa': false, 'statement.limit': 5, zone_offsets: {} }),
    );
    expect(reasons(explanation)['night']).toEqual([
      'identity.mfa is false',
      'now in 22:00..06:00 "Europe/Berlin" is unknown',
    ]);
  });

  test('a zone that was needed and not told says why the module failed', async () => {
    const explanation = await explanationOf(statement({ zone_offsets: {} }));
    expect(explanation.fired).toEqual([]);
    expect(reasons(explanation)['night']).toEqual(['now in 22:00..06:00 "Europe/Berlin" is unknown']);
  });

  test('an event that cannot be decided cannot be explained', async () => {
    expect(await explanationOf(statement({ 'statement.limit': 'x' }))).toEqual({ fired: [], stopped: [] });
  });
});
