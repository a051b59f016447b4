// Plays one case on one world and keeps every message that the client receives, up to the end of the connection.
import type { LeakCase, Mode, SqlStep, Step, WireStep } from './leak-case.ts';
import type { LeakWorld } from './leak-world.ts';
import { query, statement, terminate } from './messages.ts';
import type { Peer } from './peer.ts';
import { signIn } from './sign-in.ts';
import { WireLine, type Received } from './wire-line.ts';

export const stepsOf = ({ steps }: LeakCase): readonly Step[] => (typeof steps === 'string' ? [{ sql: steps }] : steps);

const BYTES: Readonly<Record<Mode, (step: SqlStep) => Buffer>> = {
  simple: ({ sql }) => query(sql),
  'extended text': ({ sql, parameters = [] }) => statement(sql, 0, parameters),
  'extended binary': ({ sql, parameters = [] }) => statement(sql, 1, parameters),
};

async function sendWire(line: WireLine, { bytes, until }: WireStep): Promise<void> {
  const owed = line.ready + (until === 'close' ? 0 : until);
  line.send(bytes);
  await (until === 'close' ? line.untilClosed() : line.untilReady(owed));
}

export interface Played {
  readonly messages: readonly Received[];
  /** How many of them belong to the login, which is the same in all cases. */
  readonly loginMessages: number;
}

/** Throws NoAnswer when an answer that is owed does not come. */
export async function playCase(leakCase: LeakCase, mode: Mode, world: LeakWorld, peer: Peer): Promise<Played> {
  const address = peer.addressOf(world);
  const line =
    leakCase.begins === 'bare'
      ? await WireLine.open(address)
      : await signIn(address, { user: peer.user, startup: leakCase.startup ?? {} });
  try {
    const loginMessages = line.messages.length;
    for (const step of stepsOf(leakCase)) {
      if ('elsewhere' in step) await world.elsewhere(step.elsewhere);
      else if (line.isClosed) break;
      else if ('sql' in step) await line.ask(BYTES[mode](step));
      else await sendWire(line, step);
    }
    // What comes late, such as a notification, is part of the answer.
    line.send(terminate());
    await line.untilClosed();
    return { messages: line.messages, loginMessages };
  } finally {
    line.destroy();
  }
}
