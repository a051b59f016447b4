// At which bytes the machines of the detectors die at once: most starts are turned down without running any of them. As
// compiler/kernel/assembly/detection.ts reads it, which has the layout.
import type { Dfa } from './dfa.ts';

/** Machines beyond the last bit share it. */
export const LAST_MACHINE_BIT = 31;

export function encodeStartable(machines: readonly Dfa[]): Uint8Array {
  const words = new Uint32Array(3 * 256);
  for (const [number, { starts, transitions, columns, classes }] of machines.entries()) {
    const bit = 1 << Math.min(number, LAST_MACHINE_BIT);
    for (const [before, start] of starts.entries()) {
      for (let byte = 0; byte < 256; byte += 1) {
        const next = transitions[start * columns + (classes.classOf[byte] ?? 0)] ?? 0;
        const at = before * 256 + byte;
        if (next !== 0) words[at] = ((words[at] ?? 0) | bit) >>> 0;
      }
    }
  }
  return new Uint8Array(words.buffer);
}
