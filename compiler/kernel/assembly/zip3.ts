// `zip3`, 45 CFR 164.514(b)(2)(i)(B): the first three digits of a ZIP code, and 000 for the areas with few people.
import { MINUS, ZERO, behindSpaces, digitsAt, endBeforeSpaces } from './ascii';
import { hasFraction, readNumber, wholePart, writeNumber } from './number';
import { IS_NULL, NO_ROOM } from './outcome';

/** The areas with 20,000 or fewer people in the 2000 Census, as the guidance of HHS lists them; lang/vocabulary/small-zip-areas.ts has the same. */
const SMALL_AREAS = memory.data<u16>([
  36, 59, 63, 102, 203, 556, 692, 790, 821, 823, 830, 831, 878, 879, 884, 890, 893,
]);
const SMALL_AREAS_BYTES: usize = 34;

const LARGEST_ZIP: u32 = 99999;

function shownArea(area: u32): u32 {
  for (let at: usize = 0; at < SMALL_AREAS_BYTES; at += 2) {
    if (load<u16>(SMALL_AREAS + at) == area) return 0;
  }
  return area;
}

/** `12345` or `12345-6789`, spaces around it; anything else is NULL. */
export function zip3Text(source: usize, length: usize, out: usize, limit: usize): i32 {
  const end = endBeforeSpaces(source, source + length);
  const start = behindSpaces(source, end);
  const size = end - start;
  if (size != 5 && size != 10) return IS_NULL;
  const zip = digitsAt(start, 5);
  if (zip < 0) return IS_NULL;
  if (size == 10 && (load<u8>(start, 5) != MINUS || digitsAt(start + 6, 4) < 0)) return IS_NULL;
  if (limit - out < 3) return NO_ROOM;
  const area = shownArea(<u32>zip / 100);
  store<u8>(out, ZERO + <u8>(area / 100));
  store<u8>(out, ZERO + <u8>((area / 10) % 10), 1);
  store<u8>(out, ZERO + <u8>(area % 10), 2);
  return 3;
}

/** A ZIP code that was stored as a number has lost its leading zeros: 2139 is 02139, and 021 is 21. */
export function zip3Number(encoding: i32, source: usize, length: usize, out: usize, limit: usize): i32 {
  if (!readNumber(encoding, source, length) || hasFraction || wholePart > LARGEST_ZIP) return IS_NULL;
  return writeNumber(encoding, shownArea(wholePart / 100), out, limit);
}
