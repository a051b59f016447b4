// `npm run fuzz`: searches for a text that the language cannot stand, for `HPOL_MINUTES` (10) or `HPOL_RUNS` texts of each kind.
// Ends with status 1 at the first one, which is kept in corpus/.
import { SOURCES, tryOne } from './sources.ts';

const runs = Number(process.env['HPOL_RUNS'] ?? Number.POSITIVE_INFINITY);
const minutes = Number(process.env['HPOL_MINUTES'] ?? (Number.isFinite(runs) ? Number.POSITIVE_INFINITY : 10));
const firstSeed = Number(process.env['HPOL_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const end = performance.now() + minutes * 60_000;

process.stdout.write(`seeds from ${firstSeed}\n`);
let done = 0;
try {
  for (; done < runs && performance.now() < end; done += 1) {
    for (const source of SOURCES) tryOne(source, firstSeed + done);
    if (done % 1_000 === 999) process.stdout.write(`${done + 1} texts of each kind\n`);
  }
  process.stdout.write(`nothing found in ${done} texts of each of ${SOURCES.length} kinds\n`);
} catch (error) {
  process.exitCode = 1;
  const { message, cause } = error as Error;
  process.stdout.write(`${message}\n${cause instanceof Error ? (cause.stack ?? '') : String(cause)}\n`);
}
