// Replaces what the policy's detectors find in a text by `[member]`: leftmost first, then longest, then the earlier
// detector, of the matches that its validator accepts.
import { copyRun } from './copy';
import { detectorEntry, isTooMuch, openText, table } from './detection';
import { nextHit } from './find-hit';
import { TABLE_DETECTORS, policy_table } from './hooks';
import { hitDetector, hitEnd } from './match';
import { IS_NULL, NO_ROOM } from './outcome';
import { isUtf8 } from './utf8';

/** Where `replaceHits` stopped reading, and where writing. */
export let copied: usize = 0;
export let written: usize = 0;

/**
 * Writes what stands from `from` up to `until`, hits replaced, and all of a hit that begins before `until`. False when there
 * is no room before `limit`.
 */
export function replaceHits(from: usize, until: usize, out: usize, limit: usize): bool {
  let at = from;
  while (true) {
    const hit = nextHit(at, until);
    if (hit == 0) break;
    const entry = detectorEntry(hitDetector);
    const run = hit - at;
    const length = <usize>load<u32>(entry, 4);
    if (limit - out < run + length) return false;
    copyRun(out, at, run);
    copyRun(out + run, table + load<u32>(entry), length);
    out += run + length;
    at = hitEnd;
  }
  if (at < until) {
    if (limit - out < until - at) return false;
    copyRun(out, at, until - at);
    out += until - at;
    at = until;
  }
  copied = at;
  written = out;
  return true;
}

/** Gives the bytes written, NO_ROOM, or IS_NULL where the text cannot be scrubbed: no detectors, not UTF-8, too much work. */
export function scrub(source: usize, length: usize, out: usize, limit: usize): i32 {
  const detectors = policy_table(TABLE_DETECTORS);
  if (detectors == 0 || !isUtf8(source, length)) return IS_NULL;
  openText(detectors, source, source + length, true);
  const hasRoom = replaceHits(source, source + length, out, limit);
  if (isTooMuch()) return IS_NULL;
  return hasRoom ? <i32>(written - out) : NO_ROOM;
}

/** One whole text; a policy without detectors finds nothing in it. Gives the bytes written, -1 when there is no room, -2 when the text cannot be scrubbed and must be withheld. */
export function hpol_scrub(input: usize, length: usize, output: usize, capacity: usize): i32 {
  if (policy_table(TABLE_DETECTORS) == 0) {
    if (length > capacity) return -1;
    memory.copy(output, input, length);
    return <i32>length;
  }
  const count = scrub(input, length, output, output + capacity);
  return count == NO_ROOM ? -1 : count == IS_NULL ? -2 : count;
}
