// The quotes of COPY's csv format.
import { BACKSLASH, DELIMITER, DOT, ESCAPE, NEWLINE, QUOTE, RETURN, isNullText } from './copy-state';
import { hasMark } from './marks';
import { NO_ROOM } from './outcome';
import { limit } from './walk';

/** Writes what the field means, which is never longer, and gives where that ends. */
export function decodeCsv(state: usize, at: usize, end: usize, to: usize): usize {
  const quote = load<u8>(state, QUOTE);
  const escape = load<u8>(state, ESCAPE);
  let inQuotes = false;
  while (at < end) {
    const byte = load<u8>(at++);
    if (inQuotes && byte == escape && at < end) {
      const next = load<u8>(at);
      if (next == quote || next == escape) {
        store<u8>(to++, next);
        at++;
        continue;
      }
    }
    if (byte == quote) inQuotes = !inQuotes;
    else store<u8>(to++, byte);
  }
  return to;
}

/** Whether a value would be read as something else without quotes: it ends the field, is the null string, or could end the data. */
function needsQuotes(state: usize, at: usize, length: usize): bool {
  if (isNullText(state, at, length)) return true;
  if (length == 2 && load<u8>(at) == BACKSLASH && load<u8>(at, 1) == DOT) return true;
  // The marks are these four and the escape, which needs no quotes.
  if (!hasMark(at, length)) return false;
  const quote = load<u8>(state, QUOTE);
  const delimiter = load<u8>(state, DELIMITER);
  for (const end = at + length; at < end; at++) {
    const byte = load<u8>(at);
    if (byte == quote || byte == delimiter || byte == NEWLINE || byte == RETURN) return true;
  }
  return false;
}

/** Quotes the value that was written at `at`, in place, where it must be. Gives the length that it has then, or NO_ROOM. */
export function encodeCsv(state: usize, at: usize, length: usize): i32 {
  if (!needsQuotes(state, at, length)) return <i32>length;
  const quote = load<u8>(state, QUOTE);
  const escape = load<u8>(state, ESCAPE);
  let doubled: usize = 0;
  for (let from = at; from < at + length; from++) {
    const byte = load<u8>(from);
    if (byte == quote || byte == escape) doubled++;
  }
  const encoded = length + doubled + 2;
  if (limit - at < encoded) return NO_ROOM;
  let to = at + encoded;
  store<u8>(--to, quote);
  // From the end, since the value grows.
  for (let from = at + length; from > at;) {
    const byte = load<u8>(--from);
    store<u8>(--to, byte);
    if (byte == quote || byte == escape) store<u8>(--to, escape);
  }
  store<u8>(at, quote);
  return <i32>encoded;
}
