// `npm run bench`: the figures of docs/benchmarks.md as ratios taken side by side in one run. Prints a table and writes results.json
// beside this file. Takes some minutes; every process that it starts is its own.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { LOOPBACK, freePort } from '../../runtime/postgres/embedded/free-port.ts';
import { startPolicydProcess } from '../kit/policyd-process.ts';
import { analysisRows } from './analysis.ts';
import { bulkRows } from './bulk.ts';
import { catalogRows } from './catalog.ts';
import { checkRows } from './check.ts';
import { copyRows } from './copy.ts';
import { READER, startDatabase, type Route } from './database.ts';
import { decideRows } from './decide.ts';
import { detectorRows } from './detectors.ts';
import { buildPolicy } from './engine.ts';
import { EMPTY_POLICY, gatewayFiles, UNMASKED_GROUP, type GatewayVariant } from './gateway-files.ts';
import { languageServerRows } from './language-server.ts';
import { pointQueryRows } from './point-queries.ts';
import { startPipe } from './processes.ts';
import { table, type Row } from './report.ts';
import { rowRows } from './rows.ts';
import { unmaskedRows } from './unmasked.ts';

const RESULTS = join(import.meta.dirname, 'results.json');

interface Stoppable {
  stop(): unknown;
}

interface Place {
  readonly folder: string;
  readonly databasePort: number;
}

/** A gateway of its own, with files of its own. */
async function startGateway(
  name: string,
  { folder, databasePort }: Place,
  variant: GatewayVariant = {},
): Promise<Route & Stoppable> {
  const own = join(folder, name);
  mkdirSync(own);
  const port = await freePort();
  const files = gatewayFiles(own, { port, databasePort }, variant);
  writeFileSync(files.policy, (await buildPolicy(files.policyText)).bundle);
  const gateway = await startPolicydProcess(files.config, port);
  return { name, address: { host: LOOPBACK, port }, login: files.login, pid: gateway.pid, stop: () => gateway.stop() };
}

interface Routes {
  /** Direct, through the pipe and through the gateway. */
  readonly all: readonly Route[];
  /** Two gateways that mask nothing: because the policy is empty, and because it has no mask for this identity. */
  readonly unmasked: readonly [Route, Route];
}

/** `use` measures, then everything stops. */
async function withRoutes<T>(folder: string, use: (routes: Routes) => Promise<T>): Promise<T> {
  const started: Stoppable[] = [];
  const keep = <S extends Stoppable>(part: S): S => {
    started.push(part);
    return part;
  };
  try {
    const database = keep(await startDatabase());
    const pipe = keep(await startPipe(database.port));
    const place = { folder, databasePort: database.port };
    const gateway = keep(await startGateway('policyd', place));
    const empty = keep(await startGateway('policyd, empty policy', place, { policyText: EMPTY_POLICY }));
    const exempt = keep(await startGateway('policyd, no mask for the identity', place, { groups: [UNMASKED_GROUP] }));
    return await use({
      all: [
        { name: 'direct', address: database, login: READER, pid: null },
        { name: 'pipe', address: { host: LOOPBACK, port: pipe.port }, login: READER, pid: pipe.pid },
        gateway,
      ],
      unmasked: [empty, exempt],
    });
  } finally {
    for (const part of started.toReversed()) await part.stop();
  }
}

function show(title: string, rows: readonly Row[]): readonly Row[] {
  console.log(`\n## ${title}\n\n${table(rows)}`);
  return rows;
}

const folder = mkdtempSync(join(tmpdir(), 'hpol-bench-'));
try {
  const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, memoryGiB: totalmem() / 2 ** 30 };
  console.log(`${machine.cores} × ${machine.cpu}, ${machine.memoryGiB.toFixed(0)} GiB, Node ${process.version}`);
  const decisions = show('Decisions', await decideRows());
  const masking = show('Rows in the module', await rowRows());
  const detecting = show('Detectors', await detectorRows());
  const analysing = show('Analysis', [...(await analysisRows()), ...(await catalogRows())]);
  const checking = show('Checking', await checkRows(folder));
  const traffic = await withRoutes(folder, async (routes) => [
    ...show('Bulk', [
      ...(await bulkRows(routes.all)),
      ...(await unmaskedRows(routes.unmasked)),
      ...(await copyRows(routes.all)),
    ]),
    ...show('Point queries', await pointQueryRows(routes.all)),
  ]);
  const typing = show('Typing', await languageServerRows());
  const rows = [...decisions, ...masking, ...detecting, ...analysing, ...checking, ...traffic, ...typing];
  writeFileSync(RESULTS, `${JSON.stringify({ machine, node: process.version, rows }, null, 2)}\n`);
  const missed = rows.filter(({ ratio }) => ratio?.budget?.isMet === false);
  console.log(`\n${missed.length} budgets not met; figures in ${RESULTS}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
