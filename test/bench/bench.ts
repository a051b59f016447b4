// `npm run bench`: the figures of docs/benchmarks.md as ratios taken side by side in one run. Prints a table and writes results.json
// beside this file. Takes some minutes; every process that it starts is its own.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { LOOPBACK, freePort } from '../../runtime/postgres/embedded/free-port.ts';
import { startPolicydProcess } from '../kit/policyd-process.ts';
import { bulkRows } from './bulk.ts';
import { checkRows } from './check.ts';
import { READER, startDatabase, type Route } from './database.ts';
import { decideRows } from './decide.ts';
import { detectorRows } from './detectors.ts';
import { buildPolicy } from './engine.ts';
import { gatewayFiles } from './gateway-files.ts';
import { languageServerRows } from './language-server.ts';
import { pointQueryRows } from './point-queries.ts';
import { startPipe } from './processes.ts';
import { table, type Row } from './report.ts';
import { rowRows } from './rows.ts';

const RESULTS = join(import.meta.dirname, 'results.json');

interface Stoppable {
  stop(): unknown;
}

/** Direct, through the pipe and through the gateway; `use` measures, then everything stops. */
async function withRoutes<T>(folder: string, use: (routes: readonly Route[]) => Promise<T>): Promise<T> {
  const started: Stoppable[] = [];
  try {
    const database = await startDatabase();
    started.push(database);
    const pipe = await startPipe(database.port);
    started.push(pipe);
    const port = await freePort();
    const files = gatewayFiles(folder, { port, databasePort: database.port });
    writeFileSync(files.policy, (await buildPolicy(files.policyText)).bundle);
    const gateway = await startPolicydProcess(files.config, port);
    started.push(gateway);
    return await use([
      { name: 'direct', address: database, login: READER, pid: null },
      { name: 'pipe', address: { host: LOOPBACK, port: pipe.port }, login: READER, pid: pipe.pid },
      { name: 'policyd', address: { host: LOOPBACK, port }, login: files.login, pid: gateway.pid },
    ]);
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
  const checking = show('Checking', await checkRows(folder));
  const traffic = await withRoutes(folder, async (routes) => [
    ...show('Bulk', await bulkRows(routes)),
    ...show('Point queries', await pointQueryRows(routes)),
  ]);
  const typing = show('Typing', await languageServerRows());
  const rows = [...decisions, ...masking, ...detecting, ...checking, ...traffic, ...typing];
  writeFileSync(RESULTS, `${JSON.stringify({ machine, node: process.version, rows }, null, 2)}\n`);
  const missed = rows.filter(({ ratio }) => ratio?.budget?.isMet === false);
  console.log(`\n${missed.length} budgets not met; figures in ${RESULTS}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
