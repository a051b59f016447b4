// The bytes of an automaton in module memory; compiler/kernel/assembly/automaton.ts reads them, and its head has the layout.
// Nothing in them is an absolute address.
import type { Dfa } from './dfa.ts';
import { leadsOn } from './dfa.ts';

const CLASSES_AT = 40;
const SETS_AT = CLASSES_AT + 256;
/** Columns behind the end of the text: where the set of accepted patterns is, and the number of the state. */
const EXTRA_COLUMNS = 2;
const MAX_VALUE = 0xffff;

/** `dfa` is minimized: states that accept, and behind them those that do not lead on, come last. */
export function encodeAutomaton(dfa: Dfa): Uint8Array {
  const count = dfa.accepts.length;
  const { stride, shift } = rowLayout(count, dfa.columns + EXTRA_COLUMNS);
  const valueOf = (state: number): number => (state * stride) >> shift;
  const sets = encodeSets(dfa.sets);
  const rowsAt = (SETS_AT + 2 * sets.words.length + 7) & ~7;
  const bytes = new Uint8Array(rowsAt + 2 * stride * count);
  const header = Uint32Array.of(
    shift + 1,
    valueOf(firstState(count, (state) => dfa.accepts[state] !== 0)),
    valueOf(firstState(count, (state) => state > 0 && !leadsOn(dfa, state))),
    ...dfa.starts.map(valueOf),
    2 * (dfa.columns - 1),
    rowsAt,
    count,
    SETS_AT,
  );
  bytes.set(new Uint8Array(header.buffer));
  bytes.set(dfa.classes.classOf, CLASSES_AT);
  bytes.set(new Uint8Array(sets.words.buffer), SETS_AT);
  const rows = new Uint16Array(bytes.buffer, rowsAt);
  for (let state = 0; state < count; state += 1) {
    const row = dfa.transitions.subarray(state * dfa.columns, (state + 1) * dfa.columns);
    rows.set(row.map(valueOf), state * stride);
    rows.set([sets.offsets[dfa.accepts[state] ?? 0] ?? 0, state], state * stride + dfa.columns);
  }
  return bytes;
}

/** The first state of a kind that fills the end of the list, or what stands behind the last. */
function firstState(count: number, isOne: (state: number) => boolean): number {
  let first = count;
  while (first > 0 && isOne(first - 1)) first -= 1;
  return first;
}

/** Rows are so far apart that every row's number of u16, without its `shift` lowest bits, fits a u16. */
function rowLayout(rows: number, columns: number): { stride: number; shift: number } {
  for (let shift = 0; ; shift += 1) {
    const unit = 2 ** shift;
    const stride = Math.ceil(columns / unit) * unit;
    // One row more, because the value behind the last state must fit too.
    if ((rows * stride) / unit <= MAX_VALUE) return { stride, shift };
  }
}

/** Each set as its count and its patterns. */
function encodeSets(sets: Dfa['sets']): { words: Uint16Array; offsets: readonly number[] } {
  const words: number[] = [];
  const offsets = sets.map((set) => words.push(set.length, ...set) - set.length - 1);
  return { words: Uint16Array.from(words), offsets };
}
