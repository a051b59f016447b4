// Signs in with a ticket or password in clear, the way every case does that does not begin before the login.
import type { Address } from '../kit/wire-client.ts';
import { password, startup, together } from './messages.ts';
import { WireLine } from './wire-line.ts';
import { DATABASE, ticketOf, type Person } from './world/people.ts';

export interface SignInOptions {
  readonly user: Person;
  /** Parameters of the startup packet besides user and database. */
  readonly startup?: { readonly [name: string]: string };
}

/** The bytes of a login, in one write: startup packet and ticket. */
export const loginBytes = ({ user, startup: more = {} }: SignInOptions): Buffer =>
  together(startup([['user', user], ['database', DATABASE], ...Object.entries(more)]), password(ticketOf(user)));

/** A connection that is ready, or that the other side has refused and closed. */
export async function signIn(address: Address, options: SignInOptions): Promise<WireLine> {
  const line = await WireLine.open(address);
  await line.ask(loginBytes(options));
  return line;
}
