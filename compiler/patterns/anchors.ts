// Where a pattern can be recognised: places that every match has, each with the bytes that may stand around it. A place is
// the first byte of a match that lies in a set of bytes without which there is no match at all, so what precedes
// it in the match is known too: none of those bytes. All that is said here may be too much, never too little.
import { byteRate } from './byte-rates.ts';
import {
  ALL_BYTES,
  DIGITS,
  NO_BYTES,
  WORD_BYTES,
  byteRange,
  bytesOf,
  common,
  setOfBytes,
  union,
  unionOf,
  without,
  type ByteSet,
} from './byte-set.ts';
import type { Nfa } from './nfa.ts';

/** How many bytes an anchor's window has: one before the anchor, the anchor, and those behind it. */
export const WINDOW_BYTES = 12;
/** A longer prefix counts as one of any length. */
const MAX_COUNTED = 64;

export interface Anchor {
  /** What may stand before the anchor, at it, and behind it: `WINDOW_BYTES` sets. */
  readonly window: readonly ByteSet[];
  /** What the match may hold before the anchor, and how many bytes of it; at most Infinity. */
  readonly prefix: ByteSet;
  readonly minBack: number;
  readonly maxBack: number;
}

/** What follows a place in a pattern: NFA states that read a byte, and whether the match may end there. */
interface Follow {
  readonly states: readonly number[];
  readonly ends: boolean;
}

export interface PatternPlaces {
  readonly rangeOf: (state: number) => ByteSet;
  readonly first: Follow;
  readonly behind: (state: number) => Follow;
  /** First states that no path reaches without passing `\b`. */
  readonly atBoundary: ReadonlySet<number>;
}

export function patternPlaces(nfa: Nfa, start: number): PatternPlaces {
  const known = new Map<number, Follow>();
  const follow = (from: number, passesBoundary: boolean): Follow => {
    const seen = new Set<number>();
    const states: number[] = [];
    let ends = false;
    const waiting = [from];
    for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) {
      if (seen.has(number)) continue;
      seen.add(number);
      const state = nfa.states[number];
      if (state?.kind === 'byte') states.push(number);
      else if (state?.kind === 'split') waiting.push(...state.next);
      else if (state?.kind === 'accept') ends = true;
      else if (state?.kind === 'assert' && (passesBoundary || state.assertion !== 'word')) waiting.push(state.next);
    }
    return { states, ends };
  };
  const first = follow(start, true);
  const withoutBoundary = new Set(follow(start, false).states);
  return {
    first,
    rangeOf: (number) => rangeOf(nfa, number),
    behind: (number) => {
      const state = nfa.states[number];
      if (state?.kind !== 'byte') return { states: [], ends: false };
      const answer = known.get(state.next) ?? follow(state.next, true);
      known.set(state.next, answer);
      return answer;
    },
    atBoundary: new Set(first.states.filter((state) => !withoutBoundary.has(state))),
  };
}

function rangeOf(nfa: Nfa, number: number): ByteSet {
  const state = nfa.states[number];
  return state?.kind === 'byte' ? byteRange(state.range.from, state.range.to) : NO_BYTES;
}

/** States that a match reaches before it has read one of the bytes; null when a match needs none of them. */
function reachedWithout(bytes: ByteSet, places: PatternPlaces): ReadonlySet<number> | null {
  if (places.first.ends) return null;
  const reached = new Set(places.first.states);
  for (const state of reached) {
    if (without(places.rangeOf(state), bytes) === NO_BYTES) continue;
    const { states, ends } = places.behind(state);
    if (ends) return null;
    for (const next of states) reached.add(next);
  }
  return reached;
}

/** Takes bytes away in the order given as long as every match still needs one of those left. */
function needed(order: readonly ByteSet[], places: PatternPlaces): ByteSet {
  let left = ALL_BYTES;
  for (const bytes of order) {
    const fewer = without(left, bytes);
    if (reachedWithout(fewer, places)) left = fewer;
  }
  return left;
}

/** Sets of bytes that the pattern does not tell apart. */
function classesOf(places: PatternPlaces): readonly ByteSet[] {
  const states = new Set(places.first.states);
  const ranges = new Set<ByteSet>();
  for (const state of states) {
    ranges.add(places.rangeOf(state));
    for (const next of places.behind(state).states) states.add(next);
  }
  const members = [...ranges].map((range) => new Set(bytesOf(range)));
  const classes = Map.groupBy(
    Array.from({ length: 256 }, (_, byte) => byte),
    (byte) => members.map((range) => (range.has(byte) ? '1' : '0')).join(''),
  );
  return [...classes.values()].map(setOfBytes);
}

