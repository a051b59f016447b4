// COPY in text format: fields between delimiters, rows end in a newline, backslash escapes, and a text that is NULL. Read as PostgreSQL's
// own COPY FROM reads it, and written so that COPY FROM reads the masked value.
import { beginRows, closeField, endData, endRow, isEmptyRow, needMore, nextColumn, openField } from './copy-row';
import {
  BACKSLASH,
  BAD_FIELD,
  DELIMITER,
  DOT,
  ENDED,
  HEADER,
  NEWLINE,
  PHASE,
  RETURN,
  ROWS,
  SCANNED,
  isNullText,
  maskBefore,
  writeNull,
} from './copy-state';
import { beginMarks, nextMark, skipMark } from './marks';
import { OPERATION_PASS as PASS } from './layout';
import { maskValue } from './mask-value';
import { decodeText, encodeText } from './text-escapes';
import { NO_ROOM } from './outcome';
import { COMPLETE, MALFORMED, NEED_INPUT, NEED_OUTPUT, done, limit } from './walk';

/** Whether a row that was cut has its end by now. Until then nothing of it is looked at twice. */
function hasRowEnd(state: usize, end: usize): bool {
  let at = done + load<u32>(state, SCANNED);
  while (at < end) {
    const byte = load<u8>(at);
    if (byte == NEWLINE || byte == RETURN) return true;
    if (byte == BACKSLASH) {
      if (at + 1 == end) break;
      if (load<u8>(at, 1) == DOT) return true;
      at++;
    }
    at++;
  }
  store<u32>(state, at - done, SCANNED);
  return false;
}

/** Writes the masked field; gives its bytes, NO_ROOM or BAD_FIELD. */
function maskField(state: usize, entry: usize, field: usize, end: usize, to: usize, hasEscapes: bool): i32 {
  const length = end - field;
  let written: i32;
  if (hasEscapes) {
    if (limit - to < length) return NO_ROOM;
    const decoded = limit - length;
    const decodedEnd = decodeText(field, end, decoded);
    if (decodedEnd == 0) return BAD_FIELD;
    written = maskBefore(entry, decoded, decodedEnd - decoded, to);
  } else {
    written = maskValue(entry, field, length, to, limit);
  }
  if (written == NO_ROOM) return NO_ROOM;
  return written < 0 ? writeNull(state, to) : encodeText(state, to, written);
}

function endField(state: usize, field: usize, end: usize, isHeader: bool, hasEscapes: bool): i32 {
  const entry = nextColumn();
  if (entry == 0) return isEmptyRow(field, end) ? COMPLETE : MALFORMED;
  if (load<u32>(entry) == PASS || isHeader || isNullText(state, field, end - field)) return COMPLETE;
  const to = openField(field);
  if (to == 0) return NEED_OUTPUT;
  const written = maskField(state, entry, field, end, to, hasEscapes);
  if (written < 0) return written == NO_ROOM ? NEED_OUTPUT : MALFORMED;
  closeField(written, end);
  return COMPLETE;
}

/** A `\.` that starts at `at` is the end marker, if it is alone on its line. */
function endMarker(state: usize, at: usize, end: usize): i32 {
  if (at != done) return MALFORMED;
  if (end - at < 3) return NEED_INPUT;
  if (load<u8>(at, 2) != NEWLINE) return MALFORMED;
  const status = endData(at + 3);
  if (status != COMPLETE) return status;
  store<u32>(state, ENDED, PHASE);
  return at + 3 == end ? NEED_INPUT : MALFORMED;
}

/** Masks the rows between `done` and `end`; a row that is not whole stays. */
export function copyText(state: usize, end: usize): i32 {
  if (load<u32>(state, SCANNED) > 0 && !hasRowEnd(state, end)) return needMore(end);
  store<u32>(state, 0, SCANNED);
  beginRows(state);
  beginMarks(done, load<u8>(state, DELIMITER), BACKSLASH, BACKSLASH);
  let isHeader = load<u32>(state, PHASE) == HEADER;
  let field = done;
  let hasEscapes = false;
  while (true) {
    const at = nextMark(end);
    const byte = at < end ? load<u8>(at) : 0;
    if (at == end || (byte == BACKSLASH && at + 1 == end)) {
      store<u32>(state, at - done, SCANNED);
      return needMore(end);
    }
    if (byte == BACKSLASH) {
      if (load<u8>(at, 1) == DOT) return endMarker(state, at, end);
      hasEscapes = true;
      skipMark(at);
      continue;
    }
    if (byte == RETURN) return MALFORMED;
    let status = endField(state, field, at, isHeader, hasEscapes);
    if (status != COMPLETE) return status;
    field = at + 1;
    hasEscapes = false;
    if (byte != NEWLINE) continue;
    status = endRow(field, isHeader);
    if (status != COMPLETE) return status;
    if (isHeader) store<u32>(state, ROWS, PHASE);
    isHeader = false;
  }
}
