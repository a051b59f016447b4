// What of a text need not be looked at by the automata of a set of patterns: everything but places whose bytes fit one of a
// few windows, at least one of which every match has. compiler/kernel/assembly/prefilter.ts finds them in two steps:
// sixteen places at a time by the halves of six bytes, then each by all bytes of its window.
import { ALL_HALVES, sequenceRate, type Halves } from './byte-rates.ts';
import { joinCheapest, type Costed, type Joining } from './join-cheapest.ts';
import { LAST_MACHINE_BIT } from './startable.ts';
import { FIRST_COST, costOf, fewWindows, type Window } from './windows.ts';

export interface Prefilter {
  readonly windows: readonly Window[];
  /** For the first step: windows in groups, by number; a group asks what any of its windows asks. */
  readonly groups: readonly (readonly number[])[];
  /** The bytes of a window that the first step asks about: six, or four where eight groups are enough. */
  readonly asked: readonly number[];
}

const MAX_WINDOWS = 64;
/**
 * Bytes that the first step may ask about, and what it costs, in nanoseconds a byte: with neighbours it tells most, but words from longer runs only with
 * bytes far apart. Four bytes in eight groups go into half as many tables.
 */
const FIRST_STEPS = [
  { asked: [0, 1, 2, 3], groups: 8, cost: 0.3 },
  { asked: [0, 1, 2, 3, 4, 5], groups: 16, cost: 0.6 },
  { asked: [0, 1, 2, 3, 5, 8], groups: 16, cost: 0.6 },
  { asked: [0, 1, 2, 4, 7, 10], groups: 16, cost: 0.6 },
  { asked: [0, 1, 2, 3, 4, 9], groups: 16, cost: 0.6 },
];
/** Windows of one pattern, fewer where there are many patterns. */
const MAX_OF_PATTERN = 8;
const MAX_OF_ALL = 160;
/** Nanoseconds a byte that following every candidate costs; windows that cost as much are of no use. */
const WITHOUT_COST = 60;

/** How many windows each of so many patterns may have. */
export const windowLimit = (patterns: number): number =>
  Math.max(1, Math.min(MAX_OF_PATTERN, Math.floor(MAX_OF_ALL / patterns)));

/** For the windows of the patterns of each automaton. Null when they would spare nothing. */
export function prefilterOf(windowsOf: readonly (readonly Window[])[]): Prefilter | null {
  const candidates = windowsOf.flatMap((windows, number) =>
    windows.map((window) => ({ ...window, machines: 1 << Math.min(number, LAST_MACHINE_BIT) })),
  );
  const windows = fewWindows(candidates, MAX_WINDOWS);
  if (costOf(windows) > WITHOUT_COST) return null;
  const ways = FIRST_STEPS.map(({ asked, groups: limit, cost }) => {
    const groups = groupsOf(windows, asked, limit);
    return { asked, groups, cost: cost + costOf(groups) };
  });
  const best = ways.reduce((best, way) => (way.cost < best.cost ? way : best));
  return { windows, groups: best.groups.map(({ numbers }) => numbers), asked: best.asked };
}

interface Group extends Costed {
  /** What is asked of each byte; nothing of those that the first step leaves out. */
  readonly halves: readonly Halves[];
  readonly numbers: readonly number[];
}

function groupsOf(windows: readonly Window[], asked: readonly number[], limit: number): readonly Group[] {
  const length = Math.max(...asked) + 1;
  const groups = windows.map(({ halves }, number) => {
    const sets = halves.slice(0, length).map((set, at) => (asked.includes(at) ? set : ALL_HALVES));
    return { halves: sets, numbers: [number], cost: FIRST_COST * sequenceRate(sets) };
  });
  return joinCheapest(groups, limit, joiningGroups);
}

const joiningGroups: Joining<Group> = {
  join: (left, right) => {
    const halves = joined(left, right);
    return { halves, numbers: [...left.numbers, ...right.numbers], cost: FIRST_COST * sequenceRate(halves) };
  },
  jointCost: (left, right) => FIRST_COST * sequenceRate(joined(left, right)),
};

const joined = (left: Group, right: Group): readonly Halves[] =>
  left.halves.map((set, at) => set | (right.halves[at] ?? ALL_HALVES));
