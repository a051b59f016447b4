// Copies the short runs of bytes between masked values. memory.copy leaves the module for every call, which costs more
// than copying a few dozen bytes here.

const LONG: usize = 512;

// @ts-ignore: decorator
@inline
function copySixteen(to: usize, from: usize): void {
  if (ASC_FEATURE_SIMD) {
    v128.store(to, v128.load(from));
  } else {
    store<u64>(to, load<u64>(from));
    store<u64>(to, load<u64>(from, 8), 8);
  }
}

/** Copies exactly `length` bytes; the two places must not overlap. */
// @ts-ignore: decorator
@inline
export function copyRun(to: usize, from: usize, length: usize): void {
  if (length > LONG) {
    memory.copy(to, from, length);
  } else if (length >= 16) {
    const last = length - 16;
    for (let at: usize = 0; at < last; at += 16) copySixteen(to + at, from + at);
    copySixteen(to + last, from + last);
  } else if (length >= 8) {
    const tail = load<u64>(from + length - 8);
    store<u64>(to, load<u64>(from));
    store<u64>(to + length - 8, tail);
  } else if (length >= 4) {
    const tail = load<u32>(from + length - 4);
    store<u32>(to, load<u32>(from));
    store<u32>(to + length - 4, tail);
  } else {
    for (let at: usize = 0; at < length; at++) store<u8>(to + at, load<u8>(from + at));
  }
}
