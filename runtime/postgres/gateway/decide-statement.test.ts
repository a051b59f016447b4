// A session stays masked through a decision that failed: a block for want of a decision says nothing about masks. A decision that
// asked for the time is made again for every statement.
import { expect, test } from 'vitest';
import { decide, openRun } from './decide-statement.ts';
import type { Engine } from '../../engine/engine.ts';
import { SessionState } from './session-state.ts';
import { ALLOW, identityOf, TestRecorder, testEngine, testFacts, testServices, testTarget } from './testing.ts';

const FAILED = { ...ALLOW, effect: 'block', reason: 'the policy module failed, so nothing is allowed' } as const;

function stateOf(decision: typeof ALLOW, isMasked: boolean): SessionState {
  return stateWith(
    testEngine(() => decision),
    isMasked,
  );
}

function stateWith(engine: Engine, isMasked: boolean): SessionState {
  const session = {
    id: 's',
    protocol: 'postgres',
    clientAddress: '127.0.0.1',
    started: 0,
    application: null,
    reason: null,
  };
  const facts = { identity: identityOf('ana'), session, target: { name: 'clinic', labels: {} } };
  const services = testServices({ engine: () => engine });
  const rest = { target: testTarget(), recorder: new TestRecorder(), parameters: new Map<string, string>() };
  return new SessionState({ services, facts, isMasked, ...rest });
}

const run = (state: SessionState): void =>
  void openRun(state, decide(state, testFacts('SELECT 1', new Map())), 'query');

test.each([
  ['stays masked when the module fails', FAILED, true, true],
  ['stays unmasked when the module fails', FAILED, false, false],
  ['is no longer masked when a decision says so', ALLOW, true, false],
] as const)('a session %s', (_, decision, before, after) => {
  const state = stateOf(decision, before);
  run(state);
  expect(state.isMasked).toBe(after);
});

test.each([
  ['kept', false, 1],
  ['made anew when the policy reads the clock', true, 2],
] as const)('the decision on a statement that comes again is %s', (_, isRead, decisions) => {
  const plain = testEngine(() => ALLOW);
  const seen: unknown[] = [];
  const engine: Engine = {
    ...plain,
    metadata: { ...plain.metadata, clock: { isRead, zones: isRead ? ['Asia/Kathmandu'] : [] } },
    decide: (event) => {
      seen.push(event);
      return ALLOW;
    },
  };
  const state = stateWith(engine, false);
  const facts = testFacts('SELECT 1', new Map());
  openRun(state, decide(state, facts), 'query');
  openRun(state, decide(state, facts), 'query');
  expect(seen).toHaveLength(decisions);
  // A repetition points at an equal decision; one that was made anew is on record as a whole.
  expect((state.recorder as TestRecorder).records.filter(({ kind }) => kind === 'statement')).toHaveLength(decisions);
});
