// Places that no match reaches over: two bytes, one behind the other, that no pattern takes together. Whatever began before such a place is decided there, whatever the text is.
import { BREAKS, table } from './detection';

// u32 class count, u32 bytes of a row, 256 bytes, the class of each byte, then a row by class of the first byte with a bit by class
// of the second: 1 where a match may hold both.
const CLASSES: usize = 8;
const ROWS: usize = 264;

/** Whether no match holds the byte before `at` and the one there. */
function isBreak(breaks: usize, at: usize): bool {
  const first = <usize>load<u8>(breaks + CLASSES + load<u8>(at - 1));
  const second = load<u8>(breaks + CLASSES + load<u8>(at));
  const row = breaks + ROWS + first * load<u32>(breaks, 4);
  return ((load<u8>(row + (second >> 3)) >> (second & 7)) & 1) == 0;
}

/** The last break behind `from` and before `end`, or `from`. */
export function lastBreak(from: usize, end: usize): usize {
  const breaks = table + load<u32>(table, BREAKS);
  for (let at = end - 1; at > from; at--) if (isBreak(breaks, at)) return at;
  return from;
}

/** The first break from `from` on, which is not the start of the text, or `end`. */
export function firstBreak(from: usize, end: usize): usize {
  const breaks = table + load<u32>(table, BREAKS);
  for (let at = from; at < end; at++) if (isBreak(breaks, at)) return at;
  return end;
}
