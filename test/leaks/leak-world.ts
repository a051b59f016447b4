// One of the two worlds: a PostgreSQL of its own with the schema and the rows, and the whole product in front of it as an operator
// would run it. Both worlds have databases, roles and tickets of the same names, so a client cannot tell them apart by these.
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { openConfig } from '../../runtime/cli/open-config.ts';
import { writeGatewayFiles } from '../../runtime/cli/quickstart/gateway-files.ts';
import { startPolicyd } from '../../runtime/cli/start-policyd.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../runtime/postgres/embedded/embedded-server.ts';
import { freePort, LOOPBACK } from '../../runtime/postgres/embedded/free-port.ts';
import { guard } from '../../runtime/postgres/embedded/guardian.ts';
import type { Address } from '../kit/wire-client.ts';
import { query } from './messages.ts';
import { signIn } from './sign-in.ts';
import { DATABASE, GATEWAY_ROLE, identityEntries, ticketOf } from './world/people.ts';
import { secretsOf, type World } from './world/protected-values.ts';
import { rows } from './world/rows.ts';
import { afterRows, SCHEMA } from './world/schema.ts';

const POLICY = join(import.meta.dirname, 'world', 'care.hpol');
/** A copy of the database as it was at first; nobody connects to it. */
const ORIGIN = 'care_origin';
const SETTINGS = {
  // Statistics and transaction ids change only by what the cases do, which is the same in both worlds.
  autovacuum: 'off',
  max_connections: '40',
};

export interface LeakWorld {
  readonly world: World;
  readonly postgres: EmbeddedPostgres;
  /** Where clients sign in. */
  readonly gateway: Address;
  /** Holds everything that policyd writes: recordings, catalogs, store, keys. */
  readonly folder: string;
  readonly recordings: string;
  /** What the gateway has told its operator so far. */
  readonly log: readonly string[];
  /** Runs statements as the superuser in the world's database, around the gateway. */
  elsewhere(statements: readonly string[]): Promise<void>;
  /** Waits until the gateway has read the catalog as it is now. */
  readCatalog(): Promise<void>;
  /** Whether anything was written since the last restoration, by whomever. */
  isChanged(): Promise<boolean>;
  /** Makes the database anew from its first state, and waits until the gateway has read its catalog. */
  restore(): Promise<void>;
  stop(): Promise<void>;
}

