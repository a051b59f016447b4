// From a signed-in client to a relaying session: the decision on `session.open`, the target, the recording. Whatever goes
// wrong here is a refusal with a reason, and on record once the client is known.
import type { PolicyEvent } from '../../../compiler/abi/event.ts';
import { clockAt } from '../../engine/clock.ts';
import { randomUUID } from 'node:crypto';
import type { Decision } from '../../../compiler/abi/decision.ts';
import { RecorderFault, type SessionRecorder } from '../../recording/recorder.ts';
import type { ServerReport } from '../wire/backend-messages.ts';
import type { SignedIn } from './client-login.ts';
import { connectTarget, type TargetSocket } from './connect-target.ts';
import type { SessionFacts } from '../enforcement/statement-event.ts';
import type { GatewayReport, GatewayServices, Target } from './services.ts';
import { TargetFault, logLine } from './target-fault.ts';
import { TargetLogin, type TargetReady } from './target-login.ts';

export interface OpenOptions {
  readonly services: GatewayServices;
  readonly signedIn: SignedIn;
  readonly clientAddress: string;
  readonly isClientEncrypted: boolean;
}

export interface OpenedSession {
  readonly kind: 'opened';
  readonly target: Target;
  readonly facts: SessionFacts;
  readonly recorder: SessionRecorder;
  readonly socket: TargetSocket['socket'];
  readonly ready: TargetReady;
  readonly isMasked: boolean;
}

interface RefusedSession {
  readonly kind: 'refused';
  readonly because: GatewayReport['kind'];
  readonly report: ServerReport;
  /** What the log says. */
  readonly cause: string;
}

const refused = (sqlstate: string, message: string, hint = ''): RefusedSession => ({
  kind: 'refused',
  because: 'login_refused',
  report: { severity: 'FATAL', sqlstate, message, hint },
  cause: message,
});

const LATER = 'Try again later. If it stays so, tell whoever runs this gateway; its log says more.';

function targetRefused(target: Target, fault: TargetFault): RefusedSession {
  const message = `the target ${target.name} ${fault.message}`;
  return {
    kind: 'refused',
    because: 'target_unavailable',
    report: { severity: 'FATAL', sqlstate: '08006', message, hint: LATER },
    cause: logLine(message, fault),
  };
}

const unrecorded = (fault: RecorderFault): RefusedSession => ({
  ...refused('58030', 'the session cannot be recorded', LATER),
  because: 'session_failed',
  cause: fault.message,
});

/** Never rejects for an expected reason. */
export async function openSession(options: OpenOptions): Promise<OpenedSession | RefusedSession> {
  const { services, signedIn } = options;
  const target = services.target(signedIn.startup.database);
  if (!target) {
    const message = `the target "${signedIn.startup.database}" does not exist`;
    return refused('3D000', message, 'The database that you name is a target of this gateway; ask whoever runs it.');
  }
  const facts = sessionFacts(options, target);
  const engine = services.engine();
  const event = services.inspect.sessionEvent(facts, clockAt(facts.session.started, engine.metadata.clock.zones));
  const decision = engine.decide(event);
  const blockedBecause = reasonToRefuse(decision);
  if (blockedBecause !== null) {
    return refuseOnRecord({ options, facts, event, decision }, refused('28000', blockedBecause));
  }
  try {
    return await connectAndRecord({ options, facts, event, decision }, target);
  } catch (error) {
    if (error instanceof RecorderFault) return unrecorded(error);
    if (error instanceof TargetFault)
      return refuseOnRecord({ options, facts, event, decision }, targetRefused(target, error));
    throw error;
  }
}

interface Opening {
  readonly options: OpenOptions;
  readonly facts: SessionFacts;
  readonly event: PolicyEvent;
  readonly decision: Decision;
}

function sessionFacts({ signedIn, clientAddress }: OpenOptions, target: Target): SessionFacts {
  return {
    identity: signedIn.identity,
    session: {
      id: randomUUID(),
      protocol: 'postgres',
      clientAddress,
      started: Date.now(),
      application: signedIn.startup.application,
      reason: null,
    },
    target: { name: target.name, labels: target.labels },
  };
}

