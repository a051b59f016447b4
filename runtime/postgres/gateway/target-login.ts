// Signing in to the target with the gateway's own credential, without IO. A target that asks for the password in clear
// gets it over TLS only.
import { createHash } from 'node:crypto';
import { BackendReader } from '../wire/backend-reader.ts';
import { conditionText } from '../wire/condition-text.ts';
import { passwordMessage, saslInitialResponse, saslResponse, startupMessage } from '../wire/frontend-messages.ts';
import { MessageCursor } from '../wire/message-cursor.ts';
import { readKeyData, readParameterStatus, readReady, readReport } from '../wire/read-backend.ts';
import { MECHANISM } from '../wire/scram.ts';
import { scramClient, type ScramClient } from '../wire/scram-client.ts';
import type { StartupMessage } from '../wire/startup-packet.ts';
import type { TargetCredential } from './services.ts';
import { TargetFault } from './target-fault.ts';

export interface TargetReady {
  readonly parameters: ReadonlyMap<string, string>;
  readonly processId: number;
  readonly secret: Buffer;
  /** What came behind ReadyForQuery. */
  readonly rest: Buffer;
}

export interface TargetLoginOptions {
  readonly credential: TargetCredential;
  readonly database: string;
  readonly startup: StartupMessage;
  readonly isEncrypted: boolean;
}

const md5 = (input: Buffer | string): string => createHash('md5').update(input).digest('hex');

export class TargetLogin {
  readonly #options: TargetLoginOptions;
  readonly #reader = new BackendReader();
  readonly #parameters = new Map<string, string>();
  #key: { readonly processId: number; readonly secret: Buffer } | null = null;
  #scram: ScramClient | null = null;
  #isAuthenticated = false;

  constructor(options: TargetLoginOptions) {
    this.#options = options;
  }

  /** The startup message. What the analysis relies on is fixed here. */
  start(): Buffer {
    const { credential, database, startup } = this.#options;
    const parameters = new Map([
      ['user', credential.user],
      ['database', database],
      ['standard_conforming_strings', 'on'],
      ['DateStyle', 'ISO'],
      ['application_name', startup.application ?? 'policyd'],
      ...startup.settings,
    ]);
    return startupMessage(parameters);
  }

  /** What to send back, and the result once the target is ready. Throws TargetFault and ProtocolFault. */
  feed(chunk: Buffer): { readonly replies: readonly Buffer[]; readonly ready: TargetReady | null } {
    this.#reader.push(chunk);
    const replies: Buffer[] = [];
    for (let type = this.#reader.peek(); type !== 0; type = this.#reader.peek()) {
      const message = this.#reader.takeMessage();
      if (!message) break;
      const reply = this.#handle(String.fromCharCode(type), message.subarray(5));
      if (reply === 'ready') return { replies, ready: this.#ready() };
      if (reply) replies.push(reply);
    }
    return { replies, ready: null };
  }

  #handle(type: string, body: Buffer): Buffer | 'ready' | null {
    switch (type) {
      case 'R':
        return this.#authenticate(new MessageCursor(body, 'Authentication'));
      case 'S': {
        const { name, value } = readParameterStatus(body);
        this.#parameters.set(name, value);
        return null;
      }
      case 'K':
        this.#key = readKeyData(body);
        return null;
      case 'E': {
        // Its words name the gateway's user on the target, which clients need not know.
        const report = readReport(body);
        const sqlstate = report.get('C') ?? '';
        throw new TargetFault(`refused the gateway: ${sqlstate} ${conditionText(sqlstate)}`, {
          cause: new Error(report.get('M') ?? ''),
        });
      }
      case 'Z':
        if (!this.#isAuthenticated) throw new TargetFault('skipped authentication');
        readReady(body);
        return 'ready';
      case 'N':
        return null;
      default:
        throw new TargetFault('sent an unexpected message during login');
    }
  }

  /** Int32 method, then its data: 0 ok, 3 clear, 5 md5 with Byte4 salt, 10 SASL mechanisms, 11 continue, 12 final. */
  #authenticate(cursor: MessageCursor): Buffer | null {
    const { credential, isEncrypted } = this.#options;
    const method = cursor.int32();
    switch (method) {
      case 0:
        // A server that never proved that it knows the password may be another one.
        if (this.#scram && !this.#scram.isFinished()) throw new TargetFault('did not prove its identity');
        this.#isAuthenticated = true;
        return null;
      case 3:
        if (!isEncrypted) throw new TargetFault('asks for a clear password without TLS; set tls: require');
        return passwordMessage(credential.password.reveal());
      case 5: {
        const inner = md5(credential.password.reveal() + credential.user);
        return passwordMessage(`md5${md5(Buffer.concat([Buffer.from(inner), cursor.bytes(4)]))}`);
      }
      case 10:
        return this.#startScram(cursor);
      case 11:
        return saslResponse(this.#demandScram().answer(cursor.bytes(cursor.remaining).toString('utf8')));
      case 12:
        this.#demandScram().finish(cursor.bytes(cursor.remaining).toString('utf8'));
        return null;
      default:
        throw new TargetFault(`asks for authentication method ${method}, which is not supported`);
    }
  }

  #startScram(cursor: MessageCursor): Buffer {
    const mechanisms: string[] = [];
    for (let name = cursor.text(); name !== ''; name = cursor.text()) mechanisms.push(name);
    if (!mechanisms.includes(MECHANISM)) throw new TargetFault(`does not offer ${MECHANISM}`);
    this.#scram = scramClient(this.#options.credential.password.reveal());
    return saslInitialResponse(MECHANISM, this.#scram.first);
  }

  #demandScram(): ScramClient {
    if (!this.#scram) throw new TargetFault('sent a SASL message out of order');
    return this.#scram;
  }

  #ready(): TargetReady {
    for (const [name, wanted] of [
      ['client_encoding', 'UTF8'],
      ['standard_conforming_strings', 'on'],
    ] as const) {
      if (this.#parameters.get(name) !== wanted) throw new TargetFault(`does not keep ${name} at ${wanted}`);
    }
    if (!this.#key) throw new TargetFault('sent no key for cancellation');
    return { parameters: this.#parameters, ...this.#key, rest: this.#reader.waiting };
  }
}
