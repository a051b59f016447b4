// The bytes of an automaton in module memory. compiler/kernel/assembly/automaton.ts reads them; its head has the layout.
// Nothing in them is an absolute address.
import type { Dfa } from './dfa.ts';

const CLASSES_AT = 40;
const PATTERNS_AT = CLASSES_AT + 256;

/** `dfa` is minimized: its accepting states come last. */
export function encodeAutomaton(dfa: Dfa): Uint8Array {
  const classCount = dfa.classes.examples.length + 1;
  const accepted = dfa.accepts.filter((accepts) => accepts > 0);
  const firstAccepting = dfa.accepts.length - accepted.length;
  const transitionsAt = PATTERNS_AT + 2 * accepted.length;
  const bytes = new Uint8Array(transitionsAt + 2 * classCount * dfa.transitions.length);
  const view = new DataView(bytes.buffer);
  const header = [classCount, firstAccepting, ...dfa.searchStarts, ...dfa.matchStarts, transitionsAt, PATTERNS_AT];
  for (const [index, word] of header.entries()) view.setUint32(4 * index, word, true);
  bytes.set(dfa.classes.classOf, CLASSES_AT);
  for (const [index, accepts] of accepted.entries()) view.setUint16(PATTERNS_AT + 2 * index, accepts - 1, true);
  for (const [index, next] of dfa.transitions.flat().entries()) view.setUint16(transitionsAt + 2 * index, next, true);
  return bytes;
}
