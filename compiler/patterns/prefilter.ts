// What of a text need not be looked at by the automata of a set of patterns: everything but places whose bytes fit one of a
// few windows, at least one of which every match has. compiler/kernel/assembly/prefilter.ts finds them in two steps:
// sixteen places at a time by the halves of six bytes, then each by all bytes of its window.
import { anchorings, digitAnchors, patternPlaces, type Anchor } from './anchors.ts';
import { sequenceRate } from './byte-rates.ts';
import { ALL_BYTES, NO_BYTES, bytesOf, setOfBytes, union, type ByteSet } from './byte-set.ts';
import { joinCheapest, type Costed } from './join-cheapest.ts';
import { labelWindows } from './labels.ts';
import type { Nfa } from './nfa.ts';

/** An anchor, or several as one. */
export interface Window extends Anchor {
  /** The automata whose patterns it is an anchor of, a bit each; those beyond the last share it. None for a label. */
  readonly machines: number;
}

export interface Prefilter {
  readonly windows: readonly Window[];
  /** For the first step: windows in groups, by number; a group asks what any of its windows asks. */
  readonly groups: readonly (readonly number[])[];
  /** The bytes of a window that the first step asks about. */
  readonly asked: readonly number[];
  /** Automata that run only behind a label, a bit each. */
  readonly gated: number;
}

/** Windows of the three sorts, 64 together. */
const MAX_OPEN = 40;
const MAX_GATED = 4;
const MAX_LABELS = 20;
/** How far from the start of a match its first digit may be when the match waits for a label; the kernel counts on it. */
const GATED_BACK = 32;
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
const WITHOUT_COST = 60;

type CostedWindow = Window & Costed;

interface Group extends Costed {
  readonly window: readonly ByteSet[];
  readonly numbers: readonly number[];
}

/** For the patterns of each automaton, of which those behind the first `open` wait for labels. Null when no windows would spare anything. */
export function prefilterOf(
  nfas: readonly Nfa[],
  { open, labels }: { open: number; labels: readonly string[] },
): Prefilter | null {
  const patterns = nfas.reduce((sum, { starts }) => sum + starts.length, 0);
  const limit = Math.max(1, Math.min(MAX_OF_PATTERN, Math.floor(MAX_CANDIDATES / patterns)));
  // Beyond the bits of a set of automata nothing can wait.
  const canWait = nfas.length <= LAST_MACHINE;
  const candidates = nfas.map((nfa, number) =>
    nfa.starts.flatMap((start) => {
      const options = { limit, machines: 1 << Math.min(number, LAST_MACHINE) };
      if (canWait && number >= open) return gatedWindows(nfa, start, options);
      return joinCheapest(
        branchesOf(nfa, start).flatMap((branch) => windowsOf(nfa, branch, options)),
        limit,
        join,
      );
    }),
  );
  const named = labelWindows(labels).map((window) =>
    costed({ window, prefix: NO_BYTES, minBack: 0, maxBack: 0, machines: 0 }),
  );
  const windows = [
    ...joinCheapest(fewer(candidates.slice(0, open).flat(), MAX_CANDIDATES), MAX_OPEN, join),
    ...joinCheapest(fewer(candidates.slice(open).flat(), MAX_CANDIDATES), MAX_GATED, join),
    ...joinCheapest(fewer(named, MAX_CANDIDATES), MAX_LABELS, join),
  ];
  if (costOf(windows) > WITHOUT_COST) return null;
  const ways = ASKABLE.map((asked) => ({ asked, groups: groupsOf(windows, asked) }));
  const best = ways.reduce((best, way) => (costOf(way.groups) < costOf(best.groups) ? way : best));
  const gated = nfas.reduce((bits, _, number) => (canWait && number >= open ? bits | (1 << number) : bits), 0);
  return { windows, groups: best.groups.map(({ numbers }) => numbers), asked: best.asked, gated };
}

/** Whether the first digit of a match, which labels stand before, is near its start. */
export const canWaitForLabels = (nfa: Nfa | null): boolean =>
  nfa !== null && nfa.starts.every((start) => digitAnchors(patternPlaces(nfa, start), GATED_BACK) !== null);

function gatedWindows(
  nfa: Nfa,
  start: number,
  { limit, machines }: { limit: number; machines: number },
): readonly CostedWindow[] {
  const anchors = digitAnchors(patternPlaces(nfa, start), GATED_BACK) ?? [];
  return joinCheapest(fewer(alike(anchors.map((anchor) => costed({ ...anchor, machines }))), MAX_ANCHORS), limit, join);
}

const costOf = (parts: readonly Costed[]): number => parts.reduce((sum, { cost }) => sum + cost, 0);

function groupsOf(windows: readonly Window[], asked: readonly number[]): readonly Group[] {
  const groups = windows.map(({ window }, number) => groupOf(window, [number], asked));
  return joinCheapest(groups, MAX_GROUPS, (left, right) =>
    groupOf(unions(left.window, right.window), [...left.numbers, ...right.numbers], asked),
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

const unions = (left: readonly ByteSet[], right: readonly ByteSet[]): readonly ByteSet[] =>
  left.map((set, at) => union(set, right[at] ?? NO_BYTES));

function join(left: Window, right: Window): CostedWindow {
  return costed({
    machines: left.machines | right.machines,
    window: unions(left.window, right.window),
    prefix: union(left.prefix, right.prefix),
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

const known: ByteSet[] = [];

/** The set that can be asked for by halves: any low half of one of its bytes with any high half of another. */
const askable = (set: ByteSet): ByteSet => (known[set.number] ??= withAllHalves(set));

function withAllHalves(set: ByteSet): ByteSet {
  const { low, high } = halvesOf(set);
  const bytes = Array.from({ length: 256 }, (_, byte) => byte);
  return setOfBytes(bytes.filter((byte) => ((low >> (byte & 15)) & (high >> (byte >> 4)) & 1) === 1));
}

/** Windows that ask the same, joined; of many, those that ask the same of what follows their anchor. */
function alike(windows: readonly CostedWindow[]): readonly CostedWindow[] {
  const joined = (from: number): readonly CostedWindow[] => {
    const key = ({ window }: Window): string =>
      window
        .slice(from)
        .map(({ number }) => number)
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
