// Texts, sets and maps as the event record holds them. A text is one u64: address in the low half, byte length in the
// high half; 0 is "absent", so a present empty text has an address. A set is (address of texts, count), a map is
// (address of key and value texts, count).

export function textOf(address: usize, length: usize): u64 {
  return ((<u64>length) << 32) | <u64>address;
}

export function addressOf(text: u64): usize {
  return <usize>(<u32>text);
}

export function lengthOf(text: u64): usize {
  return <usize>(text >> 32);
}

export function sameBytes(left: usize, right: usize, length: usize): bool {
  let at: usize = 0;
  for (; at + 8 <= length; at += 8) {
    if (load<u64>(left + at) != load<u64>(right + at)) return false;
  }
  for (; at < length; at++) {
    if (load<u8>(left + at) != load<u8>(right + at)) return false;
  }
  return true;
}

export function kernel_equals(left: u64, right: u64): bool {
  const length = lengthOf(left);
  if (length != lengthOf(right)) return false;
  return sameBytes(addressOf(left), addressOf(right), length);
}

/** Negative, zero or positive, by bytes. */
export function kernel_compare(left: u64, right: u64): i32 {
  const leftAt = addressOf(left);
  const rightAt = addressOf(right);
  const shared = min(lengthOf(left), lengthOf(right));
  for (let at: usize = 0; at < shared; at++) {
    const difference = <i32>load<u8>(leftAt + at) - <i32>load<u8>(rightAt + at);
    if (difference != 0) return difference;
  }
  return <i32>(lengthOf(left) > lengthOf(right)) - <i32>(lengthOf(left) < lengthOf(right));
}

export function kernel_starts_with(text: u64, start: u64): bool {
  const length = lengthOf(start);
  return length <= lengthOf(text) && sameBytes(addressOf(text), addressOf(start), length);
}

export function kernel_ends_with(text: u64, end: u64): bool {
  const length = lengthOf(end);
  if (length > lengthOf(text)) return false;
  return sameBytes(addressOf(text) + lengthOf(text) - length, addressOf(end), length);
}

export function kernel_contains(text: u64, part: u64): bool {
  const length = lengthOf(part);
  if (length > lengthOf(text)) return false;
  if (length == 0) return true;
  const partAt = addressOf(part);
  const first = load<u8>(partAt);
  const last = addressOf(text) + lengthOf(text) - length;
  for (let at = addressOf(text); at <= last; at++) {
    if (load<u8>(at) == first && sameBytes(at, partAt, length)) return true;
  }
  return false;
}

export function kernel_in_set(text: u64, set: u64): bool {
  let at = addressOf(set);
  const end = at + lengthOf(set) * 8;
  for (; at < end; at += 8) {
    if (kernel_equals(text, load<u64>(at))) return true;
  }
  return false;
}

/** The entry under a key, or 0 when the map lacks it. Its value lies 8 bytes behind its start. */
export function kernel_find(map: u64, key: u64): usize {
  let at = addressOf(map);
  const end = at + lengthOf(map) * 16;
  for (; at < end; at += 16) {
    if (kernel_equals(key, load<u64>(at))) return at;
  }
  return 0;
}
