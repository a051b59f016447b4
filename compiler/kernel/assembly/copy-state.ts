// The state record of a COPY stream (compiler/abi/copy.ts has its layout) and what its two text formats share: whether a field is NULL,
// how a decoded value is masked, and how NULL is written.
import { copyRun } from './copy';
import { mask } from './rows';
import { sameBytes } from './text';
import { NO_ROOM } from './transforms';
import { limit } from './walk';

export const STATE_BYTES: usize = 40;

// Offsets of the record's words.
export const PLAN: usize = 0;
export const FORMAT: usize = 4;
export const PHASE: usize = 8;
export const DELIMITER: usize = 12;
export const QUOTE: usize = 16;
export const ESCAPE: usize = 20;
export const NULL_TEXT: usize = 24;
export const NULL_LENGTH: usize = 28;
export const SCANNED: usize = 32;
export const IN_QUOTES: usize = 36;

export const HEADER: u32 = 0;
export const ROWS: u32 = 1;
export const ENDED: u32 = 2;
export const FAILED: u32 = 3;

export const MAX_ROW: usize = 64 * 1024 * 1024;

/** What masking a field gives instead of a length: NO_ROOM of transforms.ts, or this. */
export const BAD_FIELD: i32 = -3;

export const NEWLINE: u8 = 0x0a;
export const RETURN: u8 = 0x0d;
export const BACKSLASH: u8 = 0x5c;
export const DOT: u8 = 0x2e;

export function isNullText(state: usize, at: usize, length: usize): bool {
  return length == load<u32>(state, NULL_LENGTH) && sameBytes(at, load<u32>(state, NULL_TEXT), length);
}

export function writeNull(state: usize, to: usize): i32 {
  const length = <usize>load<u32>(state, NULL_LENGTH);
  if (limit - to < length) return NO_ROOM;
  copyRun(to, load<u32>(state, NULL_TEXT), length);
  return <i32>length;
}

/** Masks a value that was decoded to the end of the output's room, from `source` on: the mask must end before it. */
export function maskBefore(entry: usize, source: usize, length: usize, to: usize): i32 {
  const whole = limit;
  limit = source;
  const written = mask(entry, source, length, to);
  limit = whole;
  return written;
}
