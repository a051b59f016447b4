// The levels of `predicates` hold in the two worlds: no byte of an attack tells them apart, and controls do their work.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prepareParser } from '../../../runtime/postgres/analysis/parser.ts';
import type { LeakCase } from '../leak-case.ts';
import { startLeakHouse, type LeakHouse } from '../leak-house.ts';
import { GATEWAY } from '../peer.ts';
import { runCase } from '../run-case.ts';
import { PREDICATES } from './predicates.ts';

let house: LeakHouse;
beforeAll(async () => {
  await prepareParser();
  house = await startLeakHouse();
}, 120_000);
afterAll(() => house.stop());

// The other modes are for the run of the whole corpus.
test.each(PREDICATES.map((leakCase) => [leakCase.name, leakCase] as const))('%s', async (name, leakCase) => {
  const { verdict } = await runCase(house, leakCase, { mode: 'simple', peer: GATEWAY });
  const isBlocked = leakCase.kind === 'attack' && name.startsWith('predicates block');
  expect(verdict).toEqual({ kind: 'equal', isRefused: isBlocked || isCopy(leakCase) });
});

/** The attacks under `predicates allow` that must be refused: what moves values, and what asks about another column. */
const isCopy = ({ name }: LeakCase): boolean => /allow: (?:a copy|a new table|another masked column)/.test(name);
