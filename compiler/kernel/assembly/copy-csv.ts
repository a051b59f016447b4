// COPY in csv format: fields between delimiters, rows end in a newline outside quotes, a field without quotes that is the null string is
// NULL. Read as PostgreSQL's own COPY FROM reads it: quotes may open and close anywhere in a field.
import { beginRows, closeField, endData, endRow, isEmptyRow, needMore, nextColumn, openField } from './copy-row';
import {
  BACKSLASH,
  DELIMITER,
  DOT,
  ENDED,
  ESCAPE,
  HEADER,
  IN_QUOTES,
  NEWLINE,
  PHASE,
  QUOTE,
  RETURN,
  ROWS,
  SCANNED,
  isNullText,
  maskBefore,
  writeNull,
} from './copy-state';
import { decodeCsv, encodeCsv } from './csv-quotes';
import { beginMarks, nextMark, skipMark } from './marks';
import { OPERATION_PASS as PASS } from './layout';
import { maskValue } from './mask-value';
import { NO_ROOM } from './outcome';
import { COMPLETE, MALFORMED, NEED_INPUT, NEED_OUTPUT, done, limit } from './walk';

// What a field's quotes look like.
const NO_QUOTES: u32 = 0;
/** The first byte opens them. */
const OPEN: u32 = 1;
/** Around the whole field, and nothing in it is doubled. */
const AROUND: u32 = 2;
const OTHER: u32 = 3;

/** Those of the field in hand. */
let quotes: u32 = NO_QUOTES;

function isEither(byte: u8, one: u8, other: u8): bool {
  return byte == one || byte == other;
}

/** Whether a row that was cut has its end by now. Until then nothing of it is looked at twice. */
function hasRowEnd(state: usize, end: usize): bool {
  const quote = load<u8>(state, QUOTE);
  const escape = load<u8>(state, ESCAPE);
  let inQuotes = load<u32>(state, IN_QUOTES) != 0;
  let at = done + load<u32>(state, SCANNED);
  for (; at < end; at++) {
    const byte = load<u8>(at);
    if (inQuotes && byte == escape) {
      if (at + 1 == end) break;
      if (isEither(load<u8>(at, 1), quote, escape)) {
        at++;
        continue;
      }
    }
    if (byte == quote) inQuotes = !inQuotes;
    else if (!inQuotes && (byte == NEWLINE || byte == RETURN)) return true;
  }
  stopAt(state, at, inQuotes);
  return false;
}

function stopAt(state: usize, at: usize, inQuotes: bool): void {
  store<u32>(state, at - done, SCANNED);
  store<u32>(state, <u32>inQuotes, IN_QUOTES);
}

/** Writes the masked field; gives its bytes or NO_ROOM. */
function maskField(state: usize, entry: usize, field: usize, end: usize, to: usize): i32 {
  const length = end - field;
  let written: i32;
  if (quotes == OTHER) {
    if (limit - to < length) return NO_ROOM;
    const decoded = limit - length;
    written = maskBefore(entry, decoded, decodeCsv(state, field, end, decoded) - decoded, to);
  } else {
    const around: usize = quotes == AROUND ? 1 : 0;
    written = maskValue(entry, field + around, length - 2 * around, to, limit);
  }
  if (written == NO_ROOM) return NO_ROOM;
  return written < 0 ? writeNull(state, to) : encodeCsv(state, to, written);
}

function endField(state: usize, field: usize, end: usize, isHeader: bool): i32 {
  const entry = nextColumn();
  if (entry == 0) return isEmptyRow(field, end) ? COMPLETE : MALFORMED;
  if (load<u32>(entry) == PASS || isHeader) return COMPLETE;
  if (quotes == NO_QUOTES && isNullText(state, field, end - field)) return COMPLETE;
  const to = openField(field);
  if (to == 0) return NEED_OUTPUT;
  // Bytes behind the closing quote belong to the field, too.
  if (quotes == AROUND && load<u8>(end - 1) != load<u8>(state, QUOTE)) quotes = OTHER;
  const written = maskField(state, entry, field, end, to);
  if (written == NO_ROOM) return NEED_OUTPUT;
  closeField(written, end);
  return COMPLETE;
}

/** The end marker, which PostgreSQL puts in quotes where it is a value. */
function isEndMarker(field: usize, at: usize): bool {
  return field == done && at - field == 2 && load<u8>(field) == BACKSLASH && load<u8>(field, 1) == DOT;
}

function endMarker(state: usize, behind: usize, end: usize): i32 {
  const status = endData(behind);
  if (status != COMPLETE) return status;
  store<u32>(state, ENDED, PHASE);
  return behind == end ? NEED_INPUT : MALFORMED;
}

/** Follows a field from its first byte to the delimiter or newline that ends it, or to `end`; sets `quotes`. */
function behindField(state: usize, field: usize, end: usize): usize {
  const quote = load<u8>(state, QUOTE);
  const escape = load<u8>(state, ESCAPE);
  let inQuotes = false;
  quotes = NO_QUOTES;
  while (true) {
    const at = nextMark(end);
    const byte = at < end ? load<u8>(at) : 0;
    if (at == end || (inQuotes && byte == escape && at + 1 == end)) {
      stopAt(state, at, inQuotes);
      return end;
    }
    if (inQuotes && byte == escape && isEither(load<u8>(at, 1), quote, escape)) {
      quotes = OTHER;
      skipMark(at);
    } else if (byte == quote) {
      if (inQuotes) quotes = quotes == OPEN ? AROUND : OTHER;
      else quotes = at == field ? OPEN : OTHER;
      inQuotes = !inQuotes;
    } else if (!inQuotes && (byte == RETURN || byte == NEWLINE || byte == load<u8>(state, DELIMITER))) {
      return at;
    }
  }
}

/** Masks the rows between `done` and `end`; a row that is not whole stays. */
export function copyCsv(state: usize, end: usize): i32 {
  if (load<u32>(state, SCANNED) > 0 && !hasRowEnd(state, end)) return needMore(end);
  stopAt(state, done, false);
  beginRows(state);
  beginMarks(done, load<u8>(state, DELIMITER), load<u8>(state, QUOTE), load<u8>(state, ESCAPE));
  let isHeader = load<u32>(state, PHASE) == HEADER;
  let field = done;
  while (true) {
    const at = behindField(state, field, end);
    if (at == end) return needMore(end);
    const byte = load<u8>(at);
    if (byte == RETURN) return MALFORMED;
    if (byte == NEWLINE && isEndMarker(field, at)) return endMarker(state, at + 1, end);
    let status = endField(state, field, at, isHeader);
    if (status != COMPLETE) return status;
    field = at + 1;
    if (byte != NEWLINE) continue;
    status = endRow(field, isHeader);
    if (status != COMPLETE) return status;
    if (isHeader) store<u32>(state, ROWS, PHASE);
    isHeader = false;
  }
}
