// The end of use of the policy in force: what is logged before, and what decides after.
import { expect, test } from 'vitest';
import { testEngine } from '../postgres/gateway/testing.ts';
import { PolicyInForce, type OnExpiry } from './policy-in-force.ts';

const END = Date.parse('2027-01-31T23:59:59.999Z');
const HOUR = 3_600_000;
const EVENT = { event: 'session.open', identity: { user: 'bo' } };

function started(notAfter: number | null, onExpiry: OnExpiry = 'block') {
  const lines: string[] = [];
  let time = END - 30 * 24 * HOUR;
  const engine = testEngine();
  const policy = new PolicyInForce(
    { engine, notAfter, accept: () => undefined },
    { onExpiry, now: () => time, log: (line) => lines.push(line) },
  );
  const at = (moment: number): string[] => {
    time = moment;
    policy.warn();
    return lines.splice(0);
  };
  return { policy, engine, at };
}

test('up to the last millisecond the policy decides; from the next one every statement is blocked, with the reason', () => {
  const { policy, engine, at } = started(END);
  at(END);
  expect(policy.engine()).toBe(engine);
  at(END + 1);
  const expired = policy.engine();
  // INVARIANT: another engine, so that a session uses no decision again that it made before.
  expect(expired).not.toBe(engine);
  expect(policy.engine()).toBe(expired);
  expect(expired.decide(EVENT)).toMatchObject({
    effect: 'block',
    decided_by: null,
    reason: expect.stringMatching(
      /^the policy of this gateway was for use until 2027-01-31T23:59:59.999Z, which is over/,
    ) as string,
  });
  expect(expired.digest).toBe(engine.digest);
});

test('an operator hears of the end a week, a day and an hour before, and when it has come, once each', () => {
  const { at } = started(END);
  expect(at(END - 8 * 24 * HOUR)).toEqual([]);
  expect(at(END - 7 * 24 * HOUR)).toEqual([
    expect.stringContaining('which is within 7 days; load a newer release before'),
  ]);
  expect(at(END - 2 * 24 * HOUR)).toEqual([]);
  // A machine that slept is told what is due now, not everything that it missed.
  expect(at(END - HOUR)).toEqual([expect.stringContaining('which is within one hour')]);
  expect(at(END)).toEqual([]);
  expect(at(END + 1)).toEqual([
    expect.stringContaining('which is over: new statements are blocked; load a newer release'),
  ]);
  expect(at(END + 24 * HOUR)).toEqual([]);
});

test('where it is configured so the policy stays in force, and the log says so', () => {
  const { policy, engine, at } = started(END, 'keep');
  expect(at(END + 1)).toEqual([expect.stringContaining('it stays in force, as configured')]);
  expect(policy.engine()).toBe(engine);
});

test('a newer release ends the block, and warnings start anew', () => {
  const { policy, at } = started(END);
  at(END + 1);
  const newer = testEngine();
  policy.put({ engine: newer, notAfter: END + 2 * HOUR, accept: () => undefined });
  expect(policy.engine()).toBe(newer);
  expect(at(END + 1)).toEqual([expect.stringContaining('within 24 hours')]);
});

test('a policy without an end never expires', () => {
  const { policy, engine, at } = started(null);
  expect(at(Number.MAX_SAFE_INTEGER)).toEqual([]);
  expect(policy.engine()).toBe(engine);
});
