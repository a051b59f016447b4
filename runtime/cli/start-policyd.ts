// Wires the gateway together from a configuration. `policyd serve`, the quick start and the suites all start it here.
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { reasonOf } from '../config/reason-of.ts';
import type { PolicydConfig } from '../config/config.ts';
import { ApprovalBook } from '../approvals/approval-book.ts';
import { StoreApprovals } from '../approvals/store-approvals.ts';
import { loadSigner } from '../evidence/signing-key.ts';
import { analyzeQuery, prepareAnalysis } from '../postgres/analysis/analyze-query.ts';
import { enforce } from '../postgres/enforcement/enforce.ts';
import { planResult } from '../postgres/enforcement/plan-result.ts';
import { sessionEvent, statementEvent } from '../postgres/enforcement/statement-event.ts';
import { createGateway, type Gateway } from '../postgres/gateway/gateway.ts';
import type { GatewayReport, GatewayServices, Inspection } from '../postgres/gateway/services.ts';
import { lockFolder } from '../recording/folder-lock.ts';
import { openRecording } from '../recording/open-recording.ts';
import { recoverRecordings } from '../recording/recover-recordings.ts';
import type { Signer } from '../recording/signer.ts';
import { openSqliteStore } from '../store/open-sqlite-store.ts';
import { StoreFault } from '../store/store.ts';
import { CliFault } from './cli-fault.ts';
import { keepPolicy } from './keep-policy.ts';
import { openIdentities, readText } from './open-config.ts';
import { openTarget } from './open-target.ts';

export interface PolicydOptions {
  /** Hears what an operator should: warnings, refused logins, lost targets. No secrets, no values of rows. */
  readonly log: (line: string) => void;
  /** The clock that says whether a policy has expired; that of the machine by default. */
  readonly now?: () => number;
}

export interface RunningPolicyd {
  readonly addresses: { readonly postgres: { readonly host: string; readonly port: number } };
  /** Loads policy and identities again. When either cannot be used the old ones stay, and it rejects with CliFault. */
  reload(): Promise<void>;
  /** Ends every session, closes their recordings and lets go of everything. */
  stop(): Promise<void>;
}

const INSPECTION: Inspection = { analyze: analyzeQuery, enforce, plan: planResult, sessionEvent, statementEvent };

/** Rejects with CliFault, and then nothing is left running. */
export async function startPolicyd(config: PolicydConfig, { log, now }: PolicydOptions): Promise<RunningPolicyd> {
  await using started = new AsyncDisposableStack();
  const signer = takeRecordings(config, started, log);
  const store = started.adopt(
    attempt('the store', () => openSqliteStore(config.store)),
    (open) => open.close(),
  );
  const approvals = started.adopt(new StoreApprovals(new ApprovalBook(store)), (open) => open.close());
  const inForce = { identities: openIdentities(config) };
  const policy = started.adopt(await keepPolicy(config, { log, ...(now === undefined ? {} : { now }) }), (kept) =>
    kept.stop(),
  );
  const targets = new Map(config.targets.map((target) => [target.name, openTarget(target, { config, log })]));
  started.defer(() => {
    for (const target of targets.values()) target.close();
  });
  await prepareAnalysis();
  const services: GatewayServices = {
    engine: () => policy.engine(),
    identities: {
      method: (user) => inForce.identities.method(user),
      verifyTicket: (user, secret) => inForce.identities.verifyTicket(user, secret),
      identity: (user) => inForce.identities.identity(user),
    },
    approvals,
    openRecorder: (opened) => {
      const recorder = openRecording({ folder: config.recordings, sessionId: opened.session, signer });
      recorder.append(opened);
      return recorder;
    },
    target: (name) => targets.get(name),
    inspect: INSPECTION,
    report: (report) => log(lineOf(report)),
  };
  const gateway = started.adopt(await listen(config, services), (open) => open.stop());
  const running = started.move();
  return {
    addresses: { postgres: { host: gateway.host, port: gateway.port } },
    reload: async () => {
      const identities = openIdentities(config);
      await policy.reload();
      inForce.identities = identities;
    },
    stop: () => running.disposeAsync(),
  };
}

function attempt<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    // The store's own words name it.
    const message = error instanceof StoreFault ? error.message : `cannot use ${what}: ${reasonOf(error)}`;
    throw new CliFault(message, { cause: error });
  }
}

/** On a read-only file system mkdir says of a path with folders to make only that it is not there, so what is there is asked first. */
function makeFolder(folder: string): void {
  let there = folder;
  while (!existsSync(there)) there = dirname(there);
  accessSync(there, constants.W_OK);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
}

/** Takes the recordings folder and closes what a crash left open in it. */
function takeRecordings(config: PolicydConfig, started: AsyncDisposableStack, log: (line: string) => void): Signer {
  const signer = attempt(`the evidence key in ${config.state}`, () => loadSigner(config.state));
  return attempt(`the recordings folder ${config.recordings}`, () => {
    makeFolder(config.recordings);
    started.adopt(lockFolder(config.recordings), (lock) => lock.release());
    for (const { path, outcome, cutBytes } of recoverRecordings(config.recordings, signer)) {
      log(`the recording ${path} had no end: ${outcome}${cutBytes > 0 ? `, ${cutBytes} bytes cut off` : ''}`);
    }
    return signer;
  });
}

async function listen(config: PolicydConfig, services: GatewayServices): Promise<Gateway> {
  const { address, port, tls } = config.postgres;
  const pem = tls && { cert: readText(tls.cert, 'the certificate'), key: readText(tls.key, 'the private key') };
  try {
    return await createGateway(services, { host: address, port, tls: pem });
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (tls !== null && /^ERR_(OSSL|TLS|SSL)/.test(code)) {
      const message = `cannot use the certificate ${tls.cert} with the private key ${tls.key}: ${reasonOf(error)}`;
      throw new CliFault(message, { cause: error });
    }
    const reason =
      code === 'EADDRINUSE'
        ? 'the port is in use; stop what uses it or choose another in listen.postgres.port'
        : reasonOf(error);
    throw new CliFault(`cannot listen on ${address}:${port}: ${reason}`, { cause: error });
  }
}

const lineOf = ({ kind, clientAddress, user, message }: GatewayReport): string =>
  `${kind} client=${clientAddress} user=${JSON.stringify(user)}: ${message}`;
