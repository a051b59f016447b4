// Runs one case in one mode against both worlds with the same bytes, and says what came of it.
import { compareAnswers, untilFault } from './compare-answers.ts';
import type { Control, LeakCase, Mode } from './leak-case.ts';
import type { LeakHouse } from './leak-house.ts';
import type { Lines } from './lines.ts';
import { normalOptions } from './normal-options.ts';
import { GATEWAY, type Peer } from './peer.ts';
import { playCase, type Played } from './play-case.ts';
import { NoAnswer, typeOf, type Received } from './wire-line.ts';

/** `failed`: a control that did not show what it must, or a case that was not answered. Words never hold values. */
export type Verdict =
  | { readonly kind: 'equal'; readonly isRefused: boolean }
  | { readonly kind: 'order only' }
  | { readonly kind: 'leak'; readonly where: string }
  | { readonly kind: 'failed'; readonly because: string };

/** What a verdict was reached on, for sweeps. */
export interface RunCase {
  readonly verdict: Verdict;
  /** By world. */
  readonly received: readonly (readonly Received[])[];
}

export interface RunOptions {
  readonly mode: Mode;
  readonly peer?: Peer;
  /** Connections to share with other cases, which the caller closes; without them each case has its own. */
  readonly lines?: Lines;
}

/** As RunOptions, with nothing left open. */
interface How {
  readonly mode: Mode;
  readonly peer: Peer;
}

export async function runCase(house: LeakHouse, leakCase: LeakCase, options: RunOptions): Promise<RunCase> {
  const { mode, peer = GATEWAY, lines = null } = options;
  const settled = await Promise.allSettled(
    house.worlds.map((world) => playCase(leakCase, mode, { world, peer, lines })),
  );
  if (leakCase.changes === true && (await house.isChanged())) {
    // No connection survives the world that it was made in.
    await lines?.close();
    await house.restore();
  }
  const failure = settled.find((part) => part.status === 'rejected');
  const played = settled.flatMap((part) => (part.status === 'fulfilled' ? [part.value] : []));
  if (failure !== undefined)
    return { verdict: unanswered(failure.reason), received: played.map(({ messages }) => messages) };
  return {
    verdict: judge(house, leakCase, { mode, peer }, played),
    received: played.map(({ messages }) => messages),
  };
}

function unanswered(reason: unknown): Verdict {
  if (reason instanceof NoAnswer) return { kind: 'failed', because: reason.message };
  return {
    kind: 'failed',
    because: `the case cannot be played: ${reason instanceof Error ? reason.message : String(reason)}`,
  };
}

function judge(house: LeakHouse, leakCase: LeakCase, how: How, played: readonly Played[]): Verdict {
  const [one, two] = house.worlds.map((world, index) => ({
    messages: played[index]!.messages,
    options: normalOptions(world),
  }));
  const [left, right] = leakCase.mayFail === true ? untilFault(one!, two!) : [one!, two!];
  const comparison = compareAnswers(left, right);
  if (comparison.kind === 'different') return { kind: 'leak', where: comparison.where };
  if (comparison.kind === 'order' && leakCase.anyOrder !== true) return { kind: 'leak', where: 'the order of rows' };
  const { messages, loginMessages } = played[0]!;
  const because = leakCase.kind === 'control' ? shortcoming(leakCase, how, messages.slice(loginMessages)) : null;
  if (because !== null) return { kind: 'failed', because };
  if (comparison.kind === 'order') return { kind: 'order only' };
  return { kind: 'equal', isRefused: messages.some((message) => typeOf(message) === 'E') };
}

/** Why a control did not do what it must; null when it did. The refusal of a control may be quoted: it names names only. */
function shortcoming(control: Control, { mode, peer }: How, messages: readonly Received[]): string | null {
  const error = messages.find((message) => typeOf(message) === 'E');
  if (error !== undefined) return `answered by an error: ${messageField(error)}`;
  const rows = messages.filter((message) => typeOf(message) === 'D').length;
  if (control.rows !== undefined && rows !== control.rows) return `${rows} rows instead of ${control.rows}`;
  if (mode === 'extended binary' || !peer.showsTransforms) return null;
  const text = Buffer.concat(messages).toString('utf8');
  const missing = control.shows.filter((shown) => !text.includes(shown));
  return missing.length === 0 ? null : `does not show ${missing.map((shown) => JSON.stringify(shown)).join(', ')}`;
}

/** The text in the field `M` of an ErrorResponse. */
export function messageField(error: Received): string {
  const fields = error.subarray(5).toString('utf8').split('\0');
  return fields.find((field) => field.startsWith('M'))?.slice(1) ?? '';
}
