// `npm run regression -- FOLDER [name…]`: PostgreSQL's own regression tests, taken from the folder `src/test/regress` of a checkout of
// PostgreSQL 18, through psql directly and through the gateway; outputs must be equal. Tells also which statements a person would have
// been refused for whom unrelated data is masked, and why. Nothing of the checkout is kept here.
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findProgram, run } from '../kit/programs.ts';
import { firstDifference, normalOutput } from './normal-output.ts';
import { DATABASE, resultsFolder, startRegressionHouse, untilReady, type Route } from './regression-house.ts';
import { scheduleOf } from './schedule.ts';
import type { Shadow } from './shadow-masks.ts';

/** Each change of the schema is followed by a reading of the catalog, and some files have a thousand. */
const LIMIT_MS = 900_000;
const RESULTS = join(import.meta.dirname, 'results.json');

interface Outcome {
  readonly name: string;
  /** Null when both gave the same. */
  readonly difference: string | null;
}

async function outputOf(route: Route, regressFolder: string, name: string): Promise<string> {
  const path = join(regressFolder, 'sql', `${name}.sql`);
  const flags = ['-X', '-a', '-q', '-v', 'HIDE_TABLEAM=on', '-v', 'HIDE_TOAST_COMPRESSION=on', '-d', DATABASE];
  const { stdout, stderr } = await run(findProgram('psql') ?? 'psql', flags, {
    input: readFileSync(path, 'utf8'),
    timeoutMs: LIMIT_MS,
    env: {
      PGHOST: route.host,
      PGPORT: String(route.port),
      PGUSER: route.user,
      PGPASSWORD: route.password,
      PGAPPNAME: `pg_regress/${name}`,
      PG_ABS_SRCDIR: regressFolder,
      PG_ABS_BUILDDIR: resultsFolder(route.name),
      PG_LIBDIR: regressFolder,
      PG_DLSUFFIX: '.so',
    },
  });
  return normalOutput(`${stdout}\n${stderr}`);
}

const count = <T>(items: readonly T[], key: (item: T) => string): readonly (readonly [string, number])[] => {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a);
};

function tellShadow({ statements, refusals }: Shadow): void {
  const all = [...statements.values()].reduce((sum, found) => sum + found, 0);
  console.log(
    `\n${all} statements; as somebody for whom unrelated data is masked, ${refusals.length} would be refused`,
  );
  for (const [category, total] of statements) {
    const refused = refusals.filter((refusal) => refusal.category === category);
    console.log(`  ${category}: ${refused.length} of ${total} (${((100 * refused.length) / total).toFixed(1)} %)`);
  }
  for (const category of ['read', 'write']) {
    const refused = refusals.filter((refusal) => refusal.category === category);
    console.log(`\nreasons, ${category}:`);
    for (const [reason, times] of count(refused, ({ reason: why }) => why).slice(0, 60))
      console.log(`  ${times}  ${reason}`);
  }
}

/** The server's account writes there, too. */
function makeResults(route: Route['name']): void {
  const results = join(resultsFolder(route), 'results');
  rmSync(resultsFolder(route), { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  chmodSync(results, 0o777);
}

async function main(folder: string, wanted: readonly string[]): Promise<number> {
  const regressFolder = resolve(folder);
  if (folder === '') {
    console.error('npm run regression -- FOLDER [name…]: give the folder src/test/regress of a checkout of PostgreSQL');
    return 2;
  }
  if (!existsSync(join(regressFolder, 'parallel_schedule'))) {
    console.error(`${regressFolder} is not the folder src/test/regress of a checkout of PostgreSQL`);
    return 2;
  }
  const names = scheduleOf(regressFolder).filter((name) => wanted.length === 0 || wanted.includes(name));
  const unknown = wanted.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    console.error(`the schedule has no test ${unknown.join(', ')}`);
    return 2;
  }
  const house = await startRegressionHouse();
  for (const { name } of house.routes) makeResults(name);
  const outcomes: Outcome[] = [];
  try {
    for (const name of names) {
      await untilReady(house.routes);
      const [direct, through] = await Promise.all(house.routes.map((route) => outputOf(route, regressFolder, name)));
      const difference = firstDifference(direct ?? '', through ?? '');
      outcomes.push({ name, difference });
      for (const [at, output] of [direct, through].entries())
        writeFileSync(join(resultsFolder(house.routes[at]!.name), `${name}.out`), output ?? '');
      console.log(
        `${difference === null ? 'equal  ' : 'DIFFERS'} ${name}${difference === null ? '' : `: ${difference.slice(0, 300)}`}`,
      );
    }
    const equal = outcomes.filter(({ difference }) => difference === null).length;
    console.log(`\n${equal} of ${outcomes.length} files give the same directly and through the gateway`);
    for (const [text, times] of count(house.reports, ({ kind, message }) => `${kind}: ${message}`))
      console.log(`  the gateway said ${times} times: ${text}`);
    tellShadow(house.shadow);
    const { statements, refusals } = house.shadow;
    writeFileSync(
      RESULTS,
      `${JSON.stringify({ outcomes, statements: Object.fromEntries(statements), refusals }, null, 1)}\n`,
    );
    return equal === outcomes.length ? 0 : 1;
  } finally {
    await house.stop();
  }
}

const [folder = '', ...wanted] = process.argv.slice(2);
process.exitCode = await main(folder, wanted);
