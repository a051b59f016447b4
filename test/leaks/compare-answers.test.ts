// How answers of sessions that end by a fault are compared: by what both had been sent, and by the fault.
import { expect, test } from 'vitest';
import { untilFault, type Answer } from './compare-answers.ts';
import { buildMessage } from '../../runtime/postgres/wire/message-builder.ts';

const OPTIONS = {} as Answer['options'];
const READY = buildMessage('Z', ['I']);
const error = (severity: string): Buffer => buildMessage('E', [`S${severity}`, 'C08P01', '']);
const answer = (...messages: readonly Buffer[]): Answer => ({ messages, options: OPTIONS });
const lengths = (one: Answer, two: Answer): readonly number[] =>
  untilFault(one, two).map(({ messages }) => messages.length);

test('what only one session had released before the fault does not count', () => {
  expect(lengths(answer(READY, READY, error('FATAL')), answer(error('FATAL')))).toEqual([1, 1]);
});

test('everything counts where a session did not end by a fault', () => {
  expect(lengths(answer(READY, READY, error('FATAL')), answer(READY, error('ERROR')))).toEqual([3, 2]);
  expect(lengths(answer(READY, READY), answer(READY))).toEqual([2, 1]);
});
