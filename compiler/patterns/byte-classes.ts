// Bytes that no pattern tells apart share a class, so that a row of the tables has a few dozen entries, not 256.
import type { Nfa } from './nfa.ts';

/** Where word characters and continuation bytes begin and end: assertions and search starts tell them apart. */
const FIXED_EDGES = [0x30, 0x3a, 0x41, 0x5b, 0x5f, 0x60, 0x61, 0x7b, 0x80, 0xc0];

export interface ByteClasses {
  /** Class of each of the 256 bytes. */
  readonly classOf: Uint8Array;
  /** One byte of each class. */
  readonly examples: readonly number[];
}

/** Classes that are ranges of bytes, numbered upwards. */
export function byteClasses(nfa: Nfa): ByteClasses {
  const edges = new Set([0, ...FIXED_EDGES]);
  for (const state of nfa.states) {
    if (state.kind !== 'byte') continue;
    edges.add(state.range.from);
    edges.add(state.range.to + 1);
  }
  const examples = [...edges].filter((edge) => edge < 256).sort((a, b) => a - b);
  const classOf = new Uint8Array(256);
  let current = -1;
  for (let byte = 0; byte < 256; byte += 1) {
    if (byte === examples[current + 1]) current += 1;
    classOf[byte] = current;
  }
  return { classOf, examples };
}
