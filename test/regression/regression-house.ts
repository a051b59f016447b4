// Two servers of the same version with an empty database each. One is asked directly, the other through a gateway whose policy masks
// nothing for the identity that runs the tests.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { catalogFingerprint, loadCatalog } from '../../runtime/postgres/analysis/load-catalog.ts';
import { analyzeQuery, prepareAnalysis } from '../../runtime/postgres/analysis/analyze-query.ts';
import { TargetCatalog } from '../../runtime/postgres/catalog/catalog-provider.ts';
import { connectTargetClient } from '../../runtime/postgres/catalog/connect-target-client.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../runtime/postgres/embedded/embedded-server.ts';
import { enforce } from '../../runtime/postgres/enforcement/enforce.ts';
import { planResult } from '../../runtime/postgres/enforcement/plan-result.ts';
import { sessionEvent, statementEvent } from '../../runtime/postgres/enforcement/statement-event.ts';
import { createGateway } from '../../runtime/postgres/gateway/gateway.ts';
import type { GatewayReport, Target } from '../../runtime/postgres/gateway/services.ts';
import { identityOf, testServices } from '../../runtime/postgres/gateway/testing.ts';
import { catalogDigest } from '../../runtime/postgres/analysis/catalog-text.ts';
import type { SessionRecorder } from '../../runtime/recording/recorder.ts';
import { buildPolicy } from '../bench/engine.ts';
import { shadowed, type Shadow } from './shadow-masks.ts';

export const DATABASE = 'regression';
const RECOVERY_MS = 60_000;
const SETTINGS = { autovacuum: 'off', max_prepared_transactions: '2', max_connections: '40', jit: 'off' };
/** pg_regress sets these for its database, too. DateStyle is ISO for both: the gateway insists on it. */
const FOR_ALL_SESSIONS = [
  `CREATE DATABASE ${DATABASE} TEMPLATE template0 LOCALE 'C' ENCODING 'UTF8'`,
  ...[
    "lc_messages TO 'C'",
    "timezone TO 'PST8PDT'",
    "intervalstyle TO 'postgres_verbose'",
    "datestyle TO 'ISO, MDY'",
  ].map((setting) => `ALTER DATABASE ${DATABASE} SET ${setting}`),
];
const MASKED_GROUP = 'masked';
const POLICY = `policy regression
default allow
class care { any: column care.people.* }
mask all_of_care of care when "${MASKED_GROUP}" in identity.groups with redact because "unrelated to every test"
`;

export interface Route {
  readonly name: 'direct' | 'gateway';
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

export interface RegressionHouse {
  readonly routes: readonly [Route, Route];
  readonly shadow: Shadow;
  readonly reports: readonly GatewayReport[];
  stop(): Promise<void>;
}

async function startServer(): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ settings: SETTINGS });
  const client = new Client({ connectionString: server.url });
  await client.connect();
  for (const statement of FOR_ALL_SESSIONS) await client.query(statement);
  await client.end();
  return server;
}

function targetOf({ host, port, superuser, password }: EmbeddedPostgres): Target {
  const tls = { mode: 'disable', ca: null } as const;
  const credential = { user: superuser, password: { reveal: () => password } };
  const catalog = new TargetCatalog({
    target: DATABASE,
    load: async (known) => {
      const client = await connectTargetClient({ host, port, database: DATABASE, tls }, credential);
      try {
        const fingerprint = await catalogFingerprint(client);
        return fingerprint === known ? null : { snapshot: await loadCatalog(client), fingerprint };
      } finally {
        await client.end();
      }
    },
    store: catalogDigest,
    report: () => undefined,
  });
  return {
    name: DATABASE,
    labels: {},
    host,
    port,
    database: DATABASE,
    tls,
    catalog,
    credential: () => Promise.resolve(credential),
  };
}

/** Recordings of this are of no use, and large. */
const forgetful = (): SessionRecorder => ({
  sessionId: 'regression',
  append: () => 0,
  flush: () => undefined,
  close: () => undefined,
});

export async function startRegressionHouse(): Promise<RegressionHouse> {
  await using started = new AsyncDisposableStack();
  const [direct, behind] = await Promise.all([startServer(), startServer()]);
  started.adopt(direct, (server) => server.stop());
  started.adopt(behind, (server) => server.stop());
  await prepareAnalysis();
  const { engine } = await buildPolicy(POLICY);
  const shadow = shadowed({ analyze: analyzeQuery, enforce, plan: planResult, sessionEvent, statementEvent }, engine, [
    MASKED_GROUP,
  ]);
  const target = targetOf(behind);
  // The tests' own role names stay out of the gateway: whoever signs in is the superuser of the target.
  const services = testServices({
    engine: () => engine,
    inspect: shadow.inspection,
    target: (name) => (name === DATABASE ? target : undefined),
    openRecorder: forgetful,
    identities: { method: () => ({ kind: 'ticket' }), verifyTicket: (user) => identityOf(user), identity: identityOf },
  });
  const gateway = started.adopt(await createGateway(services, { host: direct.host, port: 0, tls: null }), (open) =>
    open.stop(),
  );
  const { host, superuser: user } = direct;
  const running = started.move();
  return {
    routes: [
      { name: 'direct', host, port: direct.port, user, password: direct.password },
      { name: 'gateway', host, port: gateway.port, user, password: 'any' },
    ],
    shadow,
    reports: services.reports,
    stop: () => running.disposeAsync(),
  };
}

/** Where tests put files: a folder for each route, because both run at a time. */
export const resultsFolder = (route: Route['name']): string => join(tmpdir(), 'hpol-regression-results', route);

/** A test may bring its server down on purpose or by a bug of that server; the next one waits until it takes connections again. */
export async function untilReady(routes: readonly Route[]): Promise<void> {
  for (const { host, port, user, password } of routes) {
    const deadline = Date.now() + RECOVERY_MS;
    for (;;) {
      const client = new Client({ host, port, user, password, database: DATABASE });
      client.on('error', () => undefined);
      const isReady = await client.connect().then(
        () => true,
        () => false,
      );
      await client.end().catch(() => undefined);
      if (isReady) break;
      if (Date.now() > deadline) throw new Error(`the server on port ${port} takes no connections any more`);
      await new Promise((settle) => setTimeout(settle, 200));
    }
  }
}
