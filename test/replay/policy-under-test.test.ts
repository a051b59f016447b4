// A recorded event is judged at its own time, in the zones that the policy under test names.
import { expect, test } from 'vitest';
import { sessionEvent } from '../../runtime/postgres/enforcement/statement-event.ts';
import { judgeSession } from './policy-under-test.ts';
import { TEST_SESSION } from './test-session.ts';
import { subjectOf } from './testing-policy.ts';

const policy = (zone: string): string => `policy p
default allow
block closed
  on session.open
  unless now in 08:00..18:00 "${zone}"
  because "The office is closed"
`;

test.each([
  ['Europe/Berlin', 'allow'],
  ['America/New_York', 'block'],
])('16:30 UTC in summer, and 08:30 in winter, is not the same hour in %s', async (zone, effect) => {
  const subject = await subjectOf(policy(zone), '');
  // Recorded under a policy that named no zone.
  const recorded = sessionEvent(TEST_SESSION, { now: Date.parse('2026-01-15T08:30Z'), zoneOffsets: {} });
  expect(judgeSession(subject.policy, recorded).outcome.decision.effect).toBe(effect);
  const summer = { ...recorded, now: Date.parse('2026-07-15T16:30Z') };
  expect(judgeSession(subject.policy, summer).outcome.decision.effect).toBe(effect === 'allow' ? 'block' : 'allow');
});
