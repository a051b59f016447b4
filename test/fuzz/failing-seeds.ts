// Seeds that once found something, by search. They are kept in a file and tried again on every run.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = join(import.meta.dirname, 'failing-seeds.json');

export interface FailingSeed {
  readonly search: string;
  readonly seed: number;
}

export const failingSeeds = (): readonly FailingSeed[] => JSON.parse(readFileSync(FILE, 'utf8')) as FailingSeed[];

export function keepSeed(found: FailingSeed): void {
  const known = failingSeeds().filter(({ search, seed }) => search !== found.search || seed !== found.seed);
  writeFileSync(FILE, `${JSON.stringify([...known, found], null, 2)}\n`);
}
