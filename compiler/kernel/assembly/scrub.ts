// Replaces what the policy's detectors find in a text by `[member]`: leftmost first, then longest, then the earlier detector.
import { bytesRead, matchAt, matchEnd, matchPattern, searchFrom } from './automaton';
import { copyRun } from './copy';
import { TABLE_DETECTORS, policy_table } from './hooks';
import { IS_NULL, NO_ROOM } from './transforms';
import { isUtf8 } from './utf8';

// TABLE_DETECTORS, as compiler/patterns/detector-tables.ts writes it: u32 offset of the automaton, u32 detector count, then per
// detector u32 offset and u32 length of its placeholder, u32 number of its validator (0 is none), u32 offset of its word list
// (u8 count, then per word u8 length and bytes; offset 0 is none). Offsets count from the start of the table.
const DETECTORS: usize = 8;

/**
 * Trying each start costs the square of the length on texts made for it. Beyond this many bytes read for each byte of
 * text the value counts as one that cannot be scrubbed, and stays hidden.
 */
const WORK_FACTOR: u64 = 64;
const WORK_BASE: u64 = 65536;

/** Gives the bytes written, NO_ROOM, or IS_NULL where the text cannot be scrubbed: no detectors, not UTF-8, too much work. */
export function scrub(source: usize, length: usize, out: usize, limit: usize): i32 {
  const detectors = policy_table(TABLE_DETECTORS);
  if (detectors == 0 || !isUtf8(source, length)) return IS_NULL;
  const table = detectors + load<u32>(detectors);
  const end = source + length;
  const workLimit = bytesRead + WORK_BASE + WORK_FACTOR * <u64>length;
  const outStart = out;
  let copied = source;
  let at = source;
  while (true) {
    const earliestEnd = searchFrom(table, at, source, end);
    if (earliestEnd == 0) break;
    while (at < earliestEnd && !matchAt(table, at, source, end)) {
      at++;
      if (bytesRead > workLimit) return IS_NULL;
    }
    // No detector matches the empty text, so a match that ends here starts before it.
    if (at >= earliestEnd) return IS_NULL;
    const placeholder = detectors + DETECTORS + ((<usize>matchPattern) << 4);
    const nameLength = <usize>load<u32>(placeholder, 4);
    const run = at - copied;
    if (limit - out < run + nameLength) return NO_ROOM;
    copyRun(out, copied, run);
    copyRun(out + run, detectors + load<u32>(placeholder), nameLength);
    out += run + nameLength;
    at = matchEnd;
    copied = at;
  }
  if (limit - out < end - copied) return NO_ROOM;
  copyRun(out, copied, end - copied);
  return <i32>(out + (end - copied) - outStart);
}

/** One whole text; a policy without detectors finds nothing in it. Gives the bytes written, -1 when there is no room, -2 when the text cannot be scrubbed and must be withheld. */
export function hpol_scrub(input: usize, length: usize, output: usize, capacity: usize): i32 {
  if (policy_table(TABLE_DETECTORS) == 0) {
    if (length > capacity) return -1;
    memory.copy(output, input, length);
    return <i32>length;
  }
  const written = scrub(input, length, output, output + capacity);
  return written == NO_ROOM ? -1 : written == IS_NULL ? -2 : written;
}
