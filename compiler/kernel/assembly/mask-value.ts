// One value by one entry of a plan: from the number of the operation, in compiler/abi/rows.ts, to the function that does it.
import { age90Number, age90Text } from './age90';
import { copyRun } from './copy';
import { keepFirst, keepLast } from './keep';
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
    case 2:
      return constant(load<u32>(entry, 8), load<u32>(entry, 12), out, limit);
    case 3:
      return keepFirst(source, length, out, limit, load<u32>(entry, 4));
    case 4:
      return keepLast(source, length, out, limit, load<u32>(entry, 4));
    case 5:
      return pseudonymText(source, length, out, limit);
    case 6:
      return yearText(source, length, out, limit);
    case 7:
      return yearDate(source, length, out, limit);
    case 8:
      return yearTimestamp(source, length, out, limit);
    case 9:
      return scrub(source, length, out, limit);
    default:
      return operation < 20
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
    case 10:
      return pseudonymPadded(source, length, out, limit);
    case 11:
      return pseudonymInt8Text(source, length, out, limit);
    case 12:
      return pseudonymInt8(source, length, out, limit);
    case 13:
      return pseudonymUuidText(source, length, out, limit);
    case 14:
      return pseudonymUuid(source, length, out, limit);
    case 15:
      return pseudonymByteaText(source, length, out, limit);
    case 16:
      return pseudonymBytea(source, length, out, limit);
    case 17:
      return zip3Text(source, length, out, limit);
    case 18:
      return age90Text(source, length, out, limit);
    default:
      return IS_NULL;
  }
}

function maskNumber(operation: u32, source: usize, length: usize, out: usize, limit: usize): i32 {
  switch (operation) {
    case 20:
      return zip3Number(DECIMAL, source, length, out, limit);
    case 21:
      return zip3Number(INT4, source, length, out, limit);
    case 22:
      return zip3Number(INT8, source, length, out, limit);
    case 23:
      return zip3Number(NUMERIC, source, length, out, limit);
    case 24:
      return age90Number(DECIMAL, source, length, out, limit);
    case 25:
      return age90Number(INT2, source, length, out, limit);
    case 26:
      return age90Number(INT4, source, length, out, limit);
    case 27:
      return age90Number(INT8, source, length, out, limit);
    case 28:
      return age90Number(FLOAT4, source, length, out, limit);
    case 29:
      return age90Number(FLOAT8, source, length, out, limit);
    case 30:
      return age90Number(NUMERIC, source, length, out, limit);
    default:
      return IS_NULL;
  }
}