/** There is no statement to hold yet, so a session that needs approval is refused. */
function reasonToRefuse(decision: Decision): string | null {
  switch (decision.effect) {
    case 'allow':
      return null;
    case 'block':
      return `the session is blocked${decision.decided_by === null ? '' : ` by policy rule ${decision.decided_by}`}: ${decision.reason}`;
    case 'approve':
      return `policy rule ${decision.decided_by} asks for approval of whole sessions, which the gateway does not offer`;
    default:
      return decision.effect satisfies never;
  }
}

async function connectAndRecord(opening: Opening, target: Target): Promise<OpenedSession> {
  const credential = await target.credential().catch((cause: unknown) => {
    throw new TargetFault('has a credential that the gateway cannot read', { cause });
  });
  const { socket, isEncrypted } = await connectTarget(target);
  try {
    const login = new TargetLogin({
      credential,
      database: target.database,
      startup: opening.options.signedIn.startup,
      isEncrypted,
    });
    const ready = await signIn(login, socket);
    await demandCatalog(target, opening.options);
    const recorder = startRecorder(opening, isEncrypted);
    const isMasked = opening.decision.masks.length > 0;
    return { kind: 'opened', target, facts: opening.facts, recorder, socket, ready, isMasked };
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** Without a catalog nothing can be said about a statement. Asked for last, because a target that is down has none either. */
async function demandCatalog({ catalog }: Target, { services, signedIn, clientAddress }: OpenOptions): Promise<void> {
  let failure: unknown = null;
  await catalog.ensureFresh().catch((error: unknown) => (failure = error));
  try {
    catalog.current();
  } catch (error) {
    throw new TargetFault('has a catalog that the gateway cannot read', { cause: failure ?? error });
  }
  if (failure === null) return;
  const message = failure instanceof Error ? failure.message : 'the catalog cannot be read';
  services.report({ kind: 'catalog_refresh_failed', clientAddress, user: signedIn.identity.user, message });
}

/** Feeds the login until it is ready. The socket is paused afterwards. */
function signIn(login: TargetLogin, socket: TargetSocket['socket']): Promise<TargetReady> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      socket.pause();
      socket.off('data', onData).off('error', onError).off('close', onClose);
      act();
    };
    const fail = (error: unknown): void => settle(() => reject(asTargetFault(error)));
    const onError = (error: Error): void => fail(error);
    const onClose = (): void => fail(new TargetFault('closed the connection during login'));
    const onData = (chunk: Buffer): void => {
      try {
        const { replies, ready } = login.feed(chunk);
        for (const reply of replies) socket.write(reply);
        if (ready) settle(() => resolve(ready));
      } catch (error) {
        fail(error);
      }
    };
    socket.on('data', onData).once('error', onError).once('close', onClose);
    socket.resume();
    socket.write(login.start());
  });
}

const asTargetFault = (error: unknown): TargetFault =>
  error instanceof TargetFault ? error : new TargetFault('cannot be signed in to', { cause: error });

function startRecorder({ options, facts, event, decision }: Opening, isTargetEncrypted: boolean): SessionRecorder {
  const { services } = options;
  const engine = services.engine();
  return services.openRecorder({
    kind: 'session.open',
    session: facts.session.id,
    protocol: 'postgres',
    identity: facts.identity,
    target: facts.target.name,
    clientAddress: facts.session.clientAddress,
    application: facts.session.application,
    tls: { client: options.isClientEncrypted, target: isTargetEncrypted },
    policy: engine.digest,
    policyName: engine.metadata.name,
    event,
    decision,
  });
}

function refuseOnRecord(opening: Opening, result: RefusedSession): RefusedSession {
  try {
    const recorder = startRecorder(opening, false);
    recorder.append({ kind: 'fault', message: result.report.message });
    recorder.close('refused');
    return result;
  } catch (error) {
    if (error instanceof RecorderFault) return unrecorded(error);
    throw error;
  }
}
