// The session that an in-language test speaks for unless its `given` says otherwise, and how `given` changes the event.
import type { EventField, EventScalar, PolicyEvent } from '../../compiler/abi/event.ts';
import type { PolicyTest, TestValue } from '../../lang/program/program.ts';
import type { Clock } from '../../runtime/engine/clock.ts';
import type { SessionFacts } from '../../runtime/postgres/enforcement/statement-event.ts';

/** Thursday, 1 January 2026, 12:00 UTC: when an in-language test happens unless it says otherwise. */
export const TEST_NOW: number = Date.UTC(2026, 0, 1, 12);

export const TEST_SESSION: SessionFacts = {
  identity: { user: 'tester', kind: 'person', groups: [], email: null, mfa: false, claims: {}, onBehalfOf: null },
  session: {
    id: 'test',
    protocol: 'postgres',
    clientAddress: '127.0.0.1',
    started: TEST_NOW,
    application: null,
    reason: null,
  },
  target: { name: 'test', labels: {} },
};

/** The session starts at the moment of the event, unless a test says otherwise. */
export const clockOfTest = (given: PolicyTest['given']): Clock => ({ now: nowOf(given), zoneOffsets: {} });

export const sessionOfTest = (given: PolicyTest['given']): SessionFacts => ({
  ...TEST_SESSION,
  session: { ...TEST_SESSION.session, started: nowOf(given) },
});

const nowOf = ({ now }: PolicyTest['given']): number => (typeof now === 'number' ? now : TEST_NOW);

/** Writes each `given` value along its attribute path; null takes the attribute away. */
export function applyGiven(event: PolicyEvent, given: PolicyTest['given']): PolicyEvent {
  return Object.entries(given).reduce<PolicyEvent>((changed, [path, value]) => setPath(changed, path, value), event);
}

function setPath(event: PolicyEvent, path: string, value: TestValue): PolicyEvent {
  const dot = path.indexOf('.');
  // Only scalars stand without a group.
  if (dot === -1) return { ...event, [path]: value as EventScalar };
  const [group, field] = [path.slice(0, dot), path.slice(dot + 1)];
  const fields: Record<string, EventField> = { ...(event[group] as Record<string, EventField>) };
  if (value === null) delete fields[field];
  else fields[field] = value;
  return { ...event, [group]: fields };
}
