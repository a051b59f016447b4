// For somebody who sees clear values the gateway is not in the way of the protocol: made-up sequences of messages, with their errors, skipped
// messages and names that come and go, get the answers that the server itself gives.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLeakWorld, type LeakWorld } from './leak-world.ts';
import { GATEWAY, NOTHING, type Peer } from './peer.ts';
import { playCase, type Played } from './play-case.ts';
import { randomPipeline } from './random-pipeline.ts';
import { typeOf, type Received } from './wire-line.ts';

const SEEDS = 60;
const CLEAR: Peer = { ...GATEWAY, user: 'bo' };

let world: LeakWorld;
beforeAll(async () => {
  world = await startLeakWorld('one');
  await world.restore();
}, 120_000);
afterAll(() => world.stop());

/** Of errors and notices severity and SQLSTATE: where the gateway knows that a name is not there, the words are its own. */
function comparable(message: Received): string {
  if (!'EN'.includes(typeOf(message))) return message.toString('latin1');
  const fields = message.subarray(5).toString('utf8').split('\0');
  return [typeOf(message), ...fields.filter((field) => field.startsWith('S') || field.startsWith('C'))].join(' ');
}

const answers = ({ messages, loginMessages }: Played): readonly string[] =>
  messages.slice(loginMessages).map(comparable);

test.each(Array.from({ length: SEEDS }, (_, at) => at + 1))('the pipeline of seed %i', async (seed) => {
  const pipeline = randomPipeline(seed);
  const [clear, direct] = await Promise.all(
    [CLEAR, NOTHING].map((peer) => playCase(pipeline, 'simple', { world, peer, lines: null })),
  );
  expect(answers(clear!).length).toBeGreaterThan(3);
  expect(answers(clear!)).toEqual(answers(direct!));
});
