// Network addresses: their text form (RFC 4291, section 2.2) as 16 bytes, and ranges of them. The text form is the one
// of lang/vocabulary/network-address.ts; a test holds the two together.
import { alloc } from './heap';
import { NETWORK_BITS, NETWORK_BYTES } from './layout';
import { addressOf, lengthOf, textOf } from './text';

const BYTES: usize = 16;
const COLON: u8 = 0x3a;
const DOT: u8 = 0x2e;

/** Reads four decimal numbers into `to`; false when the text is anything else. */
function readIpv4(at: usize, end: usize, to: usize): bool {
  for (let part: usize = 0; part < 4; part++) {
    if (part > 0) {
      if (at >= end || load<u8>(at) != DOT) return false;
      at++;
    }
    const start = at;
    let value: u32 = 0;
    while (at < end && at - start < 3 && <u32>load<u8>(at) - 0x30 <= 9) {
      value = value * 10 + <u32>load<u8>(at) - 0x30;
      at++;
    }
    if (at == start || value > 255 || (at - start > 1 && load<u8>(start) == 0x30)) return false;
    store<u8>(to + part, <u8>value);
  }
  return at == end;
}

function hexDigit(code: u8): i32 {
  if (code >= 0x30 && code <= 0x39) return <i32>code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? <i32>letter - 0x57 : -1;
}

/** One group of up to four hex digits, or an IPv4 address at the end; gives the bytes written, or 0. */
function readGroup(at: usize, end: usize, isLast: bool, to: usize): usize {
  if (isLast && readIpv4(at, end, to)) return 4;
  if (at == end || end - at > 4) return 0;
  let value: u32 = 0;
  for (; at < end; at++) {
    const digit = hexDigit(load<u8>(at));
    if (digit < 0) return 0;
    value = value * 16 + <u32>digit;
  }
  store<u8>(to, <u8>(value >> 8));
  store<u8>(to, <u8>value, 1);
  return 2;
}

function find(code: u8, at: usize, end: usize): usize {
  while (at < end && load<u8>(at) != code) at++;
  return at;
}

/** Groups between colons at `to`, the last of which may be an IPv4 address; gives the bytes written, at most 16, or -1. */
function readGroups(at: usize, end: usize, mayEndInIpv4: bool, to: usize): i32 {
  if (at == end) return 0;
  let written: usize = 0;
  let stop = at;
  while (written <= BYTES) {
    stop = find(COLON, at, end);
    // A group writes up to four bytes, so there is room for them behind the 16.
    const bytes = readGroup(at, stop, mayEndInIpv4 && stop == end, to + written);
    if (bytes == 0) return -1;
    written += bytes;
    if (stop == end) break;
    at = stop + 1;
  }
  return stop == end && written <= BYTES ? <i32>written : -1;
}

/** Where `::` stands, or `end`. */
function findGap(at: usize, end: usize): usize {
  for (; at + 1 < end; at++) {
    if (load<u8>(at) == COLON && load<u8>(at, 1) == COLON) return at;
  }
  return end;
}

function readIpv6(at: usize, end: usize, to: usize): bool {
  const gap = findGap(at, end);
  const front = readGroups(at, gap, gap == end, to);
  if (front < 0) return false;
  if (gap == end) return front == <i32>BYTES;
  const scratch = alloc(BYTES + 8);
  const back = readGroups(gap + 2, end, true, scratch);
  // The gap stands for at least one group.
  if (back < 0 || front + back > <i32>BYTES - 2) return false;
  memory.fill(to + <usize>front, 0, BYTES - <usize>front);
  memory.copy(to + BYTES - <usize>back, scratch, <usize>back);
  return true;
}

/** The 16 bytes of an address as a text, or 0 when the text is no address. */
export function parseAddress(text: u64): u64 {
  const at = addressOf(text);
  const end = at + lengthOf(text);
  const to = alloc(BYTES + 8);
  store<u64>(to, 0);
  store<u64>(to, 0, 8);
  if (find(COLON, at, end) != end) return readIpv6(at, end, to) ? textOf(to, BYTES) : 0;
  store<u16>(to, 0xffff, 10);
  return readIpv4(at, end, to + 12) ? textOf(to, BYTES) : 0;
}

/** True when the leading bits of the address are those of one of the networks. */
export function kernel_in_networks(address: u64, networks: u64): bool {
  let network = addressOf(networks);
  const end = network + lengthOf(networks) * NETWORK_BYTES;
  for (; network < end; network += NETWORK_BYTES) {
    if (sharesBits(addressOf(address), network, load<u32>(network, NETWORK_BITS))) return true;
  }
  return false;
}

function sharesBits(left: usize, right: usize, bits: usize): bool {
  for (; bits >= 8; bits -= 8) {
    if (load<u8>(left) != load<u8>(right)) return false;
    left++;
    right++;
  }
  return bits == 0 || (load<u8>(left) ^ load<u8>(right)) >> (8 - <u8>bits) == 0;
}
