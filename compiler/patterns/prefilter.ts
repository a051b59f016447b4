// What of a text need not be looked at by the automata of a set of patterns: everything but places whose bytes fit one of a
// few windows, at least one of which every match has. compiler/kernel/assembly/prefilter.ts finds them in two steps:
// sixteen places at a time by the halves of six bytes, then each by all bytes of its window.
import { WINDOW_BYTES, anchorings, patternPlaces, type Anchor } from './anchors.ts';
import { sequenceRate } from './byte-rates.ts';
import { ALL_BYTES, NO_BYTES, byteRange, bytesOf, type ByteSet } from './byte-set.ts';
import { joinCheapest, type Costed } from './join-cheapest.ts';
import type { Nfa } from './nfa.ts';

/** An anchor, or several as one. */
export interface Window extends Anchor {
  /** The automata whose patterns it is an anchor of, a bit each; those beyond the last share it. */
  readonly machines: number;
}

export interface Prefilter {
  readonly windows: readonly Window[];
  /** For the first step: windows in groups, by number; a group asks what any of its windows asks. */
  readonly groups: readonly (readonly number[])[];
  /** The bytes of a window that the first step asks about. */
  readonly asked: readonly number[];
}

const MAX_WINDOWS = 64;
const MAX_GROUPS = 16;
const LAST_MACHINE = 31;
/** Bytes that the first step may ask about: neighbours tell most, but words from longer runs only those far apart. */
const ASKABLE = [
  [0, 1, 2, 3, 4, 5],
  [0, 1, 2, 3, 5, 8],
  [0, 1, 2, 4, 7, 10],
  [0, 1, 2, 3, 4, 9],
];
/** Windows that are told apart before they are joined: of one pattern, and of all. */
const MAX_OF_PATTERN = 8;
const MAX_CANDIDATES = 160;
const MAX_ANCHORS = 24;
const MAX_BRANCHES = 16;
/** Nanoseconds, roughly: what a place costs that passes the first step; one that passes both, and each byte before it where a match may begin. */
const FIRST_COST = 6;
const PLACE_COST = 30;
const BACK_COST = 4;
const LIKELY_BACK = 6;
/** Nanoseconds a byte that following every candidate costs; windows that cost as much are of no use. */
const WITHOUT_COST = 6;

type CostedWindow = Window & Costed;

interface Group extends Costed {
  readonly window: readonly ByteSet[];
  readonly numbers: readonly number[];
}

/** For the patterns of each automaton. Null when no windows would spare anything. */
export function prefilterOf(nfas: readonly Nfa[]): Prefilter | null {
  const patterns = nfas.reduce((sum, { starts }) => sum + starts.length, 0);
  const limit = Math.max(1, Math.min(MAX_OF_PATTERN, Math.floor(MAX_CANDIDATES / patterns)));
  const candidates = nfas.flatMap((nfa, number) =>
    nfa.starts.flatMap((start) => {
      const options = { limit, machines: 1 << Math.min(number, LAST_MACHINE) };
      const windows = branchesOf(nfa, start).flatMap((branch) => windowsOf(nfa, branch, options));
      return joinCheapest(windows, limit, join);
    }),
  );
  const windows = joinCheapest(fewer(candidates, MAX_CANDIDATES), MAX_WINDOWS, join);
  const ways = ASKABLE.map((asked) => ({ asked, groups: groupsOf(windows, asked) }));
  const best = ways.reduce((best, way) => (costOf(way.groups) < costOf(best.groups) ? way : best));
  if (costOf(windows) > WITHOUT_COST) return null;
  return { windows, groups: best.groups.map(({ numbers }) => numbers), asked: best.asked };
}

const costOf = (parts: readonly Costed[]): number => parts.reduce((sum, { cost }) => sum + cost, 0);

function groupsOf(windows: readonly Window[], asked: readonly number[]): readonly Group[] {
  const groups = windows.map(({ window }, number) => groupOf(window, [number], asked));
  return joinCheapest(groups, MAX_GROUPS, (left, right) =>
    groupOf(union(left.window, right.window), [...left.numbers, ...right.numbers], asked),
  );
}

function groupOf(window: readonly ByteSet[], numbers: readonly number[], asked: readonly number[]): Group {
  const sets = window.map((set, at) => (asked.includes(at) ? askable(set) : ALL_BYTES));
  return { window, numbers, cost: FIRST_COST * sequenceRate(sets) };
}

/** The alternatives that a pattern begins with: each is anchored in its own way. */
function branchesOf(nfa: Nfa, start: number): readonly number[] {
  let branches: readonly number[] = [start];
  for (;;) {
    const next = [
      ...new Set(
        branches.flatMap((branch) => {
          const state = nfa.states[branch];
          return state?.kind === 'split' ? state.next : [branch];
        }),
      ),
    ];
    const isSame = next.length === branches.length && next.every((branch, index) => branch === branches[index]);
    if (isSame || next.length > MAX_BRANCHES) return branches;
    branches = next;
  }
}

/** The windows of one alternative of a pattern, anchored in the way that costs least. */
function windowsOf(
  nfa: Nfa,
  start: number,
  { limit, machines }: { limit: number; machines: number },
): readonly CostedWindow[] {
  const places = patternPlaces(nfa, start);
  const choices = anchorings(places).map((anchors) => {
    const windows = alike(anchors.map((anchor) => costed({ ...anchor, machines })));
    return joinCheapest(fewer(windows, MAX_ANCHORS), limit, join);
  });
  return choices.reduce((best, choice) => (costOf(choice) < costOf(best) ? choice : best));
}

function costed(window: Window): CostedWindow {
  const place = PLACE_COST + BACK_COST * Math.min(window.maxBack, LIKELY_BACK);
  const first = groupOf(window.window, [], ASKABLE[0] ?? []).cost;
  return { ...window, cost: first + sequenceRate(window.window) * place };
}

const union = (left: readonly ByteSet[], right: readonly ByteSet[]): readonly ByteSet[] =>
  Array.from({ length: WINDOW_BYTES }, (_, at) => (left[at] ?? NO_BYTES) | (right[at] ?? NO_BYTES));

function join(left: Window, right: Window): CostedWindow {
  return costed({
    machines: left.machines | right.machines,
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

/** Windows that ask the same, joined; of many, those that ask the same of what follows their anchor. */
function alike(windows: readonly CostedWindow[]): readonly CostedWindow[] {
  const joined = (from: number): readonly CostedWindow[] => {
    const key = ({ window }: Window): string =>
      window
        .slice(from)
        .map((set) => set.toString(36))
        .join();
    return [...Map.groupBy(windows, key).values()].map((same) => same.reduce(join));
  };
  const exact = joined(0);
  return exact.length > MAX_ANCHORS ? joined(2) : exact;
}

/** Of very many, neighbours joined. */
function fewer(windows: readonly CostedWindow[], limit: number): readonly CostedWindow[] {
  const size = Math.max(1, Math.ceil(windows.length / limit));
  return Array.from({ length: Math.ceil(windows.length / size) }, (_, index) =>
    windows.slice(index * size, (index + 1) * size).reduce(join),
  );
}
