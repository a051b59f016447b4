// The shell around one client connection: sockets, TLS, back-pressure, the login timer. It moves bytes between Node and the
// state machines and decides nothing.
import type { Socket } from 'node:net';
import { TLSSocket, type SecureContext } from 'node:tls';
import { backendKeyData, errorResponse, parameterStatus, readyForQuery } from '../wire/backend-messages.ts';
import type { ServerReport } from '../wire/backend-messages.ts';
import { cancelRequest } from '../wire/frontend-messages.ts';
import { DEFAULT_MAX_FRONTEND_BYTES } from '../wire/limits.ts';
import { ProtocolFault } from '../wire/protocol-fault.ts';
import type { CancelRegistry } from './cancel-registry.ts';
import { ClientLogin, type LoginStep, type SignedIn } from './client-login.ts';
import { connectTarget } from './connect-target.ts';
import { openSession, type OpenedSession } from './open-session.ts';
import { Session } from './session.ts';
import type { GatewayReport, GatewayServices } from './services.ts';

export interface ConnectionOptions {
  readonly services: GatewayServices;
  readonly cancels: CancelRegistry;
  readonly secureContext: SecureContext | null;
  readonly maxFrontendBytes: number | undefined;
  readonly loginTimeoutMs: number;
}

type Phase =
  | { readonly kind: 'login'; readonly login: ClientLogin; user: string | null }
  | { readonly kind: 'opening'; readonly ahead: Buffer[]; readonly user: string }
  | { readonly kind: 'session'; readonly session: Session }
  | { readonly kind: 'closed' };

const FAREWELL_MS = 2_000;

export class Connection {
  readonly #options: ConnectionOptions;
  readonly #clientAddress: string;
  readonly #timer: NodeJS.Timeout;
  readonly #onClosed: () => void;
  #socket: Socket;
  #phase: Phase;

