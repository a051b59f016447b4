// Facts of what is no statement: a text that cannot be read, and one that holds nothing.
import type { Hazard, StatementFacts } from './facts.ts';

/** Facts of a text that could not be read: nothing is known, so everything is possible. */
export function unreadableFacts(text: string, because: string, hazard: Hazard | null): StatementFacts {
  return {
    command: 'UNKNOWN',
    commands: ['UNKNOWN'],
    category: 'other',
    text,
    start: 0,
    fingerprint: '',
    relations: [],
    reads: [],
    filtersOn: [],
    writes: [],
    returns: [],
    filtered: false,
    limit: null,
    functions: [],
    copiesTo: null,
    copyOptions: null,
    explains: null,
    analyzed: false,
    unanalyzedBecause: because,
    unanalyzedAt: -1,
    opaqueFunctions: [],
    changesFunctions: true,
    outputs: null,
    uses: [],
    written: [],
    fills: [],
    arrangedBy: [],
    hazard,
    setsPath: null,
    notifies: null,
    makes: null,
    unmakes: [],
    defines: null,
  };
}

/** An empty query: the target answers EmptyQueryResponse. */
export const emptyFacts = (text: string): StatementFacts => ({
  ...unreadableFacts(text, '', null),
  command: 'EMPTY',
  commands: ['EMPTY'],
  analyzed: true,
  unanalyzedBecause: null,
  changesFunctions: false,
});
