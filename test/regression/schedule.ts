// The order in which PostgreSQL's own regression tests run: `test:` lines of its schedule, groups flattened.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Names of the tests in the folder `src/test/regress` of a checkout, in order. */
export const scheduleOf = (regressFolder: string): readonly string[] =>
  readFileSync(join(regressFolder, 'parallel_schedule'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('test:'))
    .flatMap((line) => line.slice('test:'.length).trim().split(/\s+/));
