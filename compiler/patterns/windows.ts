// Windows: what the bytes around a place must be for a match to have its anchor there, and what it costs to look at all
// places that fit. Several anchors may share one window, which then asks less.
import type { Anchor } from './anchors.ts';
import { sequenceRate, halvesOf, type Halves } from './byte-rates.ts';
import { NO_BYTES, union } from './byte-set.ts';
import { joinCheapest, type Costed, type Joining } from './join-cheapest.ts';

/** An anchor, or several as one. */
export interface Window extends Anchor, Costed {
  readonly halves: readonly Halves[];
  /** The automata whose patterns it is an anchor of, a bit each; none before they are known. */
  readonly machines: number;
}

/** How many bytes of a window the first step asks about. */
export const FIRST_BYTES = 6;
/** Nanoseconds, roughly: what a place costs that passes the first step; one that passes both, and each byte before it where a match may begin. */
export const FIRST_COST = 6;
const PLACE_COST = 30;
const BACK_COST = 4;
const LIKELY_BACK = 6;
/** More are joined with their neighbours before any are compared. */
const MAX_COMPARED = 400;

export const costOf = (parts: readonly Costed[]): number => parts.reduce((sum, { cost }) => sum + cost, 0);

export function windowOf(anchor: Anchor): Window {
  const halves = anchor.window.map(halvesOf);
  return { ...anchor, halves, machines: 0, cost: windowCost(halves, anchor.maxBack) };
}

function windowCost(halves: ArrayLike<Halves>, maxBack: number): number {
  let first = 0;
  const all = sequenceRate(halves, (index, rate) => {
    if (index < FIRST_BYTES) first = rate;
  });
  return first * FIRST_COST + all * (PLACE_COST + BACK_COST * Math.min(maxBack, LIKELY_BACK));
}

/** Windows as one. */
const joining: Joining<Window> = {
  join: (left, right) => {
    const halves = joinedHalves(left, right);
    const maxBack = Math.max(left.maxBack, right.maxBack);
    return {
      window: left.window.map((set, at) => union(set, right.window[at] ?? NO_BYTES)),
      halves,
      prefix: union(left.prefix, right.prefix),
      minBack: Math.min(left.minBack, right.minBack),
      maxBack,
      machines: left.machines | right.machines,
      cost: windowCost(halves, maxBack),
    };
  },
  jointCost: (left, right) => windowCost(joinedHalves(left, right), Math.max(left.maxBack, right.maxBack)),
};

const joinedHalves = (left: Window, right: Window): readonly Halves[] =>
  left.halves.map((set, at) => set | (right.halves[at] ?? 0));

/** At most `limit` windows that have all places of those given. */
export function fewWindows(windows: readonly Window[], limit: number): readonly Window[] {
  const different = joinEqual(windows, 0);
  // Of many, first those that differ only in and before their anchor.
  const fewer = different.length > MAX_COMPARED ? joinEqual(different, 2) : different;
  const size = Math.max(1, Math.ceil(fewer.length / MAX_COMPARED));
  const compared = Array.from({ length: Math.ceil(fewer.length / size) }, (_, index) =>
    fewer.slice(index * size, (index + 1) * size).reduce(joining.join),
  );
  return joinCheapest(compared, limit, joining);
}

/** Joins windows that ask the same from a byte on. */
function joinEqual(windows: readonly Window[], from: number): readonly Window[] {
  const key = ({ window }: Window): string => {
    const sets = window.slice(from);
    return sets.map(({ number }) => number).join();
  };
  return [...Map.groupBy(windows, key).values()].map((same) => same.reduce(joining.join));
}
