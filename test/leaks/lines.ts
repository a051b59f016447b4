// Connections that a case has left as it found them, for the next one: signing in takes several times as long as most cases.
import { parseText } from '../../runtime/postgres/analysis/parser.ts';
import type { LeakCase } from './leak-case.ts';
import type { LeakWorld } from './leak-world.ts';
import { terminate } from './messages.ts';
import type { Peer } from './peer.ts';
import { signIn } from './sign-in.ts';
import { stepsOf } from './steps-of.ts';
import { typeOf, type WireLine } from './wire-line.ts';

/** What outlives a query: settings, notifications, locks, a seed, tables, objects, sequences, and what dynamic SQL may do. */
const LEAVES_SOMETHING =
  /set_config|notify|lock|setseed|\binto\b|\blo_|lowrite|nextval|currval|lastval|setval|dblink|\brun\s*\(|open_patients/i;

/** One query and nothing that outlives it. Everything else has connections of its own. */
export function isPlain(leakCase: LeakCase): boolean {
  const [step, ...more] = stepsOf(leakCase);
  if (step === undefined || !('sql' in step) || more.length > 0) return false;
  if (leakCase.changes === true || leakCase.begins === 'bare' || leakCase.startup !== undefined) return false;
  const outcome = parseText(step.sql);
  if (outcome.kind !== 'parsed' || outcome.statements.length !== 1) return false;
  const statement = outcome.statements[0]?.stmt;
  const isQuery = statement !== undefined && ('SelectStmt' in statement || 'CopyStmt' in statement);
  return isQuery && !LEAVES_SOMETHING.test(step.sql);
}

/** Whether the session is open and outside a transaction. */
function isClean({ isClosed, messages }: WireLine): boolean {
  const last = messages.at(-1);
  return !isClosed && last !== undefined && typeOf(last) === 'Z' && last.toString('latin1', 5) === 'I';
}

export class Lines {
  readonly #idle = new Map<Peer, Map<LeakWorld, WireLine>>();

  /** A signed-in connection whose messages so far are forgotten. */
  async take(world: LeakWorld, peer: Peer): Promise<WireLine> {
    const idle = this.#idle.get(peer)?.get(world);
    this.#idle.get(peer)?.delete(world);
    const line = idle ?? (await signIn(peer.addressOf(world), { user: peer.user }));
    line.messages.length = 0;
    return line;
  }

  /** Keeps it for the next case, unless it is not as it was. */
  async give(line: WireLine, world: LeakWorld, peer: Peer): Promise<void> {
    if (!isClean(line)) {
      await end(line);
      return;
    }
    const ofPeer = this.#idle.get(peer) ?? new Map<LeakWorld, WireLine>();
    this.#idle.set(peer, ofPeer.set(world, line));
  }

  async close(): Promise<void> {
    const lines = [...this.#idle.values()].flatMap((ofPeer) => [...ofPeer.values()]);
    this.#idle.clear();
    await Promise.all(lines.map(end));
  }
}

/** Says goodbye and keeps what comes late, such as a notification: it is part of the answer. */
export async function end(line: WireLine): Promise<void> {
  try {
    line.send(terminate());
    await line.untilClosed();
  } finally {
    line.destroy();
  }
}