/** Ways to anchor a pattern: at its first byte, at what is rarest in it, and at the rarest that is no digit or letter. */
export function anchorings(places: PatternPlaces): readonly (readonly Anchor[])[] {
  const classes = classesOf(places);
  const rates = new Map(classes.map((bytes) => [bytes, bytesOf(bytes).reduce((sum, byte) => sum + byteRate(byte), 0)]));
  const rate = (bytes: ByteSet): number => rates.get(bytes) ?? 0;
  const frequentFirst = classes.toSorted((a, b) => rate(b) - rate(a));
  const isWord = (bytes: ByteSet): number => Number(common(bytes, WORD_BYTES) !== NO_BYTES);
  const isDigit = (bytes: ByteSet): number => Number(common(bytes, DIGITS) !== NO_BYTES);
  const orders = [
    frequentFirst,
    frequentFirst.toSorted((a, b) => isWord(b) - isWord(a)),
    frequentFirst.toSorted((a, b) => isDigit(b) - isDigit(a)),
    frequentFirst.toSorted((a, b) => isDigit(a) - isDigit(b)),
  ];
  const choices = new Set([ALL_BYTES, ...orders.map((order) => needed(order, places))]);
  return [...choices].map((bytes) => anchorsAt(bytes, places));
}

function anchorsAt(bytes: ByteSet, places: PatternPlaces): readonly Anchor[] {
  const reached = reachedWithout(bytes, places);
  // The pattern matches the empty text; such detectors are refused elsewhere.
  if (!reached)
    return [
      {
        window: Array.from({ length: WINDOW_BYTES }, () => ALL_BYTES),
        prefix: ALL_BYTES,
        minBack: 0,
        maxBack: Infinity,
      },
    ];
  const anchors = [...reached].filter((state) => common(places.rangeOf(state), bytes) !== NO_BYTES);
  const before = predecessors(reached, bytes, places);
  return anchors.map((anchor) => ({
    window: [precedes(anchor, before, bytes, places), ...windowFrom(anchor, bytes, places)],
    ...prefixOf(anchor, before, bytes, places),
  }));
}

/** By state, the states whose byte, outside the set, leads to it. */
function predecessors(
  reached: ReadonlySet<number>,
  bytes: ByteSet,
  places: PatternPlaces,
): ReadonlyMap<number, readonly number[]> {
  const before = new Map<number, number[]>();
  for (const state of reached) {
    if (without(places.rangeOf(state), bytes) === NO_BYTES) continue;
    for (const next of places.behind(state).states) {
      const known = before.get(next);
      if (known) known.push(state);
      else before.set(next, [state]);
    }
  }
  return before;
}

function precedes(
  anchor: number,
  before: ReadonlyMap<number, readonly number[]>,
  bytes: ByteSet,
  places: PatternPlaces,
): ByteSet {
  const inside = unionOf((before.get(anchor) ?? []).map((state) => without(places.rangeOf(state), bytes)));
  if (!places.first.states.includes(anchor)) return inside;
  const range = common(places.rangeOf(anchor), bytes);
  if (!places.atBoundary.has(anchor)) return ALL_BYTES;
  if (without(range, WORD_BYTES) === NO_BYTES) return union(inside, without(ALL_BYTES, WORD_BYTES));
  return common(range, WORD_BYTES) === NO_BYTES ? union(inside, WORD_BYTES) : ALL_BYTES;
}

function windowFrom(anchor: number, bytes: ByteSet, places: PatternPlaces): readonly ByteSet[] {
  const sets = [common(places.rangeOf(anchor), bytes)];
  let current = new Set([anchor]);
  let ends = false;
  while (sets.length < WINDOW_BYTES - 1) {
    const next = new Set<number>();
    for (const state of current) {
      const follow = places.behind(state);
      ends ||= follow.ends;
      for (const each of follow.states) next.add(each);
    }
    // Behind the end of a match anything may stand.
    sets.push(ends ? ALL_BYTES : unionOf([...next].map(places.rangeOf)));
    current = next;
  }
  return sets;
}

/** What a match may hold before the anchor, and how much of it. */
function prefixOf(
  anchor: number,
  before: ReadonlyMap<number, readonly number[]>,
  bytes: ByteSet,
  places: PatternPlaces,
): Pick<Anchor, 'prefix' | 'minBack' | 'maxBack'> {
  const isFirst = new Set(places.first.states);
  const earlier = new Set(before.get(anchor));
  for (const state of earlier) for (const each of before.get(state) ?? []) earlier.add(each);
  const prefix = unionOf([...earlier].map((state) => without(places.rangeOf(state), bytes)));
  let minBack = Infinity;
  let back = 0;
  // Each layer is one byte further back; what has nothing before it is first in the match.
  for (let layer = new Set([anchor]); layer.size > 0; back += 1) {
    if (back < minBack && [...layer].some((state) => isFirst.has(state))) minBack = back;
    if (back > MAX_COUNTED) return { prefix, minBack: minBack === Infinity ? 0 : minBack, maxBack: Infinity };
    layer = new Set([...layer].flatMap((state) => before.get(state) ?? []));
  }
  return { prefix, minBack, maxBack: back - 1 };
}
