// Numbers as PostgreSQL sends them, read as far as the Safe Harbor transforms ask: the whole part, and whether anything stands behind
// the point. What is negative, infinite, not a number or not of the encoding's length is none.
import { MINUS, PLUS, POINT, ZERO, behindDigits, digitsAt, writeDecimal } from './ascii';
import { NO_ROOM } from './outcome';

/** Encodings. Decimal is the text of every numeric type; the others are the binary formats of PostgreSQL's `*_send` functions. */
export const DECIMAL: i32 = 0;
export const INT2: i32 = 1;
export const INT4: i32 = 2;
export const INT8: i32 = 3;
export const FLOAT4: i32 = 4;
export const FLOAT8: i32 = 5;
export const NUMERIC: i32 = 6;

/** Larger than what any transform tells apart; whole parts beyond it count as this. */
const LARGE: u32 = 100000;

const EXPONENT: u8 = 0x65;
const MAX_EXPONENT_DIGITS: usize = 4;
const NO_EXPONENT: i32 = i32.MIN_VALUE;

/** int16 digit count, weight, sign and display scale, then int16 digits to the base 10000. */
const NUMERIC_HEADER: usize = 8;
const NUMERIC_BASE: u32 = 10000;

/** What the last successful `readNumber` has found. */
export let wholePart: u32 = 0;
export let hasFraction: bool = false;

export function readNumber(encoding: i32, source: usize, length: usize): bool {
  switch (encoding) {
    case DECIMAL:
      return readDecimal(source, source + length);
    case INT2:
      return length == 2 && readInteger(<i64>bswap(load<i16>(source)));
    case INT4:
      return length == 4 && readInteger(<i64>bswap(load<i32>(source)));
    case INT8:
      return length == 8 && readInteger(bswap(load<i64>(source)));
    case FLOAT4:
      return length == 4 && readFloat(<f64>reinterpret<f32>(bswap(load<u32>(source))));
    case FLOAT8:
      return length == 8 && readFloat(reinterpret<f64>(bswap(load<u64>(source))));
    default:
      return readNumeric(source, length);
  }
}

function readInteger(value: i64): bool {
  wholePart = <u32>min<i64>(value, LARGE);
  hasFraction = false;
  return value >= 0;
}

/** Negative zero is refused with the negative numbers, as its text is. */
function readFloat(value: f64): bool {
  if (reinterpret<i64>(value) < 0 || !isFinite(value)) return false;
  const whole = Math.trunc(value);
  wholePart = <u32>min<f64>(whole, <f64>LARGE);
  hasFraction = value != whole;
  return true;
}

/** Digits, a point with digits, an exponent: what numeric and the floats print at any `extra_float_digits`. */
function readDecimal(at: usize, end: usize): bool {
  const start = at;
  at = behindDigits(at, end);
  const before = <i32>(at - start);
  if (before == 0) return false;
  if (at < end && load<u8>(at) == POINT) {
    const fraction = at + 1;
    at = behindDigits(fraction, end);
    if (at == fraction) return false;
  }
  const exponent = at == end ? 0 : exponentAt(at, end);
  if (exponent == NO_EXPONENT) return false;
  takeDigits(start, at, before + exponent);
  return true;
}

/** `e`, a sign and up to four digits, up to the end. */
function exponentAt(at: usize, end: usize): i32 {
  const digits = end - at - 2;
  if (end - at < 3 || digits > MAX_EXPONENT_DIGITS || load<u8>(at) != EXPONENT) return NO_EXPONENT;
  const sign = load<u8>(at, 1);
  const value = digitsAt(at + 2, digits);
  if (value < 0 || (sign != PLUS && sign != MINUS)) return NO_EXPONENT;
  return sign == MINUS ? -value : value;
}

/** Reads digits, of which `before` stand before the point once the exponent has moved it. */
function takeDigits(at: usize, end: usize, before: i32): void {
  let whole: u32 = 0;
  hasFraction = false;
  for (; at < end; at++) {
    const byte = load<u8>(at);
    if (byte == POINT) continue;
    if (before-- > 0) whole = min<u32>(whole * 10 + (byte - ZERO), LARGE);
    else if (byte != ZERO) hasFraction = true;
  }
  wholePart = shifted(whole, before, 10);
}

/** The whole part with `places` more zeros behind it. */
function shifted(whole: u32, places: i32, base: u32): u32 {
  for (; places > 0 && whole > 0 && whole < LARGE; places--) whole = min<u32>(whole * base, LARGE);
  return whole;
}

function readNumeric(source: usize, length: usize): bool {
  if (length < NUMERIC_HEADER) return false;
  const end = source + length;
  const sign = load<u16>(source, 4);
  if (sign != 0 || length - NUMERIC_HEADER != (<usize>bswap(load<u16>(source))) << 1) return false;
  let before = <i32>bswap(load<i16>(source, 2)) + 1;
  let whole: u32 = 0;
  hasFraction = false;
  for (let at = source + NUMERIC_HEADER; at < end; at += 2) {
    const digit = <u32>bswap(load<u16>(at));
    if (digit >= NUMERIC_BASE) return false;
    if (before-- > 0) whole = min<u32>(whole * NUMERIC_BASE + digit, LARGE);
    else if (digit != 0) hasFraction = true;
  }
  wholePart = shifted(whole, before, NUMERIC_BASE);
  return true;
}

/** Writes a whole number below 1000. */
export function writeNumber(encoding: i32, value: u32, out: usize, limit: usize): i32 {
  return limit - out < largestWritten(encoding) ? NO_ROOM : write(encoding, value, out);
}

function largestWritten(encoding: i32): usize {
  switch (encoding) {
    case DECIMAL:
      return 3;
    case INT2:
      return 2;
    case INT4:
    case FLOAT4:
      return 4;
    case INT8:
    case FLOAT8:
      return 8;
    default:
      return NUMERIC_HEADER + 2;
  }
}

function write(encoding: i32, value: u32, out: usize): i32 {
  switch (encoding) {
    case DECIMAL:
      return <i32>writeDecimal(value, out);
    case INT2:
      store<u16>(out, bswap(<u16>value));
      return 2;
    case INT4:
      store<u32>(out, bswap(value));
      return 4;
    case INT8:
      store<u64>(out, bswap(<u64>value));
      return 8;
    case FLOAT4:
      store<u32>(out, bswap(reinterpret<u32>(<f32>value)));
      return 4;
    case FLOAT8:
      store<u64>(out, bswap(reinterpret<u64>(<f64>value)));
      return 8;
    default:
      return writeNumeric(value, out);
  }
}

/** One digit to the base 10000, or none for zero; weight, sign and scale are zero. */
function writeNumeric(value: u32, out: usize): i32 {
  store<u64>(out, 0);
  if (value == 0) return <i32>NUMERIC_HEADER;
  store<u16>(out, 0x0100);
  store<u16>(out, bswap(<u16>value), NUMERIC_HEADER);
  return <i32>NUMERIC_HEADER + 2;
}
