// Random programs on random events: every engine answers alike, to the byte of its JSON.
import { sample } from 'fast-check';
import type { PolicyEvent } from '../../compiler/abi/event.ts';
import { eventMaker } from '../conformance/cheap-event.ts';
import { ENGINES } from '../conformance/engines.ts';
import { events } from '../conformance/random-event.ts';
import { programs } from '../conformance/random-program.ts';
import { diceOf } from './dice.ts';

const EVENTS = 30;

export async function tryProgram(seed: number): Promise<void> {
  const [program] = sample(programs, { seed, numRuns: 1 });
  if (program === undefined) throw new Error('fast-check gave no program');
  const engines = await Promise.all(ENGINES.map(async ({ name, open }) => ({ name, decide: await open(program) })));
  const make = eventMaker(program);
  const dice = diceOf(seed);
  const near: readonly PolicyEvent[] = Array.from({ length: EVENTS }, () => make(dice));
  for (const event of [...near, ...sample(events, { seed, numRuns: EVENTS })]) {
    const answers = engines.map(({ name, decide }) => ({ name, text: JSON.stringify(decide(event)) }));
    if (new Set(answers.map(({ text }) => text)).size === 1) continue;
    const told = answers.map(({ name, text }) => `${name}: ${text}`).join('\n');
    throw new Error(`on ${JSON.stringify(event)}\n${told}\nby ${JSON.stringify(program.rules)}`);
  }
}
