// The first phase of a connection, without IO: encryption request, startup message, proof of identity. Every failure to
// sign in reads the same, whether the user, the secret or the method was wrong.
import type { Identity } from '../../identity/identity.ts';
import {
  authenticationCleartext,
  authenticationOk,
  authenticationSasl,
  authenticationSaslContinue,
  authenticationSaslFinal,
  negotiateProtocolVersion,
  type ServerReport,
} from '../wire/backend-messages.ts';
import { FrontendReader } from '../wire/frontend-reader.ts';
import { MAX_LOGIN_MESSAGE_BYTES } from '../wire/limits.ts';
import { MessageCursor } from '../wire/message-cursor.ts';
import { ProtocolFault } from '../wire/protocol-fault.ts';
import { MECHANISM } from '../wire/scram.ts';
import { scramServer, type ScramServer } from '../wire/scram-server.ts';
import { readStartupPacket, type StartupMessage } from '../wire/startup-packet.ts';
import type { IdentitySource } from './services.ts';

export interface SignedIn {
  readonly identity: Identity;
  readonly startup: StartupMessage;
}

export type LoginStep =
  | { readonly kind: 'write'; readonly bytes: Buffer }
  /** Write `S`, then speak TLS on the same socket and call `encrypted`. */
  | { readonly kind: 'upgrade' }
  | { readonly kind: 'cancel'; readonly processId: number; readonly secret: Buffer }
  | { readonly kind: 'refuse'; readonly user: string; readonly report: ServerReport }
  | ({ readonly kind: 'signed_in' } & SignedIn);

export interface LoginOptions {
  readonly identities: IdentitySource;
  readonly offersTls: boolean;
  /** Whether a password may be read although the connection is not encrypted. */
  readonly isLoopback: boolean;
}

type Phase =
  | { readonly kind: 'startup'; readonly security: 'clear' | 'declined' | 'encrypted' }
  | { readonly kind: 'upgrading' }
  | { readonly kind: 'ticket'; readonly startup: StartupMessage }
  | { readonly kind: 'scram_first'; readonly startup: StartupMessage; readonly server: ScramServer }
  | { readonly kind: 'scram_final'; readonly startup: StartupMessage; readonly server: ScramServer }
  | { readonly kind: 'done' };

export class ClientLogin {
  readonly #options: LoginOptions;
  #phase: Phase = { kind: 'startup', security: 'clear' };
  #startupBytes: Buffer = Buffer.alloc(0);
  readonly reader = new FrontendReader(MAX_LOGIN_MESSAGE_BYTES);

  constructor(options: LoginOptions) {
    this.#options = options;
  }

  /** TLS is up. */
  encrypted(): void {
    this.#phase = { kind: 'startup', security: 'encrypted' };
  }

  /** Throws ProtocolFault. After `signed_in`, `reader` holds what the client sent ahead. */
  feed(chunk: Buffer): readonly LoginStep[] {
    const steps: LoginStep[] = [];
    if (this.#phase.kind === 'upgrading') throw new ProtocolFault('unencrypted data came after the request for TLS');
    if (this.#phase.kind === 'startup') this.#feedStartup(chunk, steps);
    else this.reader.push(chunk);
    while (this.#isAuthenticating()) {
      const message = this.reader.next();
      if (!message) break;
      if (message.type !== 'p') throw new ProtocolFault('the client sent another message than its password');
      this.#proof(message.body, steps);
    }
    return steps;
  }

  #isAuthenticating(): boolean {
    return this.#phase.kind !== 'startup' && this.#phase.kind !== 'upgrading' && this.#phase.kind !== 'done';
  }

  #feedStartup(chunk: Buffer, steps: LoginStep[]): void {
    this.#startupBytes = Buffer.concat([this.#startupBytes, chunk]);
    const found = readStartupPacket(this.#startupBytes);
    if (!found) return;
    const rest = this.#startupBytes.subarray(found.consumed);
    this.#startupBytes = Buffer.alloc(0);
    const { packet } = found;
    switch (packet.kind) {
      case 'ssl':
      case 'gss':
        this.#requestEncryption(packet.kind, rest, steps);
        return;
      case 'cancel':
        this.#phase = { kind: 'done' };
        steps.push(packet);
        return;
      case 'startup':
        this.reader.push(rest);
        this.#start(packet, steps);
        return;
      default:
        packet satisfies never;
    }
  }

  #requestEncryption(kind: 'ssl' | 'gss', rest: Buffer, steps: LoginStep[]): void {
    if (rest.length > 0) throw new ProtocolFault('unencrypted data came after the request for encryption');
    const security = this.#phase.kind === 'startup' ? this.#phase.security : 'clear';
    if (security === 'encrypted') throw new ProtocolFault('the connection is encrypted already');
    if (kind === 'ssl' && this.#options.offersTls) {
      this.#phase = { kind: 'upgrading' };
      steps.push({ kind: 'upgrade' });
      return;
    }
    this.#phase = { kind: 'startup', security: 'declined' };
    steps.push({ kind: 'write', bytes: Buffer.from('N') });
  }

