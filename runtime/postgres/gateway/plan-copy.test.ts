// A copy that is not what the analysis expected ends the session before a row of it is released, and so does one that ends inside a row.
import { expect, test } from 'vitest';
import type { CopyStream } from '../../engine/engine.ts';
import { buildMessage, int16 } from '../wire/message-builder.ts';
import { handleBackend } from './backend-handlers.ts';
import { decide, openRun } from './decide-statement.ts';
import { SessionState } from './session-state.ts';
import { identityOf, TestRecorder, testEngine, testFacts, testServices, testTarget } from './testing.ts';

interface Conversation {
  readonly state: SessionState;
  /** Streams that were opened and not given back. */
  readonly open: Set<CopyStream>;
  refreshes: number;
}

/** A session of somebody for whom `ssn` is masked, in which the statement has just been sent. */
function sent(sql: string, stream: Partial<CopyStream> = {}): Conversation {
  const open = new Set<CopyStream>();
  const engine = {
    ...testEngine(),
    openCopy: () => {
      const opened: CopyStream = {
        mask: (chunk) => ({ output: chunk, rows: 1, status: 'ok' }),
        isComplete: () => true,
        release: () => void open.delete(opened),
        ...stream,
      };
      open.add(opened);
      return opened;
    },
  };
  const found: Conversation = { state: undefined as unknown as SessionState, open, refreshes: 0 };
  const { catalog } = testTarget();
  const target = testTarget({
    catalog: {
      ...catalog,
      refresh: () => {
        found.refreshes += 1;
        return Promise.resolve();
      },
    },
  });
  const state = new SessionState({
    services: testServices({ engine: () => engine }),
    target,
    facts: {
      identity: identityOf('ana'),
      session: { id: 's', protocol: 'postgres', clientAddress: '', started: 0, application: null, reason: null },
      target: { name: 'clinic', labels: {} },
    },
    recorder: new TestRecorder(),
    parameters: new Map(),
    isMasked: true,
  });
  const run = openRun(state, decide(state, testFacts(sql, new Map())), 'query');
  state.queue.push({ kind: 'query', refusal: null, runs: [run], at: 0, hasFailed: false, changes: [] });
  return Object.assign(found, { state });
}

const copyOut = (format: 0 | 1, formats: readonly number[]): Buffer =>
  buildMessage('H', [Buffer.from([format]), int16(formats.length), ...formats.map(int16)]);
const SQL = 'COPY (SELECT id, ssn FROM people) TO STDOUT';
const answer = (conversation: Conversation, message: Buffer): void =>
  handleBackend(conversation.state, String.fromCharCode(message[0]!), message);

test('the shape that was expected is let through', () => {
  const conversation = sent(SQL);
  answer(conversation, copyOut(0, [0, 0]));
  expect(conversation.open.size).toBe(1);
  answer(conversation, buildMessage('c'));
  answer(conversation, buildMessage('C', ['COPY 0']));
  expect(conversation.open.size).toBe(0);
});

test.each([
  ['a column more', 0, [0, 0, 0]],
  ['a column less', 0, [0]],
  ['another format', 1, [1, 1]],
  ['formats that do not agree', 0, [0, 1]],
] as const)('%s ends the session, and the catalog is read again', (_what, format, formats) => {
  const conversation = sent(SQL);
  expect(() => answer(conversation, copyOut(format, formats))).toThrow('the copy is not what was expected');
  expect([conversation.open.size, conversation.refreshes]).toEqual([0, 1]);
});

test('so does a copy that nobody asked for', () => {
  expect(() => answer(sent('SELECT ssn FROM people'), copyOut(0, [0]))).toThrow('nobody asked for');
});

test('so does one that ends inside a row', () => {
  const conversation = sent(SQL, { isComplete: () => false });
  answer(conversation, copyOut(0, [0, 0]));
  expect(() => answer(conversation, buildMessage('c'))).toThrow('the target ended a copy inside a row');
});

test('a failure gives the stream back', () => {
  const conversation = sent(SQL);
  answer(conversation, copyOut(0, [0, 0]));
  answer(conversation, buildMessage('E', ['SERROR', 'C57014', 'Mcanceled', Buffer.alloc(1)]));
  expect(conversation.open.size).toBe(0);
});
