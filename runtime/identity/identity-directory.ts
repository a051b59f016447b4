// Who may sign in and in which groups they are, from the embedded identity file. Secrets are known by hash only; an unknown
// user costs the same time and gets the same answers as a known one with a wrong secret.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IdentityEntry } from './identity-entry.ts';
import type { Identity } from './identity.ts';

export type SignInMethod = { readonly kind: 'ticket' } | { readonly kind: 'scram'; readonly verifier: string };

const sha256 = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();

export class IdentityDirectory {
  readonly #entries: ReadonlyMap<string, IdentityEntry>;
  readonly #decoyKey = randomBytes(32);
  /** No ticket hashes to this but by guessing 256 bits. */
  readonly #decoyHash = randomBytes(32);

  constructor(entries: readonly IdentityEntry[]) {
    this.#entries = new Map(entries.map((entry) => [entry.user, entry]));
  }

  /** How this user signs in. When nobody here uses tickets, an unknown user is shown a verifier that nothing fits. */
  method(user: string): SignInMethod {
    const entry = this.#entries.get(user);
    if (entry?.scram !== undefined) return { kind: 'scram', verifier: entry.scram };
    const usesTickets = [...this.#entries.values()].some((other) => other.ticket_sha256 !== undefined);
    return entry !== undefined || usesTickets
      ? { kind: 'ticket' }
      : { kind: 'scram', verifier: this.#decoyVerifier(user) };
  }

  /** The identity, when the secret is its ticket. */
  verifyTicket(user: string, secret: string): Identity | null {
    const stored = this.#entries.get(user)?.ticket_sha256;
    const expected = stored === undefined ? this.#decoyHash : Buffer.from(stored, 'hex');
    const isEqual = timingSafeEqual(sha256(secret), expected);
    return isEqual && stored !== undefined ? this.identity(user) : null;
  }

  /** The identity of that name, without proof; null when there is none. */
  identity(user: string): Identity | null {
    const entry = this.#entries.get(user);
    if (entry === undefined) return null;
    return {
      user: entry.user,
      kind: entry.kind,
      groups: entry.groups ?? [],
      email: entry.email ?? null,
      mfa: entry.mfa ?? false,
      claims: entry.claims ?? {},
      onBehalfOf: entry.on_behalf_of ?? null,
    };
  }

  #decoyVerifier(user: string): string {
    const part = (label: string): Buffer =>
      createHash('sha256').update(this.#decoyKey).update(`${label}\n${user}`).digest();
    const salt = part('salt').subarray(0, 16).toString('base64');
    return `SCRAM-SHA-256$4096:${salt}$${part('stored').toString('base64')}:${part('server').toString('base64')}`;
  }
}
