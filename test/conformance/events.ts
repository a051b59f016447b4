// A valid event of each kind to start from, and small changes to it.
import type { EventField, PolicyEvent } from '../../compiler/abi/event.ts';

export type Changes = { readonly [path: string]: EventField | undefined };

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
const COMMAND = { text: 'ls -l /tmp', programs: ['ls'], arguments: ['-l', '/tmp'], parsed: true };

/** The attributes that are an event's own, by its name. */
const OWN = {
  'session.open': {},
  'postgres.statement': { statement: STATEMENT },
  'ssh.exec': { command: COMMAND },
  'ssh.shell': { shell: { terminal: true } },
  'ssh.line': { command: COMMAND },
  'ssh.file': { file: { operation: 'read', path: '/srv/data.csv' } },
  'ssh.forward': { forward: { direction: 'local', host: 'db.internal', port: 5432 } },
} as const;

type EventName = keyof typeof OWN;
const isEventName = (name: string): name is EventName => Object.hasOwn(OWN, name);

/** An event of that name; `changes` are keyed by attribute path, and `undefined` takes an attribute away. */
export function eventOf(name: string, changes: Changes = {}): PolicyEvent {
  if (!isEventName(name)) throw new Error(`no event to start from is called ${name}`);
  return change({ event: name, ...COMMON, ...OWN[name] }, changes);
}

export const statement = (changes: Changes = {}): PolicyEvent => eventOf('postgres.statement', changes);

export const opening = (changes: Changes = {}): PolicyEvent => eventOf('session.open', changes);

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