  #start(startup: StartupMessage, steps: LoginStep[]): void {
    const isEncrypted = this.#phase.kind === 'startup' && this.#phase.security === 'encrypted';
    if (startup.negotiate) {
      steps.push({ kind: 'write', bytes: negotiateProtocolVersion(startup.negotiate.unknownOptions) });
    }
    const method = this.#options.identities.method(startup.user);
    if (method.kind === 'scram') {
      this.#phase = { kind: 'scram_first', startup, server: scramServer(method.verifier) };
      steps.push({ kind: 'write', bytes: authenticationSasl([MECHANISM]) });
      return;
    }
    if (!isEncrypted && !this.#options.isLoopback) {
      this.#refuse(startup, steps, {
        sqlstate: '28000',
        message: 'a ticket is accepted over TLS only; use sslmode=require',
      });
      return;
    }
    this.#phase = { kind: 'ticket', startup };
    steps.push({ kind: 'write', bytes: authenticationCleartext() });
  }

  #proof(body: Buffer, steps: LoginStep[]): void {
    const phase = this.#phase;
    if (phase.kind === 'ticket') {
      const cursor = new MessageCursor(body, 'the password message');
      const secret = cursor.text();
      cursor.end();
      this.#finish(phase.startup, this.#options.identities.verifyTicket(phase.startup.user, secret), steps);
    } else if (phase.kind === 'scram_first') {
      const answer = phase.server.answer(readInitialResponse(body));
      this.#phase = { ...phase, kind: 'scram_final' };
      steps.push({ kind: 'write', bytes: authenticationSaslContinue(answer) });
    } else if (phase.kind === 'scram_final') {
      const final = phase.server.finish(body.toString('utf8'));
      if (final !== null) steps.push({ kind: 'write', bytes: authenticationSaslFinal(final) });
      const identity = final === null ? null : this.#options.identities.identity(phase.startup.user);
      this.#finish(phase.startup, identity, steps);
    }
  }

  #finish(startup: StartupMessage, identity: Identity | null, steps: LoginStep[]): void {
    if (!identity) {
      const message = `authentication failed for user "${startup.user}"`;
      const hint =
        'The user is yours at this gateway and the password your ticket, not those of the database behind it.';
      this.#refuse(startup, steps, { sqlstate: '28P01', message, hint });
      return;
    }
    this.#phase = { kind: 'done' };
    steps.push({ kind: 'write', bytes: authenticationOk() }, { kind: 'signed_in', identity, startup });
  }

  #refuse(startup: StartupMessage, steps: LoginStep[], why: Omit<ServerReport, 'severity'>): void {
    this.#phase = { kind: 'done' };
    steps.push({ kind: 'refuse', user: startup.user, report: { severity: 'FATAL', ...why } });
  }
}

/** SASLInitialResponse: String mechanism, Int32 length, the response. */
function readInitialResponse(body: Buffer): string {
  const cursor = new MessageCursor(body, 'the SASL response');
  if (cursor.text() !== MECHANISM) throw new ProtocolFault(`the client chose a SASL mechanism that was not offered`);
  const response = cursor.bytes(cursor.int32()).toString('utf8');
  cursor.end();
  return response;
}
