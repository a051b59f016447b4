// The bytes of a prefilter in module memory; compiler/kernel/assembly/prefilter.ts reads them, and its head has the layout.
import { WINDOW_BYTES } from './anchors.ts';
import { NO_BYTES, bytesOf, type ByteSet } from './byte-set.ts';
import { FIRST_BYTES, halvesOf, type Prefilter } from './prefilter.ts';

const HEADER_BYTES = 16;
const HALF_BYTES = 16;
const GROUPS_A_SET = 8;
const ROW_BYTES = 4 * 256;
const BACK_BYTES = 8;
const ANY_NUMBER = 0xffffffff;

const SECOND_AT = HEADER_BYTES + FIRST_BYTES * 4 * HALF_BYTES;
const PREFIX_AT = SECOND_AT + WINDOW_BYTES * ROW_BYTES;
const BACKS_AT = PREFIX_AT + ROW_BYTES;

export function encodePrefilter(prefilter: Prefilter | null): Uint8Array {
  if (!prefilter) return new Uint8Array(HEADER_BYTES);
  const { windows, groups } = prefilter;
  const bytes = new Uint8Array(BACKS_AT + BACK_BYTES * windows.length);
  const view = new DataView(bytes.buffer);
  const mark = (at: number, set: ByteSet, bit: number): void => {
    for (const byte of bytesOf(set))
      view.setUint32(at + 4 * byte, (view.getUint32(at + 4 * byte, true) | (1 << bit)) >>> 0, true);
  };
  let withPrefix = 0;
  for (const [number, { window, prefix, minBack, maxBack }] of windows.entries()) {
    for (const [index, set] of window.entries()) mark(SECOND_AT + ROW_BYTES * index, set, number);
    mark(PREFIX_AT, prefix, number);
    view.setUint32(BACKS_AT + BACK_BYTES * number, minBack, true);
    view.setUint32(BACKS_AT + BACK_BYTES * number + 4, maxBack === Infinity ? ANY_NUMBER : maxBack, true);
    if (maxBack > 0) withPrefix |= 1 << number;
  }
  for (const [number, members] of groups.entries()) {
    for (let index = 0; index < FIRST_BYTES; index += 1) {
      const set = members.reduce((all, member) => all | (windows[member]?.window[index] ?? NO_BYTES), NO_BYTES);
      markHalves(bytes, { set, index, group: number });
    }
  }
  view.setUint32(0, 1, true);
  view.setUint32(4, withPrefix >>> 0, true);
  return bytes;
}

function markHalves(bytes: Uint8Array, asked: { set: ByteSet; index: number; group: number }): void {
  const at = HEADER_BYTES + (2 * asked.index + Math.floor(asked.group / GROUPS_A_SET)) * 2 * HALF_BYTES;
  const bit = 1 << (asked.group % GROUPS_A_SET);
  const { low, high } = halvesOf(asked.set);
  for (let half = 0; half < 16; half += 1) {
    if (((low >> half) & 1) === 1) bytes[at + half] = (bytes[at + half] ?? 0) | bit;
    if (((high >> half) & 1) === 1) bytes[at + HALF_BYTES + half] = (bytes[at + HALF_BYTES + half] ?? 0) | bit;
  }
}