  constructor(socket: Socket, options: ConnectionOptions, onClosed: () => void) {
    this.#options = options;
    this.#socket = socket;
    this.#onClosed = onClosed;
    this.#clientAddress = addressOf(socket);
    const login = new ClientLogin({
      identities: options.services.identities,
      offersTls: options.secureContext !== null,
      isLoopback: isLoopback(this.#clientAddress),
    });
    this.#phase = { kind: 'login', login, user: null };
    this.#timer = setTimeout(() => {
      this.#refuse('protocol_fault', fatal('08006', 'the login took too long'));
    }, options.loginTimeoutMs);
    this.#listen(socket);
  }

  /** The gateway stops: sessions get a FATAL message, others are closed. */
  shutDown(): void {
    if (this.#phase.kind === 'session') this.#phase.session.shutDown();
    else this.#close(null);
  }

  #listen(socket: Socket): void {
    socket.on('data', (chunk: Buffer) => this.#data(chunk));
    socket.on('error', () => this.#gone());
    socket.on('close', () => this.#gone());
  }

  #data(chunk: Buffer): void {
    switch (this.#phase.kind) {
      case 'login':
        this.#login(this.#phase.login, chunk);
        return;
      case 'opening':
        // Nothing may be sent before ReadyForQuery; what comes anyway waits, unread, in the socket.
        this.#phase.ahead.push(chunk);
        this.#socket.pause();
        return;
      case 'session':
        this.#phase.session.clientBytes(chunk);
        if (this.#phase.kind === 'session' && this.#phase.session.isBackedUp) this.#socket.pause();
        return;
      case 'closed':
        return;
      default:
        this.#phase satisfies never;
    }
  }

  #login(login: ClientLogin, chunk: Buffer): void {
    try {
      for (const step of login.feed(chunk)) this.#take(step, login);
    } catch (error) {
      const message = error instanceof ProtocolFault ? error.message : 'the login failed';
      const cause = error instanceof Error ? error.message : String(error);
      this.#refuse('protocol_fault', fatal('08P01', message), cause);
    }
  }

  #take(step: LoginStep, login: ClientLogin): void {
    switch (step.kind) {
      case 'write':
        this.#socket.write(step.bytes);
        return;
      case 'upgrade':
        this.#upgrade(login);
        return;
      case 'cancel':
        this.#options.cancels.cancel(step);
        this.#close(null);
        return;
      case 'refuse':
        if (this.#phase.kind === 'login') this.#phase.user = step.user;
        this.#refuse('login_refused', step.report);
        return;
      case 'signed_in':
        void this.#open(step, login);
        return;
      default:
        step satisfies never;
    }
  }

  #upgrade(login: ClientLogin): void {
    const { secureContext } = this.#options;
    if (!secureContext) return;
    const clear = this.#socket;
    clear.removeAllListeners('data');
    clear.write('S');
    const secure = new TLSSocket(clear, { isServer: true, secureContext });
    login.encrypted();
    this.#socket = secure;
    this.#listen(secure);
  }

  async #open(signedIn: SignedIn, login: ClientLogin): Promise<void> {
    const ahead: Buffer[] = [];
    this.#phase = { kind: 'opening', ahead, user: signedIn.identity.user };
    const { services } = this.#options;
    try {
      const isClientEncrypted = this.#socket instanceof TLSSocket;
      const opened = await openSession({ services, signedIn, clientAddress: this.#clientAddress, isClientEncrypted });
      if (opened.kind === 'refused') {
        this.#refuse(opened.because, opened.report, opened.cause);
        return;
      }
      if (this.#isClosed()) {
        opened.recorder.close('the client went away during login');
        opened.socket.destroy();
        return;
      }
      this.#startOrClose(opened, login, ahead);
    } catch (error) {
      const cause = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      this.#refuse('session_failed', fatal('XX000', 'the gateway could not open the session'), cause);
    }
  }

  /** A method, because the phase may have changed while something was awaited. */
  #isClosed(): boolean {
    return this.#phase.kind === 'closed';
  }

  #startOrClose(opened: OpenedSession, login: ClientLogin, ahead: readonly Buffer[]): void {
    try {
      this.#start(opened, login, ahead);
    } catch (error) {
      opened.socket.destroy();
      opened.recorder.close('the session could not be started');
      throw error;
    }
  }

  #start(opened: OpenedSession, login: ClientLogin, ahead: readonly Buffer[]): void {
    clearTimeout(this.#timer);
    const { services, cancels, maxFrontendBytes } = this.#options;
    const { target, facts, recorder, socket: server, ready, isMasked } = opened;
    login.reader.maxBytes = maxFrontendBytes ?? DEFAULT_MAX_FRONTEND_BYTES;
    const client = this.#socket;
    const key = cancels.register(() => {
      if (!session.cancel()) void forwardCancel(opened);
    });
    const session = new Session(
      { services, target, facts, recorder, parameters: ready.parameters, isMasked },
      {
        toClient: (bytes) => void (client.write(bytes) || server.pause()),
        toTarget: (bytes) => void (server.write(bytes) || client.pause()),
        ended: (failure) => {
          cancels.forget(key.processId);
          if (failure !== null) this.#report('session_failed', failure, facts.identity.user);
          server.end();
          setTimeout(() => server.destroy(), FAREWELL_MS).unref();
          this.#close(null);
        },
      },
      login.reader,
    );
    client.on('drain', () => server.resume());
    server.on('drain', () => this.#resumeClient(session));
    server.on('data', (chunk: Buffer) => {
      session.targetBytes(chunk);
      this.#resumeClient(session);
    });
    server.on('error', () => session.targetClosed());
    server.on('close', () => session.targetClosed());
    this.#phase = { kind: 'session', session };
    const statuses = [...ready.parameters].map(([name, value]) => parameterStatus(name, value));
    client.write(Buffer.concat([...statuses, backendKeyData(key.processId, key.secret), readyForQuery('I')]));
    if (ready.rest.length > 0) session.targetBytes(ready.rest);
    session.clientBytes(Buffer.concat(ahead));
    server.resume();
    this.#resumeClient(session);
  }

  #resumeClient(session: Session): void {
    if (!session.isBackedUp && !this.#isClosed()) this.#socket.resume();
  }

  #refuse(kind: GatewayReport['kind'], report: ServerReport, cause = report.message): void {
    if (this.#isClosed()) return;
    this.#report(kind, cause, 'user' in this.#phase ? this.#phase.user : null);
    this.#close(errorResponse(report));
  }

  #report(kind: GatewayReport['kind'], message: string, user: string | null): void {
    this.#options.services.report({ kind, clientAddress: this.#clientAddress, user, message });
  }

  /** The client's socket failed or closed. */
  #gone(): void {
    if (this.#phase.kind === 'session') this.#phase.session.clientClosed();
    this.#close(null);
  }

  #close(farewell: Buffer | null): void {
    if (this.#phase.kind === 'closed') return;
    this.#phase = { kind: 'closed' };
    clearTimeout(this.#timer);
    if (farewell) this.#socket.write(farewell);
    this.#socket.end();
    const socket = this.#socket;
    // A client that does not read its farewell does not keep the connection.
    setTimeout(() => socket.destroy(), FAREWELL_MS).unref();
    this.#onClosed();
  }
}

const fatal = (sqlstate: string, message: string): ServerReport => ({ severity: 'FATAL', sqlstate, message });

/** Without the zone of a link-local address, which means something on this machine only. A socket that closed has no address. */
const addressOf = ({ remoteAddress = 'unknown' }: Socket): string => remoteAddress.replace(/%.*$/, '');

const isLoopback = (address: string): boolean => /^(::ffff:)?127\.|^::1$/.test(address);

/** Asks the target to cancel what the session runs; like PostgreSQL's own cancellation it promises nothing. */
async function forwardCancel({ target, ready }: OpenedSession): Promise<void> {
  try {
    const { socket } = await connectTarget(target);
    socket.on('error', () => socket.destroy());
    socket.end(cancelRequest(ready.processId, ready.secret));
    socket.resume();
  } catch {
    // The target is gone or full: the statement goes on or its session ends by itself.
    return;
  }
}
