// The windows of one pattern.
import { anchorings, patternPlaces } from './anchors.ts';
import type { Nfa } from './nfa.ts';
import { costOf, fewWindows, windowOf, type Window } from './windows.ts';

/** A pattern that begins with more alternatives is anchored as a whole. */
const MAX_BRANCHES = 16;

/** Windows one of which every match has. Each alternative is anchored in the way that costs least. */
export const patternWindows = (nfa: Nfa, start: number, limit: number): readonly Window[] =>
  fewWindows(
    branchesOf(nfa, start).flatMap((branch) => cheapestWindows(nfa, branch, limit)),
    limit,
  );

function cheapestWindows(nfa: Nfa, start: number, limit: number): readonly Window[] {
  const choices = anchorings(patternPlaces(nfa, start)).map((anchors) => fewWindows(anchors.map(windowOf), limit));
  return choices.reduce((best, choice) => (costOf(choice) < costOf(best) ? choice : best));
}

/** The alternatives that a pattern begins with. */
function branchesOf(nfa: Nfa, start: number): readonly number[] {
  let branches: readonly number[] = [start];
  for (;;) {
    const next = branches.flatMap((branch) => {
      const state = nfa.states[branch];
      return state?.kind === 'split' ? state.next : [branch];
    });
    const distinct = [...new Set(next)];
    const isSame = distinct.length === branches.length && distinct.every((branch, at) => branch === branches[at]);
    if (isSame || distinct.length > MAX_BRANCHES) return branches;
    branches = distinct;
  }
}
