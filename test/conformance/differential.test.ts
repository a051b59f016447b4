// Random programs on random events: the reference, the OPA surface and the streaming surface of one module agree, to the
// byte. A failing seed is printed by fast-check; keep it in SEEDS.
import { array, assert, asyncProperty, check } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PolicyEvent } from '../../compiler/abi/event.ts';
import type { Program } from '../../lang/program/program.ts';
import { PLANTED_BUGS } from './planted-bugs.ts';
import { events } from './random-event.ts';
import { programs } from './random-program.ts';
import { REFERENCE, STREAMING } from './engines.ts';
import { openSurfaces } from './surfaces.ts';

/** `HPOL_RUNS=2000` searches longer. */
const RUNS = Number(process.env['HPOL_RUNS'] ?? 40);
const SEEDS: readonly number[] = [];

const inputs = array(events, { minLength: 20, maxLength: 20 });

type Agreement = ReturnType<typeof asyncProperty<[Program, PolicyEvent[]]>>;

const agreement = (): Agreement =>
  asyncProperty(programs, inputs, async (meant, chosen) => {
    const surfaces = await openSurfaces(meant);
    for (const event of chosen) surfaces.agree(event);
  });

/** One surface is enough to see what the compiler did wrong. */
const agreementWith = (plant: (meant: Program) => Program): Agreement =>
  asyncProperty(programs, inputs, async (meant, chosen) => {
    const [wanted, found] = await Promise.all([REFERENCE.open(meant), STREAMING.open(plant(meant))]);
    for (const event of chosen) expect(JSON.stringify(found(event))).toBe(JSON.stringify(wanted(event)));
  });

const asMeant = agreement();

test('random programs and events: all implementations agree', { timeout: 600_000 }, async () => {
  for (const seed of SEEDS) await assert(asMeant, { seed, numRuns: 1 });
  await expect(assert(asMeant, { numRuns: RUNS })).resolves.toBeUndefined();
});

describe('a planted bug is found', () => {
  test.for(PLANTED_BUGS)('$name', { timeout: 600_000 }, async ({ plant }) => {
    const { failed } = await check(agreementWith(plant), { numRuns: 1000, endOnFailure: true });
    expect(failed).toBe(true);
  });
});
