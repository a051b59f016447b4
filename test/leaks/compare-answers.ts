// Compares what the client received from the two worlds. It says where answers differ, never what stands there.
import { comparable, comparableInAnyOrder, type NormalMessage, type NormalOptions } from './normal-form.ts';
import type { Received } from './wire-line.ts';

/** `order`: the same rows came in another order. */
export type Comparison =
  | { readonly kind: 'equal' }
  | { readonly kind: 'order' }
  | { readonly kind: 'different'; readonly where: string };

export interface Answer {
  readonly messages: readonly Received[];
  readonly options: NormalOptions;
}

const isFatal = (message: Received | undefined): boolean => message?.toString('latin1', 5, 12) === 'SFATAL\0';

/** Two answers that end by a fault, without what only one of them had released by then. */
export function untilFault(one: Answer, two: Answer): readonly [Answer, Answer] {
  if (!isFatal(one.messages.at(-1)) || !isFatal(two.messages.at(-1))) return [one, two];
  const released = Math.min(one.messages.length, two.messages.length) - 1;
  const cut = ({ messages, options }: Answer): Answer => ({
    messages: [...messages.slice(0, released), ...messages.slice(-1)],
    options,
  });
  return [cut(one), cut(two)];
}

export function compareAnswers(one: Answer, two: Answer): Comparison {
  const where = firstDifference(comparable(one.messages, one.options), comparable(two.messages, two.options));
  if (where === null) return { kind: 'equal' };
  const left = comparableInAnyOrder(one.messages, one.options);
  const right = comparableInAnyOrder(two.messages, two.options);
  return firstDifference(left, right) === null ? { kind: 'order' } : { kind: 'different', where };
}

const nameOf = (message: NormalMessage | undefined): string => {
  const type = message?.[0];
  return type === undefined ? 'the end' : (NAMES[type] ?? type);
};

const NAMES: Readonly<Record<string, string>> = {
  A: 'NotificationResponse',
  C: 'CommandComplete',
  D: 'DataRow',
  d: 'CopyData',
  E: 'ErrorResponse',
  G: 'CopyInResponse',
  H: 'CopyOutResponse',
  N: 'NoticeResponse',
  R: 'Authentication',
  S: 'ParameterStatus',
  T: 'RowDescription',
  t: 'ParameterDescription',
  Z: 'ReadyForQuery',
};

function firstDifference(one: readonly NormalMessage[], two: readonly NormalMessage[]): string | null {
  const length = Math.max(one.length, two.length);
  for (let at = 0; at < length; at += 1) {
    if (one[at] === two[at]) continue;
    const names = [...new Set([nameOf(one[at]), nameOf(two[at])])];
    return `message ${at + 1} (${names.join(' against ')})`;
  }
  return null;
}
