// A valid event to start from, and small changes to it.
import type { EventField, PolicyEvent } from '../../compiler/abi/event.ts';

type Changes = { readonly [path: string]: EventField | undefined };

const COMMON = {
  identity: { user: 'ana', kind: 'person', groups: ['nurses'], mfa: true, claims: {} },
  session: { id: 's1', protocol: 'postgres', client_address: '127.0.0.1', started: 1_767_268_800_000 },
  target: { name: 'clinic', labels: { env: 'prod' } },
  now: 1_767_268_800_000,
  zone_offsets: { UTC: 0, 'Europe/Berlin': 60 },
};

const STATEMENT = {
  command: 'SELECT',
  category: 'read',
  commands: ['SELECT'],
  text: 'SELECT 1',
  fingerprint: 'f',
  relations: [],
  reads: [],
  filters_on: [],
  writes: [],
  returns: [],
  filtered: false,
  functions: [],
  analyzed: true,
  in_transaction: false,
};

/** `changes` are keyed by attribute path; `undefined` takes an attribute away. */
export function statement(changes: Changes = {}): PolicyEvent {
  return change({ event: 'postgres.statement', ...COMMON, statement: STATEMENT }, changes);
}

export function opening(changes: Changes = {}): PolicyEvent {
  return change({ event: 'session.open', ...COMMON }, changes);
}

function change(event: PolicyEvent, changes: Changes): PolicyEvent {
  const changed = structuredClone(event) as Record<string, Record<string, EventField>>;
  for (const [path, value] of Object.entries(changes)) {
    const [group = '', field] = path.split('.');
    if (field === undefined) {
      if (value === undefined) delete changed[group];
      else changed[group] = value as Record<string, EventField>;
      continue;
    }
    changed[group] ??= {};
    if (value === undefined) delete changed[group][field];
    else changed[group][field] = value;
  }
  return changed as unknown as PolicyEvent;
}
