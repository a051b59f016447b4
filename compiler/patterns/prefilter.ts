// What of a text need not be looked at by the automata of a set of patterns: everything but places whose bytes fit one of a
// few windows, at least one of which every match has. compiler/kernel/assembly/prefilter.ts finds them in two steps:
// sixteen places at a time by the halves of six bytes, then each by all bytes of its window.
import { WINDOW_BYTES, anchorings, patternPlaces, type Anchor } from './anchors.ts';
import { sequenceRate } from './byte-rates.ts';
import { NO_BYTES, byteRange, bytesOf, type ByteSet } from './byte-set.ts';
import { joinCheapest, type Costed } from './join-cheapest.ts';
import type { Nfa } from './nfa.ts';

export interface Prefilter {
  readonly windows: readonly Anchor[];
  /** For the first step: windows in groups, by number; a group asks what any of its windows asks. */
  readonly groups: readonly (readonly number[])[];
}

export const MAX_WINDOWS = 32;
export const MAX_GROUPS = 16;
/** How many bytes of a window the first step asks about. */
export const FIRST_BYTES = 6;
/** Windows that are told apart before they are joined: of one pattern, and of all. */
const MAX_OF_PATTERN = 4;
const MAX_CANDIDATES = 128;
const MAX_ANCHORS = 24;
/** Nanoseconds, roughly: what a place costs that passes the first step; one that passes both, and each byte before it where a match may begin. */
const FIRST_COST = 4;
const PLACE_COST = 20;
const BACK_COST = 4;
const LIKELY_BACK = 6;
/** Nanoseconds a byte that following every candidate costs; windows that cost as much are of no use. */
const WITHOUT_COST = 5;

type Window = Anchor & Costed;

/** Null when no windows would spare anything. */
export function prefilterOf(nfas: readonly Nfa[]): Prefilter | null {
  const patterns = nfas.reduce((sum, { starts }) => sum + starts.length, 0);
  const limit = Math.max(1, Math.min(MAX_OF_PATTERN, Math.floor(MAX_CANDIDATES / patterns)));
  const candidates = nfas.flatMap((nfa) => nfa.starts.flatMap((start) => windowsOf(nfa, start, limit)));
  const windows = joinCheapest(fewer(candidates, MAX_CANDIDATES), MAX_WINDOWS, join);
  const firsts = windows.map(({ window }, number) => firstStep(window, [number]));
  const groups = joinCheapest(firsts, MAX_GROUPS, (left, right) =>
    firstStep(union(left.window, right.window), [...left.numbers, ...right.numbers]),
  );
  const cost = [...windows, ...groups].reduce((sum, { cost }) => sum + cost, 0);
  return cost < WITHOUT_COST ? { windows, groups: groups.map(({ numbers }) => numbers) } : null;
}

/** The windows of one pattern, anchored in the way that costs least. */
function windowsOf(nfa: Nfa, start: number, limit: number): readonly Window[] {
  const places = patternPlaces(nfa, start);
  const total = (windows: readonly Window[]): number =>
    windows.reduce((sum, { window, cost }) => sum + cost + firstStep(window, []).cost, 0);
  const choices = anchorings(places).map((anchors) => joinCheapest(fewer(alike(anchors), MAX_ANCHORS), limit, join));
  return choices.reduce((best, choice) => (total(choice) < total(best) ? choice : best));
}

function costed(anchor: Anchor): Window {
  const place = PLACE_COST + BACK_COST * Math.min(anchor.maxBack, LIKELY_BACK);
  return { ...anchor, cost: sequenceRate(anchor.window) * place };
}

function firstStep(
  window: readonly ByteSet[],
  numbers: readonly number[],
): Costed & { window: readonly ByteSet[]; numbers: readonly number[] } {
  return { window, numbers, cost: FIRST_COST * sequenceRate(window.slice(0, FIRST_BYTES).map(askable)) };
}

const union = (left: readonly ByteSet[], right: readonly ByteSet[]): readonly ByteSet[] =>
  Array.from({ length: WINDOW_BYTES }, (_, at) => (left[at] ?? NO_BYTES) | (right[at] ?? NO_BYTES));

function join(left: Anchor, right: Anchor): Window {
  return costed({
    window: union(left.window, right.window),
    prefix: left.prefix | right.prefix,
    minBack: Math.min(left.minBack, right.minBack),
    maxBack: Math.max(left.maxBack, right.maxBack),
  });
}

/** A set of bytes as its lowest four bits and its highest four, 16 bits each. */
export function halvesOf(set: ByteSet): { readonly low: number; readonly high: number } {
  const halves = { low: 0, high: 0 };
  for (const byte of bytesOf(set)) {
    halves.low |= 1 << (byte & 15);
    halves.high |= 1 << (byte >> 4);
  }
  return halves;
}

const known = new Map<ByteSet, ByteSet>();
const MAX_KNOWN = 10_000;

/** The set that can be asked for by halves: any low half of one of its bytes with any high half of another. */
function askable(set: ByteSet): ByteSet {
  const found = known.get(set);
  if (found !== undefined) return found;
  const { low, high } = halvesOf(set);
  let all = NO_BYTES;
  for (let byte = 0; byte < 256; byte += 1) {
    if (((low >> (byte & 15)) & (high >> (byte >> 4)) & 1) === 1) all |= byteRange(byte, byte);
  }
  if (known.size > MAX_KNOWN) known.clear();
  known.set(set, all);
  return all;
}

/** Anchors that ask the same, joined; of many, those that ask the same of what follows them. */
function alike(anchors: readonly Anchor[]): readonly Window[] {
  const joined = (from: number): readonly Window[] =>
    [
      ...Map.groupBy(anchors, ({ window }) =>
        window
          .slice(from)
          .map((set) => set.toString(36))
          .join(),
      ).values(),
    ].map((same) => same.map(costed).reduce(join));
  const exact = joined(0);
  return exact.length > MAX_ANCHORS ? joined(2) : exact;
}

/** Of very many, neighbours joined. */
function fewer(windows: readonly Window[], limit: number): readonly Window[] {
  const size = Math.max(1, Math.ceil(windows.length / limit));
  return Array.from({ length: Math.ceil(windows.length / size) }, (_, index) =>
    windows.slice(index * size, (index + 1) * size).reduce(join),
  );
}
