// Finds the places of a text that fit one of the windows that compiler/patterns/prefilter.ts derives: every match has such a
// place, its anchor. First sixteen places at a time by the halves of six bytes, then each by the twelve bytes from one
// before it. Bytes behind the text are read where memory has them; they can only make a place fit, never not.
import { PREFILTER, spend, table, textEnd } from './detection';

// u32 how many bytes of a window the first step asks about (6; 4, and then only of the first set of groups; 0: no windows, follow everything), u32 offset of what is known by automaton, 16 bytes unused, six u32 which bytes these
// are. For each of those six and each of two sets of eight groups 16 bytes by low half and 16 by high half, a bit by group; for each
// of twelve bytes 256 u64, a bit by window; 256 u64, by window whether a match may hold the byte before its anchor; by window u32 least and u32
// greatest number of bytes before the anchor, u32 automata, a bit each, 4 bytes unused. By automaton, a bit each: 256 u32, whether a match may hold
// the byte before an anchor; 66 u32, whether it may hold more than 0, 1, … bytes there, the last for all greater numbers.
const NARROW: u32 = 4;
const MACHINE_PREFIXES: usize = 4;
/** How many lengths of a prefix are told apart; the last stands for all that are longer. */
const LISTED_BACKS: usize = 66;
const ASKED: usize = 24;
const FIRST: usize = 48;
const SECOND: usize = 432;
const PREFIX: usize = 25008;
const WINDOWS: usize = 27056;
const GREATEST_BACK: usize = 4;
const MACHINES: usize = 8;

/** Bytes that are read behind the place itself, and those of a block of places. */
const BEHIND: usize = 10;
const BLOCK: usize = 16;

/** A copy of the end of a text: the byte before the last places, at most 26 places, and zeros for all that is read behind them. */
const TAIL_BYTES: usize = 64;
const tail: usize = memory.data(64);

/** The windows that the place found by `nextPlace` fits. */
export let windows: u64 = 0;
/** The block in work and its places that are still to be looked at. */
let block: usize = 0;
let waiting: u32 = 0;
/** The next place to be looked at, where there are no vector instructions. */
let place: usize = 0;
/** Where places end, and how far the text lies from where they are looked at: not 0 in the copy of its end. */
let limit: usize = 0;
let moved: usize = 0;

/** The groups whose sets hold each byte, by its halves. */
function groupsOf(lows: v128, highs: v128, low: v128, high: v128): v128 {
  return v128.and(i8x16.swizzle(lows, low), i8x16.swizzle(highs, high));
}

function highHalves(bytes: v128): v128 {
  return v128.and(i16x8.shr_u(bytes, 4), i8x16.splat(15));
}

function secondStep(second: usize, at: usize): u64 {
  let fits = load<u64>(second + ((<usize>load<u8>(at - 1)) << 3));
  fits &= load<u64>(second + ((<usize>load<u8>(at)) << 3), 2048);
  fits &= load<u64>(second + ((<usize>load<u8>(at, 1)) << 3), 4096);
  fits &= load<u64>(second + ((<usize>load<u8>(at, 2)) << 3), 6144);
  fits &= load<u64>(second + ((<usize>load<u8>(at, 3)) << 3), 8192);
  fits &= load<u64>(second + ((<usize>load<u8>(at, 4)) << 3), 10240);
  fits &= load<u64>(second + ((<usize>load<u8>(at, 5)) << 3), 12288);
  fits &= load<u64>(second + ((<usize>load<u8>(at, 6)) << 3), 14336);
  fits &= load<u64>(second + ((<usize>load<u8>(at, 7)) << 3), 16384);
  fits &= load<u64>(second + ((<usize>load<u8>(at, 8)) << 3), 18432);
  fits &= load<u64>(second + ((<usize>load<u8>(at, 9)) << 3), 20480);
  fits &= load<u64>(second + ((<usize>load<u8>(at, 10)) << 3), 22528);
  return fits;
}

export function hasWindows(): bool {
  return load<u32>(table + load<u32>(table, PREFILTER)) != 0;
}

/** Starts to look for places from `at` on, which is not the first of the text. */
export function openPlaces(at: usize): void {
  block = at - BLOCK;
  waiting = 0;
  place = at;
  limit = textEnd;
  moved = 0;
}

/** The next place that fits, or 0. Sets `windows`. */
export function nextPlace(): usize {
  const filter = table + load<u32>(table, PREFILTER);
  if (ASC_FEATURE_SIMD) return load<u32>(filter) == NARROW ? nextNarrow(filter) : nextWide(filter);
  else return nextBytewise(filter);
}

/** The second step alone, where there are no vector instructions. */
function nextBytewise(filter: usize): usize {
  for (let at = place; at < limit; at++) {
    if (limit - at < BLOCK + BEHIND && moved == 0) at = moveTail(at);
    const fits = secondStep(filter + SECOND, at);
    if (fits != 0) {
      windows = fits;
      place = at + 1;
      return at + moved;
    }
  }
  return 0;
}

