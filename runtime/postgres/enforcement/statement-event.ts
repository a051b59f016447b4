// The events that a policy is asked about, made of what the session and the analysis know. Keys follow lang/vocabulary.
import type { EventField, PolicyEvent } from '../../../compiler/abi/event.ts';
import type { Clock } from '../../engine/clock.ts';
import type { Identity } from '../../identity/identity.ts';
import type { StatementFacts } from '../analysis/facts.ts';

/** What an event says about the session; constant while it lives. */
export interface SessionFacts {
  readonly identity: Identity;
  readonly session: {
    readonly id: string;
    readonly protocol: string;
    readonly clientAddress: string;
    /** Milliseconds since 1970. */
    readonly started: number;
    readonly application: string | null;
    readonly reason: string | null;
  };
  readonly target: { readonly name: string; readonly labels: { readonly [label: string]: string } };
}

type Fields = { readonly [field: string]: EventField };

/** An absent optional attribute is a missing key. */
const present = (name: string, value: EventField | null): Fields => (value === null ? {} : { [name]: value });

type SessionGroups = Readonly<Record<'identity' | 'session' | 'target', Fields>>;

/** Made once for a session and frozen, so that the engine need not look at it again for every statement. */
const groupsOf = new WeakMap<SessionFacts, SessionGroups>();

function sessionGroups(facts: SessionFacts): SessionGroups {
  const known = groupsOf.get(facts);
  if (known !== undefined) return known;
  const { identity, session, target } = facts;
  const groups = {
    identity: Object.freeze({
      user: identity.user,
      kind: identity.kind,
      groups: Object.freeze([...identity.groups]),
      ...present('email', identity.email),
      mfa: identity.mfa,
      claims: Object.freeze({ ...identity.claims }),
      ...present('on_behalf_of', identity.onBehalfOf),
    }),
    session: Object.freeze({
      id: session.id,
      protocol: session.protocol,
      client_address: session.clientAddress,
      started: session.started,
      ...present('application', session.application),
      ...present('reason', session.reason),
    }),
    target: Object.freeze({ name: target.name, labels: Object.freeze({ ...target.labels }) }),
  };
  groupsOf.set(facts, groups);
  return groups;
}

/** The event that opens a session. */
export const sessionEvent = (session: SessionFacts, clock: Clock): PolicyEvent => ({
  event: 'session.open',
  ...sessionGroups(session),
  ...clockFields(clock),
});

/** The part of an event that says when it happens. */
export const clockFields = ({
  now,
  zoneOffsets,
}: Clock): { readonly now: number; readonly zone_offsets: Clock['zoneOffsets'] } => ({
  now,
  zone_offsets: zoneOffsets,
});

/** What holds for a statement beside what it says. */
export interface Moment extends Clock {
  readonly inTransaction: boolean;
}

/** The event of one statement. */
export function statementEvent(session: SessionFacts, facts: StatementFacts, moment: Moment): PolicyEvent {
  return {
    ...sessionEvent(session, moment),
    event: 'postgres.statement',
    statement: {
      command: facts.command,
      category: facts.category,
      commands: facts.commands,
      text: facts.text,
      fingerprint: facts.fingerprint,
      relations: facts.relations,
      reads: facts.reads,
      filters_on: facts.filtersOn,
      writes: facts.writes,
      returns: facts.returns,
      filtered: facts.filtered,
      ...present('limit', facts.limit),
      functions: facts.functions,
      ...present('copies_to', facts.copiesTo),
      analyzed: facts.analyzed,
      in_transaction: moment.inTransaction,
    },
  };
}
