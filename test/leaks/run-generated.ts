// Sends many generated statements to both worlds, a hundred in one pipeline, and compares the answer to each. A statement that ends
// its session is followed by the rest on another one, so that every statement gets an answer of its own.
import { parseText } from '../../runtime/postgres/analysis/parser.ts';
import { compareAnswers } from './compare-answers.ts';
import { MODES, type Mode } from './leak-case.ts';
import type { LeakHouse } from './leak-house.ts';
import type { LeakWorld } from './leak-world.ts';
import { query, statement } from './messages.ts';
import { normalOptions } from './normal-options.ts';
import { GATEWAY, type Peer } from './peer.ts';
import { signIn } from './sign-in.ts';
import { typeOf, type Received } from './wire-line.ts';

export interface Generated {
  readonly sql: string;
  /** Rows come grouped by protected values without an ORDER BY. */
  readonly anyOrder: boolean;
  /** It changes rows before it rolls back. */
  readonly changes?: boolean;
}

export interface GeneratedOptions {
  readonly statements: number;
  /** Of the first statement; each next one has the next seed. */
  readonly seed: number;
  readonly peer?: Peer;
  /** Hears everything that a client received. */
  readonly onReceived?: (world: LeakWorld, messages: readonly Received[]) => void;
}

export interface GeneratedLeak {
  readonly seed: number;
  readonly mode: Mode;
  readonly sql: string;
  readonly where: string;
}

export interface GeneratedScore {
  readonly statements: number;
  /** Answered without an error, masked where that is needed. */
  readonly answered: number;
  /** Refused by the gateway: SQLSTATE 42501. */
  readonly refused: number;
  /** Answered by an error of the server. */
  readonly failed: number;
  readonly orderOnly: number;
  readonly leaks: readonly GeneratedLeak[];
}

interface Sent extends Generated {
  readonly seed: number;
  readonly mode: Mode;
  readonly bytes: Buffer;
}

const BATCH = 100;
/** Whatever a text has begun ends with it. The answer is part of the text's own. */
const ROLLBACK = query('ROLLBACK');
const READY_PER_STATEMENT = 2;

function prepare(generated: Generated, seed: number): Sent {
  const outcome = parseText(generated.sql);
  const isOne = outcome.kind === 'parsed' && outcome.statements.length === 1;
  const mode = isOne ? MODES[seed % MODES.length]! : 'simple';
  const own = mode === 'simple' ? query(generated.sql) : statement(generated.sql, mode === 'extended text' ? 0 : 1);
  return { ...generated, seed, mode, bytes: Buffer.concat([own, ROLLBACK]) };
}

/** The messages that answer each statement; fewer than were sent when the session ended, and then the last one is what it ended with. */
async function answersTo(
  sent: readonly Sent[],
  world: LeakWorld,
  peer: Peer,
): Promise<readonly (readonly Received[])[]> {
  const line = await signIn(peer.addressOf(world), { user: peer.user });
  try {
    const before = line.messages.length;
    const ready = line.ready;
    line.send(Buffer.concat(sent.map(({ bytes }) => bytes)));
    await line.untilReady(ready + READY_PER_STATEMENT * sent.length);
    return split(line.messages.slice(before));
  } finally {
    line.destroy();
  }
}

/** Messages up to each second ReadyForQuery. */
function split(messages: readonly Received[]): readonly (readonly Received[])[] {
  const answers: Received[][] = [];
  let current: Received[] = [];
  let ready = 0;
  for (const message of messages) {
    current.push(message);
    if (typeOf(message) !== 'Z') continue;
    ready += 1;
    if (ready % READY_PER_STATEMENT > 0) continue;
    answers.push(current);
    current = [];
  }
  return current.length > 0 ? [...answers, current] : answers;
}

const sqlStateOf = (error: Received): string => /\0C([0-9A-Z]{5})\0/.exec(error.toString('latin1'))?.[1] ?? '';
const REFUSED = '42501';

class Tally {
  readonly leaks: GeneratedLeak[] = [];
  answered = 0;
  refused = 0;
  failed = 0;
  orderOnly = 0;

  add(
    { seed, mode, sql, anyOrder }: Sent,
    one: readonly Received[],
    comparison: ReturnType<typeof compareAnswers>,
  ): void {
    const error = one.find((message) => typeOf(message) === 'E');
    if (error === undefined) this.answered += 1;
    else if (sqlStateOf(error) === REFUSED) this.refused += 1;
    else this.failed += 1;
    if (comparison.kind === 'equal') return;
    if (comparison.kind === 'order' && anyOrder) this.orderOnly += 1;
    else
      this.leaks.push({ seed, mode, sql, where: comparison.kind === 'order' ? 'the order of rows' : comparison.where });
  }
}

export async function runGenerated(
  house: LeakHouse,
  generate: (seed: number) => Generated,
  options: GeneratedOptions,
): Promise<GeneratedScore> {
  const { statements, seed: first, peer = GATEWAY, onReceived } = options;
  const tally = new Tally();
  const [optionsOne, optionsTwo] = house.worlds.map(normalOptions);
  let next = 0;
  while (next < statements) {
    const size = Math.min(BATCH, statements - next);
    const sent = Array.from({ length: size }, (_, at) => prepare(generate(first + next + at), first + next + at));
    const [one, two] = await Promise.all(house.worlds.map((world) => answersTo(sent, world, peer)));
    for (const [index, answers] of [one!, two!].entries()) onReceived?.(house.worlds[index]!, answers.flat());
    // A session that ended early in one world only is a difference at the statement that ended it.
    const judged = Math.max(1, Math.min(size, Math.max(one!.length, two!.length)));
    for (let at = 0; at < judged; at += 1) {
      const [left = [], right = []] = [one![at], two![at]];
      const comparison = compareAnswers(
        { messages: left, options: optionsOne! },
        { messages: right, options: optionsTwo! },
      );
      tally.add(sent[at]!, left, comparison);
    }
    next += judged;
    // Dead rows take space that depends on protected values, and with it the order in which rows are found.
    if (sent.some(({ changes }) => changes === true) && (await house.isChanged())) await house.restore();
  }
  const { answered, refused, failed, orderOnly, leaks } = tally;
  return { statements, answered, refused, failed, orderOnly, leaks };
}
