// Follows the matches from all starts at once, byte by byte. Of starts that have come to the same state only the leftmost is kept: what happens
// to it happens to the others too. So the time grows with the length of the text and not with its square.
import { CLASSES, END_COLUMN, FIRST_ACCEPTING, FIRST_ENDED, ROWS, STATE_COUNT, startState } from './automaton';
import { automaton, automatonCount, isAmong, isLast, spend, startable, text, textEnd } from './detection';
import { alloc, mark, restore } from './heap';

/** What `simulate` looks for: a match anywhere, one that begins before nothing is open any more, or what is open at the end of what is known. */
export const ANYWHERE: i32 = 0;
export const NEAR: i32 = 1;
export const OPEN: i32 = 2;

/** The leftmost start of a match, or 0; for OPEN the leftmost start that more text may make a match of. */
export let leftmost: usize = 0;
/** Starts before it that are not `leftmost` begin no match. */
export let decided: usize = 0;

const NOTHING: usize = usize.MAX_VALUE;
/** An open match: u32 start, u32 state. */
const MATCH_SHIFT: usize = 3;

// What is kept for the automaton in work: its matches in the order of their starts, room for those of the next byte, and by state
// when it was last reached.
const LANE_BYTES: usize = 16;
const LANE_NEXT: usize = 4;
const LANE_COUNT: usize = 8;
const LANE_STAMPS: usize = 12;

/** Follows matches that start from `from` on, before `until`. */
export function simulate(from: usize, until: usize, goal: i32): void {
  const top = mark();
  const count = automatonCount();
  const lanes = openLanes(count);
  let best = NOTHING;
  let here = from;
  while (true) {
    const isEnd = here >= textEnd;
    if (isEnd && !isLast) break;
    const begins: u32 = !isEnd && here < until && best == NOTHING ? startable(here) : 0;
    const stamp = <u32>(here - from) + 1;
    let open: u32 = 0;
    for (let number: u32 = 0; number < count; number++) {
      const lane = lanes + <usize>number * LANE_BYTES;
      if (isAmong(begins, number)) begin(automaton(number), lane, here);
      const found = step(automaton(number), lane, here, stamp, goal == OPEN ? NOTHING : best);
      if (goal != OPEN && found < best) best = found;
      open += load<u32>(lane, LANE_COUNT);
    }
    if (isEnd) break;
    here++;
    if (open == 0 && goal != OPEN && (best != NOTHING || goal == NEAR || here >= until)) break;
  }
  if (goal == OPEN) {
    for (let number: u32 = 0; number < count; number++) {
      const lane = lanes + <usize>number * LANE_BYTES;
      // The first is the leftmost.
      if (load<u32>(lane, LANE_COUNT) != 0) best = min<usize>(best, load<u32>(load<u32>(lane)));
    }
  }
  leftmost = best == NOTHING ? 0 : best;
  decided = here;
  restore(top);
}

function openLanes(count: u32): usize {
  const lanes = alloc(<usize>count * LANE_BYTES);
  for (let number: u32 = 0; number < count; number++) {
    const states = <usize>load<u32>(automaton(number), STATE_COUNT);
    const lane = lanes + <usize>number * LANE_BYTES;
    // A state is entered at most once a byte, and one start joins.
    const room = (states + 1) << MATCH_SHIFT;
    const lists = alloc(2 * room + 4 * states);
    store<u32>(lane, <u32>lists);
    store<u32>(lane, <u32>(lists + room), LANE_NEXT);
    store<u32>(lane, 0, LANE_COUNT);
    store<u32>(lane, <u32>(lists + 2 * room), LANE_STAMPS);
    memory.fill(lists + 2 * room, 0, 4 * states);
  }
  return lanes;
}

function begin(machine: usize, lane: usize, here: usize): void {
  const count = load<u32>(lane, LANE_COUNT);
  const entry = <usize>load<u32>(lane) + ((<usize>count) << MATCH_SHIFT);
  store<u32>(entry, <u32>here);
  store<u32>(entry, startState(machine, here, text), 4);
  store<u32>(lane, count + 1, LANE_COUNT);
}

/** Reads one byte, or the end of the text, with all matches of an automaton; gives the leftmost start of one that ended here. Starts from `best` on are dropped. */
function step(machine: usize, lane: usize, here: usize, stamp: u32, best: usize): usize {
  const shift = load<u32>(machine);
  const firstAccepting = load<u32>(machine, FIRST_ACCEPTING);
  const firstEnded = load<u32>(machine, FIRST_ENDED);
  const end = load<u32>(machine, END_COLUMN);
  const column = here >= textEnd ? <usize>end : (<usize>load<u8>(machine + CLASSES + load<u8>(here))) << 1;
  const rows = machine + load<u32>(machine, ROWS);
  const stamps = <usize>load<u32>(lane, LANE_STAMPS);
  const isPruning = best != NOTHING;
  let from = <usize>load<u32>(lane);
  const fromEnd = from + ((<usize>load<u32>(lane, LANE_COUNT)) << MATCH_SHIFT);
  const list = <usize>load<u32>(lane, LANE_NEXT);
  let to = list;
  let found = NOTHING;
  spend((fromEnd - from) >> MATCH_SHIFT);
  for (; from < fromEnd; from += 8) {
    const start = load<u32>(from);
    if (isPruning && <usize>start >= best) break;
    const row = rows + ((<usize>load<u32>(from, 4)) << shift);
    const state = <u32>load<u16>(row + column);
    if (state == 0) continue;
    if (state >= firstAccepting) {
      if (<usize>start < found) found = start;
      if (state >= firstEnded) continue;
    }
    const seen = stamps + ((<usize>load<u16>(rows + ((<usize>state) << shift) + end, 4)) << 2);
    if (load<u32>(seen) == stamp) continue;
    store<u32>(seen, stamp);
    store<u32>(to, start);
    store<u32>(to, state, 4);
    to += 8;
  }
  store<u32>(lane, load<u32>(lane), LANE_NEXT);
  store<u32>(lane, <u32>list);
  store<u32>(lane, <u32>(to - list) >> MATCH_SHIFT, LANE_COUNT);
  return found;
}
