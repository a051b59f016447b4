// Addresses of the internet: e-mail (RFC 5321), URLs (RFC 3986), IPv4 and IPv6 (RFC 4291), and hardware addresses (IEEE 802).
import { digitRun, followsPart } from './digits';
import { isDigit, isLetter, labelBefore } from './labels';

const LONGEST_LOCAL: usize = 64;
const LONGEST_LABEL: usize = 63;
const LONGEST_ADDRESS: usize = 254;
const DOT: u8 = 0x2e;
const DASH: u8 = 0x2d;
const COLON: u8 = 0x3a;
const PERCENT: u8 = 0x25;

function find(byte: u8, at: usize, end: usize): usize {
  while (at < end && load<u8>(at) != byte) at++;
  return at;
}

/** Labels between dots: none is empty or too long, none begins or ends with a dash. */
function isHost(at: usize, end: usize): bool {
  if (at == end) return false;
  while (true) {
    const stop = find(DOT, at, end);
    if (stop == at || stop - at > LONGEST_LABEL) return false;
    if (load<u8>(at) == DASH || load<u8>(stop - 1) == DASH) return false;
    if (stop == end) return true;
    at = stop + 1;
  }
}

/** The sign between the two halves may be written `%40`; a host has no `%`, so it is the last one. */
export function isEmail(at: usize, end: usize): bool {
  let sign = find(0x40, at, end);
  let host = sign + 1;
  if (sign == end) {
    do sign--;
    while (sign > at && load<u8>(sign) != 0x25);
    host = sign + 3;
  }
  if (end - at > LONGEST_ADDRESS || sign == at || sign - at > LONGEST_LOCAL) return false;
  return load<u8>(sign - 1) != DOT && isHost(host, end);
}

/** Something must stand where the host does. */
export function isUrl(at: usize, end: usize): bool {
  let host = at;
  for (let from = at; from + 3 <= end; from++) {
    if (load<u8>(from) == COLON && load<u8>(from, 1) == 0x2f && load<u8>(from, 2) == 0x2f) {
      host = from + 3;
      break;
    }
  }
  let stop = host;
  while (stop < end && load<u8>(stop) != 0x2f && load<u8>(stop) != 0x3f && load<u8>(stop) != 0x23) stop++;
  let hasName = false;
  for (let from = host; from < stop; from++) {
    const byte = load<u8>(from);
    if (isLetter(byte) || isDigit(byte) || byte >= 0x80) hasName = true;
    if (byte == DOT && from + 1 < stop && load<u8>(from, 1) == DOT) return false;
  }
  return hasName;
}

/** Four numbers up to 255 with one point between each two, and nothing else; zeros may stand before a number. */
function isFourNumbers(at: usize, end: usize): bool {
  for (let part: i32 = 0; part < 4; part++) {
    if (part > 0) {
      if (at >= end || load<u8>(at) != DOT) return false;
      at++;
    }
    const length = digitRun(at, end);
    let value: i32 = 0;
    for (let digit: usize = 0; digit < length && digit < 4; digit++)
      value = value * 10 + <i32>load<u8>(at + digit) - 0x30;
    if (length == 0 || length > 3 || value > 255) return false;
    at += length;
  }
  return at == end;
}

/** Not a part of a longer row of numbers; `words` are those of versions and other rows. */
function isIpv4(words: usize, at: usize, end: usize, text: usize): bool {
  if (followsPart(at, text) || (at > text && isLetter(load<u8>(at - 1)))) return false;
  return isFourNumbers(at, end) && labelBefore(words, at, text) == 0;
}

function isHex(byte: u8): bool {
  const lower = byte | 0x20;
  return isDigit(byte) || (lower >= 0x61 && lower <= 0x66);
}

/** Eight groups, or fewer around one `::`; the last two may be written as an IPv4 address. Times of day have neither. */
function isIpv6(at: usize, end: usize, text: usize): bool {
  if (at > text && (isLetter(load<u8>(at - 1)) || isDigit(load<u8>(at - 1)) || load<u8>(at - 1) == COLON)) return false;
  let groups: i32 = 0;
  let gaps: i32 = 0;
  let hasDigit = false;
  // Behind `%` stands the name of an interface.
  end = find(PERCENT, at, end);
  for (let from = at; from < end;) {
    const start = from;
    while (from < end && isHex(load<u8>(from))) {
      if (isDigit(load<u8>(from))) hasDigit = true;
      from++;
    }
    if (from - start > 4) return false;
    if (from > start) groups++;
    if (from == end) break;
    if (load<u8>(from) == DOT) {
      if (!isFourNumbers(start, end)) return false;
      groups++;
      break;
    }
    from++;
    if (from < end && load<u8>(from) == COLON) {
      gaps++;
      from++;
      if (from < end && load<u8>(from) == COLON) return false;
    } else if (from == end || from == at + 1) return false;
  }
  return hasDigit && (gaps == 0 ? groups == 8 : gaps == 1 && groups <= 7);
}

export function isIp(words: usize, at: usize, end: usize, text: usize): bool {
  while (at < end && load<u8>(at) == 0x5f) at++;
  while (end > at && load<u8>(end - 1) == 0x5f) end--;
  return find(COLON, at, end) == end ? isIpv4(words, at, end, text) : isIpv6(at, end, text);
}

/** Groups between the same sign, and not a part of a longer row; groups of four need a letter, or they are a number. */
export function isMac(at: usize, end: usize, text: usize): bool {
  while (at < end && load<u8>(at) == 0x5f) at++;
  if (followsPart(at, text)) return false;
  let sign: u8 = 0;
  let hasLetter = false;
  for (let from = at; from < end; from++) {
    const byte = load<u8>(from);
    if (isLetter(byte)) hasLetter = true;
    if (isHex(byte) || byte == 0x5f) continue;
    if (sign != 0 && byte != sign) return false;
    sign = byte;
  }
  return sign != DOT || hasLetter;
}
