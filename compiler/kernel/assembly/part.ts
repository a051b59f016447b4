// The last bytes of a value that 16 bytes at a time do not divide. Nothing outside the value is read or written.

/** 1 to 15 bytes; the other lanes are zero. */
export function loadPart(at: usize, length: usize): v128 {
  let low: u64 = 0;
  let high: u64 = 0;
  if (length >= 8) {
    low = load<u64>(at);
    // In two steps, because a shift by 64 is none.
    high = (load<u64>(at + length - 8) >> 1) >> (127 - ((<u64>length) << 3));
  } else if (length >= 4) {
    // The bytes that both loads see are the same, so they may meet.
    low = <u64>load<u32>(at) | ((<u64>load<u32>(at + length - 4)) << ((<u64>length - 4) << 3));
  } else {
    const middle = length >> 1;
    low = <u64>load<u8>(at);
    low |= (<u64>load<u8>(at + middle)) << ((<u64>middle) << 3);
    low |= (<u64>load<u8>(at + length - 1)) << ((<u64>length - 1) << 3);
  }
  return i64x2.replace_lane(i64x2.splat(low), 1, high);
}

/** The first 1 to 15 bytes. */
export function storePart(to: usize, bytes: v128, length: usize): void {
  const low = <u64>i64x2.extract_lane(bytes, 0);
  if (length >= 8) {
    const high = <u64>i64x2.extract_lane(bytes, 1);
    const shift = (<u64>length - 8) << 3;
    store<u64>(to, low);
    store<u64>(to + length - 8, (low >> shift) | ((high << 1) << (63 - shift)));
  } else if (length >= 4) {
    store<u32>(to, <u32>low);
    store<u32>(to + length - 4, <u32>(low >> ((<u64>length - 4) << 3)));
  } else {
    const middle = length >> 1;
    store<u8>(to, <u8>low);
    store<u8>(to + middle, <u8>(low >> ((<u64>middle) << 3)));
    store<u8>(to + length - 1, <u8>(low >> ((<u64>length - 1) << 3)));
  }
}
