// One value by one entry of a plan: from the number of the operation to the function that does it.
import { age90Number, age90Text } from './age90';
import { copyRun } from './copy';
import { keepFirst, keepLast } from './keep';
import {
  OPERATION_AGE90_DECIMAL,
  OPERATION_AGE90_FLOAT4,
  OPERATION_AGE90_FLOAT8,
  OPERATION_AGE90_INT2,
  OPERATION_AGE90_INT4,
  OPERATION_AGE90_INT8,
  OPERATION_AGE90_NUMERIC,
  OPERATION_AGE90_TEXT,
  OPERATION_CONSTANT,
  OPERATION_KEEP_FIRST,
  OPERATION_KEEP_LAST,
  OPERATION_PSEUDONYM,
  OPERATION_PSEUDONYM_BYTEA,
  OPERATION_PSEUDONYM_BYTEA_TEXT,
  OPERATION_PSEUDONYM_INT8,
  OPERATION_PSEUDONYM_INT8_TEXT,
  OPERATION_PSEUDONYM_PADDED,
  OPERATION_PSEUDONYM_UUID,
  OPERATION_PSEUDONYM_UUID_TEXT,
  OPERATION_SCRUB,
  OPERATION_YEAR_DATE,
  OPERATION_YEAR_TEXT,
  OPERATION_YEAR_TIMESTAMP,
  OPERATION_ZIP3_DECIMAL,
  OPERATION_ZIP3_INT4,
  OPERATION_ZIP3_INT8,
  OPERATION_ZIP3_NUMERIC,
  OPERATION_ZIP3_TEXT,
} from './layout';
import { DECIMAL, FLOAT4, FLOAT8, INT2, INT4, INT8, NUMERIC } from './number';
import { IS_NULL, NO_ROOM } from './outcome';
import { pseudonymPadded, pseudonymText } from './pseudonym';
import {
  pseudonymBytea,
  pseudonymByteaText,
  pseudonymInt8,
  pseudonymInt8Text,
  pseudonymUuid,
  pseudonymUuidText,
} from './pseudonym-typed';
import { scrub } from './scrub';
import { yearDate, yearText, yearTimestamp } from './year';
import { zip3Number, zip3Text } from './zip3';

/** Writes the masked value at `out`; outcome.ts says what is given back. An unknown operation hides the value. */
export function maskValue(entry: usize, source: usize, length: usize, out: usize, limit: usize): i32 {
  const operation = load<u32>(entry);
  switch (operation) {
    case OPERATION_CONSTANT:
      return constant(load<u32>(entry, 8), load<u32>(entry, 12), out, limit);
    case OPERATION_KEEP_FIRST:
      return keepFirst(source, length, out, limit, load<u32>(entry, 4));
    case OPERATION_KEEP_LAST:
      return keepLast(source, length, out, limit, load<u32>(entry, 4));
    case OPERATION_PSEUDONYM:
      return pseudonymText(source, length, out, limit);
    case OPERATION_YEAR_TEXT:
      return yearText(source, length, out, limit);
    case OPERATION_YEAR_DATE:
      return yearDate(source, length, out, limit);
    case OPERATION_YEAR_TIMESTAMP:
      return yearTimestamp(source, length, out, limit);
    case OPERATION_SCRUB:
      return scrub(source, length, out, limit);
    default:
      return operation < OPERATION_ZIP3_DECIMAL
        ? maskTyped(operation, source, length, out, limit)
        : maskNumber(operation, source, length, out, limit);
  }
}

function constant(text: usize, length: usize, out: usize, limit: usize): i32 {
  if (limit - out < length) return NO_ROOM;
  copyRun(out, text, length);
  return <i32>length;
}

function maskTyped(operation: u32, source: usize, length: usize, out: usize, limit: usize): i32 {
  switch (operation) {
    case OPERATION_PSEUDONYM_PADDED:
      return pseudonymPadded(source, length, out, limit);
    case OPERATION_PSEUDONYM_INT8_TEXT:
      return pseudonymInt8Text(source, length, out, limit);
    case OPERATION_PSEUDONYM_INT8:
      return pseudonymInt8(source, length, out, limit);
    case OPERATION_PSEUDONYM_UUID_TEXT:
      return pseudonymUuidText(source, length, out, limit);
    case OPERATION_PSEUDONYM_UUID:
      return pseudonymUuid(source, length, out, limit);
    case OPERATION_PSEUDONYM_BYTEA_TEXT:
      return pseudonymByteaText(source, length, out, limit);
    case OPERATION_PSEUDONYM_BYTEA:
      return pseudonymBytea(source, length, out, limit);
    case OPERATION_ZIP3_TEXT:
      return zip3Text(source, length, out, limit);
    case OPERATION_AGE90_TEXT:
      return age90Text(source, length, out, limit);
    default:
      return IS_NULL;
  }
}

function maskNumber(operation: u32, source: usize, length: usize, out: usize, limit: usize): i32 {
  switch (operation) {
    case OPERATION_ZIP3_DECIMAL:
      return zip3Number(DECIMAL, source, length, out, limit);
    case OPERATION_ZIP3_INT4:
      return zip3Number(INT4, source, length, out, limit);
    case OPERATION_ZIP3_INT8:
      return zip3Number(INT8, source, length, out, limit);
    case OPERATION_ZIP3_NUMERIC:
      return zip3Number(NUMERIC, source, length, out, limit);
    case OPERATION_AGE90_DECIMAL:
      return age90Number(DECIMAL, source, length, out, limit);
    case OPERATION_AGE90_INT2:
      return age90Number(INT2, source, length, out, limit);
    case OPERATION_AGE90_INT4:
      return age90Number(INT4, source, length, out, limit);
    case OPERATION_AGE90_INT8:
      return age90Number(INT8, source, length, out, limit);
    case OPERATION_AGE90_FLOAT4:
      return age90Number(FLOAT4, source, length, out, limit);
    case OPERATION_AGE90_FLOAT8:
      return age90Number(FLOAT8, source, length, out, limit);
    case OPERATION_AGE90_NUMERIC:
      return age90Number(NUMERIC, source, length, out, limit);
    default:
      return IS_NULL;
  }
}
