// Random programs on random events: the reference, the OPA surface and the streaming surface of one module agree, to the
// byte. A failing seed is printed by fast-check; keep it in SEEDS.
import { array, assert, asyncProperty } from 'fast-check';
import { expect, test } from 'vitest';
import { plain, program, touches, yes, no, member, columns } from './build-program.ts';
import { statement } from './events.ts';
import { interpret } from './interpreter.ts';
import { events } from './random-event.ts';
import { programs } from './random-program.ts';
import { openSurfaces } from './surfaces.ts';

/** `HPOL_RUNS=2000` searches longer. */
const RUNS = Number(process.env['HPOL_RUNS'] ?? 60);
const SEEDS: readonly number[] = [];

const agreement = asyncProperty(programs, array(events, { minLength: 20, maxLength: 20 }), async (policy, inputs) => {
  const surfaces = await openSurfaces(policy);
  for (const event of inputs) surfaces.agree(event);
});

test('random programs and events: all implementations agree', { timeout: 600_000 }, async () => {
  for (const seed of SEEDS) await assert(agreement, { seed, numRuns: 1 });
  await expect(assert(agreement, { numRuns: RUNS })).resolves.toBeUndefined();
});

test('the comparison sees a planted difference', async () => {
  const members = [member('phi.ssn', [columns(['clinical'], ['*'], ['ssn'])])];
  const policy = program([plain('block', 'stop', touches('statement.reads', [0]))], { members });
  const planted = program([plain('block', 'stop', no)], { members });
  const surfaces = await openSurfaces(planted);
  const event = statement({ 'statement.reads': ['clinical.patients.ssn'] });
  expect(JSON.stringify(surfaces.engine.decide(event))).not.toBe(JSON.stringify(interpret(policy, event)));
  expect(JSON.stringify(surfaces.opa(event))).not.toBe(JSON.stringify(interpret(policy, event)));
  expect(interpret(program([plain('block', 'stop', yes)]), event).effect).toBe('block');
});
