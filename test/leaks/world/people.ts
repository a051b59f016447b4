// Who signs in to the worlds. Their tickets are the same in both, so that a case can send the very same bytes, its login included;
// they open nothing but these worlds.
import { hashTicket } from '../../../runtime/identity/ticket.ts';

export const DATABASE = 'care';
/** The gateway's own user on the target. */
export const GATEWAY_ROLE = 'care_app';

/** `ana` sees masked values, `bo` clear ones. */
export const PEOPLE = [
  { user: 'ana', groups: ['nurses'], ticket: 'hpt_ana-of-both-worlds-0123456789abc' },
  { user: 'bo', groups: ['clinicians'], ticket: 'hpt_bo-of-both-worlds-0123456789abcd' },
] as const;

export type Person = (typeof PEOPLE)[number]['user'];

export const ticketOf = (user: Person): string => PEOPLE.find((person) => person.user === user)!.ticket;

/** Entries of an identities file. */
export const identityEntries = (): readonly object[] =>
  PEOPLE.map(({ user, groups, ticket }) => ({ user, kind: 'person', groups, ticket_sha256: hashTicket(ticket) }));
