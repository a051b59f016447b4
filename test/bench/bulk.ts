// A million rows in one SELECT, two of eight columns masked on the way through the gateway, and the memory that the
// gateway needs for results of different sizes.
import { PEOPLE, type Route } from './database.ts';
import { Drain } from './drain.ts';
import { figureOf, sideBySide, type Figure } from './measure.ts';
import { residentMebibytes } from './processes.ts';
import { against, atLeast, type Row } from './report.ts';

const ALL = 'SELECT * FROM people';
const SAMPLE_MS = 20;
const FLAT_MEBIBYTES = 64;

async function megabytesPerSecond({ address, login }: Route, statement: string): Promise<number> {
  const drain = await Drain.open(address, login);
  const started = performance.now();
  const bytes = await drain.ask(statement);
  const seconds = (performance.now() - started) / 1_000;
  drain.close();
  return bytes / 1e6 / seconds;
}

async function rowsPerSecond(route: Route): Promise<number> {
  const drain = await Drain.open(route.address, route.login);
  const started = performance.now();
  await drain.ask(ALL);
  const seconds = (performance.now() - started) / 1_000;
  drain.close();
  return PEOPLE / seconds;
}

/** The most that the process held above what it held before, while one statement ran. */
async function growth(route: Route, pid: number, statement: string): Promise<number | null> {
  const idle = residentMebibytes(pid);
  if (idle === null) return null;
  let peak = idle;
  const timer = setInterval(() => (peak = Math.max(peak, residentMebibytes(pid) ?? 0)), SAMPLE_MS);
  await megabytesPerSecond(route, statement);
  clearInterval(timer);
  return peak - idle;
}

async function memoryRows(route: Route): Promise<readonly Row[]> {
  const { pid } = route;
  if (pid === null) return [];
  const rows: Row[] = [];
  for (const [size, statement] of [
    ['100,000', 'SELECT * FROM people_slice'],
    ['1,000,000', ALL],
  ] as const) {
    const samples = [await growth(route, pid, statement), await growth(route, pid, statement)];
    const taken = samples.filter((sample) => sample !== null);
    const base = { what: `memory over idle, ${size} rows`, who: route.name, unit: 'MiB' };
    rows.push(
      taken.length === 0
        ? { ...base, figure: null, absent: 'this system does not tell the memory of a process' }
        : { ...base, figure: figureOf(taken), ratio: flat(figureOf(taken)) },
    );
  }
  return rows;
}

const flat = ({ max }: Figure): Row['ratio'] & object => ({
  value: max / FLAT_MEBIBYTES,
  to: `${FLAT_MEBIBYTES} MiB`,
  budget: { text: '≤ 1x', isMet: max <= FLAT_MEBIBYTES },
});

export async function bulkRows(routes: readonly Route[]): Promise<readonly Row[]> {
  const figures = await sideBySide(routes.map((route) => ({ name: route.name, run: () => rowsPerSecond(route) })));
  const pipe = figures.get('pipe');
  const rows = routes.map(({ name }): Row => {
    const figure = figures.get(name) ?? null;
    const ratio = name === 'pipe' ? undefined : against(figure ?? undefined, pipe, 'the pipe');
    const judged = name === 'policyd' ? atLeast(ratio, 0.7) : ratio;
    const what = name === 'policyd' ? '1,000,000 rows, 2 of 8 columns masked, recorded' : '1,000,000 rows';
    return { what, who: name, unit: 'rows/s', figure, ...(judged ? { ratio: judged } : {}) };
  });
  const gateway = routes.find(({ name }) => name === 'policyd');
  return [...rows, ...(gateway ? await memoryRows(gateway) : [])];
}
