// The four identities of the quick start. Their tickets are made anew for each run and shown in clear, which is
// what makes it a quick start: anywhere else a ticket is shown once, to the one whom it is for.
import { hashTicket, newTicket } from '../../identity/ticket.ts';

export const PEOPLE = [
  { user: 'ana', kind: 'person', groups: ['nurses'], about: 'a nurse' },
  { user: 'bo', kind: 'person', groups: ['clinicians'], about: 'a clinician' },
  { user: 'pri', kind: 'person', groups: ['privacy-office'], about: 'in the privacy office' },
  { user: 'scout', kind: 'agent', groups: ['agents'], on_behalf_of: 'bo', about: "bo's AI agent" },
] as const;

export type Person = (typeof PEOPLE)[number]['user'];
export type Tickets = Readonly<Record<Person, string>>;

export const newTickets = (): Tickets => ({
  ana: newTicket(),
  bo: newTicket(),
  pri: newTicket(),
  scout: newTicket(),
});

/** Entries of an identities file: who they are, and the digest of their ticket. */
export function identityEntries(tickets: Tickets): readonly object[] {
  return PEOPLE.map((person) => ({
    user: person.user,
    kind: person.kind,
    groups: person.groups,
    ...('on_behalf_of' in person ? { on_behalf_of: person.on_behalf_of } : {}),
    ticket_sha256: hashTicket(tickets[person.user]),
  }));
}
