// `npm run fuzz`: searches for what the language cannot stand and for inputs on which two implementations differ, for `HPOL_MINUTES` (10) or
// `HPOL_RUNS` seeds of each search from `HPOL_SEED`. `npm run fuzz -- inputs rows` runs those searches only. Ends with status 1 at the first
// find; its text is kept in corpus/, any other seed in failing-seeds.json.
import { keepSeed } from './failing-seeds.ts';
import { SEARCHES } from './searches.ts';
import { SOURCES } from './sources.ts';

const runs = Number(process.env['HPOL_RUNS'] ?? Number.POSITIVE_INFINITY);
const minutes = Number(process.env['HPOL_MINUTES'] ?? (Number.isFinite(runs) ? Number.POSITIVE_INFINITY : 10));
const firstSeed = Number(process.env['HPOL_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const names = process.argv.slice(2);
const unknown = names.filter((name) => !SEARCHES.some((search) => search.name === name));
const chosen = names.length === 0 ? SEARCHES : SEARCHES.filter(({ name }) => names.includes(name));
/** Whoever asks for one search wants every seed of it. */
const isAlone = names.length > 0;

interface Progress {
  seed: number;
  search: string;
}

async function search(at: Progress): Promise<number> {
  const end = performance.now() + minutes * 60_000;
  let done = 0;
  for (; done < runs && performance.now() < end; done += 1) {
    at.seed = firstSeed + done;
    for (const { name, every, run } of chosen) {
      at.search = name;
      if (isAlone || at.seed % every === 0) await run(at.seed);
    }
    if (done % 100 === 99) process.stdout.write(`${done + 1} seeds\n`);
  }
  return done;
}

if (unknown.length > 0) {
  process.stdout.write(
    `no search is called ${unknown.join(', ')}; there are ${SEARCHES.map(({ name }) => name).join(', ')}\n`,
  );
  process.exitCode = 2;
} else {
  process.stdout.write(`seeds from ${firstSeed}\n`);
  const at: Progress = { seed: firstSeed, search: '' };
  try {
    const done = await search(at);
    process.stdout.write(`nothing found with ${done} seeds in ${chosen.length} searches\n`);
  } catch (error) {
    process.exitCode = 1;
    if (!SOURCES.some(({ name }) => name === at.search)) keepSeed(at);
    const { message, cause } = error as Error;
    process.stdout.write(`${at.search}, seed ${at.seed}: ${message}\n`);
    if (cause instanceof Error) process.stdout.write(`${cause.stack ?? cause.message}\n`);
  }
}
