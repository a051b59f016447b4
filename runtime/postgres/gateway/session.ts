// One relaying session as a state machine without IO: bytes of either side in, bytes for either side out, every decision and
// every released byte recorded on the way. One catch turns any failure into record, FATAL, close.
import { RecorderFault } from '../../recording/recorder.ts';
import { BackendReader, COPY_DATA, DATA_ROW } from '../wire/backend-reader.ts';
import { errorResponse } from '../wire/backend-messages.ts';
import type { FrontendMessage, FrontendReader } from '../wire/frontend-reader.ts';
import { ProtocolFault } from '../wire/protocol-fault.ts';
import { handleBackend } from './backend-handlers.ts';
import { releaseRun, runsOf } from './finish-run.ts';
import { handleFrontend } from './frontend-handlers.ts';
import { startHold, type Hold, type HoldRequest } from './hold.ts';
import { relayRows } from './relay-rows.ts';
import { SessionFault } from './session-fault.ts';
import { SessionState, type SessionOptions } from './session-state.ts';

/** What the machine asks of the shell around it. */
export interface SessionPorts {
  toClient(bytes: Buffer): void;
  toTarget(bytes: Buffer): void;
  /** Nothing more will be sent to either side. */
  ended(failure: string | null): void;
}

type Phase =
  | { readonly kind: 'relaying' }
  /** A message waits for the target to settle what earlier ones meant. */
  | { readonly kind: 'waiting'; readonly message: FrontendMessage }
  | { readonly kind: 'holding'; readonly hold: Hold }
  | { readonly kind: 'ended' };

/** Bytes that a client may send ahead while a message waits, before its socket is paused. */
const MAX_BACKLOG_BYTES = 1024 * 1024;
const POLICY_CHANGED = {
  severity: 'ERROR',
  sqlstate: '42501',
  message: 'the policy changed while the statement waited for approval',
  hint: 'Run the statement again.',
} as const;
const RELAYING: Phase = { kind: 'relaying' };

export class Session {
  readonly #state: SessionState;
  readonly #ports: SessionPorts;
  readonly #client: FrontendReader;
  readonly #target = new BackendReader();
  #phase: Phase = RELAYING;

  /** `reader` may hold what the client sent ahead during login. */
  constructor(options: SessionOptions, ports: SessionPorts, reader: FrontendReader) {
    this.#state = new SessionState(options);
    this.#state.wake = () => this.#guard(() => this.#wake());
    this.#ports = ports;
    this.#client = reader;
  }

  /** True while the client should not be read: it has sent far ahead of a message that waits. */
  get isBackedUp(): boolean {
    return this.#phase.kind !== 'relaying' && this.#client.backlog > MAX_BACKLOG_BYTES;
  }