async function execute(server: EmbeddedPostgres, database: string, statements: readonly string[]): Promise<void> {
  const { host, port, superuser, password } = server;
  const client = new Client({ host, port, user: superuser, password, database });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** `ana` exists on the server, too, with what the gateway's role may do: the peers of `baselines/` pass the login on. */
const anaHerself = (password: string): readonly string[] => [
  `CREATE ROLE ana LOGIN PASSWORD '${password}' IN ROLE ${GATEWAY_ROLE}`,
  `ALTER ROLE ana SET search_path = care, public`,
];

/** She sends her password in clear, as she does to the gateway, so that the bytes are the same. */
async function letAnaIn(server: EmbeddedPostgres): Promise<void> {
  const { host, port, superuser, password } = server;
  const client = new Client({ host, port, user: superuser, password, database: 'postgres' });
  await client.connect();
  try {
    const { rows: found } = await client.query<{ hba_file: string }>('SHOW hba_file');
    const path = found[0]!.hba_file;
    writeFileSync(path, `host all ana ${LOOPBACK}/32 password\n${readFileSync(path, 'utf8')}`);
    await client.query('SELECT pg_reload_conf()');
  } finally {
    await client.end();
  }
}

async function fill(server: EmbeddedPostgres, world: World, rolePassword: string): Promise<void> {
  await execute(server, 'postgres', [`CREATE DATABASE ${DATABASE}`]);
  await execute(server, DATABASE, [
    ...SCHEMA,
    ...rows(world),
    ...afterRows(GATEWAY_ROLE, rolePassword),
    ...anaHerself(ticketOf('ana')),
  ]);
  await execute(server, 'postgres', [`CREATE DATABASE ${ORIGIN} TEMPLATE ${DATABASE}`]);
  await letAnaIn(server);
}

/** A database copied from a template has neither its settings nor its privileges; roles keep what was set for them. */
const RESTORE: readonly string[] = [
  `DROP DATABASE ${DATABASE} WITH (FORCE)`,
  `CREATE DATABASE ${DATABASE} TEMPLATE ${ORIGIN}`,
  `GRANT TEMPORARY ON DATABASE ${DATABASE} TO ${GATEWAY_ROLE}`,
  ...[GATEWAY_ROLE, 'ana'].flatMap((role) => [
    `ALTER ROLE ${role} RESET ALL`,
    `ALTER ROLE ${role} SET search_path = care, public`,
  ]),
];

/** Connected to another database, so that the world's can be dropped. */
async function openTransactionIds({ url }: EmbeddedPostgres): Promise<Client> {
  const client = new Client(url);
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Whatever writes takes a transaction id, in any database of the server. */
async function nextTransactionId(client: Client): Promise<string> {
  const { rows: found } = await client.query<{ next: string }>(
    'SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next',
  );
  return found[0]!.next;
}

class Resident {
  readonly #open: () => Promise<Client>;
  #client: Client | null = null;

  constructor(open: () => Promise<Client>) {
    this.#open = open;
  }

  async come(): Promise<void> {
    this.#client = await this.#open();
  }

  async leave(): Promise<void> {
    await this.#client?.end();
    this.#client = null;
  }
}

/** Somebody else on the server whose last statement names a patient, and who stays idle. */
async function openResident(server: EmbeddedPostgres, world: World, rolePassword: string): Promise<Client> {
  const { host, port } = server;
  const login = { host, port, user: GATEWAY_ROLE, password: rolePassword, database: DATABASE };
  const client = new Client({ ...login, application_name: 'resident' });
  client.on('error', () => undefined);
  await client.connect();
  await client.query(
    `SELECT 1 AS resident, '${secretsOf(world, 1).ssn}' AS about, '${secretsOf(world, 2).fullName}' AS too`,
  );
  return client;
}

/** A change of the schema by somebody who sees clear values makes the gateway read the catalog; the next statement waits for it. */
async function readCatalog(gateway: Address): Promise<void> {
  const line = await signIn(gateway, { user: 'bo' });
  try {
    await line.ask(query('CREATE TEMP TABLE catalog_read_again (); DROP TABLE catalog_read_again'));
    await line.ask(query('SELECT 1'));
  } finally {
    line.destroy();
  }
}

/** `binaries` is the `bin` folder of a PostgreSQL; the embedded 18 by default. */
export async function startLeakWorld(world: World, binaries?: string): Promise<LeakWorld> {
  await using started = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), `hpol-world-${world}-`));
  started.adopt(guard(folder), (guardian) => guardian.finish());
  const options = binaries === undefined ? {} : { binaries };
  const postgres = started.adopt(await startEmbeddedPostgres({ settings: SETTINGS, ...options }), (server) =>
    server.stop(),
  );
  const rolePassword = randomBytes(18).toString('base64url');
  await fill(postgres, world, rolePassword);
  const gatewayPort = await freePort();
  const ownFolder = join(folder, 'policyd');
  mkdirSync(ownFolder, { mode: 0o700 });
  const config = writeGatewayFiles({
    folder: ownFolder,
    policy: POLICY,
    gatewayPort,
    target: DATABASE,
    database: { port: postgres.port, name: DATABASE, user: GATEWAY_ROLE, password: rolePassword },
    identities: identityEntries(),
    labels: { env: 'prod' },
  });
  const log: string[] = [];
  started.adopt(await startPolicyd(openConfig(config), { log: (line) => log.push(line) }), (policyd) => policyd.stop());
  const gateway = { host: LOOPBACK, port: gatewayPort };
  const resident = new Resident(() => openResident(postgres, world, rolePassword));
  started.defer(() => resident.leave());
  await resident.come();
  const ids = started.adopt(await openTransactionIds(postgres), (open) => open.end());
  let restoredAt = '';
  const running = started.move();
  return {
    world,
    postgres,
    gateway,
    folder: ownFolder,
    recordings: join(ownFolder, 'recordings'),
    log,
    elsewhere: (statements) => execute(postgres, DATABASE, statements),
    readCatalog: () => readCatalog(gateway),
    isChanged: async () => (await nextTransactionId(ids)) !== restoredAt,
    restore: async () => {
      await resident.leave();
      await execute(postgres, 'postgres', RESTORE);
      await resident.come();
      await readCatalog(gateway);
      restoredAt = await nextTransactionId(ids);
    },
    stop: () => running.disposeAsync(),
  };
}
