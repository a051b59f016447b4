// The state record of a COPY stream (layout.ts has its fields) and what its two text formats share: whether a field is NULL,
// how a decoded value is masked, and how NULL is written.
import { copyRun } from './copy';
import { COPY_STREAM_NULL, COPY_STREAM_NULL_LENGTH } from './layout';
import { maskValue } from './mask-value';
import { sameBytes } from './text';
import { NO_ROOM } from './outcome';
import { limit } from './walk';

export {
  COPY_STREAM_BYTES as STATE_BYTES,
  COPY_STREAM_DELIMITER as DELIMITER,
  COPY_STREAM_ESCAPE as ESCAPE,
  COPY_STREAM_FORMAT as FORMAT,
  COPY_STREAM_IN_QUOTES as IN_QUOTES,
  COPY_STREAM_NULL as NULL_TEXT,
  COPY_STREAM_NULL_LENGTH as NULL_LENGTH,
  COPY_STREAM_PHASE as PHASE,
  COPY_STREAM_PLAN as PLAN,
  COPY_STREAM_QUOTE as QUOTE,
  COPY_STREAM_SCANNED as SCANNED,
  MAX_COPY_ROW_BYTES as MAX_ROW,
  PHASE_ENDED as ENDED,
  PHASE_FAILED as FAILED,
  PHASE_HEADER as HEADER,
  PHASE_ROWS as ROWS,
} from './layout';

/** What masking a field gives instead of a length: NO_ROOM of outcome.ts, or this. */
export const BAD_FIELD: i32 = -3;

export const NEWLINE: u8 = 0x0a;
export const RETURN: u8 = 0x0d;
export const BACKSLASH: u8 = 0x5c;
export const DOT: u8 = 0x2e;

export function isNullText(state: usize, at: usize, length: usize): bool {
  return (
    length == load<u32>(state, COPY_STREAM_NULL_LENGTH) && sameBytes(at, load<u32>(state, COPY_STREAM_NULL), length)
  );
}

export function writeNull(state: usize, to: usize): i32 {
  const length = <usize>load<u32>(state, COPY_STREAM_NULL_LENGTH);
  if (limit - to < length) return NO_ROOM;
  copyRun(to, load<u32>(state, COPY_STREAM_NULL), length);
  return <i32>length;
}

/** Masks a value that was decoded to the end of the output's room, from `source` on: the mask must end before it. */
export function maskBefore(entry: usize, source: usize, length: usize, to: usize): i32 {
  return maskValue(entry, source, length, to, source);
}
