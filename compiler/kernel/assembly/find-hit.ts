// The next hit of a text: the leftmost start from which a detector matches and its validator agrees.
import { isTooMuch, text } from './detection';
import { EVERY, HIT, LONG, hitDetector, hitEnd, restoreHit, tryStart } from './match';
import {
  earlierMachines,
  earlierStart,
  firstStart,
  hasWindows,
  lastStart,
  machinesThere,
  nextPlace,
  openPlaces,
} from './prefilter';
import { ANYWHERE, NEAR, decided, leftmost, simulate } from './simulate';

/** Bytes that one start is followed for by itself; longer matches are followed from all starts together. */
const PATIENCE: usize = 64;

/** Starts from `triedFrom` up to but not including `triedTo` begin no hit of these automata. */
let triedFrom: usize = 0;
let triedTo: usize = 0;
let triedMachines: u32 = 0;

/** Where the next hit begins, of those that begin from `from` on and before `until`; 0 when there is none, or when looking for it is too much work. */
export function nextHit(from: usize, until: usize): usize {
  if (from >= until) return 0;
  triedFrom = from;
  triedTo = from;
  triedMachines = EVERY;
  if (!hasWindows()) return following(from, until, ANYWHERE);
  let place = from;
  if (from == text) {
    // Windows begin one byte before their place, and there is none.
    const hit = tryStarts(from, from, until, EVERY);
    if (hit != 0) return hit;
    place++;
  }
  openPlaces(place);
  while (true) {
    const at = nextPlace();
    if (at == 0 || isTooMuch()) return 0;
    const first = firstStart(at, from);
    const last = min<usize>(lastStart(at), until - 1);
    if (last < first) continue;
    const hit = tryStarts(first, last, until, machinesThere());
    if (hit == 0) continue;
    // A match that begins earlier may have its place behind this one.
    const end = hitEnd;
    const detector = hitDetector;
    const earlier = earlierStart(min<usize>(hit, at), from);
    const better = earlier < hit ? tryStarts(earlier, hit - 1, until, earlierMachines) : 0;
    if (isTooMuch()) return 0;
    if (better != 0) return better;
    restoreHit(end, detector);
    return hit;
  }
}

/** The first hit that begins from `first` to `last`, or, where many starts had to be followed together, behind `last`. */
function tryStarts(first: usize, last: usize, until: usize, machines: u32): usize {
  const isTriedFor = (machines & ~triedMachines) == 0;
  let at = first;
  while (at <= last) {
    if (isTriedFor && at >= triedFrom && at < triedTo) {
      at = triedTo;
      continue;
    }
    const found = tryStart(at, PATIENCE, machines);
    if (found == HIT) {
      remember(first, at, machines);
      return at;
    }
    if (found == LONG) {
      const hit = following(at, until, NEAR);
      if (hit != 0 || isTooMuch()) return hit;
      at = decided;
    } else at++;
    if (isTooMuch()) return 0;
  }
  remember(first, at, machines);
  return 0;
}

/** Adds starts to those that were tried, where they join; or else forgets the others. */
function remember(first: usize, end: usize, machines: u32): void {
  if (machines != triedMachines || first > triedTo || end < triedFrom) {
    triedFrom = first;
    triedTo = end;
    triedMachines = machines;
  } else {
    triedFrom = min<usize>(triedFrom, first);
    triedTo = max<usize>(triedTo, end);
  }
}

/** The first hit from `from` on, found by following all starts together. */
function following(from: usize, until: usize, goal: i32): usize {
  let at = from;
  while (at < until && !isTooMuch()) {
    simulate(at, until, goal);
    if (leftmost == 0 || leftmost >= until) return 0;
    const hit = leftmost;
    if (tryStart(hit, usize.MAX_VALUE, EVERY) == HIT) return hit;
    at = hit + 1;
  }
  return 0;
}
