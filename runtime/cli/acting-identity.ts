// Who acts at this command line: named on it and proved by a ticket in the environment, where `ps` does not show it.
import type { IdentityDirectory } from '../identity/identity-directory.ts';
import type { Identity } from '../identity/identity.ts';

/** Null when POLICYD_TICKET is not that user's ticket. */
export const actingIdentity = (identities: IdentityDirectory, user: string): Identity | null =>
  identities.verifyTicket(user, process.env['POLICYD_TICKET'] ?? '');
