// Everything that `npm run fuzz` searches: texts that the language cannot stand, and inputs on which a fast implementation differs
// from a slow one.
import { tryManyInputs } from '../conformance/many-inputs.ts';
import { KERNEL_SEARCHES } from './kernel-searches.ts';
import { tryProgram } from './program-search.ts';
import type { Search } from './search.ts';
import { SOURCES, tryOne } from './sources.ts';

export const SEARCHES: readonly Search[] = [
  ...SOURCES.map((source) => ({ name: source.name, every: source.every, run: (seed: number) => tryOne(source, seed) })),
  { name: 'programs', every: 3, run: tryProgram },
  { name: 'inputs', every: 10, run: tryManyInputs },
  ...KERNEL_SEARCHES,
];
