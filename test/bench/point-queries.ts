// Point queries: `pgbench -S -M prepared` with eight clients where pgbench is present, the same work by a driver of
// this repository, and the latency of a single `SELECT 1`.
import { Client } from 'pg';
import { findProgram, run } from '../kit/programs.ts';
import type { Route } from './database.ts';
import { Drain } from './drain.ts';
import { figureOf, sideBySide, type Figure } from './measure.ts';
import { against, atLeast, type Row } from './report.ts';

const CLIENTS = 8;
const SECONDS = 3;
const ACCOUNTS = 1_000_000;
const LATENCY_CALLS = 3_000;

const WHAT = `point queries, ${CLIENTS} clients`;

async function pgbench(program: string, { address, login }: Route): Promise<number> {
  const flags = ['-n', '-S', '-M', 'prepared', '-c', String(CLIENTS), '-j', '1', '-T', String(SECONDS), '-s', '10'];
  const where = ['-h', address.host, '-p', String(address.port), '-U', login.user, login.database];
  const { status, stdout, stderr } = await run(program, [...flags, ...where], { env: { PGPASSWORD: login.password } });
  const rate = /^tps = ([\d.]+)/m.exec(stdout)?.[1];
  if (status !== 0 || rate === undefined) throw new Error(`pgbench failed: ${stderr.trim()}`);
  return Number(rate);
}

/** Transactions a second of `pg` clients that each run one prepared statement again and again. */
async function ownDriver({ address, login }: Route): Promise<number> {
  const clients = Array.from({ length: CLIENTS }, () => new Client({ ...address, ...login }));
  await Promise.all(clients.map((client) => client.connect()));
  const started = performance.now();
  const deadline = started + SECONDS * 1_000;
  const one = async (client: Client): Promise<number> => {
    let count = 0;
    while (performance.now() < deadline) {
      const id = 1 + ((count * 7_919 + 13) % ACCOUNTS);
      await client.query({ name: 'point', text: 'SELECT abalance FROM pgbench_accounts WHERE aid = $1', values: [id] });
      count += 1;
    }
    return count;
  };
  const counts = await Promise.all(clients.map(one));
  const seconds = (performance.now() - started) / 1_000;
  await Promise.all(clients.map((client) => client.end()));
  return counts.reduce((sum, count) => sum + count, 0) / seconds;
}

function throughputRows(who: string, routes: readonly Route[], figures: ReadonlyMap<string, Figure>): readonly Row[] {
  const pipe = figures.get('pipe');
  return routes.map(({ name }) => {
    const figure = figures.get(name) ?? null;
    const ratio = against(figure ?? undefined, pipe, 'the pipe');
    const row: Row = { what: `${WHAT}, ${who}`, who: name, unit: 'queries/s', figure };
    if (!ratio || name === 'pipe') return row;
    const judged = name === 'policyd' ? atLeast(ratio, 0.5) : ratio;
    return judged ? { ...row, ratio: judged } : row;
  });
}

async function latency(route: Route): Promise<Figure> {
  const drain = await Drain.open(route.address, route.login);
  const samples: number[] = [];
  for (let call = 0; call < LATENCY_CALLS; call += 1) {
    const started = performance.now();
    await drain.ask('SELECT 1');
    samples.push((performance.now() - started) * 1_000);
  }
  drain.close();
  return figureOf(samples.slice(LATENCY_CALLS / 10));
}

async function latencyRows(routes: readonly Route[]): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const route of routes) {
    const figure = await latency(route);
    rows.push({ what: 'SELECT 1, one client, one round trip', who: route.name, unit: 'µs', figure });
  }
  return rows;
}

export async function pointQueryRows(routes: readonly Route[]): Promise<readonly Row[]> {
  const program = findProgram('pgbench');
  const byPgbench: readonly Row[] = program
    ? throughputRows(
        'pgbench',
        routes,
        await sideBySide(routes.map((route) => ({ name: route.name, run: () => pgbench(program, route) }))),
      )
    : [{ what: WHAT, who: 'pgbench', unit: '', figure: null, absent: 'pgbench is not in PATH' }];
  const own = await sideBySide(routes.map((route) => ({ name: route.name, run: () => ownDriver(route) })));
  return [...byPgbench, ...throughputRows('pg driver', routes, own), ...(await latencyRows(routes))];
}