/** One long function, as the next, because what it keeps in registers cannot be handed on. */
function nextWide(filter: usize): usize {
  const mask = i8x16.splat(15);
  const leftLows0 = v128.load(filter, FIRST + 0);
  const leftHighs0 = v128.load(filter, FIRST + 16);
  const rightLows0 = v128.load(filter, FIRST + 32);
  const rightHighs0 = v128.load(filter, FIRST + 48);
  const leftLows1 = v128.load(filter, FIRST + 64);
  const leftHighs1 = v128.load(filter, FIRST + 80);
  const rightLows1 = v128.load(filter, FIRST + 96);
  const rightHighs1 = v128.load(filter, FIRST + 112);
  const leftLows2 = v128.load(filter, FIRST + 128);
  const leftHighs2 = v128.load(filter, FIRST + 144);
  const rightLows2 = v128.load(filter, FIRST + 160);
  const rightHighs2 = v128.load(filter, FIRST + 176);
  const leftLows3 = v128.load(filter, FIRST + 192);
  const leftHighs3 = v128.load(filter, FIRST + 208);
  const rightLows3 = v128.load(filter, FIRST + 224);
  const rightHighs3 = v128.load(filter, FIRST + 240);
  const leftLows4 = v128.load(filter, FIRST + 256);
  const leftHighs4 = v128.load(filter, FIRST + 272);
  const rightLows4 = v128.load(filter, FIRST + 288);
  const rightHighs4 = v128.load(filter, FIRST + 304);
  const leftLows5 = v128.load(filter, FIRST + 320);
  const leftHighs5 = v128.load(filter, FIRST + 336);
  const rightLows5 = v128.load(filter, FIRST + 352);
  const rightHighs5 = v128.load(filter, FIRST + 368);
  // The window begins one byte before its place.
  const asked0 = <usize>load<u32>(filter, ASKED + 0) - 1;
  const asked1 = <usize>load<u32>(filter, ASKED + 4) - 1;
  const asked2 = <usize>load<u32>(filter, ASKED + 8) - 1;
  const asked3 = <usize>load<u32>(filter, ASKED + 12) - 1;
  const asked4 = <usize>load<u32>(filter, ASKED + 16) - 1;
  const asked5 = <usize>load<u32>(filter, ASKED + 20) - 1;
  let from = block;
  let places = waiting;
  while (true) {
    while (places != 0) {
      const at = from + <usize>ctz(places);
      places &= places - 1;
      const fits = secondStep(filter + SECOND, at);
      if (fits != 0) {
        if (at >= limit) return 0;
        windows = fits;
        block = from;
        waiting = places;
        return at + moved;
      }
    }
    while (true) {
      from += BLOCK;
      if (from >= limit) return 0;
      if (limit - from < BLOCK + BEHIND && moved == 0) from = moveTail(from);
      let bytes = v128.load(from + asked0);
      let low = v128.and(bytes, mask);
      let high = highHalves(bytes);
      let left = groupsOf(leftLows0, leftHighs0, low, high);
      let right = groupsOf(rightLows0, rightHighs0, low, high);
      bytes = v128.load(from + asked1);
      low = v128.and(bytes, mask);
      high = highHalves(bytes);
      left = v128.and(left, groupsOf(leftLows1, leftHighs1, low, high));
      right = v128.and(right, groupsOf(rightLows1, rightHighs1, low, high));
      bytes = v128.load(from + asked2);
      low = v128.and(bytes, mask);
      high = highHalves(bytes);
      left = v128.and(left, groupsOf(leftLows2, leftHighs2, low, high));
      right = v128.and(right, groupsOf(rightLows2, rightHighs2, low, high));
      bytes = v128.load(from + asked3);
      low = v128.and(bytes, mask);
      high = highHalves(bytes);
      left = v128.and(left, groupsOf(leftLows3, leftHighs3, low, high));
      right = v128.and(right, groupsOf(rightLows3, rightHighs3, low, high));
      bytes = v128.load(from + asked4);
      low = v128.and(bytes, mask);
      high = highHalves(bytes);
      left = v128.and(left, groupsOf(leftLows4, leftHighs4, low, high));
      right = v128.and(right, groupsOf(rightLows4, rightHighs4, low, high));
      bytes = v128.load(from + asked5);
      low = v128.and(bytes, mask);
      high = highHalves(bytes);
      left = v128.and(left, groupsOf(leftLows5, leftHighs5, low, high));
      right = v128.and(right, groupsOf(rightLows5, rightHighs5, low, high));
      const either = v128.or(left, right);
      if (!v128.any_true(either)) continue;
      places = ~i8x16.bitmask(i8x16.eq(either, i8x16.splat(0))) & 0xffff;
      break;
    }
  }
}

