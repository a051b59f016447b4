// Plays one case on one world and keeps every message that the client receives, up to the end of the connection unless it goes back
// to where it was taken from.
import type { ElsewhereStep, LeakCase, Mode, SqlStep, WireStep } from './leak-case.ts';
import type { LeakWorld } from './leak-world.ts';
import { end, isPlain, type Lines } from './lines.ts';
import { query, statement } from './messages.ts';
import type { Peer } from './peer.ts';
import { signIn } from './sign-in.ts';
import { stepsOf } from './steps-of.ts';
import { WireLine, type Received } from './wire-line.ts';

const BYTES: Readonly<Record<Mode, (step: SqlStep) => Buffer>> = {
  simple: ({ sql }) => query(sql),
  'extended text': ({ sql, parameters = [] }) => statement(sql, 0, parameters),
  'extended binary': ({ sql, parameters = [] }) => statement(sql, 1, parameters),
};

export interface Played {
  readonly messages: readonly Received[];
  /** How many of them belong to the login, which is the same in all cases. */
  readonly loginMessages: number;
}

/** Where a case is played. */
export interface Stage {
  readonly world: LeakWorld;
  readonly peer: Peer;
  /** Null: no connection is shared. */
  readonly lines: Lines | null;
}

async function sendWire(line: WireLine, { bytes, until }: WireStep): Promise<void> {
  const owed = line.ready + (typeof until === 'number' ? until : 0);
  line.send(bytes);
  if (until === 'close') await line.untilClosed();
  else if (typeof until === 'object') await line.untilRow(until.text);
  else await line.untilReady(owed);
}

async function playElsewhere({ elsewhere, isKnown = false }: ElsewhereStep, world: LeakWorld): Promise<void> {
  await world.elsewhere(elsewhere);
  if (isKnown) await world.readCatalog();
}

async function playSteps(line: WireLine, leakCase: LeakCase, mode: Mode, world: LeakWorld): Promise<void> {
  for (const step of stepsOf(leakCase)) {
    if ('elsewhere' in step) await playElsewhere(step, world);
    else if (line.isClosed) break;
    else if ('sql' in step) await line.ask(BYTES[mode](step));
    else await sendWire(line, step);
  }
}

/** Throws NoAnswer when an answer that is owed does not come. */
export const playCase = (leakCase: LeakCase, mode: Mode, stage: Stage): Promise<Played> =>
  stage.lines !== null && isPlain(leakCase)
    ? playOnSharedLine(leakCase, mode, { ...stage, lines: stage.lines })
    : playOnOwnLine(leakCase, mode, stage);

async function playOnSharedLine(
  leakCase: LeakCase,
  mode: Mode,
  { world, peer, lines }: Stage & { readonly lines: Lines },
): Promise<Played> {
  const line = await lines.take(world, peer);
  try {
    await playSteps(line, leakCase, mode, world);
  } catch (error) {
    line.destroy();
    throw error;
  }
  await lines.give(line, world, peer);
  return { messages: [...line.messages], loginMessages: 0 };
}

async function playOnOwnLine(leakCase: LeakCase, mode: Mode, { world, peer }: Stage): Promise<Played> {
  const address = peer.addressOf(world);
  const line =
    leakCase.begins === 'bare'
      ? await WireLine.open(address)
      : await signIn(address, { user: peer.user, startup: leakCase.startup ?? {} });
  try {
    const loginMessages = line.messages.length;
    await playSteps(line, leakCase, mode, world);
    await end(line);
    return { messages: line.messages, loginMessages };
  } finally {
    line.destroy();
  }
}
