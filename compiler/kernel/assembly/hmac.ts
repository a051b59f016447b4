// HMAC-SHA-256 (RFC 2104, FIPS 180-4) for pseudonyms. The key is hashed once, into the two states that every message starts from.
import { alloc, mark, restore } from './heap';

const BLOCK: usize = 64;
const DIGEST: usize = 32;

const ROUND_CONSTANTS = memory.data<u32>([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
  0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
  0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
  0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
  0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
  0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
  0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
  0xc67178f2,
]);

const INITIAL = memory.data<u32>([
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
]);

// The states behind the inner and the outer padded key, once a key is set. They start as INITIAL so that the compiler,
// which places its own data behind the kernel's, sees that these bytes are in use.
const INNER = memory.data<u32>([
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
]);
const OUTER = memory.data<u32>([
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
]);

let isKeySet: bool = false;

/** Mixes one 64-byte block into a state of eight words. `schedule` is scratch of 256 bytes. */
function compress(state: usize, block: usize, schedule: usize): void {
  for (let at: usize = 0; at < BLOCK; at += 4) store<u32>(schedule + at, bswap(load<u32>(block + at)));
  for (let at: usize = BLOCK; at < 256; at += 4) {
    const early = load<u32>(schedule + at - 60);
    const late = load<u32>(schedule + at - 8);
    const sigma0 = rotr(early, 7) ^ rotr(early, 18) ^ (early >> 3);
    const sigma1 = rotr(late, 17) ^ rotr(late, 19) ^ (late >> 10);
    store<u32>(schedule + at, load<u32>(schedule + at - 64) + sigma0 + load<u32>(schedule + at - 28) + sigma1);
  }
  let a = load<u32>(state);
  let b = load<u32>(state, 4);
  let c = load<u32>(state, 8);
  let d = load<u32>(state, 12);
  let e = load<u32>(state, 16);
  let f = load<u32>(state, 20);
  let g = load<u32>(state, 24);
  let h = load<u32>(state, 28);
  for (let at: usize = 0; at < 256; at += 4) {
    const choice = (e & f) ^ (~e & g);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const sum1 = rotr(e, 6) ^ rotr(e, 11) ^ rotr(e, 25);
    const sum0 = rotr(a, 2) ^ rotr(a, 13) ^ rotr(a, 22);
    const first = h + sum1 + choice + load<u32>(ROUND_CONSTANTS + at) + load<u32>(schedule + at);
    h = g;
    g = f;
    f = e;
    e = d + first;
    d = c;
    c = b;
    b = a;
    a = first + sum0 + majority;
  }
  store<u32>(state, load<u32>(state) + a);
  store<u32>(state, load<u32>(state, 4) + b, 4);
  store<u32>(state, load<u32>(state, 8) + c, 8);
  store<u32>(state, load<u32>(state, 12) + d, 12);
  store<u32>(state, load<u32>(state, 16) + e, 16);
  store<u32>(state, load<u32>(state, 20) + f, 20);
  store<u32>(state, load<u32>(state, 24) + g, 24);
  store<u32>(state, load<u32>(state, 28) + h, 28);
}

/** Finishes a hash whose state has taken `before` bytes (whole blocks) and writes the 32 bytes at `out`. */
function finish(state: usize, before: u64, text: usize, length: usize, out: usize): void {
  const scratch = alloc(256 + 2 * BLOCK);
  const tail = scratch + 256;
  const end = text + length;
  for (; end - text >= BLOCK; text += BLOCK) compress(state, text, scratch);
  const rest = end - text;
  memory.fill(tail, 0, 2 * BLOCK);
  memory.copy(tail, text, rest);
  store<u8>(tail + rest, 0x80);
  const bytes = rest + 9 <= BLOCK ? BLOCK : 2 * BLOCK;
  store<u64>(tail + bytes - 8, bswap((before + <u64>length) << 3));
  compress(state, tail, scratch);
  if (bytes > BLOCK) compress(state, tail + BLOCK, scratch);
  for (let at: usize = 0; at < DIGEST; at += 4) store<u32>(out + at, bswap(load<u32>(state + at)));
}

/** The state behind the key block with every byte mixed with `pad`. */
function padKey(keyBlock: usize, pad: u8, state: usize): void {
  const scratch = alloc(256 + BLOCK);
  const padded = scratch + 256;
  for (let at: usize = 0; at < BLOCK; at++) store<u8>(padded + at, load<u8>(keyBlock + at) ^ pad);
  memory.copy(state, INITIAL, DIGEST);
  compress(state, padded, scratch);
}

/** Sets the pseudonym key; an empty key means that there is none, and pseudonyms become NULL. */
export function hpol_key(address: usize, length: usize): void {
  // A call that traps half way must not leave a key that is none.
  isKeySet = false;
  const before = mark();
  const block = alloc(BLOCK + DIGEST);
  memory.fill(block, 0, BLOCK);
  if (length > BLOCK) {
    memory.copy(block + BLOCK, INITIAL, DIGEST);
    finish(block + BLOCK, 0, address, length, block);
  } else {
    memory.copy(block, address, length);
  }
  padKey(block, 0x36, INNER);
  padKey(block, 0x5c, OUTER);
  memory.fill(block, 0, BLOCK + DIGEST);
  restore(before);
  isKeySet = length > 0;
}

export function hasKey(): bool {
  return isKeySet;
}

/** Writes the first `words` u32 words of the text's HMAC at `out`. */
export function hmac(text: usize, length: usize, out: usize, words: usize): void {
  const before = mark();
  const state = alloc(2 * DIGEST);
  const inner = state + DIGEST;
  memory.copy(state, INNER, DIGEST);
  finish(state, BLOCK, text, length, inner);
  memory.copy(state, OUTER, DIGEST);
  finish(state, BLOCK, inner, DIGEST, inner);
  memory.copy(out, inner, words << 2);
  memory.fill(state, 0, 2 * DIGEST);
  restore(before);
}