  clientBytes(chunk: Buffer): void {
    this.#guard(() => {
      this.#client.push(chunk);
      this.#pump();
    });
  }

  targetBytes(chunk: Buffer): void {
    this.#guard(() => {
      this.#target.push(chunk);
      this.#drainTarget();
      this.#release();
      this.#wake();
    });
  }

  clientClosed(): void {
    this.#guard(() => this.#end('the client went away', null));
  }

  targetClosed(): void {
    this.#guard(() => {
      throw new SessionFault(`the target ${this.#state.target.name} closed the connection; connect again`, '08006');
    });
  }

  /** A CancelRequest came for this session. True when it took back a request for approval. */
  cancel(): boolean {
    if (this.#phase.kind !== 'holding') return false;
    this.#phase.hold.withdraw();
    return true;
  }

  /** The gateway stops. */
  shutDown(): void {
    this.#guard(() => {
      throw new SessionFault('the gateway is shutting down', '57P01');
    });
  }

  #pump(): void {
    while (this.#phase.kind === 'relaying') {
      const message = this.#client.next();
      if (!message) break;
      this.#handle(message);
    }
    this.#send();
  }

  #wake(): void {
    if (this.#phase.kind !== 'waiting') return;
    const { message } = this.#phase;
    this.#phase = RELAYING;
    this.#handle(message);
    this.#pump();
  }

  #handle(message: FrontendMessage): void {
    const handled = handleFrontend(this.#state, message);
    if (handled === 'done') return;
    if (handled === 'wait') this.#phase = { kind: 'waiting', message };
    else if (handled === 'end') this.#end('the client ended the session', null);
    else this.#hold(handled);
  }

  #hold(request: HoldRequest): void {
    this.#send();
    let hold: Hold;
    try {
      hold = startHold(this.#state, request, () => this.#guard(() => this.#release()));
    } catch (error) {
      if (error instanceof RecorderFault) throw error;
      request.refuse({
        severity: 'ERROR',
        sqlstate: '42501',
        message: 'the statement needs approval, and approvals are not available now',
      });
      return;
    }
    this.#phase = { kind: 'holding', hold };
    hold.verdict.then(
      (refusal) =>
        this.#guard(() => {
          this.#phase = RELAYING;
          if (refusal) request.refuse(refusal);
          else if (this.#isOutdated(request)) request.refuse(POLICY_CHANGED);
          else request.send();
          this.#pump();
        }),
      (error: unknown) =>
        this.#guard(() => {
          throw error;
        }),
    );
  }

  /** The policy was replaced while people thought about it: what they approved is not what would happen. */
  #isOutdated(request: HoldRequest): boolean {
    const engine = this.#state.services.engine();
    return request.runs.some((run) => run.decided.engine !== engine);
  }

  #drainTarget(): void {
    const { toClient } = this.#state;
    const open = this.#target.takeOpen();
    if (open) toClient.push(open);
    for (let type = this.#target.peek(); type !== 0; type = this.#target.peek()) {
      if (type === DATA_ROW || type === COPY_DATA) {
        if (!relayRows(this.#state, this.#target, type)) break;
      } else {
        const message = this.#target.takeMessage();
        if (!message) break;
        handleBackend(this.#state, String.fromCharCode(type), message);
      }
    }
  }

  /** Records, then releases: no byte reaches the client before its record is with the operating system. */
  #release(): void {
    const { toClient, recorder, results } = this.#state;
    if (toClient.isEmpty && results.length === 0) return;
    const bytes = toClient.take();
    this.#state.recordResponse(bytes);
    recorder.flush();
    if (bytes.length > 0) this.#ports.toClient(bytes);
  }

  /** What may change anything is on record before the target gets it. What only reads is on record before its result is released. */
  #send(): void {
    const { toTarget, recorder } = this.#state;
    if (toTarget.isEmpty) return;
    const bytes = toTarget.take();
    if (this.#state.hasUnseenChange) {
      this.#state.recordRepeats();
      recorder.flush();
    }
    this.#state.hasUnseenChange = false;
    this.#ports.toTarget(bytes);
  }

  /** The one catch of a session. */
  #guard(work: () => void): void {
    if (this.#phase.kind === 'ended') return;
    try {
      work();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    const isExpected = error instanceof ProtocolFault || error instanceof SessionFault;
    const isUnrecorded = error instanceof RecorderFault;
    const message = isExpected ? error.message : 'the gateway failed and closed the session';
    const sqlstate = isExpected ? error.sqlstate : 'XX000';
    this.#state.toClient.clear();
    const farewell = errorResponse({
      severity: 'FATAL',
      sqlstate: isUnrecorded ? '58030' : sqlstate,
      message: isUnrecorded ? 'the session cannot be recorded' : message,
    });
    const cause = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    try {
      this.#abandonHold(!isUnrecorded);
      if (!isUnrecorded) this.#recordFailure(isExpected ? message : `${message}: ${cause}`, farewell);
    } catch (second) {
      // The farewell says only that the session failed; the shell's report keeps both causes.
      this.#finish(`${cause}; and the recording failed: ${String(second)}`, farewell);
      return;
    }
    this.#finish(isExpected ? message : cause, farewell);
  }

  #recordFailure(message: string, farewell: Buffer): void {
    const { recorder } = this.#state;
    this.#state.record({ kind: 'fault', message });
    this.#state.recordResponse(farewell);
    recorder.close(message);
  }

  #end(reason: string, farewell: Buffer | null): void {
    this.#send();
    this.#abandonHold(true);
    this.#state.recordRepeats();
    this.#state.recorder.close(reason);
    this.#finish(null, farewell);
  }

  #abandonHold(isRecorded: boolean): void {
    if (this.#phase.kind !== 'holding') return;
    this.#phase.hold.withdraw();
    if (isRecorded) this.#phase.hold.recordWithdrawal();
  }

  #finish(failure: string | null, farewell: Buffer | null): void {
    this.#phase = { kind: 'ended' };
    for (const run of this.#state.queue.waiting.flatMap(runsOf)) releaseRun(run);
    if (farewell) this.#ports.toClient(farewell);
    this.#ports.ended(failure);
  }
}
