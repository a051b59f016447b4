// The session that an in-language test speaks for unless its `given` says otherwise, and how `given` changes the event.
import type { EventField, PolicyEvent } from '../../compiler/abi/event.ts';
import type { PolicyTest, TestValue } from '../../lang/check/program.ts';
import type { SessionFacts } from '../../runtime/postgres/enforcement/statement-event.ts';

export const TEST_SESSION: SessionFacts = {
  identity: { user: 'tester', kind: 'person', groups: [], email: null, mfa: false, claims: {}, onBehalfOf: null },
  session: { id: 'test', protocol: 'postgres', clientAddress: '127.0.0.1', application: null, reason: null },
  target: { name: 'test', labels: {} },
};

/** Writes each `given` value along its attribute path; null takes the attribute away. */
export function applyGiven(event: PolicyEvent, given: PolicyTest['given']): PolicyEvent {
  return Object.entries(given).reduce<PolicyEvent>((changed, [path, value]) => setPath(changed, path, value), event);
}

function setPath(event: PolicyEvent, path: string, value: TestValue): PolicyEvent {
  const dot = path.indexOf('.');
  const [group, field] = [path.slice(0, dot), path.slice(dot + 1)];
  const fields: { [field: string]: EventField } = { ...(event[group] as { readonly [field: string]: EventField }) };
  if (value === null) delete fields[field];
  else fields[field] = value;
  return { ...event, [group]: fields };
}
