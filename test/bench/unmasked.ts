// What a mask costs those whom it does not concern: the rows a second of an identity for whom the policy masks nothing, beside those
// under a policy that knows no masks at all.
import { PEOPLE, type Route } from './database.ts';
import { Drain } from './drain.ts';
import { sideBySide } from './measure.ts';
import { against, atLeast, type Row } from './report.ts';

/** Two equal gateways differ by some per cent from run to run. */
const BUDGET = 0.95;

async function rowsPerSecond({ address, login }: Route): Promise<number> {
  const drain = await Drain.open(address, login);
  const started = performance.now();
  await drain.ask('SELECT * FROM people');
  const seconds = (performance.now() - started) / 1_000;
  drain.close();
  return PEOPLE / seconds;
}

export async function unmaskedRows([empty, exempt]: readonly [Route, Route]): Promise<readonly Row[]> {
  const figures = await sideBySide(
    [empty, exempt].map((route) => ({ name: route.name, run: () => rowsPerSecond(route) })),
  );
  const what = '1,000,000 rows, nothing masked, recorded';
  const ratio = atLeast(against(figures.get(exempt.name), figures.get(empty.name), 'the empty policy'), BUDGET);
  return [
    { what, who: empty.name, unit: 'rows/s', figure: figures.get(empty.name) ?? null },
    { what, who: exempt.name, unit: 'rows/s', figure: figures.get(exempt.name) ?? null, ...(ratio ? { ratio } : {}) },
  ];
}
