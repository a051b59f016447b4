// The attributes that every event has: who, in which session, on which target, when.
import type { Attribute, EventVocabulary, ValueType } from './types.ts';

export const BOOL: ValueType = { kind: 'bool' };
export const INT: ValueType = { kind: 'int' };
export const STRING: ValueType = { kind: 'string' };
/** A set of strings. */
export const SET: ValueType = { kind: 'set' };
/** A list of strings. */
export const LIST: ValueType = { kind: 'list' };
/** A map from string to string. */
export const MAP: ValueType = { kind: 'map', values: 'string' };
export const DURATION: ValueType = { kind: 'duration' };
export const SIZE: ValueType = { kind: 'size' };
export const TIME: ValueType = { kind: 'time' };
export const IP: ValueType = { kind: 'ip' };
export const COLUMNS: ValueType = { kind: 'columns' };

export const IDENTITY_KIND = {
  kind: 'enum',
  name: 'identity kind',
  values: ['person', 'agent', 'service'],
} as const satisfies ValueType;

const session = (path: string, type: ValueType, doc: string, optional = false): Attribute => ({
  path,
  type,
  optional,
  scope: 'session',
  doc,
});

export const COMMON_ATTRIBUTES: readonly Attribute[] = [
  session('identity.user', STRING, 'The name that the person, agent or service signed in with.'),
  session('identity.kind', IDENTITY_KIND, 'Whether a person, an agent or a service acts.'),
  session('identity.groups', SET, 'The groups of the identity when the decision is made.'),
  session('identity.email', STRING, 'The e-mail address that the identity provider vouches for.', true),
  session('identity.mfa', BOOL, 'True when a second factor was used to sign in.'),
  session('identity.claims', MAP, 'Further claims of the identity provider, as text.'),
  session('identity.on_behalf_of', STRING, 'The person that an agent acts for.', true),
  session('session.id', STRING, 'The gateway’s name for this session.'),
  session('session.protocol', STRING, 'The protocol that the client speaks, such as `postgres`.'),
  session('session.client_address', IP, 'The network address of the client.'),
  session('session.started', TIME, 'When the session was opened.'),
  session('session.application', STRING, 'The application name that the client gave.', true),
  session('session.reason', STRING, 'The reason that the user gave for this session.', true),
  session('target.name', STRING, 'The name of the target in the gateway’s configuration.'),
  session('target.labels', MAP, 'The labels of the target, such as `env`.'),
  { path: 'now', type: TIME, optional: false, scope: 'event', doc: 'The moment of the event.' },
  {
    path: 'zone_offsets',
    type: { kind: 'map', values: 'int' },
    optional: false,
    scope: 'event',
    doc: 'For each time zone that the policy names, the minutes by which its clocks are ahead of UTC at `now`.',
  },
];

export const SESSION_OPEN: EventVocabulary = {
  name: 'session.open',
  testInput: null,
  doc: 'An authenticated client asks for a target, before anything reaches it.',
  attributes: COMMON_ATTRIBUTES,
};
