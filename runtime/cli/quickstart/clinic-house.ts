// Everything of the quick start in one value: PostgreSQL with the clinic, the files that policyd reads, and the
// gateway. All of it lies in one temporary folder that goes when the house stops or this process dies.
import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../postgres/embedded/embedded-server.ts';
import { freePort, LOOPBACK } from '../../postgres/embedded/free-port.ts';
import { guard } from '../../postgres/embedded/guardian.ts';
import { openConfig } from '../open-config.ts';
import { startPolicyd } from '../start-policyd.ts';
import { createClinicDatabase, DATABASE, GATEWAY_ROLE, POLICY_FOLDER } from './clinic-database.ts';
import { syntheticClinic, type Clinic } from './clinic.ts';
import { writeGatewayFiles } from './gateway-files.ts';
import { identityEntries, newTickets, type Tickets } from './people.ts';

export interface ClinicHouse {
  readonly clinic: Clinic;
  readonly postgres: EmbeddedPostgres;
  readonly folder: string;
  readonly policy: string;
  /** The policyd.yaml in force. */
  readonly config: string;
  readonly recordings: string;
  readonly gateway: { readonly host: typeof LOOPBACK; readonly port: number };
  /** The database name that clients give. */
  readonly target: string;
  readonly tickets: Tickets;
  /** Ends every session and removes everything. Idempotent. */
  stop(): Promise<void>;
}

export interface HouseOptions {
  /** Port of the gateway; a free one by default. */
  readonly port?: number;
  /** Hears what the gateway tells its operator. */
  readonly log?: (line: string) => void;
  /** The synthetic clinic at full size by default. */
  readonly clinic?: Clinic;
  /** A policy file or bundle; the shipped clinical policy by default. */
  readonly policy?: string;
}

export const DEFAULT_POLICY: string = join(POLICY_FOLDER, 'clinical.hpol');

interface Stoppable {
  stop(): Promise<void>;
}

/** Stops in reverse order of starting; a failure does not keep the rest from stopping. */
async function stopAll(started: readonly Stoppable[]): Promise<void> {
  const failures: unknown[] = [];
  for (const part of started.toReversed()) await part.stop().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw new AggregateError(failures, 'not everything stopped');
}

export async function startClinicHouse(options: HouseOptions = {}): Promise<ClinicHouse> {
  const folder = mkdtempSync(join(tmpdir(), 'hpol-quickstart-'));
  const guardian = guard(folder);
  const started: Stoppable[] = [{ stop: () => guardian.finish() }];
  try {
    const postgres = await startEmbeddedPostgres();
    started.push(postgres);
    const clinic = options.clinic ?? syntheticClinic();
    const rolePassword = randomBytes(18).toString('base64url');
    await createClinicDatabase(postgres, clinic, rolePassword);
    const tickets = newTickets();
    const gatewayPort = options.port ?? (await freePort());
    const policy = options.policy ?? DEFAULT_POLICY;
    const config = writeGatewayFiles({
      folder,
      policy,
      gatewayPort,
      target: DATABASE,
      database: { port: postgres.port, name: DATABASE, user: GATEWAY_ROLE, password: rolePassword },
      identities: identityEntries(tickets),
      labels: { env: 'prod' },
    });
    started.push(await startPolicyd(openConfig(config), { log: options.log ?? (() => undefined) }));
    let stopped: Promise<void> | null = null;
    return {
      clinic,
      postgres,
      folder,
      policy,
      config,
      recordings: join(folder, 'recordings'),
      gateway: { host: LOOPBACK, port: gatewayPort },
      target: DATABASE,
      tickets,
      stop: () => (stopped ??= stopAll(started)),
    };
  } catch (error) {
    await stopAll(started);
    throw error;
  }
}
