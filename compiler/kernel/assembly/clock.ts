// Local time: whether a moment falls into a recurring span of the day or the week in some zone. The host tells how far
// each zone is from UTC at that moment, because a module has no time zone data.
import { kernel_find } from './text';

const MS_OF_A_MINUTE: i64 = 60_000;
const MINUTES_OF_A_DAY: i64 = 1_440;
const DAYS_OF_A_WEEK: i64 = 7;
/** 1970 began on a Thursday; Monday is 0. */
const FIRST_DAY: i64 = 3;

export const UNIT_CLOCK: i32 = 0;

function modulo(value: i64, by: i64): i64 {
  return ((value % by) + by) % by;
}

function isUsable(offset: i64): bool {
  return offset <= MINUTES_OF_A_DAY && offset >= -MINUTES_OF_A_DAY;
}

/** Whether kernel_window has an answer for the zone. */
export function kernel_knows_zone(offsets: u64, zone: u64): bool {
  const entry = kernel_find(offsets, zone);
  return entry != 0 && isUsable(load<i64>(entry, 8));
}

/** Traps when the zone is not among the offsets or more than a day away from UTC: no answer is better than a wrong one. */
export function kernel_window(now: i64, offsets: u64, zone: u64, unit: i32, from: i64, to: i64): bool {
  const entry = kernel_find(offsets, zone);
  if (entry == 0) unreachable();
  const offset = load<i64>(entry, 8);
  if (!isUsable(offset)) unreachable();
  const minutes = now / MS_OF_A_MINUTE + offset;
  const minute = modulo(minutes, MINUTES_OF_A_DAY);
  if (unit == UNIT_CLOCK) return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
  const day = modulo((minutes - minute) / MINUTES_OF_A_DAY + FIRST_DAY, DAYS_OF_A_WEEK);
  return from <= to ? day >= from && day <= to : day >= from || day <= to;
}
