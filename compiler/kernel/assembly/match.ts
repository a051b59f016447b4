// Whether a hit begins at a given place. All matches from there count, longest first and of equal ones the earlier detector first; the first that
// its validator accepts is the hit.
import { CLASSES, END_COLUMN, FIRST_ACCEPTING, FIRST_ENDED, ROWS, SETS, startState } from './automaton';
import {
  CONTEXT_BYTES,
  VALIDATOR,
  automaton,
  automatonCount,
  detectorEntry,
  isAmong,
  isLast,
  spend,
  startable,
  text,
  textEnd,
  wordsOf,
} from './detection';
import { isValid } from './validators';

export const NO_HIT: i32 = 0;
export const HIT: i32 = 1;
/** Longer than the caller's patience, with no match yet. */
export const LONG: i32 = 2;

/** The last hit. */
export let hitEnd: usize = 0;
export let hitDetector: u32 = 0;

/**
 * Ends of matches from the present start, each u32 end and u32 address of its set of detectors. A match that needs no validator makes those
 * before it pointless. Where a detector that needs one could end in more places than there is room for, its longest match counts as valid.
 */
const MAX_ENDS: u32 = 256;
const ends: usize = memory.data(2048);
let endCount: u32 = 0;
let isFull: bool = false;

/** All automata. */
export const EVERY: u32 = u32.MAX_VALUE;

/**
 * Tries one start with some automata, a bit each; those beyond the last bit share it. Where one matches the others are run too, because one
 * of them may match longer: a hit is a hit of all. With patience of n, a match that is still open behind n bytes is given up as LONG.
 */
export function tryStart(at: usize, patience: usize, machines: u32): i32 {
  const able = startable(at);
  spend(1);
  if ((able & machines) == 0) return NO_HIT;
  endCount = 0;
  isFull = false;
  if (!runSome(at, patience, able & machines)) return LONG;
  if (endCount == 0) return NO_HIT;
  runSome(at, usize.MAX_VALUE, able & ~machines);
  return resolve(at);
}

function runSome(at: usize, patience: usize, machines: u32): bool {
  const count = automatonCount();
  for (let number: u32 = 0; number < count; number++) {
    if (isAmong(machines, number) && !run(automaton(number), at, patience)) return false;
  }
  return true;
}

/** Takes back an earlier hit, when what was tried since was none. */
export function restoreHit(end: usize, detector: u32): void {
  hitEnd = end;
  hitDetector = detector;
}

function run(machine: usize, at: usize, patience: usize): bool {
  const shift = load<u32>(machine);
  const firstAccepting = load<u32>(machine, FIRST_ACCEPTING);
  const rows = machine + load<u32>(machine, ROWS);
  const classes = machine + CLASSES;
  const first = endCount;
  const known = textEnd;
  const stop = known - at > patience ? at + patience : known;
  let state = startState(machine, at, text);
  let here = at;
  while (here < known) {
    state = load<u16>(rows + ((<usize>state) << shift) + ((<usize>load<u8>(classes + load<u8>(here))) << 1));
    // Dead, or accepting.
    if (state - 1 >= firstAccepting - 1) {
      if (state == 0) break;
      push(machine, rows + ((<usize>state) << shift), here, first);
      if (state >= load<u32>(machine, FIRST_ENDED)) break;
    }
    here++;
    if (here == stop && here < known && endCount == first) {
      spend(here - at);
      return false;
    }
  }
  spend(here - at);
  if (here == known && isLast) {
    const column = load<u32>(machine, END_COLUMN);
    state = load<u16>(rows + ((<usize>state) << shift) + column);
    if (state >= firstAccepting) push(machine, rows + ((<usize>state) << shift), known, first);
  }
  return true;
}

/** Remembers that a match ended; `first` is the first end of the same automaton. */
function push(machine: usize, row: usize, end: usize, first: u32): void {
  const set = machine + load<u32>(machine, SETS) + ((<usize>load<u16>(row + load<u32>(machine, END_COLUMN), 2)) << 1);
  if (hasCertain(set)) endCount = first;
  if (endCount == MAX_ENDS) {
    isFull = true;
    endCount = 0;
  }
  const entry = ends + ((<usize>endCount) << 3);
  store<u32>(entry, <u32>end);
  store<u32>(entry, <u32>set, 4);
  endCount++;
}

/** Whether a detector of the set needs no validator. */
function hasCertain(set: usize): bool {
  const count = load<u16>(set);
  for (let index: usize = 1; index <= <usize>count; index++) {
    if (load<u32>(detectorEntry(load<u16>(set + (index << 1))), VALIDATOR) == 0) return true;
  }
  return false;
}

function resolve(at: usize): i32 {
  let before: usize = usize.MAX_VALUE;
  while (true) {
    let longest: usize = 0;
    for (let index: u32 = 0; index < endCount; index++) {
      const end = <usize>load<u32>(ends + ((<usize>index) << 3));
      if (end < before && end > longest) longest = end;
    }
    if (longest == 0) return NO_HIT;
    if (accepts(at, longest)) return HIT;
    before = longest;
  }
}

/** Whether a detector that matched up to `end` takes it for a hit, in their order. */
function accepts(at: usize, end: usize): bool {
  let tried: i32 = -1;
  while (true) {
    let next: i32 = i32.MAX_VALUE;
    for (let index: u32 = 0; index < endCount; index++) {
      const entry = ends + ((<usize>index) << 3);
      if (load<u32>(entry) != <u32>end) continue;
      const set = <usize>load<u32>(entry, 4);
      for (let member: usize = 1; member <= <usize>load<u16>(set); member++) {
        const detector = <i32>load<u16>(set + (member << 1));
        if (detector > tried && detector < next) next = detector;
      }
    }
    if (next == i32.MAX_VALUE) return false;
    const entry = detectorEntry(<u32>next);
    const from = at - text > CONTEXT_BYTES ? at - CONTEXT_BYTES : text;
    if (isFull || isValid(load<u32>(entry, VALIDATOR), wordsOf(entry), at, end, from, end)) {
      hitEnd = end;
      hitDetector = <u32>next;
      return true;
    }
    tried = next;
  }
}
