// PostgreSQL's own functions as something else calls them: behind an operator, a cast, an aggregate or a name that someone has given them.
import { builtinFunction } from './builtin-functions.ts';
import { NO_SOURCE, derive } from './lineage.ts';
import type { Lineage } from './lineage.ts';
import { usePartially } from './walk.ts';
import type { Walk } from './walk.ts';

/** What such a function makes of its arguments; null where it is not known to be harmless. */
export function supportLineage(walk: Walk, name: string, args: readonly Lineage[]): Lineage | null {
  const builtin = builtinFunction(name);
  if (builtin === undefined) return null;
  const via = `${name}(…)`;
  if (builtin.behaviour !== 'total') for (const arg of args) usePartially(walk, arg.sources, via);
  return derive([...args, NO_SOURCE], via);
}