/** As `nextWide`, with four bytes and one set of groups. */
function nextNarrow(filter: usize): usize {
  const mask = i8x16.splat(15);
  const lows0 = v128.load(filter, FIRST + 0);
  const highs0 = v128.load(filter, FIRST + 16);
  const lows1 = v128.load(filter, FIRST + 64);
  const highs1 = v128.load(filter, FIRST + 80);
  const lows2 = v128.load(filter, FIRST + 128);
  const highs2 = v128.load(filter, FIRST + 144);
  const lows3 = v128.load(filter, FIRST + 192);
  const highs3 = v128.load(filter, FIRST + 208);
  // The window begins one byte before its place.
  const asked0 = <usize>load<u32>(filter, ASKED + 0) - 1;
  const asked1 = <usize>load<u32>(filter, ASKED + 4) - 1;
  const asked2 = <usize>load<u32>(filter, ASKED + 8) - 1;
  const asked3 = <usize>load<u32>(filter, ASKED + 12) - 1;
  let from = block;
  let places = waiting;
  while (true) {
    while (places != 0) {
      const at = from + <usize>ctz(places);
      places &= places - 1;
      const fits = secondStep(filter + SECOND, at);
      if (fits != 0) {
        if (at >= limit) return 0;
        windows = fits;
        block = from;
        waiting = places;
        return at + moved;
      }
    }
    while (true) {
      from += BLOCK;
      if (from >= limit) return 0;
      if (limit - from < BLOCK + BEHIND && moved == 0) from = moveTail(from);
      let bytes = v128.load(from + asked0);
      let groups = groupsOf(lows0, highs0, v128.and(bytes, mask), highHalves(bytes));
      bytes = v128.load(from + asked1);
      groups = v128.and(groups, groupsOf(lows1, highs1, v128.and(bytes, mask), highHalves(bytes)));
      bytes = v128.load(from + asked2);
      groups = v128.and(groups, groupsOf(lows2, highs2, v128.and(bytes, mask), highHalves(bytes)));
      bytes = v128.load(from + asked3);
      groups = v128.and(groups, groupsOf(lows3, highs3, v128.and(bytes, mask), highHalves(bytes)));
      if (!v128.any_true(groups)) continue;
      places = ~i8x16.bitmask(i8x16.eq(groups, i8x16.splat(0))) & 0xffff;
      break;
    }
  }
}

/** Copies the last places of the text to where more can be read behind them; gives the first. */
function moveTail(from: usize): usize {
  const length = limit - from;
  memory.fill(tail, 0, TAIL_BYTES);
  memory.copy(tail, from - 1, length + 1);
  moved = from - (tail + 1);
  limit = tail + 1 + length;
  return tail + 1;
}

/** How far before the place that `nextPlace` found a match may begin. */
export function firstStart(at: usize, floor: usize): usize {
  const filter = table + load<u32>(table, PREFILTER);
  let from = at;
  for (let left = windows; left != 0; left &= left - 1) {
    const start = reachBack(filter, ctz(left), at, floor);
    if (start < from) from = start;
  }
  return from;
}

/** The last start that a match with this place may have. */
export function lastStart(at: usize): usize {
  const entries = table + load<u32>(table, PREFILTER) + WINDOWS;
  let least: u32 = u32.MAX_VALUE;
  for (let left = windows; left != 0; left &= left - 1) {
    least = min<u32>(least, load<u32>(entries + ((<usize>ctz(left)) << 4)));
  }
  return at - least;
}

/** The automata that may match at this place, a bit each. */
export function machinesThere(): u32 {
  const entries = table + load<u32>(table, PREFILTER) + WINDOWS;
  let machines: u32 = 0;
  for (let left = windows; left != 0; left &= left - 1) {
    machines |= load<u32>(entries + ((<usize>ctz(left)) << 4), MACHINES);
  }
  return machines;
}

/** How far back the bytes before `at` are such as a match may hold before its anchor. */
function reachBack(filter: usize, window: u64, at: usize, floor: usize): usize {
  const greatest = <usize>load<u32>(filter + WINDOWS + ((<usize>window) << 4), GREATEST_BACK);
  const end = at - floor > greatest ? at - greatest : floor;
  let from = at;
  while (from > end && ((load<u64>(filter + PREFIX + ((<usize>load<u8>(from - 1)) << 3)) >> window) & 1) != 0) from--;
  spend(at - from);
  return from;
}

/** The automata that `earlierStart` speaks of, a bit each. */
export let earlierMachines: u32 = 0;

/**
 * Before which byte no match begins whose place is behind `at` and which begins before `at`: as far back as some automaton's matches may hold what stands there
 * before their anchors.
 */
export function earlierStart(at: usize, floor: usize): usize {
  const filter = table + load<u32>(table, PREFILTER);
  const prefixes = filter + load<u32>(filter, MACHINE_PREFIXES);
  const greatest = prefixes + 1024;
  let from = at;
  let left = u32.MAX_VALUE;
  earlierMachines = 0;
  while (from > floor) {
    left &= load<u32>(prefixes + ((<usize>load<u8>(from - 1)) << 2));
    const back = at - from;
    // Automata whose matches hold no more than this before their anchors.
    if (back < LISTED_BACKS) left &= load<u32>(greatest + (back << 2));
    else left &= load<u32>(greatest + ((LISTED_BACKS - 1) << 2));
    if (left == 0) break;
    earlierMachines |= left;
    from--;
  }
  spend(at - from);
  return from;
}
